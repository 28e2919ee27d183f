import { METRICS } from "@watchroom/shared/metric";
import { CardRow, CardRows, CardTable, Cell } from "../theme/Cards.tsx";
import {
  type LimitLine,
  lineName,
  mayHave,
  NUMBER_LABELS,
  NUMBERS,
  type NumberId,
  nowText,
  type Typed,
} from "./changes.ts";

type Props = { readonly lines: readonly LimitLine[]; readonly typed: Typed; readonly onChange: (typed: Typed) => void };

const COLUMNS = [["Limit of"] as const, ...NUMBERS.map((number) => [NUMBER_LABELS[number]] as const)];

/** Each limit with its present numbers, and a field beside each for another one. */
export const LimitTable = ({ lines, typed, onChange }: Props) => (
  <section aria-label="Limits and delays">
    <p className="hint limitHint">
      Type another number beside the present one. Weak signal: the delay while the oximeter calls its signal weak. At
      once beyond: no delay there. Point-seconds: instead of the delay, points beyond the limit times seconds. All three
      can be taken away with "none".
    </p>
    <CardTable caption="Limits and delays" columns={COLUMNS} className="limitTable">
      <CardRows>
        {lines.map((line) => (
          <LineRow
            key={line.key}
            line={line}
            typed={typed[line.key] ?? {}}
            onChange={(own) => onChange({ ...typed, [line.key]: own })}
          />
        ))}
      </CardRows>
    </CardTable>
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
    if (!mayHave(line, number)) return <Cell key={number} />;
    const now = nowText(line, number);
    return (
      <Cell key={number} label={NUMBER_LABELS[number]}>
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
      </Cell>
    );
  };
  return (
    <CardRow>
      <th scope="row">
        {name}
        <span className="under">
          {METRICS[row.metric].unit} · {tier.priority}
          {row.isOwn ? "" : " · the clinic's, in this protocol too"}
        </span>
      </th>
      {NUMBERS.map(field)}
    </CardRow>
  );
}
