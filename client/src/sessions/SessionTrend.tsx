import type { TrendAnswer } from "@watchroom/shared/http";
import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import { EMPTY_SPARK } from "@watchroom/shared/trend";
import { useMemo } from "react";
import { lastOf, type Present } from "../room/earlier.ts";
import { phaseBands } from "../room/phaseBands.ts";
import { AXIS_WIDTH, MARGIN_RIGHT } from "../room/plotSize.ts";
import { type RecordSource, useTrend } from "../room/record.ts";
import { PhaseStrip } from "../room/TrendGround.tsx";
import type { TrendFrame } from "../room/TrendPlot.tsx";
import { TrendView } from "../room/TrendView.tsx";
import { alarmEpisodes, timeTicks, trendPoints } from "../room/trendSeries.ts";
import { useEarlier } from "../room/useEarlier.ts";
import { LANES, laneLabels, type Mark } from "./marks.ts";

const LEAST_SHOWN_MS = 60_000;
/** From here on a label stands left of its moment: right of it there is no room. */
const LATE_SHARE = 0.92;

type Props = {
  readonly report: ReportAnswer;
  readonly source: RecordSource;
  readonly marks: readonly Mark[];
};

/** This session, for its comparison with the patient's earlier ones. */
function usePresent({ row }: ReportAnswer): Present {
  const { sessionId, simulated, startedAt, facts } = row;
  const { doseAt } = facts;
  const { recordNumber } = facts.patient;
  return useMemo(
    () => ({ sessionId, recordNumber, simulated, startedAt, doseAt }),
    [sessionId, recordNumber, simulated, startedAt, doseAt],
  );
}

/** The time axis from the record's begin, or from what was entered before it, to the end or to now. */
function frameOf(data: TrendAnswer | undefined, { row, session, madeAt }: ReportAnswer, marks: readonly Mark[]) {
  const firstMark = Math.min(...marks.map(({ at }) => at), row.recordFrom);
  const from = Math.min(data?.from ?? row.recordFrom, firstMark);
  const to = Math.max(row.endedAt ?? Math.max(madeAt, data?.to ?? madeAt), from + LEAST_SHOWN_MS);
  const anchor = row.facts.doseAt ?? row.startedAt;
  const phases = phaseBands({ ...session, endedAt: row.endedAt }, row.facts, to);
  return { from, to, anchor, episodes: alarmEpisodes(data?.changes ?? [], [], to), phases };
}

/** The whole session as plots. Limits changed while it ran, so that no band is drawn: the timeline tells of them. */
export function SessionTrend({ report, source, marks }: Props) {
  const { data, isPending, error } = useTrend(source);
  const earlier = useEarlier(usePresent(report));
  const trend = useMemo(() => {
    const frame = frameOf(data, report, marks);
    const to = Math.max(frame.to, lastOf(earlier.lines));
    const doses = marks.filter(({ lane }) => lane === "dose");
    return {
      frame: {
        ...frame,
        to,
        ticks: timeTicks(frame.from, to, frame.anchor),
        markers: doses.map(({ at }, number) => ({ at, number, label: "" })),
        limits: {},
        earlier: earlier.lines,
      },
      points: trendPoints(data?.oximetry, EMPTY_SPARK),
      cuffs: data?.cuffs ?? [],
      markers: [],
    };
  }, [data, report, marks, earlier.lines]);
  return (
    <TrendView
      trend={trend}
      countedFrom={report.row.facts.doseAt === null ? "start" : "dose"}
      isPending={isPending}
      problem={error === null ? null : `The trend could not be read: ${error.message}`}
      earlier={earlier}
      above={<Lanes frame={trend.frame} marks={marks} />}
    />
  );
}

/** Phases by name, and what was given, judged and done, each where it was. The same marks stand in the timeline. */
function Lanes({ frame, marks }: { readonly frame: TrendFrame; readonly marks: readonly Mark[] }) {
  const { from, to, phases } = frame;
  return (
    <div className="trendLanes">
      <PhaseStrip from={from} to={to} phases={phases} />
      {LANES.map(({ kind, label }) => {
        const own = marks.filter(({ lane }) => lane === kind);
        if (own.length === 0) return null;
        return (
          <div
            key={kind}
            className="trendStrip trendLane"
            data-lane={kind}
            style={{ marginLeft: AXIS_WIDTH, marginRight: MARGIN_RIGHT }}
          >
            <b>{label}</b>
            {laneLabels(own, from, to).map(({ at, label: text, title }) => (
              <span
                key={at}
                title={title}
                data-late={at - from > (to - from) * LATE_SHARE || undefined}
                style={{ left: `${(100 * (at - from)) / (to - from)}%` }}
              >
                {text}
              </span>
            ))}
          </div>
        );
      })}
    </div>
  );
}
