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

/** Pure. What calls everybody, calls for help first, then as a person should look. */
export function callsOf<Room extends Pick<RoomView, "alarms">>(rooms: readonly Room[]): readonly Calling<Room>[] {
  return rooms
    .flatMap((room) => room.alarms.filter(callsEverybody).map((alarm) => ({ room, alarm })))
    .sort((a, b) => Number(isHelp(b.alarm)) - Number(isHelp(a.alarm)) || compareAlarms(a.alarm, b.alarm));
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
