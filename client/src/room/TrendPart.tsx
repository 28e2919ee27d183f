import { SPARK_STEP_MS } from "@watchroom/shared/trend";
import { useMemo, useState } from "react";
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
 * The room's live values as they stood at the last whole step: a plot made anew each second is too slow (speed.md 5). What
 * was held of one patient goes at once when the watch is another's or nobody's.
 */
function useStepped(room: LiveRoom) {
  const { spark, metrics } = room;
  const to = useNow(SPARK_STEP_MS);
  const { watch } = roomRecord(room);
  const [held, setHeld] = useState({ to, watch, spark, metrics });
  if (held.to !== to || held.watch !== watch) setHeld({ to, watch, spark, metrics });
  return held.watch === watch ? held : { to, watch, spark, metrics };
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
  const { to: now, spark, metrics } = useStepped(room);
  const { session, watchingSince, alarms, limits } = room;
  const { lines } = earlier;
  const plot = useMemo(() => {
    const points = trendPoints(data?.oximetry, spark);
    const first = Math.min(data?.from ?? now, session?.recordFrom ?? watchingSince ?? now, points[0]?.at ?? now);
    const from = Math.max(Math.min(first, now - 60_000), now - windowMs);
    // Where all is shown, the lines of the times before go on: what is to be expected next.
    const to = Number.isFinite(windowMs) ? now : Math.max(now, lastOf(lines));
    const anchor = session?.doseAt ?? session?.startedAt ?? watchingSince ?? first;
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
    return { frame, points, cuffs: cuffPoints(data?.cuffs, metrics), markers };
  }, [data, now, spark, metrics, windowMs, alarms, limits, session, watchingSince, lines]);
  return { plot, isPending, error, earlier };
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
