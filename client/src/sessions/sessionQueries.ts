import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PATHS } from "@watchroom/shared/http";
import { ReportAnswer, SessionsAnswer } from "@watchroom/shared/http-sessions";
import { type ApiFailure, callApi, getJson } from "../live/api.ts";

/** The most that the server gives at once. */
export const SESSIONS_MAX = 1_000;
const LIST_EVERY_MS = 15_000;
const RUNNING_EVERY_MS = 15_000;
/** All that is made of sessions: lists, reports, forms. */
const SESSIONS = "sessions";

export const sessionBase = (sessionId: string): string => `${PATHS.sessions}/${encodeURIComponent(sessionId)}`;

/** Newest first; asked for again while it is looked at, since sessions start and end. */
export const useSessions = () =>
  useQuery<SessionsAnswer, ApiFailure>({
    queryKey: [SESSIONS],
    queryFn: () => getJson(`${PATHS.sessions}?limit=${SESSIONS_MAX}`, SessionsAnswer),
    refetchInterval: LIST_EVERY_MS,
  });

/** Everything about one session; read again while it runs. */
export const useReport = (sessionId: string) =>
  useQuery<ReportAnswer, ApiFailure>({
    queryKey: [SESSIONS, sessionId, "report"],
    queryFn: () => getJson(`${sessionBase(sessionId)}/report`, ReportAnswer),
    refetchInterval: ({ state }) => state.data !== undefined && state.data.row.endedAt === null && RUNNING_EVERY_MS,
  });

/** Adds something to a session that has ended: a signature, a correction, a mark. All that shows it is read again. */
export function useAddition<Body>(path: string) {
  const queries = useQueryClient();
  return useMutation<unknown, ApiFailure, Body>({
    mutationFn: (body) => callApi("POST", path, body),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: [SESSIONS] }),
        queries.invalidateQueries({ queryKey: [PATHS.rems] }),
      ]),
  });
}

const EARLIER_EVERY_MS = 20_000;

/** This patient's sessions before this one. Asked for again: a record number may be added while the session runs. */
export const useEarlierSessions = (sessionId: string | null, recordNumber: string | null, isAsked = true) =>
  useQuery<SessionsAnswer, ApiFailure>({
    queryKey: [SESSIONS, sessionId, "earlier", recordNumber],
    queryFn: () => getJson(`${sessionBase(sessionId ?? "")}/earlier`, SessionsAnswer),
    enabled: isAsked && sessionId !== null && recordNumber !== null,
    refetchInterval: EARLIER_EVERY_MS,
  });
