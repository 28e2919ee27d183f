import type { ComponentProps } from "react";
import { TableFrame } from "./TableFrame.tsx";
import "./cards.css";

/** A column's heading; `unseen`: of what needs none to be seen. */
type Column = readonly [label: string, kind?: "number" | "unseen"];
type Props = { readonly caption: string; readonly columns: readonly Column[] } & ComponentProps<"table">;

const ROLE = {
  table: { role: "table" },
  rows: { role: "rowgroup" },
  row: { role: "row" },
  cell: { role: "cell" },
} as const;

/**
 * A table whose rows are cards on a phone. Its roles are written out: some browsers take a table that is laid out in another
 * way for none.
 */
export const CardTable = ({ caption, columns, className = "", children, ...rest }: Props) => (
  <TableFrame>
    <table {...rest} {...ROLE.table} className={`cards ${className}`}>
      <caption className="unseen">{caption}</caption>
      <thead {...ROLE.rows}>
        <tr {...ROLE.row}>
          {columns.map(([label, kind]) => (
            <th key={label} scope="col" className={kind === "number" ? "number" : undefined}>
              {kind === "unseen" ? <span className="unseen">{label}</span> : label}
            </th>
          ))}
        </tr>
      </thead>
      {children}
    </table>
  </TableFrame>
);

export const CardRows = (props: ComponentProps<"tbody">) => <tbody {...props} {...ROLE.rows} />;

export const CardRow = (props: ComponentProps<"tr">) => <tr {...props} {...ROLE.row} />;

/** `label`: its column's heading, said in the card; none where it speaks for itself. */
export const Cell = ({ label, ...props }: { readonly label?: string } & ComponentProps<"td">) => (
  <td {...props} {...ROLE.cell} data-label={label} />
);
