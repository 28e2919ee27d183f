import { describe, expect, test } from "vitest";
import { createPatient, NO_SHIFT, type Patient, step } from "../../../simulators/src/patient/patient.ts";
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
