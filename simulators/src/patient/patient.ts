import { keyOf, normalAt, uniformAt } from "../random.ts";
import { type DrugState, type Given, NO_DRUG, plasmaNgMl, type Regimen, regimenOf, stepDrug } from "./pharmacology.ts";
import type { Profile } from "./profile.ts";

/** What is true in the body, before any device has measured it. */
export type Vitals = {
  readonly spo2: number;
  readonly pulseRate: number;
  readonly systolic: number;
  readonly diastolic: number;
  readonly perfusionIndex: number;
  readonly isMoving: boolean;
};

/** What a scenario does to the body, on top of the drug. */
export type Shift = { readonly spo2Drop: number; readonly systolicRise: number; readonly pulseRise: number };
export const NO_SHIFT: Shift = { spo2Drop: 0, systolicRise: 0, pulseRise: 0 };

/** Slow wandering, each about 1 wide (standard normal that forgets). */
type Drift = { readonly spo2: number; readonly pulse: number; readonly pressure: number; readonly perfusion: number };

/** A key of chance for each purpose of this patient. */
type Keys = { readonly [Purpose in keyof Drift | "movement"]: number } & {
  readonly phase: number;
  readonly periodS: number;
};

export type Patient = {
  readonly profile: Profile;
  readonly keys: Keys;
  readonly given: Given;
  readonly regimen: Regimen;
  /** The patient's own time; the planned first dose is its 0. */
  readonly minute: number;
  readonly steps: number;
  readonly drug: DrugState;
  /** Concentration at the effect site, as racemic ketamine's: esketamine counts twice (clinical.md 5.4). */
  readonly effectNgMl: number;
  /** The same where it acts on the pressure: of esketamine that is later. */
  readonly pressureNgMl: number;
  readonly drift: Drift;
  readonly movesForS: number;
  readonly vitals: Vitals;
};

/** mmHg diastolic per mmHg systolic, and pulse per ng/mL (clinical.md 5.4). */
const DIASTOLIC_SHARE = 0.67;
const PULSE_PER_NG_ML = 0.02;
/** A pulse quickens as oxygen falls: beats a minute per point; our choice. */
const PULSE_PER_POINT = 0.7;
const MOVES_AN_HOUR = 5;
/** Sedation takes a little of SpO2: about a point at the end of a usual infusion; our choice, below the dips of clinical.md 1.3. */
const SPO2_POINTS_PER_NG_ML = 0.006;
const ESKETAMINE_STRENGTH = 2;
/** After two devices the pressure peaks some 40 min after the first (label, clinical.md 1.3), sedation sooner. */
const ESKETAMINE_PRESSURE_KE0_PER_MIN = 0.07;
const SECOND_MIN = 1 / 60;

const purposes = ["spo2", "pulse", "pressure", "perfusion"] as const;
const wave = (minute: number, periodS: number, phase: number) =>
  Math.sin((2 * Math.PI * minute * 60) / periodS + phase);

function keysOf({ seed }: Profile): Keys {
  const key = (purpose: string) => keyOf(seed, purpose);
  return {
    spo2: key("drift spo2"),
    pulse: key("drift pulse"),
    pressure: key("drift pressure"),
    perfusion: key("drift perfusion"),
    movement: key("movement"),
    phase: uniformAt(key("phase"), 0) * 2 * Math.PI,
    periodS: 45 + 40 * uniformAt(key("phase"), 1),
  };
}

/** A patient at this minute of their own time, given what was given up to it. */
export function createPatient(profile: Profile, minute: number, given: Given): Patient {
  const regimen = regimenOf(given, profile.weightKg);
  const atDose: Patient = {
    profile,
    keys: keysOf(profile),
    given,
    regimen,
    minute: Math.min(0, minute, regimen.firstMin ?? 0),
    steps: 0,
    drug: NO_DRUG,
    effectNgMl: 0,
    pressureNgMl: 0,
    drift: { spo2: 0, pulse: 0, pressure: 0, perfusion: 0 },
    movesForS: 0,
    vitals: { ...profile, isMoving: false },
  };
  let patient = atDose;
  while (patient.minute < minute) patient = step(patient, 1);
  return patient;
}

type Drug = Pick<Patient, "drug" | "effectNgMl" | "pressureNgMl">;

/** The drug in blood and at the effect site `dtMin` later. */
function stepEffect(
  { drug, effectNgMl, pressureNgMl }: Drug,
  regimen: Regimen,
  ke0PerMin: number,
  minute: number,
  dtMin: number,
): Drug {
  const next = stepDrug(drug, regimen, minute, dtMin);
  const strength = regimen.isEsketamine ? ESKETAMINE_STRENGTH : 1;
  const plasma = strength * plasmaNgMl(next, regimen);
  const pressureKe0 = regimen.isEsketamine ? ESKETAMINE_PRESSURE_KE0_PER_MIN : ke0PerMin;
  return {
    drug: next,
    effectNgMl: effectNgMl + dtMin * ke0PerMin * (plasma - effectNgMl),
    pressureNgMl: pressureNgMl + dtMin * pressureKe0 * (plasma - pressureNgMl),
  };
}

