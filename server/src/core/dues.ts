import { ASSESSMENTS } from "@watchroom/shared/assessment";
import type { Protocol, ProtocolCheck } from "@watchroom/shared/protocol";
import type { DueCheck, SessionView } from "@watchroom/shared/session";

const MINUTE_MS = 60_000;
/** Overdue at 1.5 times the interval from the last one (peers.md 1.1: Vigil). */
const OVERDUE_INTERVALS = 1.5;
/** A check at a stated minute counts when it is done so much before, and is overdue so much after it at the latest. */
const TOLERANCE_MS = 5 * MINUTE_MS;

/** What the schedule must know beside the session: when each thing was last done in it. */
type Done = (what: ProtocolCheck["what"]) => number | null;

/** The next time of each check of the running phase, in order of time. */
export function duesOf(protocol: Protocol, session: SessionView, done: Done, isPressureBeyond: boolean): DueCheck[] {
  const phase = session.phase === "readyForRelease" ? "observation" : session.phase;
  const checks = protocol.checks
    .filter(({ phases }) => phases.includes(phase))
    .flatMap((check) => dueOf(check, session, done(check.what)) ?? []);
  const repeat = isPressureBeyond ? dueRepeat(protocol, done("bloodPressure")) : [];
  return [...checks, ...repeat, ...dueDose(protocol, session)].sort((a, b) => a.dueAt - b.dueAt);
}

const nameOf = (what: ProtocolCheck["what"]): string => (what === "bloodPressure" ? "BP" : ASSESSMENTS[what].short);

function dueOf({ id, what, timing }: ProtocolCheck, session: SessionView, lastAt: number | null): DueCheck | null {
  const base = { checkId: id, what, label: nameOf(what) };
  if ("once" in timing) {
    return lastAt === null ? { ...base, dueAt: session.phaseSince, overdueAt: null } : null;
  }
  if ("everyMin" in timing) {
    const everyMs = timing.everyMin * MINUTE_MS;
    const from = Math.max(lastAt ?? 0, session.dosingEndedAt ?? session.doseAt ?? session.phaseSince);
    return { ...base, dueAt: from + everyMs, overdueAt: from + OVERDUE_INTERVALS * everyMs };
  }
  const dosedAt = timing.from === "firstDose" ? session.doseAt : (lastDoseAt(session) ?? session.doseAt);
  if (dosedAt === null) return null;
  for (const [index, minute] of timing.atMin.entries()) {
    const halfMs = ((minute - (timing.atMin[index - 1] ?? 0)) * MINUTE_MS) / 2;
    const dueAt = dosedAt + minute * MINUTE_MS;
    const toleranceMs = Math.min(TOLERANCE_MS, halfMs);
    if (lastAt !== null && lastAt >= dueAt - toleranceMs) continue;
    return { ...base, label: `${minute}-min ${base.label}`, dueAt, overdueAt: dueAt + toleranceMs };
  }
  return null;
}

/** A pressure beyond its limit is confirmed before anything is done about it. */
function dueRepeat({ repeat }: Protocol, lastAt: number | null): DueCheck[] {
  if (lastAt === null) return [];
  const dueAt = lastAt + repeat.dueMin * MINUTE_MS;
  const overdueAt = lastAt + repeat.overdueMin * MINUTE_MS;
  return [{ checkId: "repeat-pressure", what: "bloodPressure", label: "Repeat BP · symptoms?", dueAt, overdueAt }];
}

const lastDoseAt = ({ doses }: SessionView): number | null =>
  doses.findLast(({ action }) => action === "give")?.at ?? null;

/** The next part of the dose, once the rest between two parts is over. */
function dueDose({ dosing }: Protocol, session: SessionView): DueCheck[] {
  const given = session.doses.filter(({ action }) => action === "give");
  const last = given.at(-1);
  if (session.phase !== "dosing" || dosing.form !== "device" || !last) return [];
  if (given.length >= (dosing.partsMax ?? 0)) return [];
  const label = `Device ${given.length + 1}`;
  return [{ checkId: "dose", what: "dose", label, dueAt: last.at + dosing.gapMin * MINUTE_MS, overdueAt: null }];
}
