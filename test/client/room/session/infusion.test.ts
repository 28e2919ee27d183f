import type { Dose, DosePlan } from "@watchroom/shared/dose";
import { describe, expect, it } from "vitest";
import { givenText, rateMeaning, rateOfPlan, runningText } from "../../../../client/src/room/session/infusion.ts";
import { timeOfDay } from "../../../../client/src/wall/duration.ts";
import { MINUTE, NOW } from "../../support/session.ts";

const PLAN: DosePlan = { weightKg: 70, mgPerKg: 0.5, amountMg: 35, minutes: 40 };
const dose = (action: Dose["action"], minutesAgo: number, rateMgPerH: number | null = null): Dose => ({
  at: NOW - minutesAgo * MINUTE,
  action,
  amountMg: null,
  rateMgPerH,
  lot: null,
  by: "M. Okafor",
});
const RUNNING = [dose("start", 24, 52.5)];

describe("an infusion by its plan", () => {
  it("runs at the amount over the time", () => {
    expect(rateOfPlan(PLAN)).toBe(52.5);
  });
  it("says about how much of the plan is given, and when it will end", () => {
    expect(givenText(RUNNING, PLAN, NOW)).toBe("about 21 of 35 mg given");
    expect(runningText(RUNNING, PLAN, NOW)).toBe(`52.5 mg/h, ends about ${timeOfDay(NOW + 16 * MINUTE)}`);
  });
  it("gives nothing while it is paused, and says no end then", () => {
    const paused = [...RUNNING, dose("pause", 12)];
    expect(givenText(paused, PLAN, NOW)).toBe("about 11 of 35 mg given");
    expect(runningText(paused, PLAN, NOW)).toBeNull();
  });
  it("says when the planned amount is reached, and after the end what was given without an about", () => {
    expect(runningText(RUNNING, PLAN, NOW + 20 * MINUTE)).toBe("52.5 mg/h, the planned amount is reached");
    expect(givenText([...RUNNING, dose("stopEarly", 0)], PLAN, NOW)).toBe("21 of 35 mg given");
  });
  it("says nothing that it does not know", () => {
    expect(givenText([], PLAN, NOW)).toBeNull();
    expect(givenText([dose("start", 24)], null, NOW)).toBeNull();
    expect(givenText(RUNNING, null, NOW)).toBe("about 21 mg given");
    expect(runningText(RUNNING, null, NOW)).toBe("52.5 mg/h");
  });
});

describe("another rate", () => {
  it("is told by what it means for the end", () => {
    expect(rateMeaning(RUNNING, PLAN, 30, NOW)).toBe(
      `The 14 mg left take 28 min: ends about ${timeOfDay(NOW + 28 * MINUTE)}.`,
    );
    expect(rateMeaning(RUNNING, PLAN, 30, NOW + 20 * MINUTE)).toBe("The planned 35 mg are given already.");
  });
  it("means nothing known without a plan or without the rate so far", () => {
    expect(rateMeaning(RUNNING, null, 30, NOW)).toBe("Without a plan nobody can say when it ends.");
    expect(rateMeaning([dose("start", 24)], PLAN, 30, NOW)).toContain("not known");
  });
});
