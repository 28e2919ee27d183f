import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { AlarmsAnswer, PATHS, ReadingsPage, TrendAnswer } from "@watchroom/shared/http";
import type { SessionRowAnswer } from "@watchroom/shared/http-sessions";
import { useEffect, useMemo } from "react";
import { getJson } from "../live/api.ts";
import { useLink } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";

const REFETCH_MS = 60_000;

/** Whose record is shown: that of a room's present watch, or of one session. */
export type RecordSource = {
  /** Where the server has it; `/trend`, `/alarms` and `/readings` lie below. */
  readonly base: string;
  /** Changes with the patient: what was read for one is never shown for the next, not even until it is read anew. */
  readonly watch: string;
  /** Nothing is added any more: it is read once. */
  readonly isOver: boolean;
};

const roomBase = (roomId: string): string => `${PATHS.rooms}/${encodeURIComponent(roomId)}`;

export const roomRecord = ({
  roomId,
  session,
  watchingSince,
}: Pick<LiveRoom, "roomId" | "session" | "watchingSince">): RecordSource => ({
  base: roomBase(roomId),
  watch: session?.sessionId ?? `watch ${watchingSince ?? "none"}`,
  isOver: false,
});

/** The same object while it is the same watch, for parts that must not wake with each value. */
export function useRoomRecord(room: LiveRoom): RecordSource {
  const { base, watch, isOver } = roomRecord(room);
  return useMemo(() => ({ base, watch, isOver }), [base, watch, isOver]);
}

export const sessionRecord = ({
  sessionId,
  endedAt,
}: Pick<SessionRowAnswer, "sessionId" | "endedAt">): RecordSource => ({
  base: `${PATHS.sessions}/${encodeURIComponent(sessionId)}`,
  watch: endedAt === null ? "running" : "ended",
  isOver: endedAt !== null,
});

const refetchOf = ({ isOver }: RecordSource): number | false => (isOver ? false : REFETCH_MS);

/** The record as the server keeps it: read anew each minute, and by `useFreshRecord`. */
export const useTrend = (source: RecordSource) =>
  useQuery({
    queryKey: ["record", source.base, "trend", source.watch],
    queryFn: () => getJson(`${source.base}/trend`, TrendAnswer),
    refetchInterval: refetchOf(source),
  });

/** All alarm changes, in order. */
const AlarmRecords = AlarmsAnswer.pick({ changes: true });

export const useAlarmRecord = (source: RecordSource) =>
  useQuery({
    queryKey: ["record", source.base, "alarms", source.watch],
    queryFn: () => getJson(`${source.base}/alarms`, AlarmRecords),
    refetchInterval: refetchOf(source),
  });

/** Newest first, a page at a time. */
export const useReadings = ({ base, watch }: RecordSource) =>
  useInfiniteQuery({
    queryKey: ["record", base, "readings", watch],
    queryFn: ({ pageParam }) =>
      getJson(`${base}/readings${pageParam === null ? "" : `?before=${pageParam}`}`, ReadingsPage),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });

/** Reads trend and alarm list anew when something happened that they show, and after the line was cut. */
export function useFreshRecord(room: LiveRoom): void {
  const client = useQueryClient();
  const link = useLink();
  const alarms = room.alarms.map(({ episodeId, signal, priority, disposition, judgedBy, note, escalation, onsets }) => {
    return [episodeId, signal, priority, disposition, judgedBy, note, escalation?.step, onsets];
  });
  const { session, roomId } = room;
  const happened = JSON.stringify([
    link,
    alarms,
    session?.sessionId,
    session?.phaseSince,
    session?.doses.length,
    session?.events.length,
    session?.assessments,
    room.limits,
    room.cuff?.since,
  ]);
  useEffect(() => {
    if (happened === "") return;
    void client.invalidateQueries({ queryKey: ["record", roomBase(roomId), "trend"] });
    void client.invalidateQueries({ queryKey: ["record", roomBase(roomId), "alarms"] });
  }, [client, roomId, happened]);
}
