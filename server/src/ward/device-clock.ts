import type { EpochMs, Instant, MonoMs } from "@watchroom/shared/time";

/**
 * What is known of one device's clock. It only tells a buffered reading from a live one; it never keeps a value fresh
 * (DESIGN 5, Time). Measured on the ward's own clock: a server whose wall clock is set must not take what comes in now
 * for what was held back, and stop to watch.
 */
export type DeviceClock = {
  /** What it says when the ward's own clock is at 0; null while nothing is known. */
  readonly originMs: number | null;
  /** Another origin that it seems to have, seen since. */
  readonly candidate: { readonly originMs: number; readonly since: MonoMs; readonly arrivals: number } | null;
  /** It is known from before the server started, when the server's own clock may have been another. */
  readonly isRemembered?: boolean;
};

export const UNKNOWN_CLOCK: DeviceClock = { originMs: null, candidate: null };

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
  const expected = Math.min(...originsOf(clock, now));
  const floor = kind === "oximetry" ? LATE_AFTER_MS : LATE_CUFF_AFTER_MS;
  return measuredAt - now.mono < expected - Math.min(floor + LATE_UPDATES * updatePeriodMs, LATE_MAX_MS);
}

/**
 * A device of which nothing is known is taken to have our time. What is known from before the server started may be as
 * wrong as our clock was then: until the device has spoken it may have either.
 */
function originsOf({ originMs, isRemembered }: DeviceClock, now: Instant): readonly number[] {
  const ours = now.wall - now.mono;
  if (originMs === null) return [ours];
  return isRemembered === true ? [originMs, ours] : [originMs];
}

/** How far it is, or seems to be, ahead of our wall clock now; null while nothing is known. */
export function aheadMsOf({ originMs, candidate }: DeviceClock, now: Instant): number | null {
  const origin = candidate?.originMs ?? originMs;
  return origin === null ? null : origin - (now.wall - now.mono);
}

/** What the newest reading of a call tells of the device's clock. */
export function learn(clock: DeviceClock, newestMeasuredAt: EpochMs, now: Instant): DeviceClock {
  const originMs = newestMeasuredAt - now.mono;
  const expected = originsOf(clock, now).find((one) => Math.abs(originMs - one) < LATE_AFTER_MS / 2);
  if (expected !== undefined) {
    const isNew = clock.originMs === null || clock.isRemembered === true;
    return { originMs: isNew ? originMs : expected + DRIFT_SHARE * (originMs - expected), candidate: null };
  }
  const { candidate } = clock;
  if (candidate === null || Math.abs(candidate.originMs - originMs) > STEADY_MS) {
    return { ...clock, candidate: { originMs, since: now.mono, arrivals: 1 } };
  }
  const arrivals = candidate.arrivals + 1;
  const waitMs = clock.originMs === null || clock.isRemembered === true ? LEARN_MS : RELEARN_MS;
  if (arrivals >= ARRIVALS_MIN && now.mono - candidate.since >= waitMs) return { originMs, candidate: null };
  return { ...clock, candidate: { ...candidate, arrivals } };
}
