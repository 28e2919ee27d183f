import { describe, expect, test } from "vitest";
import { durationS, momentOf, valueAt } from "../../../simulators/src/scenarios/scenario.ts";
import { SCENARIO_NAMES, SCENARIOS } from "../../../simulators/src/scenarios/table.ts";

test("every scenario that the trainer was promised is there", () => {
  expect(SCENARIO_NAMES).toEqual([
    "quiet",
    "hypertension",
    "desaturation",
    "apnoea",
    "bradycardia",
    "probe-off",
    "standby",
    "weak-signal",
    "link-loss",
    "stuck-value",
    "flat-battery",
    "cuff-failure",
  ]);
});

describe.each(SCENARIO_NAMES)("%s", (name) => {
  const scenario = SCENARIOS[name];

  test("says in plain words what happens and what a watcher sees", () => {
    expect(scenario.happens).toMatch(/\.$/);
    expect(scenario.watcherSees).toMatch(/\.$/);
  });

  test("does nothing before it begins and leaves nothing behind when it is over", () => {
    const calm = momentOf(SCENARIOS.quiet, 0);
    const isBatteryBack = { ...momentOf(scenario, durationS(scenario) + 1), battery: null };
    expect(momentOf(scenario, -1)).toEqual(calm);
    expect(isBatteryBack).toEqual(calm);
  });

  test("does something in between, unless it is the quiet one", () => {
    const seconds = Array.from({ length: durationS(scenario) }, (_, second) => momentOf(scenario, second));
    const calm = JSON.stringify(momentOf(SCENARIOS.quiet, 0));
    expect(seconds.some((moment) => JSON.stringify(moment) !== calm)).toBe(name !== "quiet");
  });
});

test("a course is straight between its points and stays after the last one", () => {
  const course = [
    [0, 0],
    [100, 10],
  ] as const;
  expect([-5, 0, 50, 100, 500].map((second) => valueAt(course, second))).toEqual([0, 0, 5, 10, 10]);
});
