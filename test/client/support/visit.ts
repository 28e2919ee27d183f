import type { SessionFacts, SessionRowAnswer } from "@watchroom/shared/http-sessions";
import { UNKNOWN_PATIENT } from "@watchroom/shared/session";

/** An earlier session as the list has it. */
export function visitOf(
  sessionId: string,
  {
    startedAt,
    simulated = false,
    preCheck,
  }: { startedAt: number; simulated?: boolean; preCheck: SessionFacts["preCheck"] },
): SessionRowAnswer {
  return {
    sessionId,
    roomId: "r1",
    room: "Room 1",
    initials: "A. L.",
    route: "intravenous",
    recordFrom: startedAt,
    startedAt,
    endedAt: startedAt,
    simulated,
    facts: {
      patient: { ...UNKNOWN_PATIENT, recordNumber: "4711" },
      protocol: { id: "p", name: "Protocol", version: 1 },
      owner: null,
      doseAt: null,
      dosingEndedAt: null,
      givenMg: null,
      ending: null,
      preCheck,
      signatures: [],
      corrections: 0,
      rems: null,
    },
  };
}
