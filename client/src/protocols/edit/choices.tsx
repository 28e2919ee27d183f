import { type Path, placeLabel } from "@watchroom/shared/protocol-faults";
import { useEditing, usePlace } from "./context.ts";
import { listAt, setAt } from "./draft.ts";
import { described, PresetMark, presetText, Sentences } from "./marks.tsx";

type Option = { readonly value: string; readonly label: string };
type Props = { readonly path: Path; readonly label?: string };

/** Options of a set of words, in its order. */
export const optionsOf = (labels: Readonly<Record<string, string>>): Option[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

const labelOf = (options: readonly Option[], value: unknown): string =>
  options.find((option) => option.value === value)?.label ?? String(value ?? "none");

type SelectProps = Props & {
  readonly options: readonly Option[];
  /** What another choice changes beside its own field. */
  readonly onChoose?: (value: string) => void;
  /** Where the choice is not the kept value itself. */
  readonly kindOf?: (value: unknown) => string;
  /** The preset's value in words, where its kind does not say enough. */
  readonly tell?: (value: unknown) => string;
};

/** One of a few. */
export function SelectField({ path, label = placeLabel(path), options, onChoose, kindOf, tell }: SelectProps) {
  const { change } = useEditing();
  const place = usePlace(path);
  const kind = kindOf ?? ((value: unknown) => String(value ?? ""));
  const chosen = kind(place.value);
  const isSame = place.fromPreset !== null && kind(place.fromPreset.value) === chosen;
  const preset = isSame ? null : presetText(place, tell ?? ((value) => labelOf(options, kind(value))));
  const choose = (value: string): void =>
    onChoose === undefined ? change((draft) => setAt(draft, path, value)) : onChoose(value);
  return (
    <div className="field">
      <label htmlFor={place.id}>{label}</label>
      <select
        id={place.id}
        className="input"
        value={chosen}
        {...described(place, preset)}
        onChange={(event) => choose(event.target.value)}
      >
        {!options.some(({ value }) => value === chosen) && <option value={chosen}>{chosen}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <PresetMark id={place.id} text={preset} />
      <Sentences id={place.id} sentences={place.sentences} />
    </div>
  );
}

/** Yes or no. */
export function TickField({ path, label = placeLabel(path) }: Props) {
  const { change } = useEditing();
  const place = usePlace(path);
  const preset = presetText(place, (value) => (value === true ? "yes" : "no"));
  return (
    <div className="field tickField">
      <label className="choice">
        <input
          id={place.id}
          type="checkbox"
          checked={place.value === true}
          {...described(place, preset)}
          onChange={(event) => change((draft) => setAt(draft, path, event.target.checked))}
        />
        {label}
      </label>
      <PresetMark id={place.id} text={preset} />
      <Sentences id={place.id} sentences={place.sentences} />
    </div>
  );
}

/** Any of a few. What is chosen is kept in the order of the options. */
export function TicksField({
  path,
  label = placeLabel(path),
  options,
}: Props & { readonly options: readonly Option[] }) {
  const { change, draft } = useEditing();
  const place = usePlace(path, true);
  const chosen = listAt(draft, path);
  const preset = presetText(
    place,
    (value) =>
      listAt(value, [])
        .map((one) => labelOf(options, one))
        .join(", ") || "none",
  );
  const toggle = (value: string, isOn: boolean): void => {
    const kept = options.map((option) => option.value).filter((one) => (one === value ? isOn : chosen.includes(one)));
    change((before) => setAt(before, path, kept));
  };
  return (
    <fieldset
      className="field"
      data-wide
      tabIndex={-1}
      id={place.id}
      aria-describedby={described(place, preset)["aria-describedby"]}
    >
      <legend>{label}</legend>
      <div className="row">
        {options.map((option) => (
          <label key={option.value} className="choice">
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              onChange={(event) => toggle(option.value, event.target.checked)}
            />
            {option.label}
          </label>
        ))}
      </div>
      <PresetMark id={place.id} text={preset} />
      <Sentences id={place.id} sentences={place.sentences} />
    </fieldset>
  );
}
