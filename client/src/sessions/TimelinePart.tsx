import type { ReportAnswer, TimelineRow } from "@watchroom/shared/http-sessions";
import { useState } from "react";
import { useMe } from "../live/hooks.ts";
import { timeOfDayExact } from "../wall/duration.ts";
import { CorrectionDialog } from "./CorrectionDialog.tsx";
import type { Mark } from "./marks.ts";
import { minuteText, ReportPart, ReportTable } from "./ReportTable.tsx";
import { isCorrectable } from "./signatures.ts";
import { correctionsOf, correctionText, isTakenBack, kindLabel, kindsOf, subjectOf } from "./timeline.ts";

type Props = { readonly report: ReportAnswer; readonly marks: ReadonlyMap<TimelineRow, Mark> };

const COLUMNS = [
  { label: "Time" },
  { label: "Min", isNumber: true },
  { label: "Mark" },
  { label: "Kind" },
  { label: "What" },
  { label: "Who" },
] as const;

/** Everything that happened, in order. The choice of kinds is the screen's: on paper all is there. */
export function TimelinePart({ report, marks }: Props) {
  const { timeline, row } = report;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [subject, setSubject] = useState<string | null>(null);
  const isShown = ({ kind }: TimelineRow): boolean => chosen.size === 0 || chosen.has(kindLabel(kind));
  const mayCorrect = isCorrectable(row, useMe().role);
  return (
    <ReportPart id="timeline" title="Timeline" empty={timeline.length === 0 ? "Nothing has happened yet." : null}>
      <KindChoice timeline={timeline} chosen={chosen} onChange={setChosen} />
      <p className="hint screenOnly" role="status">
        {chosen.size > 0 && `${timeline.filter(isShown).length} of ${timeline.length} entries; all are printed.`}
      </p>
      <ReportTable columns={COLUMNS}>
        {timeline.map((entry, index) => (
          <tr
            // Two entries of one moment may have the same words: their place tells them apart, and never changes.
            key={`${entry.at} ${entry.kind} ${timeline.indexOf(entry, index)}`}
            data-kind={entry.kind}
            data-filtered={!isShown(entry) || undefined}
          >
            <td>{timeOfDayExact(entry.at)}</td>
            <td className="number">{minuteText(entry.minute)}</td>
            <td>
              <b>{marks.get(entry)?.mark}</b>
            </td>
            <td className="dim">{kindLabel(entry.kind)}</td>
            <td>
              {isTakenBack(entry) ? <s>{entry.text}</s> : entry.text}
              {mayCorrect && (
                <button type="button" className="link-button correctLink" onClick={() => setSubject(subjectOf(entry))}>
                  Correct<span className="unseen"> {subjectOf(entry)}</span>
                </button>
              )}
              {correctionsOf(entry, report.corrections).map((correction) => (
                <p key={correction.at} className="correctionBeside">
                  Corrected: {correctionText(correction)} · {correction.by}, {timeOfDayExact(correction.at)}
                </p>
              ))}
            </td>
            <td>{entry.by ?? ""}</td>
          </tr>
        ))}
      </ReportTable>
      {subject !== null && (
        <CorrectionDialog sessionId={row.sessionId} subject={subject} onClose={() => setSubject(null)} />
      )}
    </ReportPart>
  );
}

type ChoiceProps = {
  readonly timeline: readonly TimelineRow[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
};

function KindChoice({ timeline, chosen, onChange }: ChoiceProps) {
  const toggle = (label: string): void => {
    const next = new Set(chosen);
    if (!next.delete(label)) next.add(label);
    onChange(next);
  };
  return (
    <fieldset className="windows kinds">
      <legend className="unseen">Kinds shown</legend>
      <button
        type="button"
        className="button small"
        aria-pressed={chosen.size === 0}
        onClick={() => onChange(new Set())}
      >
        All
      </button>
      {kindsOf(timeline).map(({ label, count }) => (
        <button
          key={label}
          type="button"
          className="button small"
          aria-pressed={chosen.has(label)}
          onClick={() => toggle(label)}
        >
          {label} <span className="dim">{count}</span>
        </button>
      ))}
    </fieldset>
  );
}
