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
type DueFacts = { readonly isPressureBeyond: boolean; readonly turn: number };

/** The next time of each check of the running phase, in order of time. */
export function duesOf(protocol: Protocol, session: SessionView, done: Done, facts: DueFacts): DueCheck[] {
  const phase = session.phase === "readyForRelease" ? "observation" : session.phase;
  const checks = protocol.checks
    .filter(({ phases }) => phases.includes(phase))
    .flatMap((check) => dueOf(check, session, done(check.what), facts.turn) ?? []);
  const repeat = facts.isPressureBeyond ? dueRepeat(protocol, done("bloodPressure"), done("symptoms")) : [];
  return [...checks, ...repeat, ...dueDose(protocol, session)].sort((a, b) => a.dueAt - b.dueAt);
}

const nameOf = (what: ProtocolCheck["what"]): string => (what === "bloodPressure" ? "BP" : ASSESSMENTS[what].short);

function dueOf(
  { id, what, timing }: ProtocolCheck,
  session: SessionView,
  lastAt: number | null,
  turn: number,
): DueCheck | null {
  const base = { checkId: id, what, label: nameOf(what), otherwise: null };
  if ("once" in timing) {
    return lastAt === null ? { ...base, dueAt: session.phaseSince, overdueAt: null } : null;
  }
  if ("everyMin" in timing) {
    const everyMs = timing.everyMin * MINUTE_MS;
    const from = Math.max(lastAt ?? 0, session.dosingEndedAt ?? session.doseAt ?? session.phaseSince);
    const dueAt = inTurn(from + everyMs, timing.earlyMin, turn);
    return { ...base, dueAt, overdueAt: from + OVERDUE_INTERVALS * everyMs };
  }
  return dueAtMinutes(timing, base, session, lastAt);
}

/**
 * A check that may be early is put on the minute of its room's turn, so that rooms side by side are not due together.
 * Never later than `latestAt`.
 */
function inTurn(latestAt: number, earlyMin: number, turn: number): number {
  const last = Math.floor(latestAt / MINUTE_MS);
  if (earlyMin === 0) return latestAt;
  const turns = earlyMin + 1;
  const back = (((last - turn) % turns) + turns) % turns;
  return back === 0 ? Math.min(latestAt, last * MINUTE_MS) : (last - back) * MINUTE_MS;
}

type AtMinutes = Extract<ProtocolCheck["timing"], { atMin: number[] }>;

function dueAtMinutes(
  timing: AtMinutes,
  base: Pick<DueCheck, "checkId" | "what" | "label" | "otherwise">,
  session: SessionView,
  lastAt: number | null,
): DueCheck | null {
  const { doseAt } = session;
  const partAt = lastDoseAt(session) ?? doseAt;
  const dosedAt = timing.from === "firstDose" ? doseAt : partAt;
  if (dosedAt === null || doseAt === null || partAt === null) return null;
  const other = timing.from === "firstDose" ? ("lastDose" as const) : ("firstDose" as const);
  const otherAt = timing.from === "firstDose" ? partAt : doseAt;
  for (const [index, minute] of timing.atMin.entries()) {
    const halfMs = ((minute - (timing.atMin[index - 1] ?? 0)) * MINUTE_MS) / 2;
    const dueAt = dosedAt + minute * MINUTE_MS;
    const toleranceMs = Math.min(TOLERANCE_MS, halfMs);
    if (lastAt !== null && lastAt >= dueAt - toleranceMs) continue;
    const label = `${minute}-min ${base.label}`;
    const otherwise = otherAt === dosedAt ? null : { from: other, dueAt: otherAt + minute * MINUTE_MS };
    return { ...base, label, dueAt, overdueAt: dueAt + toleranceMs, otherwise };
  }
  return null;
}

/** A pressure beyond its limit is confirmed before anything is done about it, and symptoms are asked for at once. */
function dueRepeat({ repeat }: Protocol, lastAt: number | null, askedAt: number | null): DueCheck[] {
  if (lastAt === null) return [];
  const dueAt = lastAt + repeat.dueMin * MINUTE_MS;
  const overdueAt = lastAt + repeat.overdueMin * MINUTE_MS;
  const again = { checkId: "repeat-pressure", what: "bloodPressure" as const, label: "Repeat BP", otherwise: null };
  const isAsked = askedAt !== null && askedAt >= lastAt;
  const symptoms = { checkId: "symptoms", what: "symptoms" as const, label: nameOf("symptoms"), otherwise: null };
  return [{ ...again, dueAt, overdueAt }, ...(isAsked ? [] : [{ ...symptoms, dueAt: lastAt, overdueAt }])];
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
  const dueAt = last.at + dosing.gapMin * MINUTE_MS;
  return [{ checkId: "dose", what: "dose", label, dueAt, overdueAt: null, otherwise: null }];
}
