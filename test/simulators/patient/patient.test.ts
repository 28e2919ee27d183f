import { ASSESSMENT_IDS, type AssessmentId, faultOfAssessment } from "@watchroom/shared/assessment";
import { describe, expect, test } from "vitest";
import { judged } from "../../../simulators/src/patient/judged.ts";
import { createPatient, give, NO_SHIFT, type Patient, step } from "../../../simulators/src/patient/patient.ts";
import { type DoseEvent, type Given, usualCourse } from "../../../simulators/src/patient/pharmacology.ts";
import { drawProfile } from "../../../simulators/src/patient/profile.ts";
import { createRandom, keyOf } from "../../../simulators/src/random.ts";

const drawn = (seed: number) => drawProfile(keyOf(seed, "test"));
/** A patient whose usual infusion begins at minute 0. */
function infused(seed: number, minute: number): Patient {
  const profile = drawn(seed);
  return createPatient(profile, minute, usualCourse("intravenous", profile.weightKg));
}
function later(patient: Patient, seconds: number): Patient {
  let now = patient;
  for (let second = 0; second < seconds; second += 1) now = step(now, 1);
  return now;
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("chance", () => {
  test("the same seed and purpose give the same draws, another purpose gives others", () => {
    const draws = (seed: number, purpose: string) => {
      const random = createRandom(seed, purpose);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draws(7, "cuff")).toEqual(draws(7, "cuff"));
    expect(draws(7, "cuff")).not.toEqual(draws(7, "oximeter"));
    expect(draws(7, "cuff")).not.toEqual(draws(8, "cuff"));
  });

  test("draws are spread evenly, and normal ones have the mean and spread that were asked for", () => {
    const random = createRandom(1, "spread");
    const normals = Array.from({ length: 20_000 }, () => random.normal(97, 1.2));
    expect(Math.abs(mean(normals) - 97)).toBeLessThan(0.05);
    expect(Math.abs(Math.sqrt(mean(normals.map((value) => (value - 97) ** 2))) - 1.2)).toBeLessThan(0.05);
    expect(Math.abs(mean(Array.from({ length: 20_000 }, random.next)) - 0.5)).toBeLessThan(0.01);
  });
});

describe("a patient", () => {
  test("of the same seed has the same course to the last digit, of another seed another one", () => {
    const course = (seed: number) => later(infused(seed, 0), 600).vitals;
    expect(course(3)).toEqual(course(3));
    expect(course(3)).not.toEqual(course(4));
  });

  test("is not changed by a step: the step gives a new patient", () => {
    const patient = infused(3, 5);
    const before = structuredClone(patient);
    step(patient, 1, { ...NO_SHIFT, spo2Drop: 10 });
    expect(patient).toEqual(before);
  });

  test("who is run ahead to minute 18 carries the drug of 18 minutes, and before the dose carries none", () => {
    expect(infused(3, 18).effectNgMl).toBeGreaterThan(50);
    expect(infused(3, -5).effectNgMl).toBe(0);
  });

  test("moves within a living person's bounds for two hours, whoever it is", () => {
    const seen = Array.from({ length: 8 }, (_, seed) => {
      let patient = infused(seed, -1);
      return Array.from({ length: 7_200 }, () => {
        patient = step(patient, 1);
        return patient.vitals;
      });
    }).flat();
    const strange = seen.filter(
      ({ spo2, pulseRate, systolic, diastolic }) =>
        spo2 < 88 || spo2 > 100 || pulseRate < 45 || pulseRate > 125 || systolic - diastolic < 15,
    );
    expect(strange).toEqual([]);
  });

  test("to whom a dose is recorded has it from then on, and told ten minutes late is the same as told at once", () => {
    const started = (atMin: number): Given => ({
      route: "intravenous",
      doses: [{ act: "start", atMin, mg: 38, overMin: 40 }] satisfies DoseEvent[],
    });
    const nobody: Given = { route: "intravenous", doses: [] };
    const waiting = createPatient(drawn(3), 5, nobody);
    const atOnce = later(give(waiting, started(5)), 20 * 60);
    const late = give(later(waiting, 20 * 60), started(5));
    expect(later(waiting, 20 * 60).effectNgMl).toBe(0);
    expect(atOnce.effectNgMl).toBeGreaterThan(50);
    expect(late.effectNgMl).toBeCloseTo(atOnce.effectNgMl, 6);
  });

  test("whose infusion is stopped loses the rise of pressure, and keeps the rest of their course", () => {
    const stopped: DoseEvent[] = [
      { act: "start", atMin: 0, mg: 60, overMin: 40 },
      { act: "stop", atMin: 20 },
    ];
    const running = createPatient(drawn(3), 20, { route: "intravenous", doses: stopped.slice(0, 1) });
    const later20 = later(give(running, { route: "intravenous", doses: stopped }), 20 * 60);
    expect(give(running, { route: "intravenous", doses: stopped }).effectNgMl).toBeCloseTo(running.effectNgMl, 6);
    expect(later20.effectNgMl).toBeLessThan(running.effectNgMl);
    expect(later(running, 20 * 60).effectNgMl).toBeGreaterThan(1.5 * later20.effectNgMl);
  });

  test("after two nasal devices is sedated from about minute 15, no longer at 90, and dissociated around 30 (clinical.md 1.3)", () => {
    const devices: Given = usualCourse("intranasal", 70);
    const seen = (minute: number, id: AssessmentId, seed: number) =>
      judged(createPatient(drawn(seed), minute, devices), id);
    for (let seed = 0; seed < 8; seed += 1) {
      expect(seen(8, "sedation", seed)).toBe(5);
      expect(seen(30, "sedation", seed)).toBeLessThan(5);
      expect(seen(90, "sedation", seed)).toBe(5);
      expect(seen(30, "dissociation", seed)).toBeGreaterThan(0);
      expect(seen(90, "dissociation", seed)).toBe(0);
      expect(seen(30, "gait", seed)).toBeLessThan(2);
      expect(seen(120, "gait", seed)).toBe(2);
    }
  });

  test("has a value on every scale's own steps, whatever is in the blood", () => {
    for (const minute of [-5, 10, 25, 60]) {
      const patient = createPatient(drawn(1), minute, {
        route: "intravenous",
        doses: [{ act: "start", atMin: 0, mg: 120, overMin: 30 }],
      });
      for (const id of ASSESSMENT_IDS) expect(faultOfAssessment(id, judged(patient, id))).toBeNull();
    }
  });

  test("answers a scenario: SpO2 falls by what the scenario takes, pressure rises by what it adds", () => {
    const patient = infused(3, 0);
    const calm = step(patient, 1).vitals;
    const ill = step(patient, 1, { spo2Drop: 13, systolicRise: 40, pulseRise: 0 }).vitals;
    expect(calm.spo2 - ill.spo2).toBeCloseTo(13, 1);
    expect(ill.systolic - calm.systolic).toBeCloseTo(40, 5);
    expect(ill.diastolic - calm.diastolic).toBeCloseTo(26.8, 5);
  });
});

test("over 100 infusions the mean rise of systolic pressure is that of the meta-analysis, 10.4 to 14.8 mmHg (clinical.md 2.3)", () => {
  const rises = Array.from({ length: 100 }, (_, seed) => {
    return drawn(seed).pressureSlope * infused(seed, 41).effectNgMl;
  });
  expect(mean(rises)).toBeGreaterThan(10.4);
  expect(mean(rises)).toBeLessThan(14.8);
});

test("patients differ in weight, age, pressure and pulse, and none begins below 93 % SpO2", () => {
  const profiles = Array.from({ length: 200 }, (_, seed) => drawn(seed));
  for (const key of ["weightKg", "ageYears", "systolic", "pulseRate"] as const) {
    expect(new Set(profiles.map((profile) => profile[key])).size).toBeGreaterThan(20);
  }
  expect(Math.min(...profiles.map(({ spo2 }) => spo2))).toBeGreaterThanOrEqual(93);
});
