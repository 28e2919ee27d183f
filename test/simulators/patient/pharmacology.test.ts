import { describe, expect, test } from "vitest";
import { type Dose, NO_DRUG, plasmaNgMl, regimenOf, stepDrug } from "../../../simulators/src/patient/pharmacology.ts";

const WEIGHT_KG = 70;
const STEP_MIN = 1 / 60;

/** Plasma concentration each second for four hours. */
function plasmaOf(dose: Dose): { at(minute: number): number; peak: number; peakMin: number } {
  const regimen = regimenOf(dose, WEIGHT_KG);
  const course: number[] = [0];
  let drug = NO_DRUG;
  for (let step = 0; step < 240 * 60; step += 1) {
    drug = stepDrug(drug, regimen, step * STEP_MIN, STEP_MIN);
    course.push(plasmaNgMl(drug, regimen));
  }
  const peak = Math.max(...course);
  return { at: (minute) => course[minute * 60] ?? Number.NaN, peak, peakMin: course.indexOf(peak) * STEP_MIN };
}

const infusion = (mgPerKg: number, overMin: number): Dose => ({ route: "intravenous", mgPerKg, overMin });
/** Share by which a concentration may miss the table, which is rounded and was made with steps of 0.05 min. */
const TOLERANCE = 0.03;
const expectNear = (value: number, published: number) =>
  expect(Math.abs(value - published) / published).toBeLessThan(TOLERANCE);

describe("concentrations follow the published table (clinical.md 5.2, column Clements250)", () => {
  test.each([
    [10, 62],
    [20, 110],
    [30, 147],
    [40, 177],
    [60, 115],
    [80, 85],
    [120, 59],
  ])("0.5 mg/kg over 40 min is at minute %i near %i ng/mL", (minute, published) => {
    expectNear(plasmaOf(infusion(0.5, 40)).at(minute), published);
  });

  test("a slower infusion peaks lower, a double one twice as high", () => {
    expectNear(plasmaOf(infusion(0.5, 60)).peak, 150);
    expectNear(plasmaOf(infusion(1, 40)).peak, 355);
  });

  test("an injection into the muscle peaks at 181 to 193 ng/mL after 12 to 14 min", () => {
    const { peak, peakMin } = plasmaOf({ route: "intramuscular", mgPerKg: 0.5 });
    expect(peak).toBeGreaterThan(181);
    expect(peak).toBeLessThan(193);
    expect(peakMin).toBeGreaterThan(11.5);
    expect(peakMin).toBeLessThan(14.5);
  });

  test("25 mg under the tongue peak near 28.8 ng/mL, 28 min after the lag of 10 to 15 min", () => {
    const { peak, peakMin } = plasmaOf({ route: "sublingual", mg: 25 });
    expectNear(peak, 28.8);
    expect(peakMin - 12).toBeGreaterThan(26);
    expect(peakMin - 12).toBeLessThan(30);
  });

  test("25 mg swallowed peak near 18 ng/mL around minute 39", () => {
    const { peak, peakMin } = plasmaOf({ route: "oral", mg: 25 });
    expectNear(peak, 18);
    expect(Math.abs(peakMin - 39)).toBeLessThan(2);
  });

  test.each([
    [1, 45, 23],
    [2, 89, 26],
    [3, 132, 29],
  ])("%i nasal esketamine devices peak near %i ng/mL around minute %i", (devices, peakNgMl, minute) => {
    const { peak, peakMin } = plasmaOf({ route: "intranasal", devices });
    expectNear(peak, peakNgMl);
    expect(Math.abs(peakMin - minute)).toBeLessThan(1.5);
  });
});
