import type { MetricView } from "@watchroom/shared/wire";
import { describe, expect, it } from "vitest";
import { asNotLive, showPressure, showValue } from "../../../client/src/wall/value.ts";

const NOW = 1_000_000_000;
const view = (value: number | null, ageMs: number, more: Partial<MetricView> = {}): MetricView => ({
  value,
  validity: "valid",
  at: NOW - ageMs,
  updatePeriodMs: null,
  ...more,
});
const spo2 = (...args: Parameters<typeof view>) => showValue("spo2", view(...args), NOW);

describe("a value on the wall", () => {
  it("is live up to ten seconds, then old, then not shown at all", () => {
    expect(spo2(97, 0)).toEqual({ text: "97", state: "live", ageMs: 0 });
    expect(spo2(97, 10_000).state).toBe("live");
    expect(spo2(97, 10_001)).toEqual({ text: "97", state: "stale", ageMs: 10_001 });
    expect(spo2(97, 60_000).state).toBe("stale");
    expect(spo2(97, 60_001)).toEqual({ text: "--", state: "gone", ageMs: 60_001 });
  });
  it("follows the device's own update period: a value a minute is not old after ten seconds", () => {
    const slow = { updatePeriodMs: 60_000 };
    expect(spo2(97, 140_000, slow).state).toBe("live");
    expect(spo2(97, 151_000, slow).state).toBe("stale");
  });
  it("never shows a zero, or the value before, where nothing was measured", () => {
    expect(showValue("spo2", undefined, NOW)).toEqual({ text: "--", state: "none", ageMs: null });
    expect(spo2(null, 0).text).toBe("--");
    expect(spo2(36, 0, { validity: "invalid" }).text).toBe("--");
    expect(spo2(90, 0, { validity: "ongoing" }).text).toBe("--");
  });
  it("marks a value that the device itself doubts", () => {
    expect(spo2(91, 0, { validity: "questionable" })).toEqual({ text: "91", state: "questionable", ageMs: 0 });
    expect(spo2(91, 20_000, { validity: "questionable" }).state).toBe("stale");
  });
  it("has no age below zero when it came within the running second", () => {
    expect(spo2(97, -400)).toEqual({ text: "97", state: "live", ageMs: 0 });
  });
  it("is not live while the line is cut, whatever its age", () => {
    expect(asNotLive(spo2(97, 0)).state).toBe("stale");
    expect(asNotLive(spo2(97, 0, { validity: "questionable" })).state).toBe("stale");
    expect(asNotLive(spo2(97, 90_000)).text).toBe("--");
  });
});

describe("a blood pressure on the wall", () => {
  it("is shown for an hour, and is only as good as the worse of its two values", () => {
    const fresh = { systolic: view(134, 360_000), diastolic: view(82, 360_000), mean: view(99, 360_000) };
    const whole = { systolic: "134", diastolic: "82", mean: "99", state: "live", ageMs: 360_000, typedBy: null };
    expect(showPressure(fresh, NOW)).toEqual(whole);
    expect(showPressure({ ...fresh, diastolic: view(null, 0) }, NOW).state).toBe("none");
    expect(showPressure({ ...fresh, diastolic: view(82, 3_700_000) }, NOW).state).toBe("stale");
  });
  it("says who typed it, where no cuff sent it", () => {
    const typed = { ...view(134, 0), typedBy: "M. Okafor" };
    expect(showPressure({ systolic: typed, diastolic: typed }, NOW).typedBy).toBe("M. Okafor");
  });
  it("has no age when no cuff ever reported", () => {
    expect(showPressure({}, NOW)).toEqual({
      systolic: "--",
      diastolic: "--",
      mean: "--",
      typedBy: null,
      state: "none",
      ageMs: null,
    });
  });
});
