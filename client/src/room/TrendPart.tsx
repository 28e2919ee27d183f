import { SPARK_STEP_MS } from "@watchroom/shared/trend";
import { useMemo, useState } from "react";
import { useNow } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { timeOfDayExact } from "../wall/duration.ts";
import { useTrend, watchOf } from "./record.ts";
import { TrendPlot } from "./TrendPlot.tsx";
import { alarmEpisodes, cuffPoints, minutesFrom, timeTicks, trendPoints } from "./trendSeries.ts";

const WINDOWS = [
  { label: "15 min", ms: 15 * 60_000 },
  { label: "1 h", ms: 60 * 60_000 },
  { label: "All", ms: Number.POSITIVE_INFINITY },
] as const;

/** The room's live values as they stood at the last whole step: a plot made anew each second is too slow (speed.md 5). */
function useStepped({ spark, metrics }: LiveRoom) {
  const to = useNow(SPARK_STEP_MS);
  const [held, setHeld] = useState({ to, spark, metrics });
  if (held.to !== to) setHeld({ to, spark, metrics });
  return held;
}

/** What the room's plots show now. */
function useTrendPlot(room: LiveRoom, windowMs: number) {
  const { data, isPending, error } = useTrend(room.roomId, watchOf(room));
  const { to, spark, metrics } = useStepped(room);
  const { session, watchingSince, alarms, limits } = room;
  const plot = useMemo(() => {
    const points = trendPoints(data?.oximetry, spark);
    const first = Math.min(data?.from ?? to, session?.recordFrom ?? watchingSince ?? to, points[0]?.at ?? to);
    const from = Math.max(Math.min(first, to - 60_000), to - windowMs);
    const anchor = session?.doseAt ?? session?.startedAt ?? watchingSince ?? first;
    const inOrder = [...(data?.markers ?? [])].sort((a, b) => a.at - b.at);
    const markers = inOrder.map((marker, index) => ({ ...marker, number: index + 1 }));
    const episodes = alarmEpisodes(data?.changes ?? [], alarms, to);
    const frame = { from, to, anchor, ticks: timeTicks(from, to, anchor), episodes, markers, limits };
    return { frame, points, cuffs: cuffPoints(data?.cuffs, metrics), markers };
  }, [data, to, spark, metrics, windowMs, alarms, limits, session, watchingSince]);
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
