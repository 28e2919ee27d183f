import { describe, expect, test } from "vitest";
import {
  type DoseEvent,
  type Given,
  NO_DRUG,
  plasmaNgMl,
  regimenOf,
  stepDrug,
} from "../../../simulators/src/patient/pharmacology.ts";

const WEIGHT_KG = 70;
const STEP_MIN = 1 / 60;

/** Plasma concentration each second for four hours. */
function plasmaOf(given: Given): { at(minute: number): number; peak: number; peakMin: number } {
  const regimen = regimenOf(given, WEIGHT_KG);
  const course: number[] = [0];
  let drug = NO_DRUG;
  for (let step = 0; step < 240 * 60; step += 1) {
    drug = stepDrug(drug, regimen, step * STEP_MIN, STEP_MIN);
    course.push(plasmaNgMl(drug, regimen));
  }
  const peak = Math.max(...course);
  return { at: (minute) => course[minute * 60] ?? Number.NaN, peak, peakMin: course.indexOf(peak) * STEP_MIN };
}

const started = (mgPerKg: number, overMin: number): DoseEvent => ({
  act: "start",
  atMin: 0,
  mg: mgPerKg * WEIGHT_KG,
  overMin,
});
const infusion = (mgPerKg: number, overMin: number, ...then: DoseEvent[]): Given => ({
  route: "intravenous",
  doses: [started(mgPerKg, overMin), ...then],
});
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
    const { peak, peakMin } = plasmaOf({
      route: "intramuscular",
      doses: [{ act: "injection", atMin: 0, mg: 0.5 * WEIGHT_KG }],
    });
    expect(peak).toBeGreaterThan(181);
    expect(peak).toBeLessThan(193);
    expect(peakMin).toBeGreaterThan(11.5);
    expect(peakMin).toBeLessThan(14.5);
  });

  test("25 mg under the tongue peak near 28.8 ng/mL, 28 min after the lag of 10 to 15 min", () => {
    const { peak, peakMin } = plasmaOf({ route: "sublingual", doses: [{ act: "lozenge", atMin: 0, mg: 25 }] });
    expectNear(peak, 28.8);
    expect(peakMin - 12).toBeGreaterThan(26);
    expect(peakMin - 12).toBeLessThan(30);
  });

  test("25 mg swallowed peak near 18 ng/mL around minute 39", () => {
    const { peak, peakMin } = plasmaOf({ route: "oral", doses: [{ act: "lozenge", atMin: 0, mg: 25 }] });
    expectNear(peak, 18);
    expect(Math.abs(peakMin - 39)).toBeLessThan(2);
  });

  test.each([
    [1, 45, 23],
    [2, 89, 26],
    [3, 132, 29],
  ])("%i nasal esketamine devices peak near %i ng/mL around minute %i", (devices, peakNgMl, minute) => {
    const { peak, peakMin } = plasmaOf({
      route: "intranasal",
      doses: Array.from({ length: devices }, (_, device) => ({ act: "device", atMin: 5 * device, mg: 28 })),
    });
    expectNear(peak, peakNgMl);
    expect(Math.abs(peakMin - minute)).toBeLessThan(1.5);
  });
});

describe("what a nurse does with the pump is what reaches the blood", () => {
  const usual = plasmaOf(infusion(0.5, 40));

  test("paused, the concentration falls; resumed, it rises again, and the planned amount still goes in", () => {
    const paused = plasmaOf(infusion(0.5, 40, { act: "pause", atMin: 20 }, { act: "resume", atMin: 30 }));
    expect(paused.at(20)).toBe(usual.at(20));
    expect(paused.at(30)).toBeLessThan(paused.at(20));
    expect(paused.at(45)).toBeGreaterThan(paused.at(30));
    expect(paused.peakMin).toBeGreaterThan(49);
    expect(paused.peakMin).toBeLessThan(51);
    expect(Math.abs(paused.at(230) - usual.at(220)) / usual.at(220)).toBeLessThan(0.1);
  });

  test("stopped early, the concentration falls from that minute on, and nothing after it brings it back", () => {
    const stopped = plasmaOf(infusion(0.5, 40, { act: "stop", atMin: 15 }));
    expect(stopped.peakMin).toBeCloseTo(15, 1);
    expect(stopped.at(40)).toBeLessThan(usual.at(40) / 2);
  });

  test("that nobody stops, the pump stops by itself when the planned amount is in", () => {
    expect(usual.peakMin).toBeCloseTo(40, 1);
    expect(plasmaOf(infusion(0.5, 40, { act: "stop", atMin: 60 })).at(120)).toBe(usual.at(120));
  });

  test("at a higher rate more reaches the blood from that minute on, and the planned amount is in sooner", () => {
    const faster = plasmaOf(infusion(0.5, 40, { act: "changeRate", atMin: 10, mgPerMin: 1.75 }));
    expect(faster.at(10)).toBe(usual.at(10));
    expect(faster.at(20)).toBeGreaterThan(1.3 * usual.at(20));
    // 35 mg: ten minutes at 0.875, the rest at twice that.
    expect(faster.peakMin).toBeCloseTo(25, 1);
  });

  test("a rate that is changed while the pump rests counts when it runs again", () => {
    const changed: DoseEvent = { act: "changeRate", atMin: 22, mgPerMin: 0.4 };
    const pause: DoseEvent = { act: "pause", atMin: 20 };
    const resume: DoseEvent = { act: "resume", atMin: 30 };
    const slower = plasmaOf(infusion(0.5, 40, pause, changed, resume));
    const same = plasmaOf(infusion(0.5, 40, pause, resume));
    expect(slower.at(30)).toBe(same.at(30));
    expect(slower.at(45)).toBeLessThan(same.at(45));
  });

  describe("a lozenge that is held in the mouth", () => {
    const held = (...then: DoseEvent[]) =>
      plasmaOf({ route: "sublingual", doses: [{ act: "hold", atMin: 0, mg: 100 }, ...then] });
    const published = plasmaOf({ route: "sublingual", doses: [{ act: "lozenge", atMin: 0, mg: 100 }] });

    test("for ten minutes and swallowed gives what is published", () => {
      expectNear(held({ act: "swallow", atMin: 10 }).peak, published.peak);
    });

    test("and spat out gives about a quarter of that, and less the sooner it is spat out", () => {
      const late = held({ act: "spit", atMin: 10 }).peak;
      expect(late / published.peak).toBeGreaterThan(0.2);
      expect(late / published.peak).toBeLessThan(0.35);
      expect(held({ act: "spit", atMin: 2 }).peak).toBeLessThan(late / 2);
    });

    test("does the same until then, whatever becomes of it", () => {
      const swallowed = held({ act: "swallow", atMin: 20 });
      const spat = held({ act: "spit", atMin: 20 });
      expect(swallowed.at(20)).toBe(spat.at(20));
      expect(swallowed.at(20)).toBeGreaterThan(0);
      expect(swallowed.at(60)).toBeGreaterThan(2 * spat.at(60));
    });
  });

  test("a second injection adds to the first", () => {
    const doses = (...minutes: number[]): Given => ({
      route: "intramuscular",
      doses: minutes.map((atMin) => ({ act: "injection", atMin, mg: 25 })),
    });
    expect(plasmaOf(doses(0, 20)).at(32)).toBeGreaterThan(1.5 * plasmaOf(doses(0)).at(32));
  });

  test("nothing given, nothing in the blood", () => {
    expect(plasmaOf({ route: "intravenous", doses: [] }).peak).toBe(0);
  });
});
