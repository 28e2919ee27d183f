import type { SessionView } from "@watchroom/shared/session";
import { useMemo } from "react";
import { useEarlierSessions } from "../../sessions/sessionQueries.ts";
import { type EarlierAnswer, earlierAnswers } from "./preCheckRows.ts";

/** This patient's newest answers from earlier sessions, by question; none without a record number. Asked for while `isAsked`. */
export function useEarlierAnswers(
  session: SessionView,
  isAsked: boolean,
): { readonly earlier: ReadonlyMap<string, EarlierAnswer>; readonly problem: string | null } {
  const { data, error } = useEarlierSessions(session.sessionId, session.patient.recordNumber, isAsked);
  const { sessionId, startedAt, simulated } = session;
  const earlier = useMemo(
    () => earlierAnswers(data?.sessions ?? [], { sessionId, startedAt, simulated }),
    [data, sessionId, startedAt, simulated],
  );
  return { earlier, problem: error === null ? null : `Earlier answers could not be read: ${error.message}` };
}
