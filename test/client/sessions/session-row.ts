import type { SessionFacts, SessionRowAnswer, Signature } from "@watchroom/shared/http-sessions";

/** A moment of February 2026 in the time of the place. */
export const at = (day: number, hour: number, minute: number): number => new Date(2026, 1, day, hour, minute).getTime();

export const signature = (role: Signature["role"]): Signature => ({
  at: at(3, 17, 0),
  by: role === "nurse" ? "M. Okafor" : "A. Haddad",
  operatorId: role,
  role,
  meaning: "Reviewed",
});

/** A real intranasal session of one afternoon, released and not signed; the changes make it another one. */
export function sessionRow(
  changes: Partial<Omit<SessionRowAnswer, "facts">> = {},
  facts: Partial<SessionFacts> = {},
): SessionRowAnswer {
  return {
    sessionId: "s1",
    roomId: "r1",
    room: "Room 1",
    initials: "A. L.",
    route: "intranasal",
    recordFrom: at(3, 14, 0),
    startedAt: at(3, 14, 7),
    endedAt: at(3, 16, 20),
    simulated: false,
    ...changes,
    facts: {
      patient: { recordNumber: "MR-4711", birthDate: "1980-02-29", name: null },
      protocol: { id: "intranasal", name: "Esketamine (Spravato)", version: 2 },
      owner: "M. Okafor",
      doseAt: at(3, 14, 15),
      dosingEndedAt: at(3, 14, 25),
      givenMg: 84,
      ending: { how: "released", by: "M. Okafor", reason: null, physician: null },
      preCheck: [],
      signatures: [],
      corrections: 0,
      rems: null,
      ...facts,
    },
  };
}
