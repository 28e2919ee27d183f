import { useQuery } from "@tanstack/react-query";
import { PATHS, SessionsAnswer } from "@watchroom/shared/http";
import { type ApiFailure, getJson } from "../live/api.ts";
import type { SessionRow } from "./sessionWords.ts";

/** The most that the server gives at once. */
export const SESSIONS_MAX = 1_000;
const LIST_EVERY_MS = 15_000;
const RUNNING_EVERY_MS = 15_000;

/** Newest first; asked for again while it is looked at, since sessions start and end. */
export const useSessions = () =>
  useQuery<SessionsAnswer, ApiFailure>({
    queryKey: ["sessions"],
    queryFn: () => getJson(`${PATHS.sessions}?limit=${SESSIONS_MAX}`, SessionsAnswer),
    refetchInterval: LIST_EVERY_MS,
  });

export const useSession = (sessionId: string) =>
  useQuery<SessionRow, ApiFailure>({
    queryKey: ["sessions", sessionId],
    queryFn: () => getJson(`${PATHS.sessions}/${encodeURIComponent(sessionId)}`, SessionsAnswer.shape.sessions.element),
    refetchInterval: ({ state }) => (state.data?.endedAt == null ? RUNNING_EVERY_MS : false),
  });
