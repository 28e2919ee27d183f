import type { SessionRowAnswer } from "@watchroom/shared/http-sessions";
import { PHASE_LABELS, type SessionView } from "@watchroom/shared/session";

/** A phase on the time axis. */
export type PhaseBand = { readonly from: number; readonly to: number; readonly label: string };

type Course = Pick<SessionRowAnswer, "startedAt" | "endedAt"> & Pick<SessionView, "phase" | "phaseSince">;
type Dosed = Pick<SessionRowAnswer["facts"], "doseAt" | "dosingEndedAt">;

/** Pure. From when to when each phase lasted, up to `to` for the one that lasts. Phases of no length are left out. */
export function phaseBands(course: Course, { doseAt, dosingEndedAt }: Dosed, to: number): readonly PhaseBand[] {
  const readyAt = course.phase === "readyForRelease" ? course.phaseSince : null;
  const end = course.endedAt ?? to;
  const begins: readonly (readonly [at: number | null, label: string])[] = [
    [course.startedAt, "Before dose"],
    [doseAt, PHASE_LABELS.dosing],
    [dosingEndedAt, PHASE_LABELS.observation],
    [readyAt, PHASE_LABELS.readyForRelease],
  ];
  const known = begins.flatMap(([at, label]) => (at === null ? [] : [{ from: at, label }]));
  return known
    .map(({ from, label }, index) => ({ from, to: Math.min(known[index + 1]?.from ?? end, end), label }))
    .filter((band) => band.to > band.from);
}
