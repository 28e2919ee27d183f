import { alarmText } from "@watchroom/shared/alarm";
import { type Result, refuse } from "@watchroom/shared/result";
import { addMs, type EpochMs, type Instant } from "@watchroom/shared/time";
import type { CommandFailure, Payload } from "@watchroom/shared/wire";
import type { Actor } from "../journal/entry.ts";
import { viewOfAlarm } from "./alarm-view.ts";
import { clearAlarms, type Draft, see } from "./draft.ts";
import type { Condition, RoomAlarm } from "./room.ts";

type Refusal = Extract<Result<never, CommandFailure>, { ok: false }>;
const MINUTE_MS = 60_000;
const MS_A_SECOND = 1_000;

const OF_THE_SENSOR: ReadonlySet<string> = new Set(["sensorOff", "signalWeak", "sensorFault", "valueStuck"]);
/** What says nothing while the sensor is off on purpose. A pressure that was too high still is. */
const isOfSensor = ({ condition: { metric, technical } }: RoomAlarm): boolean =>
  metric === "spo2" || metric === "pulseRate" || (technical !== null && OF_THE_SENSOR.has(technical));

/** Who goes to the bathroom: from here on only the link and the clock are watched. */
export function startStandby(draft: Draft, { place }: Payload<"standby">, by: Actor, now: Instant): Refusal | null {
  const { protocol } = draft;
  if (draft.session === null || protocol === null) return refuse("no-session", "Start a session first.");
  if (draft.standby !== null) return refuse("refused", `Already on standby: ${draft.standby.place}.`);
  const known = protocol.standby.places.find((one) => one.place === place);
  if (!known) {
    const places = protocol.standby.places.map((one) => one.place).join(", ");
    return refuse("refused", `This protocol knows no place "${place}". Choose one of: ${places}.`);
  }
  const urgent = Object.values(draft.alarms).find(
    ({ condition, alarm }) => condition.metric !== null && alarm.present > 0 && alarm.priority === "high",
  );
  if (urgent) {
    return refuse("refused", `${alarmText(viewOfAlarm(draft, urgent))} is present: see to the patient first.`);
  }
  clearAlarms(draft, isOfSensor, by.name, now);
  const limitMs = known.limitMin * MINUTE_MS;
  const until = { mono: addMs(now.mono, limitMs), wall: (now.wall + limitMs) as EpochMs };
  draft.standby = { place, since: now, until, by: by.name, goodSince: null, goodAt: null };
  return null;
}

const over: Condition = {
  kind: "technical",
  metric: null,
  side: null,
  technical: "standbyOver",
  subject: null,
};
/** Both degrees at once: the second one waits for its delay. */
const OVER_LEVEL = 2;

export function tellStandbyOver(draft: Draft, now: Instant): void {
  const { standby } = draft;
  if (standby === null) return;
  const minutes = Math.round((standby.until.wall - standby.since.wall) / MINUTE_MS);
  const cause = `${standby.place}, more than ${minutes} min`;
  see(draft, over, { level: OVER_LEVEL, immediate: 0, value: null, cause }, now);
}

export function endStandby(draft: Draft, now: Instant): void {
  draft.standby = null;
  see(draft, over, { level: 0, immediate: 0, value: null, cause: null }, now);
}

/** Two good readings with a longer silence between them are no good signal. */
const GAP_MAX_MS = 10_000;

/** The patient is back when the signal was good for as long as the protocol says. True: monitoring is on again. */
export function isBack(draft: Draft, isGood: boolean, now: Instant): boolean {
  const { standby, protocol } = draft;
  if (standby === null) return true;
  const isWithoutGap = standby.goodAt !== null && now.mono - standby.goodAt <= GAP_MAX_MS;
  const goodSince = isGood ? ((isWithoutGap ? standby.goodSince : null) ?? now.mono) : null;
  const returnAfterMs = (protocol?.standby.returnAfterS ?? 0) * MS_A_SECOND;
  if (goodSince !== null && now.mono - goodSince >= returnAfterMs) {
    endStandby(draft, now);
    return true;
  }
  draft.standby = { ...standby, goodSince, goodAt: isGood ? now.mono : null };
  return false;
}
