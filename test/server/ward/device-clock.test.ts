import type { EpochMs, Instant, MonoMs } from "@watchroom/shared/time";
import { describe, expect, it } from "vitest";
import { aheadMsOf, type DeviceClock, isLate, learn, UNKNOWN_CLOCK } from "../../../server/src/ward/device-clock.ts";

const NINE = Date.UTC(2026, 10, 23, 9, 0, 0);
const HOUR_MS = 3_600_000;
const MONO_AT_NINE = 500_000;

/** So many seconds after nine; `setMs`: the server's wall clock was set by so much. */
const at = (seconds: number, setMs = 0): Instant => ({
  mono: (MONO_AT_NINE + seconds * 1_000) as MonoMs,
  wall: (NINE + seconds * 1_000 + setMs) as EpochMs,
});
/** What a device whose clock is right says then. */
const measured = (seconds: number): EpochMs => (NINE + seconds * 1_000) as EpochMs;
const isLateAt = (clock: DeviceClock, measuredS: number, now: Instant): boolean =>
  isLate(clock, { kind: "oximetry", measuredAt: measured(measuredS), updatePeriodMs: 1_000 }, now);

describe("a reading that comes when it was measured", () => {
  const known = learn(UNKNOWN_CLOCK, measured(0), at(0));

  it.each([HOUR_MS, -HOUR_MS, 20_000])("is live though the server's own clock was set by %i ms", (setMs) => {
    expect(isLateAt(known, 5, at(5, setMs))).toBe(false);
    expect(isLateAt(known, 5, at(60, setMs))).toBe(true);
  });

  it("says how far the device is from the server's clock as that is now", () => {
    expect(aheadMsOf(known, at(5))).toBe(0);
    expect(aheadMsOf(known, at(5, HOUR_MS))).toBe(-HOUR_MS);
    expect(aheadMsOf(UNKNOWN_CLOCK, at(5))).toBeNull();
  });

  it("is live after a restart that found the server's clock an hour slow and set it right", () => {
    const origin = NINE + HOUR_MS - MONO_AT_NINE;
    const remembered = { originMs: origin, candidate: null, isRemembered: true };
    // While it is down, the ward's own clock goes by the wall clock.
    const restarted = (seconds: number): Instant => {
      const { mono, wall } = at(seconds, HOUR_MS);
      return { mono: (mono + HOUR_MS) as MonoMs, wall };
    };
    expect(isLateAt(remembered, 3_605, at(5)), "nobody has set it").toBe(false);
    expect(isLateAt(remembered, 3_605, restarted(5))).toBe(false);
    const next = learn(remembered, measured(3_605), restarted(5));
    expect(isLateAt(next, 3_606, restarted(6))).toBe(false);
    expect(isLateAt(next, 3_576, restarted(6)), "kept back by the device").toBe(true);
  });

  it("is live from a device whose clock is wrong by an hour, once that is known", () => {
    let clock = UNKNOWN_CLOCK;
    for (let second = 0; second <= 10; second += 1) clock = learn(clock, measured(second - 3_600), at(second));
    expect(isLateAt(clock, 11 - 3_600, at(11))).toBe(false);
    expect(isLateAt(clock, 11 - 3_630, at(11))).toBe(true);
  });
});
