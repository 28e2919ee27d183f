import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { AlarmsAnswer, PATHS, ReadingsPage, TrendAnswer } from "@watchroom/shared/http";
import { useEffect } from "react";
import { getJson } from "../live/api.ts";
import { useLink } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";

const REFETCH_MS = 60_000;
const pathOf = (roomId: string, what: string): string => `${PATHS.rooms}/${encodeURIComponent(roomId)}/${what}`;

/** Whose record it is: what was read for one patient is never shown for the next, not even until it is read anew. */
export const watchOf = ({ session, watchingSince }: Pick<LiveRoom, "session" | "watchingSince">): string =>
  session?.sessionId ?? `watch ${watchingSince ?? "none"}`;

/** The record of this watch, as the server keeps it: read anew each minute, and by `useFreshRecord`. */
export const useTrend = (roomId: string, watch: string) =>
  useQuery({
    queryKey: ["room", roomId, "trend", watch],
    queryFn: () => getJson(pathOf(roomId, "trend"), TrendAnswer),
    refetchInterval: REFETCH_MS,
  });

/** All alarm changes of this watch, in order. */
const AlarmRecords = AlarmsAnswer.pick({ changes: true });

export const useAlarmRecord = (roomId: string, watch: string) =>
  useQuery({
    queryKey: ["room", roomId, "alarms", watch],
    queryFn: () => getJson(pathOf(roomId, "alarms"), AlarmRecords),
    refetchInterval: REFETCH_MS,
  });

/** Newest first, a page at a time. */
export const useReadings = (roomId: string, watch: string) =>
  useInfiniteQuery({
    queryKey: ["room", roomId, "readings", watch],
    queryFn: ({ pageParam }) =>
      getJson(pathOf(roomId, pageParam === null ? "readings" : `readings?before=${pageParam}`), ReadingsPage),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });

/** Reads trend and alarm list anew when something happened that they show, and after the line was cut. */
export function useFreshRecord(room: LiveRoom): void {
  const client = useQueryClient();
  const link = useLink();
  const alarms = room.alarms.map(({ episodeId, signal, priority }) => `${episodeId} ${signal} ${priority}`).join();
  const { session, roomId } = room;
  const happened = JSON.stringify([
    link,
    alarms,
    session?.sessionId,
    session?.phaseSince,
    session?.doses.length,
    session?.assessments,
    room.limits,
    room.cuff?.since,
  ]);
  useEffect(() => {
    if (happened === "") return;
    void client.invalidateQueries({ queryKey: ["room", roomId, "trend"] });
    void client.invalidateQueries({ queryKey: ["room", roomId, "alarms"] });
  }, [client, roomId, happened]);
}
