import { PHASES, type Phase, ROUTES, type Route, type SessionView } from "@watchroom/shared/session";

/** What the nurse enters, and at which minute from the first dose. */
export type Act =
  | { readonly kind: "start"; readonly atMin: number }
  | { readonly kind: "phase"; readonly atMin: number; readonly phase: Phase }
  | { readonly kind: "end"; readonly atMin: number };

/** Check-in and baseline before the dose, and the wait for the ride home after the release; our choice. */
export const ARRIVES_MIN = -7;
const BASELINE_MIN = -5;
const LEAVES_AFTER_MIN = 6;
/** Where a route has no time of dosing, the phase still lasts as long as giving it. */
const GIVING_MIN = 1;

/** A session's acts from arrival to the end, by the times of the route's preset. */
export function courseOf(route: Route): readonly Act[] {
  const { dosingMin, observationMin, observationFrom } = ROUTES[route];
  const dosedMin = Math.max(GIVING_MIN, dosingMin);
  const readyMin = observationMin + (observationFrom === "endOfDosing" ? dosedMin : 0);
  return [
    { kind: "start", atMin: ARRIVES_MIN + 0.3 },
    { kind: "phase", phase: "baseline", atMin: BASELINE_MIN },
    { kind: "phase", phase: "dosing", atMin: 0 },
    { kind: "phase", phase: "observation", atMin: dosedMin },
    { kind: "phase", phase: "readyForRelease", atMin: readyMin },
    { kind: "end", atMin: readyMin + LEAVES_AFTER_MIN },
  ];
}

/** The acts that make sense for a session that is `minute` old: a phase before the dose is not entered after it. */
export const courseFrom = (route: Route, minute: number): readonly Act[] =>
  courseOf(route).filter((act) => minute < 0 || act.kind !== "phase" || act.phase !== "baseline");

/** What is left of a session that runs already. */
export function courseLeft({ route, phase }: Pick<SessionView, "route" | "phase">): readonly Act[] {
  const entered = PHASES.indexOf(phase);
  return courseOf(route).filter(
    (act) => act.kind === "end" || (act.kind === "phase" && PHASES.indexOf(act.phase) > entered),
  );
}

/** The minute of a session that runs already. */
export const minuteOf = ({ doseAt, startedAt }: Pick<SessionView, "doseAt" | "startedAt">, now: number): number =>
  doseAt === null ? Math.min(-0.5, ARRIVES_MIN + (now - startedAt) / 60_000) : (now - doseAt) / 60_000;
