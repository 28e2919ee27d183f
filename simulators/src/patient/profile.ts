import { createRandom } from "../random.ts";

/** A short fall of SpO2 by itself, as happens in a few sessions; minutes from the first dose. */
type Dip = { readonly atMin: number; readonly depth: number; readonly durationS: number };

/** What differs between patients and does not change during a session. */
export type Profile = {
  readonly seed: number;
  readonly ageYears: number;
  readonly weightKg: number;
  readonly spo2: number;
  readonly pulseRate: number;
  readonly systolic: number;
  readonly diastolic: number;
  readonly perfusionIndex: number;
  /** Rise of systolic pressure, mmHg per ng/mL of racemic ketamine at the effect site. */
  readonly pressureSlope: number;
  readonly ke0PerMin: number;
  readonly dip: Dip | null;
};

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** mmHg per ng/mL: s ~ N(0.065, 0.045), not below 0; 3 % of sessions thrice, a history of hypertension + 30 % (clinical.md 5.4). */
function drawSlope(seed: number, hasHypertension: boolean): number {
  const random = createRandom(seed, "pressure slope");
  const base = Math.max(0, random.normal(0.065, 0.045));
  const hyperResponder = random.chance(0.03) ? 3 : 1;
  return base * hyperResponder * (hasHypertension ? 1.3 : 1);
}

/** Dips of 2 to 6 points for 20 to 60 s in 2.5 % of sessions (clinical.md 5.4). */
function drawDip(seed: number): Dip | null {
  const random = createRandom(seed, "dip");
  if (!random.chance(0.025)) return null;
  return { atMin: random.between(5, 60), depth: random.between(2, 6), durationS: random.between(20, 60) };
}

/**
 * A patient drawn from a seed. SpO2 ~ N(97, 1.2), not below 93 (trials took nobody below: clinical.md 1.3). Weight, age,
 * resting pulse and pressure: spread of adults who would be treated, not a published distribution.
 */
export function drawProfile(seed: number): Profile {
  const random = createRandom(seed, "profile");
  const ageYears = Math.round(within(random.normal(43, 14), 18, 78));
  const hasHypertension = random.chance(ageYears > 55 ? 0.35 : 0.12);
  const systolic = within(random.normal(120 + (ageYears - 43) / 5 + (hasHypertension ? 8 : 0), 9), 102, 142);
  return {
    seed,
    ageYears,
    weightKg: within(random.normal(76, 14), 48, 125),
    spo2: within(random.normal(97, 1.2), 94, 99.2),
    pulseRate: within(random.normal(73, 8), 58, 94),
    systolic,
    diastolic: within(systolic * 0.63 + random.normal(0, 4), 62, 88),
    perfusionIndex: within(Math.exp(random.normal(Math.log(3.2), 0.5)), 1.2, 8),
    pressureSlope: drawSlope(seed, hasHypertension),
    ke0PerMin: random.between(0.2, 0.3),
    dip: drawDip(seed),
  };
}
