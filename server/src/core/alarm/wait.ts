import type { Instant } from "@watchroom/shared/time";
import type { Alarm, AlarmRule } from "./alarm.ts";
import { reachesAt, repeatedAt } from "./integral.ts";

/** When a degree that is beyond its bound becomes present; null: not by what is known now. */
export function presentFrom(alarm: Alarm, rule: AlarmRule, index: number): number | null {
  const plain = plainFrom(alarm, rule, index);
  const { weakSignalDelayMs, conditionDelayMs = 0 } = rule.degrees[index] ?? {};
  const since = alarm.beyondSince[index] ?? null;
  const { trustedSince } = alarm;
  // A fall that began on a good signal waits for nothing more.
  const isTrusted = since !== null && trustedSince !== null && trustedSince <= since;
  if (plain === null || since === null || weakSignalDelayMs === undefined || isTrusted) return plain;
  // One that a good signal confirms later waits for the delay from then on.
  const confirmed = trustedSince === null ? Number.POSITIVE_INFINITY : trustedSince + conditionDelayMs;
  return Math.max(plain, Math.min(since + weakSignalDelayMs, confirmed));
}

/** The same with every value believed. */
function plainFrom(
  { beyondSince, integral }: Alarm,
  { degrees, countsExcursions }: AlarmRule,
  index: number,
): number | null {
  const since = beyondSince[index];
  const degree = degrees[index];
  if (since === undefined || since === null || degree === undefined) return null;
  if (degree.pointSeconds === undefined) {
    const repeated = countsExcursions && index === 0 ? repeatedAt(integral) : null;
    return Math.min(since + degree.conditionDelayMs, Math.max(since, repeated ?? Number.POSITIVE_INFINITY));
  }
  return reachesAt(integral, index, degree.pointSeconds);
}

/**
 * So many degrees would be present now, or would have been since the value went beyond its limit, if the signal had been
 * good; 0: none, or they are.
 */
export function waitedFor(alarm: Alarm, rule: AlarmRule, now: Instant): number {
  let waited = alarm.waited > alarm.present ? alarm.waited : 0;
  if (alarm.held) return waited;
  for (let index = alarm.present; index < alarm.level; index++) {
    const plain = plainFrom(alarm, rule, index);
    const from = presentFrom(alarm, rule, index);
    const isWaiting = plain !== null && from !== null && plain <= now.mono && now.mono < from;
    if (isWaiting) waited = Math.max(waited, index + 1);
  }
  return waited;
}
