import { AssessmentId } from "@watchroom/shared/assessment";
import type { DueCheck, SessionView } from "@watchroom/shared/session";
import type { CommandRequest, CuffArm, RoomView } from "@watchroom/shared/wire";
import { nextDose, PHYSICIAN, type Prescription } from "./prescription.ts";
import { keyOf, uniformAt } from "./random.ts";

/** What the demo's nurse knows of one patient, beside what the screen shows. */
export type Care = {
  readonly initials: string;
  readonly cuffArm: CuffArm;
  readonly ordered: Prescription;
  /** The first dose is planned for then. */
  readonly plannedAt: number;
  /** What was due before this is entered for the time at which it was due. */
  readonly since: number;
  /** But this was never looked at: it is entered when the nurse comes to it. */
  readonly forgotten?: AssessmentId;
  readonly includeEarlier: boolean;
  /** Pressures that were read off a cuff before the demo began; in order of time. */
  readonly notedAt: readonly number[];
  /** What the nurse sees at the bed at this time. */
  judge(id: AssessmentId, at: number): number;
  pressure(at: number): { readonly systolic: number; readonly diastolic: number };
  /** The nurse has not come to it yet, although it is due. */
  isForgotten(due: DueCheck, now: number): boolean;
};
/** One thing to enter; the same thing has the same id until it is done. */
export type Act = { readonly id: string; readonly request: CommandRequest };
type Room = Pick<RoomView, "roomId" | "session">;
type Rule = (care: Care, session: SessionView, roomId: string, now: number) => Act | null;

const MINUTE_MS = 60_000;
/** Check-in and baseline before the dose; our choice, as all times of this nurse are. */
export const ARRIVES_MIN = -7;
const CHECKS_IN_MIN = -6.7;
const BASELINE_MIN = -5;
const PROMPT_MS = [15_000, 80_000] as const;
/** Before the least time is over the nurse begins to look at what a release waits for, and looks again each so often. */
const LOOKS_BEFORE_MS = 4 * MINUTE_MS;
const LOOKS_EVERY_MS = 4 * MINUTE_MS;
/** A patient who is ready sits for a while; one who is not is seen by the physician after this. */
const SITS_MS = [60_000, 180_000] as const;
const PHYSICIAN_AFTER_MS = 15 * MINUTE_MS;
/** The escort comes up to so much before or after the least time is over. */
const ESCORT_MS = [-8 * MINUTE_MS, 4 * MINUTE_MS] as const;

const drawn = ([low, high]: readonly [number, number], purpose: string): number =>
  low + (high - low) * uniformAt(keyOf(0, purpose), 0);
const isDone = ({ state }: SessionView["release"][number]): boolean => state === "met";

/** When the session's least time under watch is over; null before its clock runs. */
export function leastTimeAt({ protocol, doseAt, dosingEndedAt }: SessionView): number | null {
  const { from, minutes } = protocol.observation;
  const beganAt = from === "firstDose" ? doseAt : dosingEndedAt;
  return beganAt === null ? null : beganAt + minutes * MINUTE_MS;
}

const enterBaseline: Rule = ({ plannedAt }, { phase, doses }, roomId, now) => {
  const isTime = now >= plannedAt + BASELINE_MIN * MINUTE_MS && now < plannedAt;
  if (phase !== "checkIn" || doses.length > 0 || !isTime) return null;
  return { id: "baseline", request: { name: "setPhase", payload: { roomId, phase: "baseline", at: null } } };
};

/** Those before the dose are entered before it, so that the last of them is the baseline. */
const notePressure =
  (isSettled: (id: string) => boolean): Rule =>
  ({ notedAt, plannedAt, pressure }, { doses }, roomId) => {
    const isOpen = (at: number) => at < plannedAt === (doses.length === 0) && !isSettled(`pressure ${at}`);
    const at = notedAt.find(isOpen);
    if (at === undefined) return null;
    return { id: `pressure ${at}`, request: { name: "enterPressure", payload: { roomId, ...pressure(at), at } } };
  };

