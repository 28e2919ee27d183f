import type { ReactNode } from "react";
import { TableFrame } from "../theme/TableFrame.tsx";

type Column = { readonly label: string; readonly isNumber?: boolean };
type Props = {
  readonly columns: readonly Column[];
  readonly children: ReactNode;
};

/** A table of the record, which scrolls by itself where it is too wide. */
export const ReportTable = ({ columns, children }: Props) => (
  <TableFrame>
    <table>
      <thead>
        <tr>
          {columns.map(({ label, isNumber = false }) => (
            <th key={label} scope="col" className={isNumber ? "number" : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </TableFrame>
);

type PartProps = {
  readonly id: string;
  readonly title: string;
  /** Stands instead of the content where there is none. */
  readonly empty: string | null;
  readonly children: ReactNode;
};

/** One part of the record under its heading. */
export const ReportPart = ({ id, title, empty, children }: PartProps) => (
  <section className="roomPart roomTab" aria-labelledby={id}>
    <h2 id={id} tabIndex={-1}>
      {title}
    </h2>
    {empty === null ? children : <p className="hint">{empty}</p>}
  </section>
);

/** Minutes from the first dose as they stand in tables: "+40", "−5"; "" without a dose. */
export function minuteText(minute: number | null): string {
  if (minute === null) return "";
  const whole = Math.round(minute);
  return whole === 0 ? "0" : `${whole > 0 ? "+" : "−"}${Math.abs(whole)}`;
}
