import { describe, expect, test } from "vitest";
import { createPatient, type Patient, step } from "../../../simulators/src/patient/patient.ts";
import { usualCourse } from "../../../simulators/src/patient/pharmacology.ts";
import { drawProfile } from "../../../simulators/src/patient/profile.ts";
import { createUnrest, type Unrest } from "../../../simulators/src/patient/unrest.ts";

const HOUR_S = 3_600;
const patientOf = (seed: number): Patient => {
  const profile = drawProfile(seed);
  return createPatient(profile, 40, usualCourse("intravenous", profile.weightKg));
};
/** What the first hour brings to a patient who stays as sedated as at minute 40. */
function hourOf(seed: number, patient = patientOf(seed)): Unrest[] {
  const unrest = createUnrest(seed);
  return Array.from({ length: HOUR_S }, () => unrest(patient));
}
const spells = (seconds: readonly Unrest[], isIn: (second: Unrest) => boolean): number =>
  seconds.filter((second, index) => {
    const before = seconds[index - 1];
    return isIn(second) && (before === undefined || !isIn(before));
  }).length;
const HOURS = Array.from({ length: 200 }, (_, seed) => hourOf(seed + 1));
const anHour = (isIn: (second: Unrest) => boolean): number =>
  HOURS.reduce((sum, seconds) => sum + spells(seconds, isIn), 0) / HOURS.length;

describe("a restless patient", () => {
  test("is the same again for the same seed", () => {
    expect(hourOf(7)).toEqual(HOURS[6]);
    expect(hourOf(8)).not.toEqual(HOURS[6]);
  });

  test("moves about three times an hour, some patients much more than most", () => {
    expect(anHour(({ isMoving }) => isMoving)).toBeGreaterThan(2);
    expect(anHour(({ isMoving }) => isMoving)).toBeLessThan(4);
    const counts = HOURS.map((seconds) => spells(seconds, ({ isMoving }) => isMoving)).sort((a, b) => b - a);
    const sum = (of: readonly number[]) => of.reduce((all, one) => all + one, 0);
    expect(sum(counts.slice(0, 20)) / sum(counts)).toBeGreaterThan(0.35);
  });

  test("loses the sensor now and then, which has nothing to do with what the body does", () => {
    const knocked = anHour(({ isOff }) => isOff);
    expect(knocked).toBeGreaterThan(0.15);
    expect(knocked).toBeLessThan(0.35);
    const all = HOURS.flat();
    expect(all.some(({ readsLowBy, isLost }) => readsLowBy > 0 && isLost)).toBe(false);
    expect(all.every(({ shift }) => shift.spo2Drop >= 0 && shift.spo2Drop <= 12)).toBe(true);
  });

  test("dips more often when sedated after something else that sedates, and sags in few", () => {
    const drops = HOURS.map((seconds) => Math.max(...seconds.map(({ shift }) => shift.spo2Drop)));
    const some = drops.filter((drop) => drop > 2).length / drops.length;
    expect(some).toBeGreaterThan(0.08);
    expect(some).toBeLessThan(0.3);
    const sags = HOURS.filter((seconds) => seconds.every(({ shift }) => shift.spo2Drop > 0)).length / HOURS.length;
    expect(sags).toBeGreaterThan(0);
    expect(sags).toBeLessThan(0.06);
  });

  test("has cold fingers in few cases, and says nothing of it in the others", () => {
    const cold = HOURS.filter((seconds) => seconds.filter(({ isWeak, isMoving }) => isWeak && !isMoving).length > 50);
    expect(cold.length / HOURS.length).toBeGreaterThan(0.02);
    expect(cold.length / HOURS.length).toBeLessThan(0.12);
  });

  test("goes on in time: a second is a second, whatever the patient's step", () => {
    const unrest = createUnrest(3);
    let patient = patientOf(3);
    const walked = Array.from({ length: 600 }, () => {
      patient = step(patient, 1);
      return unrest(patient).isMoving;
    });
    expect(walked).toEqual(HOURS[2]?.slice(0, 600).map(({ isMoving }) => isMoving));
  });
});
