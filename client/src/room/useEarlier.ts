import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { PATHS, TrendAnswer } from "@watchroom/shared/http";
import type { SessionRowAnswer } from "@watchroom/shared/http-sessions";
import { useMemo, useState } from "react";
import { getJson } from "../live/api.ts";
import { useEarlierSessions } from "../sessions/sessionQueries.ts";
import { type EarlierLine, earlierSessions, laidOver, type Present } from "./earlier.ts";

/** Points of each faint line: enough for its shape. */
const POINTS = 400;
const NOTHING: readonly EarlierLine[] = [];

export type Earlier = {
  /** How many there are to lay over; 0: no button. */
  readonly count: number;
  readonly isOn: boolean;
  readonly toggle: () => void;
  readonly lines: readonly EarlierLine[];
  readonly isPending: boolean;
  /** What could not be read, in a sentence. */
  readonly problem: string | null;
};

type Trends = {
  readonly trends: readonly (TrendAnswer | undefined)[];
  readonly isPending: boolean;
  readonly error: Error | null;
};

const combine = (results: readonly UseQueryResult<TrendAnswer>[]): Trends => ({
  trends: results.map(({ data }) => data),
  isPending: results.some(({ isLoading }) => isLoading),
  error: results.find(({ error }) => error !== null)?.error ?? null,
});

const useTrends = (rows: readonly SessionRowAnswer[], enabled: boolean): Trends =>
  useQueries({
    queries: rows.map(({ sessionId }) => ({
      queryKey: ["record", sessionId, "earlier"],
      queryFn: () => getJson(`${PATHS.sessions}/${encodeURIComponent(sessionId)}/trend?points=${POINTS}`, TrendAnswer),
      enabled,
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine,
  });

function problemOf(list: Error | null, trends: Error | null): string | null {
  if (list !== null) return `Earlier sessions could not be looked up: ${list.message}`;
  return trends === null ? null : `An earlier session could not be read: ${trends.message}`;
}

/** The earlier sessions of this patient over `present`, which stays the same object while its fields do. */
export function useEarlier(present: Present | null): Earlier {
  const [shownFor, setShownFor] = useState<string | null>(null);
  const list = useEarlierSessions(present?.sessionId ?? null, present?.recordNumber ?? null);
  const rows = useMemo(
    () => (present === null ? [] : earlierSessions(list.data?.sessions ?? [], present)),
    [list.data, present],
  );
  // Off again as soon as it is another session.
  const isOn = present !== null && shownFor === present.sessionId && rows.length > 0;
  const { trends, isPending, error } = useTrends(rows, isOn);
  const lines = useMemo(() => {
    if (!isOn) return NOTHING;
    return rows.flatMap((row, index) => {
      const trend = trends[index];
      return trend === undefined ? [] : [laidOver(row, trend, present)];
    });
  }, [isOn, present, trends, rows]);
  return {
    count: rows.length,
    isOn,
    toggle: () => setShownFor(isOn ? null : (present?.sessionId ?? null)),
    lines,
    isPending,
    problem: problemOf(list.error, error),
  };
}
