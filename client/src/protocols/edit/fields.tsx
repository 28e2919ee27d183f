import { type Path, placeLabel } from "@watchroom/shared/protocol-faults";
import { type ReactNode, useState } from "react";
import { type Place, useEditing, usePlace } from "./context.ts";
import { numberOf, numbersOf, setAt } from "./draft.ts";
import { described, PresetMark, presetText, Sentences } from "./marks.tsx";

type FieldProps = { readonly path: Path; readonly label?: string; readonly isWide?: boolean };

type FrameProps = {
  readonly place: Place;
  readonly label: string;
  readonly preset: string | null;
  readonly isWide: boolean;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
};

const Frame = ({ place, label, preset, isWide, hint, children }: FrameProps) => (
  <div className="field" data-wide={isWide || undefined}>
    <label htmlFor={place.id}>{label}</label>
    {children}
    {hint !== undefined && <p className="hint">{hint}</p>}
    <PresetMark id={place.id} text={preset} />
    <Sentences id={place.id} sentences={place.sentences} />
  </div>
);

type TextProps = FieldProps & { readonly maxLength?: number };

/** One line of words. */
export function TextField({ path, label = placeLabel(path), isWide = false, maxLength = 500 }: TextProps) {
  const { change } = useEditing();
  const place = usePlace(path);
  const preset = presetText(place, (value) => String(value ?? "nothing"));
  return (
    <Frame place={place} label={label} preset={preset} isWide={isWide}>
      <input
        id={place.id}
        {...described(place, preset)}
        className="input"
        value={String(place.value ?? "")}
        maxLength={maxLength}
        autoComplete="off"
        onChange={(event) => change((draft) => setAt(draft, path, event.target.value))}
      />
    </Frame>
  );
}

/** Where the numbers beside it come from: a protocol is not believed without it. */
export const SourceField = ({ path }: { readonly path: Path }) => <TextField path={path} isWide maxLength={600} />;

type NumberProps = FieldProps & {
  readonly unit: string;
  /** What is kept when the field is empty: null, or nothing at all. Without it, empty is a fault. */
  readonly empty?: { readonly keeps: null | undefined; readonly means: string };
  /** So many of what is kept are one of the unit: 1000 for milliseconds shown as seconds. */
  readonly scale?: number;
};

/** A number. What is typed and is none stays in the draft as text, so that the schema says what is wrong. */
export function NumberField({ path, label = placeLabel(path), isWide = false, unit, empty, scale = 1 }: NumberProps) {
  const { change } = useEditing();
  const place = usePlace(path);
  const shown = (value: unknown): string => (typeof value === "number" ? String(value / scale) : String(value ?? ""));
  const kept = (typed: string): unknown => {
    const number = numberOf(typed);
    if (number === null) return empty === undefined ? null : empty.keeps;
    return typeof number === "number" ? Math.round(number * scale * 1_000) / 1_000 : number;
  };
  const [typed, setTyped] = useState(() => shown(place.value));
  const preset = presetText(place, (value) => (value == null ? (empty?.means ?? "") : `${shown(value)} ${unit}`));
  const set = (text: string): void => {
    setTyped(text);
    change((draft) => setAt(draft, path, kept(text)));
  };
  return (
    <Frame
      place={place}
      label={`${label} (${unit})`}
      preset={preset}
      isWide={isWide}
      hint={empty === undefined ? undefined : `Empty: ${empty.means}`}
    >
      <input
        id={place.id}
        {...described(place, preset)}
        className="input"
        inputMode="decimal"
        autoComplete="off"
        // "1." is kept as 1: what was typed stays as long as it means what is kept.
        value={kept(typed) === place.value ? typed : shown(place.value)}
        onChange={(event) => set(event.target.value)}
      />
    </Frame>
  );
}

type NumbersProps = FieldProps & { readonly unit: string };
const listText = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : "");

/** Several numbers in one line: "40, 120". */
export function NumbersField({ path, label = placeLabel(path), isWide = false, unit }: NumbersProps) {
  const { change } = useEditing();
  const place = usePlace(path, true);
  const [typed, setTyped] = useState(() => listText(place.value));
  const preset = presetText(place, (value) => `${listText(value)} ${unit}`);
  const set = (text: string): void => {
    setTyped(text);
    change((draft) => setAt(draft, path, numbersOf(text)));
  };
  return (
    <Frame place={place} label={`${label} (${unit})`} preset={preset} isWide={isWide} hint="Commas between them">
      <input
        id={place.id}
        {...described(place, preset)}
        className="input"
        inputMode="text"
        autoComplete="off"
        value={listText(numbersOf(typed)) === listText(place.value) ? typed : listText(place.value)}
        onChange={(event) => set(event.target.value)}
      />
    </Frame>
  );
}
