import { AssessmentId } from "@watchroom/shared/assessment";
import type { SessionView } from "@watchroom/shared/session";
import { CHECK_IN_RULES, checkIn } from "./demo-check-in.ts";
import {
  type Act,
  type Care,
  drawn,
  leastTimeAt,
  type Memory,
  MINUTE_MS,
  type Rule,
  type Scene,
  type SeenRoom,
} from "./demo-scene.ts";
import { fetchPatient, TURN_RULES } from "./demo-turns.ts";
import { PHYSICIAN } from "./prescription.ts";

/** The nurse comes to what is due after so long, and asks the cuff sooner; our choice, as all times of this nurse are. */
const PROMPT_MS = [15_000, 80_000] as const;
const ASKS_CUFF_MS = [4_000, 35_000] as const;
const RESTED_MS = 2 * MINUTE_MS;
/** Before the least time is over the nurse begins to look at what a release waits for, and looks again each so often. */
const LOOKS_BEFORE_MS = 4 * MINUTE_MS;
const LOOKS_EVERY_MS = 4 * MINUTE_MS;
/** A patient who is ready sits for a while; one who is not is seen by the physician after this. */
const SITS_MS = [60_000, 180_000] as const;
const PHYSICIAN_AFTER_MS = 15 * MINUTE_MS;
/** The escort comes up to so much before or after the least time is over. */
const ESCORT_MS = [-8 * MINUTE_MS, 4 * MINUTE_MS] as const;

const isDone = ({ state }: SessionView["release"][number]): boolean => state === "met";

/** The release still waits for a pressure, though the least time is over. */
export const awaitsPressure = (session: SessionView, now: number): boolean =>
  now >= (leastTimeAt(session) ?? Number.POSITIVE_INFINITY) &&
  session.release.some(({ id, state }) => id === "pressure" && state !== "met");

/** The room has a cuff that measures when the wall asks it to. */
export const canAskCuff = ({ devices }: Pick<SeenRoom, "devices">): boolean =>
  devices.some(({ kind, canMeasure, link }) => kind === "cuff" && canMeasure && link === "up");

/** Why a pressure is wanted now; null: none is. */
function wantedPressure({ session, now, memory }: Scene): string | null {
  const isTime = (dueAt: number) => now >= dueAt + drawn(ASKS_CUFF_MS, `${session.sessionId} ${dueAt}`);
  const due = session.dues.find(({ what, dueAt }) => what === "bloodPressure" && isTime(dueAt));
  if (due !== undefined) return `measure ${due.dueAt}`;
  const { held } = memory;
  if (held !== null && session.doses.length === 0 && now >= held.at + RESTED_MS) return `measure held ${held.times}`;
  return awaitsPressure(session, now) ? "measure for release" : null;
}

const askCuff: Rule = (scene) => {
  const { room } = scene;
  const id = wantedPressure(scene);
  if (id === null || !canAskCuff(room) || room.cuff?.state === "measuring" || room.measureAsked !== null) return null;
  return { id, request: { name: "measureNow", payload: { roomId: room.roomId } } };
};

function assessed({ care, session }: Scene, id: AssessmentId, at: number): number {
  const leastAt = leastTimeAt(session);
  if (id !== "escort") return care.judge(id, at);
  return leastAt !== null && at >= leastAt + drawn(ESCORT_MS, session.sessionId) ? 1 : 0;
}

const check: Rule = (scene) => {
  const { care, session, room, now } = scene;
  for (const due of session.dues) {
    const scale = AssessmentId.safeParse(due.what);
    if (!scale.success || due.dueAt > now || care.isForgotten(due, now)) continue;
    const id = `${due.checkId} ${due.dueAt}`;
    const wasBefore = due.dueAt < care.since && due.what !== care.forgotten;
    if (!wasBefore && now < due.dueAt + drawn(PROMPT_MS, session.sessionId + id)) continue;
    const at = wasBefore ? due.dueAt : null;
    const value = assessed(scene, scale.data, at ?? now);
    return { id, request: { name: "assess", payload: { roomId: room.roomId, assessment: scale.data, value, at } } };
  }
  return null;
};

const criterion: Rule = (scene) => {
  const { session, room, now } = scene;
  const leastAt = leastTimeAt(session);
  if (leastAt === null || now < leastAt - LOOKS_BEFORE_MS) return null;
  for (const { id, state } of session.release) {
    const scale = AssessmentId.safeParse(id);
    const lastAt = scale.success ? (session.assessments[scale.data]?.at ?? 0) : 0;
    if (!scale.success || state === "met" || now - lastAt < LOOKS_EVERY_MS) continue;
    const payload = {
      roomId: room.roomId,
      assessment: scale.data,
      value: assessed(scene, scale.data, now),
      at: null,
    };
    return { id: `criterion ${id}`, request: { name: "assess", payload } };
  }
  return null;
};

const release: Rule = ({ session, room, now }) => {
  const leastAt = leastTimeAt(session);
  const open = session.release.filter((row) => !isDone(row));
  if (leastAt === null || now < leastAt || session.release.length === 0) return null;
  const { roomId } = room;
  if (open.length === 0) {
    const hasSat = now >= Math.max(leastAt, session.phaseSince) + drawn(SITS_MS, session.sessionId);
    return hasSat ? { id: "release", request: { name: "release", payload: { roomId, despite: null } } } : null;
  }
  if (now < leastAt + PHYSICIAN_AFTER_MS) return null;
  const labels = open.map(({ label }) => label.toLowerCase()).join(", ");
  const despite = { physician: PHYSICIAN, reason: `Seen and well enough for home. Open: ${labels}.`.slice(0, 300) };
  return { id: "release despite", request: { name: "release", payload: { roomId, despite } } };
};

const RULES: readonly Rule[] = [...CHECK_IN_RULES, askCuff, check, criterion, ...TURN_RULES, release];

/** A nurse who goes by what the screen says: the next thing to enter in this room, or null. */
export function nextAct(care: Care, room: SeenRoom, now: number, memory: Memory): Act | null {
  const { session } = room;
  if (session === null) {
    const first = checkIn(care, room, now);
    return first === null || memory.isSettled(first.id) ? null : first;
  }
  for (const rule of room.standby === null ? RULES : [fetchPatient]) {
    const act = rule({ care, room, session, now, memory });
    if (act !== null && !memory.isSettled(act.id)) return act;
  }
  return null;
}
