import type { Disposition } from "@watchroom/shared/alarm";
import type { Instant } from "@watchroom/shared/time";
import { ALARM_AT_REST, type Alarm, type AlarmRule, type Change, type Stepped } from "./alarm.ts";
import { escalate, nextStep } from "./engine.ts";

/**
 * Onsets wait from here on. What is present stays present, and what a weak signal has put off already is not put off
 * again: two waits together would be longer than either says.
 */
export const hold = (alarm: Alarm): Alarm =>
  alarm.held || alarm.waited > alarm.present ? alarm : { ...alarm, held: true };

/** Onsets wait no longer; the delay of what is still beyond its bound starts now, since the value was not to be trusted. */
export function release(alarm: Alarm, now: Instant): Alarm {
  if (!alarm.held) return alarm;
  const beyondSince = alarm.beyondSince.map((since, index) =>
    since !== null && index >= alarm.present ? now.mono : since,
  );
  return { ...alarm, held: false, beyondSince };
}

/** A person has taken note. Refused (null) when there is nothing to take note of. */
export function acknowledge(alarm: Alarm, by: string, now: Instant, disposition: Disposition | null): Stepped | null {
  if (alarm.signal !== "on") return null;
  const signal = alarm.present > 0 ? "acknowledged" : "off";
  const next: Alarm = {
    ...alarm,
    signal,
    acknowledged: { by, at: now },
    disposition: disposition ?? alarm.disposition,
    judgedBy: disposition === null ? alarm.judgedBy : by,
  };
  return { alarm: next, changes: [{ change: "acknowledged", at: now, by, alarm: next }] };
}

/** What a person made of an alarm that is shown. Null when it is not shown. */
export function annotate(
  alarm: Alarm,
  by: string,
  said: { readonly disposition: Disposition | null; readonly note: string | null },
  now: Instant,
): Stepped | null {
  if (alarm.signal === "off") return null;
  const next: Alarm = {
    ...alarm,
    disposition: said.disposition ?? alarm.disposition,
    judgedBy: said.disposition === null ? alarm.judgedBy : by,
    note: said.note ?? alarm.note,
  };
  return { alarm: next, changes: [{ change: "annotated", at: now, by, alarm: next }] };
}

/** Not this person: the next of the chain is called now. Null when nobody is waited for. */
export function passOn(alarm: Alarm, rule: AlarmRule, by: string, now: Instant): Stepped | null {
  if (alarm.signal !== "on" || alarm.present === 0) return null;
  const declined: Change = { change: "declined", at: now, by, alarm };
  const step = nextStep(alarm, rule);
  if (step === null) return { alarm, changes: [declined] };
  const escalated = escalate(alarm, step.to, now);
  return { alarm: escalated.alarm, changes: [declined, ...escalated.changes] };
}

/** Ends a latched signal. Null when it is not latched. */
export function reset(alarm: Alarm, by: string, now: Instant): Stepped | null {
  if (alarm.signal !== "latched") return null;
  const next: Alarm = { ...alarm, signal: "off" };
  return { alarm: next, changes: [{ change: "reset", at: now, by, alarm: next }] };
}

/** The room was cleared, or the device taken away, by a named person. */
export function clear(alarm: Alarm, by: string | null, now: Instant): Stepped {
  const next: Alarm = { ...ALARM_AT_REST };
  if (alarm.signal === "off") return { alarm: next, changes: [] };
  return { alarm: next, changes: [{ change: "cleared", at: now, by, alarm: { ...alarm, present: 0, endedAt: now } }] };
}
