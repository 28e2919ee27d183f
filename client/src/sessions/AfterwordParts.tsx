import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import { roleLabel } from "../people/roleLabel.ts";
import { ReportPart, ReportTable } from "./ReportTable.tsx";
import { momentText } from "./sessionWords.ts";
import { isLocked, missingSigners } from "./signatures.ts";

type Props = { readonly report: ReportAnswer };

const CORRECTION_COLUMNS = [
  { label: "What" },
  { label: "Recorded as" },
  { label: "Should be" },
  { label: "Reason" },
  { label: "Added" },
] as const;

/** Beside the record, never in it. They stand high on the page: who reads on must know of them. */
export function CorrectionsPart({ report: { corrections } }: Props) {
  if (corrections.length === 0) return null;
  return (
    <ReportPart id="corrections" title="Corrections" empty={null}>
      <p className="hint">Added after the end. Below, the record stands as it was written.</p>
      <ReportTable columns={CORRECTION_COLUMNS}>
        {corrections.map(({ at, by, subject, was, is, reason }) => (
          <tr key={`${at} ${subject}`}>
            <td>{subject}</td>
            <td>{was === "" ? "" : <s>{was}</s>}</td>
            <td>
              <b>{is}</b>
            </td>
            <td>{reason}</td>
            <td>
              {by}, {momentText(at)}
            </td>
          </tr>
        ))}
      </ReportTable>
    </ReportPart>
  );
}

const SIGNATURE_COLUMNS = [{ label: "Role" }, { label: "Name" }, { label: "When" }, { label: "Signed" }] as const;

export function SignaturesPart({ report: { row, signatures } }: Props) {
  const missing = missingSigners(row);
  return (
    <ReportPart
      id="signatures"
      title={isLocked(row) ? "Signatures: locked" : "Signatures"}
      empty={row.endedAt === null ? "A session is signed after its end." : null}
    >
      <ReportTable columns={SIGNATURE_COLUMNS}>
        {signatures.map(({ at, by, role, meaning }) => (
          <tr key={`${role} ${at}`}>
            <td>{roleLabel(role)}</td>
            <td>
              <b>{by}</b>
            </td>
            <td>{momentText(at)}</td>
            <td>{meaning}</td>
          </tr>
        ))}
        {missing.map((role) => (
          <tr key={role} className="unsigned">
            <td>{roleLabel(role)}</td>
            <td colSpan={3}>not signed yet</td>
          </tr>
        ))}
      </ReportTable>
    </ReportPart>
  );
}
