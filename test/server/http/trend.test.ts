import type { DeviceId, MonoMs, SessionId } from "@watchroom/shared/time";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { downsample, measuredTrend, type OximetryPoint } from "../../../server/src/http/trend.ts";
import type { EntryBody, KeptEntry, KeptReading } from "../../../server/src/journal/entry.ts";
import { at, room } from "./api.ts";

const point = (second: number, spo2: number | null, pulseRate: number | null = 70): OximetryPoint => ({
  at: second * 1_000,
  spo2,
  pulseRate,
  updatePeriodMs: 1_000,
});
const everySecond = (count: number): OximetryPoint[] => Array.from({ length: count }, (_, second) => point(second, 97));

describe("the trend's lines", () => {
  it("show every reading while there are few", () => {
    expect(downsample([point(0, 97), point(1, 96)], 100)).toEqual({
      at: [0, 1_000],
      spo2: [97, 96],
      spo2Low: [97, 96],
      pulseRate: [70, 70],
      pulseRateHigh: [70, 70],
    });
  });

  it("keep a desaturation of a single second in two hours", () => {
    const points = everySecond(7_200);
    points[4_321] = point(4_321, 71, 133);
    const trend = downsample(points, 500);
    expect(trend.at.length).toBeLessThanOrEqual(500);
    const step = trend.spo2Low.indexOf(71);
    expect(trend.pulseRateHigh[step]).toBe(133);
    expect(trend.spo2[step]).toBe(97);
  });

  it("break where nothing was measured for 15 s, or for 2.5 updates of a slow device", () => {
    expect(downsample([point(0, 97), point(15, 97)], 100).spo2).toEqual([97, 97]);
    expect(downsample([point(0, 97), point(16, 97)], 100)).toMatchObject({
      at: [0, 8_000, 16_000],
      spo2: [97, null, 97],
    });
    const slow = (second: number): OximetryPoint => ({ ...point(second, 95), updatePeriodMs: 60_000 });
    expect(downsample([slow(0), slow(150)], 100).spo2).toEqual([95, 95]);
    expect(downsample([slow(0), slow(151)], 100).spo2).toEqual([95, null, 95]);
  });

  it("show no value where the sensor gave none", () => {
    expect(downsample([point(0, 97), point(1, null, null), point(2, 96)], 100).spo2).toEqual([97, null, 96]);
  });

  it("never lose the lowest SpO2 or the highest pulse rate, stay in order and within their size", () => {
    const value = fc.option(fc.integer({ min: 50, max: 100 }), { nil: null });
    const points = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), value, value), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(points, fc.integer({ min: 100, max: 300 }), (rows, pointsMax) => {
        let second = 0;
        const given = rows.map(([wait, spo2, pulse]) => {
          second += wait;
          return point(second, spo2, pulse);
        });
        const trend = downsample(given, pointsMax);
        const known = (values: (number | null)[]): number[] => values.filter((one) => one !== null);
        expect(trend.at.length).toBeLessThanOrEqual(pointsMax);
        expect(trend.at).toEqual(trend.at.toSorted((a, b) => a - b));
        expect(Math.min(...known(trend.spo2Low))).toBe(Math.min(...known(given.map(({ spo2 }) => spo2))));
        expect(Math.max(...known(trend.pulseRateHigh))).toBe(Math.max(...known(given.map((one) => one.pulseRate))));
      }),
      { seed: 1 },
    );
  });
});

const entry = (second: number, body: EntryBody): KeptEntry => ({
  seq: second,
  roomId: room("r1"),
  sessionId: "s1" as SessionId,
  at: at(second * 1_000),
  mono: (second * 1_000) as MonoMs,
  body,
});
const kept = (second: number, reading: Partial<KeptReading>, late = false): KeptEntry =>
  entry(second, {
    kind: late ? "lateReading" : "reading",
    deviceId: "d1" as DeviceId,
    reading: { id: `${second}`, measuredAt: at(second * 1_000), ...reading } as KeptReading,
  });

describe("the measured part of the record", () => {
  it("puts a late reading at the time it was measured, and leaves out what was measured before this patient", () => {
    const entries = [
      kept(20, { kind: "oximetry", spo2: 97 }),
      kept(22, { kind: "oximetry", spo2: 90, measuredAt: at(12_000) }, true),
      kept(23, { kind: "oximetry", spo2: 60, measuredAt: at(9_000) }, true),
    ];
    const { oximetry } = measuredTrend(entries, 10_000, 100);
    expect([oximetry.at, oximetry.spo2]).toEqual([
      [12_000, 20_000],
      [90, 97],
    ]);
  });

  it("believes no value while the sensor is off", () => {
    const { oximetry } = measuredTrend([kept(1, { kind: "oximetry", spo2: 97, sensor: "off" })], 0, 100);
    expect(oximetry.spo2).toEqual([null]);
  });

  it("shows cuff readings that were made or failed, not the cuff at work", () => {
    const { cuffs } = measuredTrend(
      [
        kept(1, { kind: "bloodPressure", state: "measuring" }),
        kept(30, { kind: "bloodPressure", state: "done", systolic: 128, diastolic: 79, mean: 95, pulseRate: 70 }),
        kept(60, { kind: "bloodPressure", state: "failed", failure: "motion", systolic: 44 }),
        kept(90, { kind: "bloodPressure", systolic: 120, diastolic: 70, measuredAt: at(40_000) }, true),
      ],
      0,
      100,
    );
    expect(cuffs).toEqual([
      { at: 30_000, systolic: 128, diastolic: 79, mean: 95, pulseRate: 70, failure: null, late: false },
      { at: 40_000, systolic: 120, diastolic: 70, mean: null, pulseRate: null, failure: null, late: true },
      { at: 60_000, systolic: null, diastolic: null, mean: null, pulseRate: null, failure: "motion", late: false },
    ]);
  });
});
