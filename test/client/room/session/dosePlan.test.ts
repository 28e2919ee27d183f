import { PROTOCOLS } from "@watchroom/shared/protocol";
import { describe, expect, it } from "vitest";
import {
  draftOfPlan,
  planText,
  readPlan,
  typePlan,
  unusualPlan,
} from "../../../../client/src/room/session/dosePlan.ts";

const { dosing } = PROTOCOLS.intravenous;
const EMPTY = draftOfPlan(null, dosing);
const WEIGHED = typePlan(EMPTY, "weightKg", "70");

describe("the plan of an infusion", () => {
  it("begins with the protocol's own mg/kg and minutes, and without a weight", () => {
    expect(EMPTY).toEqual({ weightKg: "", mgPerKg: "0.5", amountMg: "", minutes: "40" });
  });
  it("is computed both ways: weight and mg/kg make the amount, an amount makes the mg/kg", () => {
    expect(WEIGHED.amountMg).toBe("35");
    expect(typePlan(WEIGHED, "mgPerKg", "0,7").amountMg).toBe("49");
    expect(typePlan(WEIGHED, "amountMg", "42").mgPerKg).toBe("0.6");
    expect(typePlan(EMPTY, "amountMg", "42").mgPerKg, "no weight, nothing to divide by").toBe("0.5");
  });
  it("is shown whole, with its rate, before it starts", () => {
    const { plan } = readPlan(WEIGHED);
    expect(plan && planText(plan)).toBe("35 mg in 40 min (70 kg, 0.5 mg/kg): 52.5 mg/h");
  });
  it("needs an amount and minutes; each fault has a sentence", () => {
    expect(readPlan(EMPTY).fault).toBe("Give the amount in mg, above 0 and up to 2000.");
    expect(readPlan({ ...WEIGHED, minutes: "1" }).fault).toBe("Give the minutes, 2 to 600.");
    expect(readPlan({ ...WEIGHED, weightKg: "seventy" }).fault).toContain("weight");
    expect(readPlan({ weightKg: "", mgPerKg: "", amountMg: "30", minutes: "40" }).fault).toBeNull();
  });
  it("far from the protocol's usual is told, so that a slip of the finger is seen", () => {
    const plan = { weightKg: 70, mgPerKg: 5, amountMg: 350, minutes: 40 };
    expect(unusualPlan(plan, dosing)).toBe("5 mg/kg: the protocol's usual is 0.5.");
    expect(unusualPlan({ ...plan, amountMg: 38 }, dosing)).toBeNull();
    expect(unusualPlan({ ...plan, weightKg: null }, dosing)).toBeNull();
  });
});
