import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import { useMemo, useState } from "react";
import { Link, useSearch } from "wouter";
import { ReadingTable } from "../room/Records.tsx";
import { type RecordSource, sessionRecord } from "../room/record.ts";
import { timeOfDayExact } from "../wall/duration.ts";
import { CorrectionsPart, SignaturesPart } from "./AfterwordParts.tsx";
import { marksOf } from "./marks.ts";
import { PaperHead } from "./PaperHead.tsx";
import { EndingPart, PreCheckPart, ReleaseCriteriaPart } from "./PassageParts.tsx";
import { AlarmsPart, AssessmentsPart, DosesPart, EventsPart, VitalsPart } from "./RecordParts.tsx";
import { SessionHead } from "./SessionHead.tsx";
import { SessionTrend } from "./SessionTrend.tsx";
import { SummaryPart } from "./SummaryPart.tsx";
import { useReport } from "./sessionQueries.ts";
import { sessionsPath } from "./sessionWords.ts";
import { TimelinePart } from "./TimelinePart.tsx";
import "../room/room.css";
import "../room/session/release.css";
import "../room/print.css";
import "./sessions.css";
import "./report.css";

/** One session in full, running or ended: what a physician reviews, signs and prints. */
export function SessionPage({ sessionId }: { readonly sessionId: string }) {
  const { data, error, isFetching, refetch } = useReport(sessionId);
  const back = sessionsPath(useSearch());
  if (data !== undefined) return <Report report={data} back={back} problem={error?.message ?? null} />;
  return (
    <main className="room roomMissing">
      <h1>{error === null ? "Reading the session …" : "The session cannot be shown"}</h1>
      {error === null ? (
        <progress aria-label="Reading the session" />
      ) : (
        <>
          <p role="alert" className="problem">
            {error.message}
          </p>
          <button type="button" className="button primary" disabled={isFetching} onClick={() => void refetch()}>
            {isFetching ? "Reading …" : "Try again"}
          </button>
        </>
      )}
      <Link href={back}>Back to the sessions</Link>
    </main>
  );
}

type Props = { readonly report: ReportAnswer; readonly back: string; readonly problem: string | null };

function Report({ report, back, problem }: Props) {
  const { row, timeline } = report;
  const source = sessionRecord(row);
  const marks = useMemo(() => marksOf(timeline), [timeline]);
  const placed = useMemo(() => [...marks.values()].toSorted((a, b) => a.at - b.at), [marks]);
  return (
    <main className="room sessionPage" aria-label={`Session of ${row.initials}`}>
      <PaperHead session={row} />
      <SessionHead report={report} back={back} />
      <p role="status" className="problem staleReport">
        {problem !== null && `Not up to date, as of ${timeOfDayExact(report.madeAt)}: ${problem}`}
      </p>
      <SummaryPart report={report} />
      <PartsNav report={report} />
      <SessionTrend report={report} source={source} marks={placed} />
      <CorrectionsPart report={report} />
      <TimelinePart report={report} marks={marks} />
      <VitalsPart report={report} />
      <div className="reportColumns">
        <div className="reportColumn">
          <DosesPart report={report} />
          <EventsPart report={report} />
          <ReleaseCriteriaPart report={report} />
          <EndingPart report={report} />
        </div>
        <div className="reportColumn">
          <AssessmentsPart report={report} />
          <PreCheckPart report={report} />
        </div>
      </div>
      <AlarmsPart report={report} />
      <SignaturesPart report={report} />
      <ReadingsPart source={source} />
    </main>
  );
}

const PARTS = [
  { id: "trendTitle", label: "Trend" },
  { id: "timeline", label: "Timeline" },
  { id: "vitals", label: "Vital signs" },
  { id: "doses", label: "Doses" },
  { id: "assessments", label: "Assessments" },
  { id: "alarms", label: "Alarms" },
  { id: "preCheck", label: "Pre-session check" },
  { id: "release", label: "Release" },
  { id: "signatures", label: "Signatures" },
] as const;

/** A long page: each part is one tap away. */
function PartsNav({ report: { session } }: Pick<Props, "report">) {
  const hasPreCheck = session.preCheck.items.length > 0;
  return (
    <nav className="row partsNav" aria-label="Parts of this page">
      {PARTS.filter(({ id }) => id !== "preCheck" || hasPreCheck).map(({ id, label }) => (
        <a key={id} href={`#${id}`}>
          {label}
        </a>
      ))}
    </nav>
  );
}

/** Each reading as it came; not on paper, where the vital signs stand. */
function ReadingsPart({ source }: { readonly source: RecordSource }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className="roomPart roomTab screenOnly" aria-labelledby="readingsTitle">
      <h2 id="readingsTitle">Readings</h2>
      <p className="hint">The newest first, a page at a time. All of them are in the CSV file.</p>
      {isOpen ? (
        <ReadingTable source={source} />
      ) : (
        <div className="row">
          <button type="button" className="button" onClick={() => setIsOpen(true)}>
            Show the readings
          </button>
        </div>
      )}
    </section>
  );
}
