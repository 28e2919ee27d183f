import { SPARK_STEP_MS } from "@watchroom/shared/trend";
import { useMemo, useState } from "react";
import { useNow } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { roomRecord, useTrend } from "./record.ts";
import { TrendView } from "./TrendView.tsx";
import { alarmEpisodes, cuffPoints, markerLabels, numbered, timeTicks, trendPoints } from "./trendSeries.ts";

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
  const { data, isPending, error } = useTrend(roomRecord(room));
  const { to, spark, metrics } = useStepped(room);
  const { session, watchingSince, alarms, limits } = room;
  const plot = useMemo(() => {
    const points = trendPoints(data?.oximetry, spark);
    const first = Math.min(data?.from ?? to, session?.recordFrom ?? watchingSince ?? to, points[0]?.at ?? to);
    const from = Math.max(Math.min(first, to - 60_000), to - windowMs);
    const anchor = session?.doseAt ?? session?.startedAt ?? watchingSince ?? first;
    const markers = numbered(data?.markers ?? []);
    const episodes = alarmEpisodes(data?.changes ?? [], alarms, to);
    const frame = {
      from,
      to,
      anchor,
      ticks: timeTicks(from, to, anchor),
      episodes,
      markers: markerLabels(markers, from, to),
      limits,
    };
    return { frame, points, cuffs: cuffPoints(data?.cuffs, metrics), markers };
  }, [data, to, spark, metrics, windowMs, alarms, limits, session, watchingSince]);
  return { plot, isPending, error };
}

/** The whole watch as plots, and what happened in it as a list. */
export function TrendPart({ room }: { readonly room: LiveRoom }) {
  const [windowMs, setWindowMs] = useState<number>(Number.POSITIVE_INFINITY);
  const { plot, isPending, error } = useTrendPlot(room, windowMs);
  const dosed = room.session !== null && room.session.doseAt !== null;
  const problem =
    error === null
      ? null
      : `The record could not be read: ${error.message} What is drawn came over the line since this page was opened.`;
  return (
    <TrendView trend={plot} countedFrom={dosed ? "dose" : "start"} isPending={isPending} problem={problem}>
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
    </TrendView>
  );
}
