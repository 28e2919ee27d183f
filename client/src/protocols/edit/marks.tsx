import type { Place } from "./context.ts";

/** What the preset says, where the draft says something else; null where there is nothing to be said. */
export function presetText({ value, fromPreset }: Place, text: (value: unknown) => string): string | null {
  if (fromPreset === null || JSON.stringify(fromPreset.value) === JSON.stringify(value)) return null;
  return text(fromPreset.value) || null;
}

/** What a control says of itself to a reader: the preset's value and its faults belong to it. */
export const described = ({ id, sentences }: Place, preset: string | null) => ({
  "aria-invalid": sentences.length > 0 || undefined,
  "aria-describedby": [preset === null ? "" : `${id}-preset`, sentences.length === 0 ? "" : `${id}-fault`]
    .filter((one) => one !== "")
    .join(" "),
});

/** Stands below a field that is not as the preset has it. */
export const PresetMark = ({ id, text }: { readonly id: string; readonly text: string | null }) =>
  text === null ? null : (
    <p className="presetMark" id={`${id}-preset`}>
      Preset: {text}
    </p>
  );

/** What is wrong, beside where it is wrong. */
export const Sentences = ({ id, sentences }: { readonly id: string; readonly sentences: readonly string[] }) =>
  sentences.length === 0 ? null : (
    <ul className="faultSentences problem" id={`${id}-fault`}>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
