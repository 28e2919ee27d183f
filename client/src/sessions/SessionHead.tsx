import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import { ROUTES } from "@watchroom/shared/session";
import { useState } from "react";
import { Link } from "wouter";
import { useMe, useNow } from "../live/hooks.ts";
import { remsPath } from "../rems/remsWords.ts";
import { roomPath } from "../wall/roomPath.ts";
import { CorrectionDialog } from "./CorrectionDialog.tsx";
import { SignDialog } from "./SignDialog.tsx";
import { sessionBase } from "./sessionQueries.ts";
import { endingText, lengthText, spanText } from "./sessionWords.ts";
import { isCorrectable, isLocked, missingSigners, signerOf } from "./signatures.ts";
import { type Paper, usePdf } from "./usePdf.ts";

const LENGTH_STEP_MS = 10_000;

type Props = { readonly report: ReportAnswer; readonly back: string };

/** Whose session it is and in what state, and all that can be done with it. */
export function SessionHead({ report, back }: Props) {
  const { row } = report;
  const now = useNow(LENGTH_STEP_MS);
  return (
    <header className="roomHead">
      <div className="row roomTitle">
        <Link href={back} className="button backLink">
          ← Sessions
        </Link>
        <h1>{row.initials}</h1>
        <b className="roomWho">{row.room}</b>
        <span className="dim">{ROUTES[row.route].label}</span>
        {row.simulated && <span className="pill sim">SIMULATED</span>}
        {isLocked(row) && (
          <span className="pill locked" title="Signed by a nurse and a physician: only corrections can be added">
            LOCKED
          </span>
        )}
      </div>
      <div className="row">
        <span>
          {spanText(row)} <span className="dim">({lengthText(row, now)} h)</span>
          {row.endedAt !== null && <b> · {endingText(row)}</b>}
        </span>
        {row.endedAt === null && (
          <Link href={roomPath(row.roomId)} className="button primary backLink">
            Running now: open {row.room}
          </Link>
        )}
      </div>
      <div className="row sessionActs">
        <Acts report={report} />
        <span className="grow" />
        <Exports report={report} />
      </div>
    </header>
  );
}

/** Sign and correct: only after the end. */
function Acts({ report }: Pick<Props, "report">) {
  const { row } = report;
  const me = useMe();
  const [open, setOpen] = useState<"sign" | "correct" | null>(null);
  const signer = signerOf(me.role);
  const close = (): void => setOpen(null);
  if (row.endedAt === null) return <span className="hint">It is signed and corrected after its end.</span>;
  return (
    <>
      {signer !== null && missingSigners(row).includes(signer) && (
        <button type="button" className="button primary" onClick={() => setOpen("sign")}>
          Sign as {signer}
        </button>
      )}
      {isCorrectable(row, me.role) && (
        <button type="button" className="button" onClick={() => setOpen("correct")}>
          Add correction
        </button>
      )}
      {row.route === "intranasal" && (
        <Link href={remsPath(row.sessionId)} className="button backLink">
          REMS form
        </Link>
      )}
      {open === "sign" && signer !== null && <SignDialog report={report} signer={signer} onClose={close} />}
      {open === "correct" && <CorrectionDialog sessionId={row.sessionId} subject="" onClose={close} />}
    </>
  );
}

const PAPERS: readonly { readonly paper: Paper; readonly label: string }[] = [
  { paper: "a4", label: "PDF A4" },
  { paper: "letter", label: "PDF Letter" },
];

function Exports({ report: { row } }: Pick<Props, "report">) {
  const pdf = usePdf(row.sessionId, row.simulated);
  const base = sessionBase(row.sessionId);
  return (
    <>
      <button type="button" className="button" onClick={() => window.print()}>
        Print
      </button>
      {PAPERS.map(({ paper, label }) => (
        <button
          key={paper}
          type="button"
          className="button"
          // Not "disabled": the button in the focus keeps it while the PDF is made.
          aria-disabled={pdf.isPending || undefined}
          onClick={() => !pdf.isPending && pdf.mutate(paper)}
        >
          {pdf.isPending && pdf.variables === paper ? "Making the PDF …" : label}
        </button>
      ))}
      <a href={`${base}/readings.csv`} download className="button backLink">
        Readings as CSV
      </a>
      <a href={`${base}/journal.json`} download className="button backLink">
        Journal as JSON
      </a>
      <span role="status" className="problem pdfProblem">
        {pdf.error !== null && `No PDF was made: ${pdf.error.message}`}
      </span>
    </>
  );
}
