import { OximetryReading } from "@watchroom/shared/reading";
import { describe, expect, test } from "vitest";
import { createOximeter, type SensorTrouble } from "../../../simulators/src/devices/oximeter.ts";
import { createPatient, step } from "../../../simulators/src/patient/patient.ts";
import { usualCourse } from "../../../simulators/src/patient/pharmacology.ts";
import { drawProfile } from "../../../simulators/src/patient/profile.ts";
import { AT_EASE } from "../../../simulators/src/patient/unrest.ts";

const FINE: SensorTrouble = { isOff: false, isWeak: false, isFrozen: false, isOccluded: false, artefact: AT_EASE };
const STAMP = { id: "x-1", measuredAt: "2026-01-01T08:30:00.000Z", battery: 81.4 };

/** What the device sends each second. */
function sent(seed: number, seconds: number, trouble: (second: number) => Partial<SensorTrouble> = () => ({})) {
  const oximeter = createOximeter(seed);
  let patient = createPatient(drawProfile(seed), 0, usualCourse("intravenous", 70));
  return Array.from({ length: seconds }, (_, second) => {
    patient = step(patient, 1);
    oximeter.sense(patient.vitals, { ...FINE, ...trouble(second) });
    return oximeter.encode(STAMP);
  });
}

describe("the oximeter", () => {
  test("sends whole SpO2 and pulse, a perfusion index of one decimal, battery and period, as the contract has it", () => {
    for (const reading of sent(5, 120)) {
      expect(OximetryReading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
      expect(Number.isInteger(reading.spo2) && Number.isInteger(reading.pulseRate)).toBe(true);
      expect(String(reading.perfusionIndex)).toMatch(/^\d+(\.\d)?$/);
      expect(reading).toMatchObject({ sensor: "on", battery: 81, updatePeriodS: 1 });
    }
  });

  test("of a living patient never sends the same three values for a minute", () => {
    for (let seed = 0; seed < 25; seed += 1) {
      let same = 0;
      let longest = 0;
      let last = "";
      for (const { spo2, pulseRate, perfusionIndex } of sent(seed, 1_800)) {
        const key = `${spo2}/${pulseRate}/${perfusionIndex}`;
        same = key === last ? same + 1 : 0;
        longest = Math.max(longest, same);
        last = key;
      }
      expect(longest).toBeLessThan(30);
    }
  });

  test("whose sensor is off sends no values and says so", () => {
    expect(sent(5, 10, () => ({ isOff: true })).at(-1)).toMatchObject({
      spo2: null,
      pulseRate: null,
      perfusionIndex: null,
      sensor: "off",
    });
  });

  test("under an inflated cuff of the same arm sends a perfusion index of 0, no SpO2, and says the signal is weak", () => {
    expect(sent(5, 10, () => ({ isOccluded: true })).at(-1)).toMatchObject({
      spo2: null,
      perfusionIndex: 0,
      sensor: "weak",
    });
  });

  test("on a cold hand says that the signal is weak, with a perfusion index below 1", () => {
    const reading = sent(5, 10, () => ({ isWeak: true })).at(-1);
    expect(reading?.sensor).toBe("weak");
    expect(reading?.perfusionIndex).toBeLessThan(1);
  });

  test("that hangs sends the same values again and again", () => {
    const readings = sent(5, 40, (second) => ({ isFrozen: second >= 20 })).slice(20);
    expect(new Set(readings.map((reading) => JSON.stringify(reading))).size).toBe(1);
  });

  test("averages: a sudden fall is shown whole only after 4 to 8 s", () => {
    const oximeter = createOximeter(5);
    const vitals = { ...createPatient(drawProfile(5), 0, usualCourse("intravenous", 70)).vitals, isMoving: false };
    for (let second = 0; second < 10; second += 1) oximeter.sense({ ...vitals, spo2: 98 }, FINE);
    let seconds = 0;
    while ((oximeter.encode(STAMP).spo2 ?? 0) > 80) {
      oximeter.sense({ ...vitals, spo2: 80 }, FINE);
      seconds += 1;
    }
    expect(seconds).toBeGreaterThanOrEqual(4);
    expect(seconds).toBeLessThanOrEqual(8);
  });
});
