import type { LimitSet } from "@watchroom/shared/alarm";
import type { MonoMs } from "@watchroom/shared/time";

/** What is remembered of one oximeter to judge whether its next value can be believed. */
export type Plausibility = {
  readonly lastValidAt: MonoMs | null;
  readonly hadPulse: boolean;
  /** A deep value that came after a gap or without a pulse, and has not changed since. */
  readonly unconfirmed: { readonly spo2: number; readonly why: string } | null;
  /** Since when every value is the same, and in how many readings. */
  readonly same: { readonly key: string; readonly since: MonoMs; readonly readings: number } | null;
};

export const NOTHING_SEEN: Plausibility = { lastValidAt: null, hadPulse: false, unconfirmed: null, same: null };

type Oximetry = {
  readonly spo2: number | null;
  readonly pulseRate: number | null;
  readonly perfusionIndex: number | null;
};

type Verdict = {
  readonly next: Plausibility;
  /** False: the SpO2 is shown with a question mark and starts no physiological alarm. */
  readonly isBelieved: boolean;
  /** Milliseconds for which nothing has changed, when that is too long. */
  readonly stuckMs: number | null;
};

type Timing = LimitSet["timing"];

/** So few identical readings are no proof of anything, however slow the device. */
const SAME_READINGS_MIN = 5;
/** What an oximeter that states no update period is taken to have. */
const UPDATE_PERIOD_MS = 1_000;

/**
 * Judges one oximeter reading by those before it. A deep SpO2 that comes out of nothing (after a gap, or with no pulse
 * beside it) is not believed until it changes: a sensor that lies on a table shows one steady number, a patient does not.
 */
export function judge(
  seen: Plausibility,
  reading: Oximetry,
  updatePeriodMs: number | null,
  timing: Timing,
  now: MonoMs,
): Verdict {
  const same = sameSince(seen, reading, now);
  const period = updatePeriodMs ?? 0;
  const unconfirmed = unconfirmedBy(seen, reading, period, timing, now);
  const isBelieved = reading.spo2 !== null && unconfirmed === null;
  const next: Plausibility = {
    lastValidAt: isBelieved ? now : seen.lastValidAt,
    hadPulse: seen.hadPulse || reading.pulseRate !== null,
    unconfirmed,
    same,
  };
  const floorMs = reading.perfusionIndex === null ? timing.stuckAfterWithoutPerfusionMs : timing.stuckAfterMs;
  const sameMs = same === null ? 0 : now - same.since;
  const isStuck =
    same !== null && same.readings >= SAME_READINGS_MIN && sameMs >= Math.max(floorMs, SAME_READINGS_MIN * period);
  return { next, isBelieved, stuckMs: isStuck ? sameMs : null };
}

function sameSince(
  seen: Plausibility,
  { spo2, pulseRate, perfusionIndex }: Oximetry,
  now: MonoMs,
): Plausibility["same"] {
  if (spo2 === null || pulseRate === null) return null;
  const key = `${spo2}/${pulseRate}/${perfusionIndex ?? ""}`;
  if (seen.same?.key === key) return { ...seen.same, readings: seen.same.readings + 1 };
  return { key, since: now, readings: 1 };
}

function unconfirmedBy(
  seen: Plausibility,
  { spo2, pulseRate }: Oximetry,
  periodMs: number,
  timing: Timing,
  now: MonoMs,
): Plausibility["unconfirmed"] {
  if (spo2 === null) return seen.unconfirmed;
  if (spo2 >= timing.spo2UnconfirmedBelow) return null;
  if (pulseRate === null && seen.hadPulse) return { spo2, why: "without a pulse" };
  if (seen.unconfirmed !== null) return seen.unconfirmed.spo2 === spo2 ? seen.unconfirmed : null;
  const gapMs = timing.spo2GapUpdates * (periodMs || UPDATE_PERIOD_MS);
  const isAfterGap = seen.lastValidAt !== null && now - seen.lastValidAt > gapMs;
  return isAfterGap ? { spo2, why: "after a gap" } : null;
}
