import { SPARK_STEP_MS } from "@watchroom/shared/trend";
import { useDeferredValue, useMemo, useState } from "react";
import { useNow } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { lastOf, type Present } from "./earlier.ts";
import { roomRecord, useTrend } from "./record.ts";
import { TrendView } from "./TrendView.tsx";
import { alarmEpisodes, cuffPoints, markerLabels, numbered, timeTicks, trendPoints } from "./trendSeries.ts";
import { useEarlier } from "./useEarlier.ts";

const WINDOWS = [
  { label: "15 min", ms: 15 * 60_000 },
  { label: "1 h", ms: 60 * 60_000 },
  { label: "All", ms: Number.POSITIVE_INFINITY },
] as const;

/**
 * What changes with the values, as it stood at the last whole step: a plot made anew each second is too slow (speed.md 5).
 * What was held of one patient goes at once when the watch is another's or nobody's.
 */
function useStepped(room: LiveRoom) {
  const { spark, metrics, alarms } = room;
  const to = useNow(SPARK_STEP_MS);
  const { watch } = roomRecord(room);
  const [held, setHeld] = useState({ to, watch, spark, metrics, alarms });
  if (held.to !== to || held.watch !== watch) setHeld({ to, watch, spark, metrics, alarms });
  return held.watch === watch ? held : { to, watch, spark, metrics, alarms };
}

/** The running session, for its comparison with earlier ones. */
function usePresent({ session }: LiveRoom): Present | null {
  const sessionId = session?.sessionId ?? null;
  const recordNumber = session?.patient.recordNumber ?? null;
  const { simulated = false, startedAt = 0, doseAt = null } = session ?? {};
  return useMemo(
    () => (sessionId === null ? null : { sessionId, recordNumber, simulated, startedAt, doseAt }),
    [sessionId, recordNumber, simulated, startedAt, doseAt],
  );
}

/** What the room's plots show now. */
function useTrendPlot(room: LiveRoom, windowMs: number) {
  const earlier = useEarlier(usePresent(room));
  const { data, isPending, error } = useTrend(roomRecord(room));
  const { to: now, watch, spark, metrics, alarms } = useStepped(room);
  const { session, watchingSince, limits } = room;
  const begunAt = session?.recordFrom ?? watchingSince;
  const anchorAt = session?.doseAt ?? session?.startedAt ?? watchingSince;
  const { lines } = earlier;
  const plot = useMemo(() => {
    const points = trendPoints(data?.oximetry, spark);
    const first = Math.min(data?.from ?? now, begunAt ?? now, points[0]?.at ?? now);
    const from = Math.max(Math.min(first, now - 60_000), now - windowMs);
    // Where all is shown, the lines of the times before go on: what is to be expected next.
    const to = Number.isFinite(windowMs) ? now : Math.max(now, lastOf(lines));
    const anchor = anchorAt ?? first;
    const markers = numbered(data?.markers ?? []);
    const episodes = alarmEpisodes(data?.changes ?? [], alarms, now);
    const frame = {
      from,
      to,
      anchor,
      ticks: timeTicks(from, to, anchor),
      episodes,
      markers: markerLabels(markers, from, to),
      limits,
      phases: [],
      earlier: lines,
    };
    return { watch, frame, points, cuffs: cuffPoints(data?.cuffs, metrics), markers };
  }, [data, now, watch, spark, metrics, windowMs, alarms, limits, begunAt, anchorAt, lines]);
  // Values, alarms and buttons first: they never wait for a plot. Nothing of one patient is drawn for the next.
  const drawn = useDeferredValue(plot);
  return { plot: drawn.watch === watch ? drawn : plot, isPending, error, earlier };
}

/** The whole watch as plots, and what happened in it as a list. */
export function TrendPart({ room }: { readonly room: LiveRoom }) {
  const [windowMs, setWindowMs] = useState<number>(Number.POSITIVE_INFINITY);
  const { plot, isPending, error, earlier } = useTrendPlot(room, windowMs);
  const dosed = room.session !== null && room.session.doseAt !== null;
  const problem =
    error === null
      ? null
      : `The record could not be read: ${error.message} What is drawn came over the line since this page was opened.`;
  return (
    <TrendView
      trend={plot}
      countedFrom={dosed ? "dose" : "start"}
      isPending={isPending}
      problem={problem}
      earlier={earlier}
    >
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