const dose: Rule = ({ ordered, plannedAt }, session, roomId, now) => {
  const entry = nextDose(ordered, session, plannedAt, now);
  if (entry === null) return null;
  return {
    id: `dose ${session.doses.length}`,
    request: { name: "recordDose", payload: { roomId, ...entry } },
  };
};

function assessed(care: Care, id: AssessmentId, session: SessionView, at: number): number {
  const leastAt = leastTimeAt(session);
  if (id !== "escort") return care.judge(id, at);
  return leastAt !== null && at >= leastAt + drawn(ESCORT_MS, session.sessionId) ? 1 : 0;
}

const check: Rule = (care, session, roomId, now) => {
  for (const due of session.dues) {
    const scale = AssessmentId.safeParse(due.what);
    if (!scale.success || due.dueAt > now || care.isForgotten(due, now)) continue;
    const id = `${due.checkId} ${due.dueAt}`;
    const wasBefore = due.dueAt < care.since && due.what !== care.forgotten;
    if (!wasBefore && now < due.dueAt + drawn(PROMPT_MS, session.sessionId + id)) continue;
    const at = wasBefore ? due.dueAt : null;
    const value = assessed(care, scale.data, session, at ?? now);
    return { id, request: { name: "assess", payload: { roomId, assessment: scale.data, value, at } } };
  }
  return null;
};

const criterion: Rule = (care, session, roomId, now) => {
  const leastAt = leastTimeAt(session);
  if (leastAt === null || now < leastAt - LOOKS_BEFORE_MS) return null;
  for (const { id, state } of session.release) {
    const scale = AssessmentId.safeParse(id);
    const lastAt = scale.success ? (session.assessments[scale.data]?.at ?? 0) : 0;
    if (!scale.success || state === "met" || now - lastAt < LOOKS_EVERY_MS) continue;
    const value = assessed(care, scale.data, session, now);
    return {
      id: `criterion ${id}`,
      request: { name: "assess", payload: { roomId, assessment: scale.data, value, at: null } },
    };
  }
  return null;
};

const release: Rule = (_, session, roomId, now) => {
  const leastAt = leastTimeAt(session);
  const open = session.release.filter((row) => !isDone(row));
  if (leastAt === null || now < leastAt || session.release.length === 0) return null;
  if (open.length === 0) {
    const hasSat = now >= Math.max(leastAt, session.phaseSince) + drawn(SITS_MS, session.sessionId);
    return hasSat ? { id: "release", request: { name: "release", payload: { roomId, despite: null } } } : null;
  }
  if (now < leastAt + PHYSICIAN_AFTER_MS) return null;
  const labels = open.map(({ label }) => label.toLowerCase()).join(", ");
  const despite = { physician: PHYSICIAN, reason: `Seen and well enough for home. Open: ${labels}.`.slice(0, 300) };
  return { id: "release despite", request: { name: "release", payload: { roomId, despite } } };
};

function start(
  { initials, ordered, includeEarlier, cuffArm, plannedAt }: Care,
  roomId: string,
  now: number,
): Act | null {
  if (now < plannedAt + CHECKS_IN_MIN * MINUTE_MS) return null;
  const payload = { roomId, initials, route: ordered.route, includeEarlier, cuffArm };
  return { id: "start", request: { name: "startSession", payload } };
}

/** A nurse who goes by what the screen says: the next thing to enter in this room, or null. */
export function nextAct(
  care: Care,
  { roomId, session }: Room,
  now: number,
  isSettled: (id: string) => boolean,
): Act | null {
  if (session === null) {
    const first = start(care, roomId, now);
    return first === null || isSettled(first.id) ? null : first;
  }
  for (const rule of [enterBaseline, notePressure(isSettled), dose, check, criterion, release]) {
    const act = rule(care, session, roomId, now);
    if (act !== null && !isSettled(act.id)) return act;
  }
  return null;
}
