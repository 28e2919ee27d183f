import { METRICS } from "@watchroom/shared/metric";
import { type LimitLine, lineName, NUMBER_LABELS, NUMBERS, type NumberId, nowText, type Typed } from "./changes.ts";

type Props = { readonly lines: readonly LimitLine[]; readonly typed: Typed; readonly onChange: (typed: Typed) => void };

/** Each limit with its present numbers, and a field beside each for another one. */
export const LimitTable = ({ lines, typed, onChange }: Props) => (
  <section className="table-frame" aria-label="Limits and delays">
    <table className="limitTable">
      <caption className="hint">
        Type another number beside the present one. At once beyond: no delay there. Point-seconds: instead of the delay,
        points beyond the limit times seconds. Both can be taken away with "none".
      </caption>
      <thead>
        <tr>
          <th scope="col">Limit of</th>
          {NUMBERS.map((number) => (
            <th key={number} scope="col">
              {NUMBER_LABELS[number]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <LineRow
            key={line.key}
            line={line}
            typed={typed[line.key] ?? {}}
            onChange={(own) => onChange({ ...typed, [line.key]: own })}
          />
        ))}
      </tbody>
    </table>
  </section>
);

type RowProps = {
  readonly line: LimitLine;
  readonly typed: NonNullable<Typed[string]>;
  readonly onChange: (typed: NonNullable<Typed[string]>) => void;
};

function LineRow({ line, typed, onChange }: RowProps) {
  const { row, tier } = line;
  const name = lineName(line);
  const field = (number: NumberId) => {
    const now = nowText(line, number);
    return (
      <td key={number}>
        <span className="nowAndThen">
          <span className="nowNumber">{now}</span>
          <input
            className="input"
            inputMode="decimal"
            autoComplete="off"
            aria-label={`${name}: ${NUMBER_LABELS[number]}, now ${now}`}
            value={typed[number] ?? ""}
            data-typed={(typed[number] ?? "") !== "" || undefined}
            onChange={(event) => onChange({ ...typed, [number]: event.target.value })}
          />
        </span>
      </td>
    );
  };
  return (
    <tr>
      <th scope="row">
        {name}
        <span className="under">
          {METRICS[row.metric].unit} · {tier.priority}
          {row.isOwn ? "" : " · the clinic's, in this protocol too"}
        </span>
      </th>
      {NUMBERS.map(field)}
    </tr>
  );
}
