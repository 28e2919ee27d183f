import type { StripAnswer } from "@watchroom/shared/alarm-review";
import { expect, test } from "vitest";
import { changeText, figuresOf, rateText, shareText } from "../../../client/src/review/loadWords.ts";
import { bandOf, limitLines, pathOf, stripText, ticksOf, tickText } from "../../../client/src/review/strip.ts";

const limit = (low: number | null, lowCritical: number | null = null) => ({
  low,
  lowCritical,
  high: null,
  highCritical: null,
});

test("a limit is drawn over the time that it held, and as one line while it stays", () => {
  const limits = [
    { from: 0, limits: { spo2: limit(92, 88) } },
    { from: 100, limits: { spo2: limit(92, 85) } },
    { from: 150, limits: {} },
  ];
  expect(limitLines({ limits, from: 50, to: 200 }, "spo2")).toEqual([
    { bound: "low", from: 50, to: 150, value: 92 },
    { bound: "lowCritical", from: 50, to: 100, value: 88 },
    { bound: "lowCritical", from: 100, to: 150, value: 85 },
  ]);
});

test("a gap in the record is a gap in the line, and a value alone is a dot", () => {
  const same = (value: number) => value;
  expect(pathOf([0, 1, 2, 3, 4], [97, 96, null, null, 95], same, same)).toBe("M0 97h0.1L1 96M4 95h0.1");
  expect(pathOf([], [], same, same)).toBe("");
});

test("the plot holds every value, and nothing small looks large", () => {
  expect(bandOf([97, null, 96], [90, 100], 5)).toEqual({ low: 90, high: 100, step: 5 });
  expect(bandOf([71], [90, 100], 5)).toEqual({ low: 70, high: 100, step: 5 });
  expect(bandOf([42], [90, 100], 5)).toEqual({ low: 40, high: 100, step: 10 });
});

test("the axis counts from the begin of the alarm, with fewer marks on a phone", () => {
  const span = { from: -60_000, to: 180_000 };
  expect(ticksOf(span, 0, 1_000).map((at) => tickText(at, 0))).toEqual(["−60 s", "begin", "+60 s", "+2 min", "+3 min"]);
  expect(ticksOf(span, 0, 340).length).toBeLessThanOrEqual(5);
  expect(ticksOf({ from: -60_000, to: 3_660_000 }, 0, 340).length).toBeLessThanOrEqual(8);
});

test("who cannot see the plot hears what is in it", () => {
  const strip = {
    episode: { text: "SpO₂ 84 < 92, lowest 84" },
    oximetry: { at: [1, 2], spo2: [97, 84], pulseRate: [70, 70] },
    cuffs: [{ systolic: 142, diastolic: 88 }],
  } as unknown as StripAnswer;
  expect(stripText(strip)).toBe("SpO₂ 84 < 92, lowest 84. Around it SpO₂ from 97 to 84 %; pressure 142/88.");
  const nothing = { ...strip, oximetry: { at: [], spo2: [], pulseRate: [] }, cuffs: [] };
  expect(stripText(nothing)).toContain("SpO₂ was not measured; no pressure was measured");
});

test("the load is said in words that need no explanation", () => {
  const figures = figuresOf({
    ...{ roomHours: 2.5, alarms: 6, inSession: 5, high: 1, medium: 3, low: 2, perRoomHour: 2 },
    ...{ highPerRoomHour: 0.4, mediumPerRoomHour: 1.2, lowPerRoomHour: 0.4 },
    ...{ heldBack: 1, escalated: 1, judged: 3, actionable: 1, actionableShare: 1 / 3 },
    ...{ acknowledged: 3, acknowledgeMedianMs: 20_000, acknowledgeP90Ms: 36_000 },
  });
  const text = figures.map(({ label, value, means }) => `${label} ${value}: ${means}`);
  expect(text[0]).toBe("Alarms per room-hour 2.0: 5 alarms in 2.5 hours of treatment, 1 more outside");
  expect(text[2]).toContain("Worth it 33 %: 1 of 3 judged");
  expect(text[3]).toBe("Taken within 20 s: half of 3; nine of ten within 36 s");
  expect([rateText(null), shareText(null)]).toEqual(["–", "–"]);
  // One in seven room-hours is not one in five.
  expect([0, 0.15, 0.2, 1, 2.04].map(rateText)).toEqual(["0.0", "0.15", "0.20", "1.0", "2.0"]);
});

test("a change is said only where both sides have a figure", () => {
  const pairs = [
    [2, 1],
    [1, 1.5],
    [2, 2.001],
    [null, 1],
    [0, 1],
    [0, 0],
  ] as const;
  expect(pairs.map(([before, after]) => changeText(before, after))).toEqual([
    "50 % fewer",
    "50 % more",
    "as many as before",
    null,
    "none before",
    "none before and after",
  ]);
});
