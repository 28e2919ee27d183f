import { PROTOCOLS } from "@watchroom/shared/protocol";
import { type DueCheck, type Route, type SessionView, UNKNOWN_PATIENT } from "@watchroom/shared/session";

export const MINUTE = 60_000;
export const NOW = 10_000_000_000;

/** A session that began half an hour ago, nothing given yet; `changes` make it another one. */
export function sessionOf(route: Route, changes: Partial<SessionView> = {}): SessionView {
  const { id, name, version, dosing, observation, standby } = PROTOCOLS[route];
  return {
    sessionId: "s1",
    initials: "A. L.",
    patient: UNKNOWN_PATIENT,
    route,
    phase: "baseline",
    startedAt: NOW - 30 * MINUTE,
    startedBy: "M. Okafor",
    owner: null,
    phaseSince: NOW - 20 * MINUTE,
    doseAt: null,
    dosingEndedAt: null,
    recordFrom: NOW - 30 * MINUTE,
    simulated: true,
    protocol: { id, name, version, dosing, observation, volumeAtLeastPercent: 20, standbyPlaces: standby.places },
    preCheck: { items: [], answers: [], decision: null },
    dosePlan: null,
    doses: [],
    events: [],
    assessments: {},
    baseline: null,
    limitPhase: "preDose",
    dues: [],
    release: [],
    ...changes,
  };
}

/** A check that is due in so many minutes, and an alarm five minutes later. */
export const dueIn = (label: string, minutes: number, overdueAfterMin: number | null = 5): DueCheck => ({
  checkId: label,
  what: "bloodPressure",
  label,
  dueAt: NOW + minutes * MINUTE,
  overdueAt: overdueAfterMin === null ? null : NOW + (minutes + overdueAfterMin) * MINUTE,
  otherwise: null,
});
