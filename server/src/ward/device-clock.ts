import type { EpochMs, Instant, MonoMs } from "@watchroom/shared/time";

/**
 * What is known of one device's clock. It only tells a buffered reading from a live one; it never keeps a value fresh
 * (DESIGN 5, Time).
 */
export type DeviceClock = {
  /** How far it is ahead of ours; null while nothing is known. */
  readonly aheadMs: number | null;
  /** Another offset that it seems to have, seen since. */
  readonly candidate: { readonly aheadMs: number; readonly since: MonoMs; readonly arrivals: number } | null;
};

export const UNKNOWN_CLOCK: DeviceClock = { aheadMs: null, candidate: null };

/** Measured so much before it came, by the device's own clock: it was kept back. */
const LATE_AFTER_MS = 10_000;
/** A cuff reports at the end of its measurement, and often to the minute. */
const LATE_CUFF_AFTER_MS = 60_000;
const LATE_UPDATES = 2;
/** However slow the device, a reading this old is late: ids are remembered for as long (room-slot.ts). */
const LATE_MAX_MS = 110_000;
/** Two arrivals show the same offset within this. */
const STEADY_MS = 2_000;
/** A steady offset is believed after so long: soon when nothing was known, slowly when it contradicts what was. */
const LEARN_MS = 10_000;
const RELEARN_MS = 60_000;
const ARRIVALS_MIN = 3;
const DRIFT_SHARE = 0.1;

type Arrival = {
  readonly kind: "oximetry" | "bloodPressure";
  readonly measuredAt: EpochMs;
  readonly updatePeriodMs: number;
};

/** True when this reading was held back by its device: it goes to the record at its measured time, not onto the tile. */
export function isLate(clock: DeviceClock, { kind, measuredAt, updatePeriodMs }: Arrival, now: Instant): boolean {
  const expected = clock.aheadMs ?? 0;
  const floor = kind === "oximetry" ? LATE_AFTER_MS : LATE_CUFF_AFTER_MS;
  return measuredAt - now.wall < expected - Math.min(floor + LATE_UPDATES * updatePeriodMs, LATE_MAX_MS);
}

/** What the newest reading of a call tells of the device's clock. */
export function learn(clock: DeviceClock, newestMeasuredAt: EpochMs, now: Instant): DeviceClock {
  const aheadMs = newestMeasuredAt - now.wall;
  const expected = clock.aheadMs ?? 0;
  if (Math.abs(aheadMs - expected) < LATE_AFTER_MS / 2) {
    return {
      aheadMs: clock.aheadMs === null ? aheadMs : expected + DRIFT_SHARE * (aheadMs - expected),
      candidate: null,
    };
  }
  const { candidate } = clock;
  if (candidate === null || Math.abs(candidate.aheadMs - aheadMs) > STEADY_MS) {
    return { ...clock, candidate: { aheadMs, since: now.mono, arrivals: 1 } };
  }
  const arrivals = candidate.arrivals + 1;
  const waitMs = clock.aheadMs === null ? LEARN_MS : RELEARN_MS;
  if (arrivals >= ARRIVALS_MIN && now.mono - candidate.since >= waitMs) return { aheadMs, candidate: null };
  return { ...clock, candidate: { ...candidate, arrivals } };
}
