import type { EventId } from "@watchroom/shared/event";
import { chanceOf, drawn, leastTimeAt, MINUTE_MS, type Rule, type Scene } from "./demo-scene.ts";
import { PHYSICIAN } from "./prescription.ts";

/** How often a session of the demo takes this turn, and the minutes between which it does; all of them our choice. */
type Turn = { readonly share: number; readonly fromMin: number; readonly toMin: number };
const SLOWER: Turn = { share: 0.2, fromMin: 14, toMin: 26 };
const PAUSE: Turn = { share: 0.12, fromMin: 10, toMin: 24 };
const STOP: Turn = { share: 0.05, fromMin: 16, toMin: 32 };
const EVENT: Turn = { share: 0.4, fromMin: 12, toMin: 55 };
/** Of these the minutes are before the least time is over. */
const BATHROOM: Turn = { share: 0.35, fromMin: 24, toMin: 10 };
const LEAVES: Turn = { share: 0.04, fromMin: 40, toMin: 15 };
/** What the nurse did not come to within this is let go. */
const LET_GO_MS = 5 * MINUTE_MS;
const SLOWER_SHARE = 0.75;
/** A stay that is too long is ended by the nurse at last, if monitoring has not returned by itself. */
const FETCHES_MS = 6 * MINUTE_MS;

type Happened = { readonly event: EventId; readonly detail: string | null };
const EVENTS: readonly [Happened, ...Happened[]] = [
  { event: "repositioned", detail: null },
  { event: "antiemetic", detail: "Ondansetron 4 mg by mouth" },
  { event: "other", detail: "Water and a blanket" },
];

/** When this turn comes in this session; null: not in this one. */
function turnAt(
  { share, fromMin, toMin }: Turn,
  name: string,
  sessionId: string,
  from: number,
  sign = 1,
): number | null {
  if (chanceOf(`${name} ${sessionId}`) >= share) return null;
  return from + sign * drawn([fromMin, toMin], `when ${name} ${sessionId}`) * MINUTE_MS;
}

/** It is time, it was not before the demo began, and not so long ago that it is let go. */
const isNow = ({ care, now }: Scene, at: number | null): boolean =>
  at !== null && at >= care.since && now >= at && now < at + LET_GO_MS;

const handleInfusion: Rule = (scene) => {
  const { session, room } = scene;
  const { sessionId, doseAt, doses, protocol, phase } = session;
  if (doseAt === null || phase !== "dosing" || protocol.dosing.form !== "infusion") return null;
  if (doses.at(-1)?.action === "pause") return null;
  const isIn = (turn: Turn, name: string) => isNow(scene, turnAt(turn, name, sessionId, doseAt));
  const had = (action: string) => doses.some((dose) => dose.action === action);
  const entry = { roomId: room.roomId, amountMg: null, lot: null, at: null };
  if (isIn(STOP, "stop")) {
    return { id: "stop", request: { name: "recordDose", payload: { ...entry, action: "stopEarly" } } };
  }
  if (!had("pause") && isIn(PAUSE, "pause")) {
    return { id: "pause", request: { name: "recordDose", payload: { ...entry, action: "pause" } } };
  }
  const rate = doses.findLast(({ rateMgPerH }) => rateMgPerH !== null)?.rateMgPerH ?? null;
  if (rate === null || had("changeRate") || !isIn(SLOWER, "slower")) return null;
  const rateMgPerH = Math.round(10 * SLOWER_SHARE * rate) / 10;
  return { id: "slower", request: { name: "recordDose", payload: { ...entry, action: "changeRate", rateMgPerH } } };
};

const recordEvent: Rule = (scene) => {
  const { session, room } = scene;
  const { sessionId, doseAt, events } = session;
  if (doseAt === null || !isNow(scene, turnAt(EVENT, "event", sessionId, doseAt))) return null;
  const { event, detail } = EVENTS[Math.floor(EVENTS.length * chanceOf(`which ${sessionId}`))] ?? EVENTS[0];
  if (events.some((row) => row.event === event)) return null;
  return { id: "event", request: { name: "recordEvent", payload: { roomId: room.roomId, event, detail, at: null } } };
};

/** A patient who walks at all, while nothing else is due or wrong. */
const goToBathroom: Rule = (scene) => {
  const { care, session, room, now } = scene;
  const leastAt = leastTimeAt(session);
  const place = session.protocol.standbyPlaces[0]?.place;
  if (leastAt === null || place === undefined) return null;
  const leavesAt = care.leavesAt ?? turnAt(BATHROOM, "bathroom", session.sessionId, leastAt, -1);
  // That nobody watches the wall is no reason to keep a patient from the bathroom.
  const isWrong = room.alarms.some(({ present, technical }) => present && technical !== "notHeard");
  const isQuiet = !isWrong && !session.dues.some(({ dueAt }) => dueAt <= now);
  if (!isNow(scene, leavesAt) || !isQuiet || care.judge("gait", now) === 0) return null;
  return { id: "bathroom", request: { name: "standby", payload: { roomId: room.roomId, place } } };
};

const leave: Rule = (scene) => {
  const { care, session, room } = scene;
  const leastAt = leastTimeAt(session);
  if (leastAt === null || care.since > 0) return null;
  if (!isNow(scene, turnAt(LEAVES, "leaves", session.sessionId, leastAt, -1))) return null;
  const reason = `Wants to go home before the time is over; ${PHYSICIAN} was told, the escort takes them along.`;
  const payload = { roomId: room.roomId, how: "stoppedEarly" as const, reason };
  return { id: "leave", request: { name: "endSession", payload } };
};

/** Nobody is in the room while the patient is away; the nurse looks for who stays away far too long. */
export const fetchPatient: Rule = ({ room, now }) => {
  if (room.standby === null || now < room.standby.until + FETCHES_MS) return null;
  return { id: "fetch", request: { name: "endStandby", payload: { roomId: room.roomId } } };
};

/** What happens now and then, in the order in which it is looked for. */
export const TURN_RULES: readonly Rule[] = [handleInfusion, recordEvent, leave, goToBathroom];
