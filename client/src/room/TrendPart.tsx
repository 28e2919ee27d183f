import { SPARK_STEP_MS } from "@watchroom/shared/trend";
import { useMemo, useState } from "react";
import { useNow } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { timeOfDayExact } from "../wall/duration.ts";
import { useTrend } from "./record.ts";
import { TrendPlot } from "./TrendPlot.tsx";
import { alarmEpisodes, cuffPoints, minutesFrom, timeTicks, trendPoints } from "./trendSeries.ts";

const WINDOWS = [
  { label: "15 min", ms: 15 * 60_000 },
  { label: "1 h", ms: 60 * 60_000 },
  { label: "All", ms: Number.POSITIVE_INFINITY },
] as const;

/** What the room's plots show now. Made anew each whole step, not with each reading: Recharts is slow (speed.md 5). */
function useTrendPlot(room: LiveRoom, windowMs: number) {
  const { data, isPending, error } = useTrend(room.roomId);
  const to = useNow(SPARK_STEP_MS);
  const { session, watchingSince, alarms, limits, metrics, spark } = room;
  const anchor = session?.doseAt ?? session?.startedAt ?? watchingSince ?? data?.from ?? to;
  const pressureAt = metrics.systolic?.at;
  // biome-ignore lint/correctness/useExhaustiveDependencies: spark and metrics change each second; `to` steps for them
  const plot = useMemo(() => {
    const points = trendPoints(data?.oximetry, spark);
    const first = Math.min(data?.from ?? to, session?.recordFrom ?? watchingSince ?? to, points[0]?.at ?? to);
    const from = Math.max(Math.min(first, to - 60_000), to - windowMs);
    const markers = [...(data?.markers ?? [])]
      .sort((a, b) => a.at - b.at)
      .map((marker, index) => ({ ...marker, number: index + 1 }));
    const episodes = alarmEpisodes(data?.changes ?? [], alarms, to);
    const frame = { from, to, anchor, ticks: timeTicks(from, to, anchor), episodes, markers, limits };
    return { frame, points, cuffs: cuffPoints(data?.cuffs, metrics), markers };
  }, [data, to, anchor, windowMs, alarms, limits, session, watchingSince, pressureAt]);
  return { ...plot, isPending, error };
}

/** The whole watch as plots, and what happened in it as a list. */
export function TrendPart({ room }: { readonly room: LiveRoom }) {
  const [windowMs, setWindowMs] = useState<number>(Number.POSITIVE_INFINITY);
  const { frame, points, cuffs, markers, isPending, error } = useTrendPlot(room, windowMs);
  const dosed = room.session !== null && room.session.doseAt !== null;
  return (
    <section className="roomPart roomTrend" aria-labelledby="trendTitle">
      <div className="row">
        <h2 id="trendTitle">Trend</h2>
        <span className="hint">minutes from the {dosed ? "dose" : "start"}, and time of day</span>
        <span className="grow" />
        <fieldset className="windows">
          <legend className="unseen">Time shown</legend>
          {WINDOWS.map(({ label, ms }) => (
            <button
              key={label}
              type="button"
              className="button small"
              aria-pressed={windowMs === ms}
              onClick={() => setWindowMs(ms)}
            >
              {label}
            </button>
          ))}
        </fieldset>
      </div>
      {isPending && <p className="hint">Reading the record …</p>}
      {error !== null && (
        <p className="problem" role="status">
          The record could not be read: {error.message} What is drawn came over the line since this page was opened.
        </p>
      )}
      <TrendPlot frame={frame} points={points} cuffs={cuffs} />
      {markers.length > 0 && (
        <ol className="markerList" aria-label="Markers">
          {markers.map(({ number, at, text, by }) => (
            <li key={number}>
              <b>{number}</b> {timeOfDayExact(at)} <span className="dim">({minutesFrom(frame.anchor, at)} min)</span>{" "}
              {text}
              {by !== null && <span className="dim"> · {by}</span>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