/**
 * Pure. The same patient as if exactly this had been given, also what is told late: the drug is run again from the first
 * dose to now.
 */
export function give(patient: Patient, given: Given): Patient {
  const { profile } = patient;
  const regimen = regimenOf(given, profile.weightKg);
  const { firstMin } = regimen;
  let state: Drug = { drug: NO_DRUG, effectNgMl: 0, pressureNgMl: 0 };
  const seconds = firstMin === null ? 0 : Math.round((patient.minute - firstMin) / SECOND_MIN);
  for (let second = 0; second < seconds; second += 1) {
    state = stepEffect(state, regimen, profile.ke0PerMin, (firstMin ?? 0) + second * SECOND_MIN, SECOND_MIN);
  }
  return { ...patient, given, regimen, ...state };
}

function stepDrift(patient: Patient, dtS: number): Drift {
  const next = { ...patient.drift };
  for (const purpose of purposes) {
    const keep = Math.exp(-dtS / (purpose === "perfusion" ? 8 : 20));
    const fresh = normalAt(patient.keys[purpose], patient.steps);
    next[purpose] = keep * patient.drift[purpose] + Math.sqrt(1 - keep * keep) * fresh;
  }
  return next;
}

function stepMovement(patient: Patient, dtS: number): number {
  if (patient.movesForS > 0) return patient.movesForS - dtS;
  const key = patient.keys.movement;
  const isStarting = uniformAt(key, 2 * patient.steps) < (MOVES_AN_HOUR * dtS) / 3_600;
  return isStarting ? 4 + 6 * uniformAt(key, 2 * patient.steps + 1) : 0;
}

/** Depth of the patient's own dip now: down and up again as half a wave. */
function dipNow({ dip }: Profile, { firstMin }: Regimen, minute: number): number {
  if (dip === null || firstMin === null) return 0;
  const share = ((minute - firstMin - dip.atMin) * 60) / dip.durationS;
  return share <= 0 || share >= 1 ? 0 : dip.depth * Math.sin(Math.PI * share);
}

/** Breath (0.25 Hz) and vasomotion (about 0.01 to 0.1 Hz) make numbers move as a living patient's do; widths are our choice. */
function vitalsOf(patient: Omit<Patient, "vitals">, shift: Shift): Vitals {
  const { profile, regimen, drift, minute, effectNgMl, pressureNgMl } = patient;
  const { phase, periodS } = patient.keys;
  const drop = shift.spo2Drop + dipNow(profile, regimen, minute);
  const rise = profile.pressureSlope * pressureNgMl + shift.systolicRise;
  const swing = 2.2 * drift.pressure + 1.5 * wave(minute, periodS, phase);
  const breath = wave(minute, 4.3, phase);
  const slowPulse = 1.6 * wave(minute, periodS * 1.4, phase + 1) + 1.4 * breath + 2 * drift.pulse;
  const pulse = profile.pulseRate + PULSE_PER_NG_ML * effectNgMl + PULSE_PER_POINT * drop + shift.pulseRise + slowPulse;
  const perfusion = 1 + 0.12 * drift.perfusion + 0.1 * wave(minute, periodS, phase + 2);
  return {
    spo2: Math.min(100, Math.max(40, profile.spo2 - drop - SPO2_POINTS_PER_NG_ML * effectNgMl + 0.45 * drift.spo2)),
    pulseRate: Math.max(25, pulse),
    systolic: Math.max(50, profile.systolic + rise + swing),
    diastolic: Math.max(30, profile.diastolic + DIASTOLIC_SHARE * rise + 0.6 * swing),
    perfusionIndex: Math.min(20, Math.max(0.3, profile.perfusionIndex * perfusion)),
    isMoving: patient.movesForS > 0,
  };
}

/** Pure: the same patient, the same `dtS` and the same shift give the same patient `dtS` seconds later. */
export function step(patient: Patient, dtS: number, shift: Shift = NO_SHIFT): Patient {
  const { given, regimen, profile, keys } = patient;
  const dtMin = dtS / 60;
  const next = {
    profile,
    keys,
    given,
    regimen,
    minute: patient.minute + dtMin,
    steps: patient.steps + 1,
    ...stepEffect(patient, regimen, profile.ke0PerMin, patient.minute, dtMin),
    drift: stepDrift(patient, dtS),
    movesForS: stepMovement(patient, dtS),
  };
  return { ...next, vitals: vitalsOf(next, shift) };
}
