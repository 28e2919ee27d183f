import { useQuery } from "@tanstack/react-query";
import { PATHS } from "@watchroom/shared/http";
import { RemsAnswer, RemsListAnswer } from "@watchroom/shared/http-sessions";
import { type ApiFailure, getJson } from "../live/api.ts";
import { sessionBase } from "../sessions/sessionQueries.ts";
import { browserTimeZone } from "../sessions/timeZone.ts";

const LIST_EVERY_MS = 60_000;
const RUNNING_EVERY_MS = 15_000;

/** The seven days end with a day of this place. */
const inZone = (): string => new URLSearchParams({ timeZone: browserTimeZone() }).toString();

/** Sessions whose form is still to be submitted, the one with the least time left first. */
export const useRemsList = () =>
  useQuery<RemsListAnswer, ApiFailure>({
    queryKey: [PATHS.rems, "list"],
    queryFn: () => getJson(`${PATHS.rems}?${inZone()}`, RemsListAnswer),
    refetchInterval: LIST_EVERY_MS,
  });

/** The form of one session, filled from its record. */
export const useRems = (sessionId: string) =>
  useQuery<RemsAnswer, ApiFailure>({
    queryKey: [PATHS.rems, sessionId],
    queryFn: () => getJson(`${sessionBase(sessionId)}/rems?${inZone()}`, RemsAnswer),
    refetchInterval: ({ state }) =>
      state.data !== undefined && state.data.totalMinutes === null && state.data.submitted === null && RUNNING_EVERY_MS,
  });
