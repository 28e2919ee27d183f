import type { TrendAnswer } from "@watchroom/shared/http";
import { EMPTY_SPARK } from "@watchroom/shared/trend";
import { useMemo } from "react";
import { type RecordSource, useTrend } from "../room/record.ts";
import { TrendView } from "../room/TrendView.tsx";
import { alarmEpisodes, markerLabels, numbered, timeTicks, trendPoints } from "../room/trendSeries.ts";
import type { SessionRow } from "./sessionWords.ts";

const LEAST_SHOWN_MS = 60_000;

/** When the first dose was given, or when the session started: minutes count from there. */
function anchorOf(data: TrendAnswer | undefined, startedAt: number) {
  const doses = (data?.markers ?? []).filter(({ kind }) => kind === "dose");
  return doses.length === 0
    ? { at: startedAt, countedFrom: "start" as const }
    : { at: Math.min(...doses.map(({ at }) => at)), countedFrom: "dose" as const };
}

/** The whole session as plots. Limits changed while it ran, so that no band is drawn: the markers tell of them. */
export function SessionTrend({ session, source }: { readonly session: SessionRow; readonly source: RecordSource }) {
  const { data, isPending, error } = useTrend(source);
  const { startedAt, recordFrom, endedAt } = session;
  const { trend, countedFrom } = useMemo(() => {
    const markers = numbered(data?.markers ?? []);
    // What was entered late may lie before the record's begin.
    const from = Math.min(data?.from ?? recordFrom, markers[0]?.at ?? recordFrom);
    const to = Math.max(endedAt ?? data?.to ?? startedAt, from + LEAST_SHOWN_MS);
    const anchor = anchorOf(data, startedAt);
    const episodes = alarmEpisodes(data?.changes ?? [], [], to);
    const frame = {
      from,
      to,
      anchor: anchor.at,
      ticks: timeTicks(from, to, anchor.at),
      episodes,
      markers: markerLabels(markers, from, to),
      limits: {},
    };
    const points = trendPoints(data?.oximetry, EMPTY_SPARK);
    return { trend: { frame, points, cuffs: data?.cuffs ?? [], markers }, countedFrom: anchor.countedFrom };
  }, [data, startedAt, recordFrom, endedAt]);
  const problem = error === null ? null : `The trend could not be read: ${error.message}`;
  return <TrendView trend={trend} countedFrom={countedFrom} isPending={isPending} problem={problem} />;
}
