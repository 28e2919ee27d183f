import { type AlarmView, compareAlarms, ESCALATION_LABELS, TECHNICAL_CONDITIONS } from "@watchroom/shared/alarm";
import type { Me } from "@watchroom/shared/http";
import type { RoomView } from "@watchroom/shared/wire";
import { ageText, howLong } from "../wall/duration.ts";

/** Pure. Whether this is a call for help that has not ended. */
export const isHelp = ({ technical, present }: AlarmView): boolean => technical === "helpCalled" && present;

/** Pure. Whether "what was it?" has an answer: of what a patient or a device did, not of a check that is overdue. */
export const hasDisposition = ({ technical }: AlarmView): boolean =>
  technical === null || TECHNICAL_CONDITIONS[technical].perDevice;

/** Pure. How far along the clinic's chain: "all stations since 0:30", "physician called 1:30 ago"; null when nobody waits. */
export function escalationWords({ escalation, signal }: AlarmView, now: number): string | null {
  if (escalation === null || signal !== "on") return null;
  const { to, at } = escalation;
  const time = howLong(now - at);
  return to === "allStations"
    ? `${ESCALATION_LABELS[to]} since ${time}`
    : `${ESCALATION_LABELS[to]} called ${time} ago`;
}

/** Pure. "3 times in 2 min": how often the condition came within this one alarm; null when it came once. */
export function onsetWords({ onsets, since, endedAt }: AlarmView, now: number): string | null {
  return onsets < 2 ? null : `${onsets} times in ${ageText((endedAt ?? now) - since)}`;
}

/** Pure. Every station shows it on every page: help was called, or the room alone did not answer. */
export const callsEverybody = (alarm: AlarmView): boolean =>
  alarm.signal === "on" && (isHelp(alarm) || (alarm.escalation !== null && alarm.escalation.to !== "roomNurse"));

type Calling<Room> = { readonly room: Room; readonly alarm: AlarmView };

const isUnansweredHigh = ({ signal, present, priority }: AlarmView): boolean =>
  signal === "on" && present && priority === "high";

/**
 * Pure. What the bar shows, nothing while nothing calls everybody: calls for help, on a room's own page its own unanswered
 * high alarm, then as a person should look. A high alarm that its room has not answered yet is among them: what was
 * escalated before it is not more urgent.
 */
export function callsOf<Room extends Pick<RoomView, "roomId" | "alarms">>(
  rooms: readonly Room[],
  shownRoomId: string | null,
): readonly Calling<Room>[] {
  if (!rooms.some(({ alarms }) => alarms.some(callsEverybody))) return [];
  const rank = ({ room, alarm }: Calling<Room>): number =>
    isHelp(alarm) ? 0 : isUnansweredHigh(alarm) ? (room.roomId === shownRoomId ? 1 : 2) : 3;
  return rooms
    .flatMap((room) => room.alarms.map((alarm) => ({ room, alarm })))
    .filter(({ alarm }) => callsEverybody(alarm) || isUnansweredHigh(alarm))
    .sort((a, b) => rank(a) - rank(b) || compareAlarms(a.alarm, b.alarm));
}

/**
 * Pure. Whether this person is asked now, and so may say "not me": the room's own nurse (any nurse of a room that nobody
 * has taken), then whom the chain has reached. The last of a chain has nobody to pass it on to, so a nurse who is not a
 * physician is never asked at that step.
 */
export function isAsked(alarm: AlarmView, { session }: Pick<RoomView, "session">, me: Me): boolean {
  if (alarm.signal !== "on" || !alarm.present || alarm.priority === "low" || isHelp(alarm)) return false;
  const to = alarm.escalation?.to ?? "roomNurse";
  if (to === "physician") return me.role === "physician";
  if (to === "roomNurse" && session?.owner != null) return session.owner.operatorId === me.operatorId;
  return true;
}

/** Pure. "Nora Okafor" called, or "you". */
export const callerWords = ({ cause }: AlarmView, { displayName }: Me): string =>
  cause === null ? "somebody" : cause === displayName ? "you" : cause;
