import type { ProtocolDifference } from "@watchroom/shared/protocol-diff";
import { groupedBy } from "./groupedBy.ts";

type Props = {
  readonly caption: string;
  /** "Version 1", "Preset". */
  readonly before: string;
  readonly after: string;
  readonly differences: readonly ProtocolDifference[];
};

/** Before and after, word for word, under the parts of the document. */
export function DiffTable({ caption, before, after, differences }: Props) {
  if (differences.length === 0) return <p>No difference between them: every word is the same.</p>;
  const parts = groupedBy(differences, ({ part }) => part);
  return (
    <section className="table-frame" aria-label={caption}>
      <table className="diffTable">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
          </tr>
        </thead>
        {[...parts].map(([part, rows]) => (
          <tbody key={part}>
            <tr className="diffPart">
              <th scope="rowgroup" colSpan={3}>
                {part}
              </th>
            </tr>
            {rows.map(({ key, label, before: was, after: is }) => (
              <tr key={`${key} ${label}`}>
                <th scope="row">{label}</th>
                <td>{was === null ? <NotThere /> : <del>{was}</del>}</td>
                <td>{is === null ? <NotThere /> : <ins>{is}</ins>}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

const NotThere = () => <span className="dim">not there</span>;
