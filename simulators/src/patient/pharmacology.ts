import type { Route } from "@watchroom/shared/session";

/** Central volume in litres, rate constants per minute. `k13` and `k31` are 0 for two compartments. */
type Compartments = {
  readonly v1L: number;
  readonly k10: number;
  readonly k12: number;
  readonly k21: number;
  readonly k13: number;
  readonly k31: number;
};

/** How a dose comes into the blood. Times in minutes from the first dose. */
type Intake =
  | { readonly kind: "infusion"; readonly mg: number; readonly fromMin: number; readonly overMin: number }
  | {
      readonly kind: "absorbed";
      readonly mg: number;
      readonly share: number;
      readonly ka: number;
      readonly fromMin: number;
    };

export type Regimen = {
  readonly compartments: Compartments;
  readonly intakes: readonly Intake[];
  /** Minute of the first dose; null: nothing was given. */
  readonly firstMin: number | null;
  /** Pressure follows S-ketamine twice as steeply (clinical.md 5.4). */
  readonly isEsketamine: boolean;
};

/** Milligrams in the three compartments. */
export type DrugState = { readonly central: number; readonly second: number; readonly third: number };
export const NO_DRUG: DrugState = { central: 0, second: 0, third: 0 };

/** Clements, venous, two compartments: reproduces three published points (clinical.md 5.1, 5.2). */
const clements = (weightKg: number): Compartments => ({
  v1L: 1.7522 * weightKg,
  k10: 0.0109,
  k12: 0.0186,
  k21: 0.0137,
  k13: 0,
  k31: 0,
});

/** Esketamine surrogate, three compartments: V1 123 L, CL 1.48, Q2 2.5, V2 200, Q3 1.3, V3 386 (clinical.md 5.2). */
const ESKETAMINE: Compartments = {
  v1L: 123,
  k10: 1.48 / 123,
  k12: 2.5 / 123,
  k21: 2.5 / 200,
  k13: 1.3 / 123,
  k31: 1.3 / 386,
};

/** One thing that was done with the drug, at a minute of the patient's own time. */
export type DoseEvent =
  | { readonly act: "start"; readonly atMin: number; readonly mg: number; readonly overMin: number }
  | { readonly act: "changeRate"; readonly atMin: number; readonly mgPerMin: number }
  | { readonly act: "pause" | "resume" | "stop"; readonly atMin: number }
  | { readonly act: "injection" | "device" | "lozenge"; readonly atMin: number; readonly mg: number }
  /** A lozenge that lies in the mouth, until it is swallowed or spat out. */
  | { readonly act: "hold"; readonly atMin: number; readonly mg: number }
  | { readonly act: "swallow" | "spit"; readonly atMin: number };

/** What a patient was given, in order of time. */
export type Given = { readonly route: Route; readonly doses: readonly DoseEvent[] };

/** Usual infusion: 0.5 mg/kg over 40 min (Zarate 2006), injection 0.5 mg/kg (clinical.md 5.2). */
export const USUAL_MG_PER_KG = 0.5;
export const USUAL_OVER_MIN = 40;
/** One nasal device, and the rest before the next (clinical.md 1.1). */
export const DEVICE_MG = 28;
const DEVICE_REST_MIN = 5;
/** By mouth, inside the 25 to 300 mg of Andrade 2019 (clinical.md 2.3). */
export const USUAL_LOZENGE_MG = 100;

/** The usual course of a route that runs by itself from minute 0: an infusion, an injection, two devices or a lozenge. */
export function usualCourse(route: Route, weightKg: number): Given {
  const mg = USUAL_MG_PER_KG * weightKg;
  switch (route) {
    case "intravenous":
      return { route, doses: [{ act: "start", atMin: 0, mg, overMin: USUAL_OVER_MIN }] };
    case "intramuscular":
      return { route, doses: [{ act: "injection", atMin: 0, mg }] };
    case "intranasal":
      return { route, doses: [0, DEVICE_REST_MIN].map((atMin) => ({ act: "device", atMin, mg: DEVICE_MG })) };
    case "sublingual":
    case "oral":
      return { route, doses: [{ act: "lozenge", atMin: 0, mg: USUAL_LOZENGE_MG }] };
  }
}

/** Runs of the pump: each from its start to a pause, a stop, or the last of the planned milligrams. */
function runsOf(doses: readonly DoseEvent[]): Intake[] {
  const runs: Intake[] = [];
  let rate = 0;
  let leftMg = 0;
  let runsFromMin: number | null = null;
  const halt = (atMin: number) => {
    if (runsFromMin === null || rate === 0) return;
    const overMin = Math.min(atMin - runsFromMin, leftMg / rate);
    if (overMin > 0) runs.push({ kind: "infusion", mg: rate * overMin, fromMin: runsFromMin, overMin });
    leftMg -= rate * overMin;
    runsFromMin = null;
  };
  for (const dose of doses) {
    if (dose.act === "start") {
      halt(dose.atMin);
      rate = dose.mg / dose.overMin;
      leftMg = dose.mg;
      runsFromMin = dose.atMin;
    }
    if (dose.act === "changeRate") {
      const isRunning = runsFromMin !== null;
      halt(dose.atMin);
      rate = dose.mgPerMin;
      if (isRunning) runsFromMin = dose.atMin;
    }
    if (dose.act === "pause" || dose.act === "stop") halt(dose.atMin);
    if (dose.act === "resume") runsFromMin ??= dose.atMin;
  }
  halt(Number.POSITIVE_INFINITY);
  return runs;
}

/** Share that reaches the blood, its speed per minute, and minutes until it begins (clinical.md 5.2). */
type Absorption = { readonly share: number; readonly ka: number; readonly lagMin: number };
const INTO_MUSCLE: Absorption = { share: 0.93, ka: 0.175, lagMin: 0 };
const INTO_NOSE: Absorption = { share: 0.48, ka: 0.05, lagMin: 0 };
const SWALLOWED: Absorption = { share: 0.23, ka: 0.03, lagMin: 0 };
/** A lag of 10 to 15 min before the Tmax fits Chong 2006. */
const UNDER_TONGUE: Absorption = { share: 0.29, ka: 0.05, lagMin: 12 };
/** A lozenge is held so long to give what it can under the tongue; our choice, below the lag. */
const HELD_MIN = 10;
/**
 * Of the 29 % of a lozenge that was held and swallowed, this much comes through the lining of the mouth, and the rest as
 * from a swallowed one: m + (1 - m) x 23 % = 29 %, with the shares of clinical.md 5.2.
 */
const THROUGH_LINING = (UNDER_TONGUE.share - SWALLOWED.share) / (1 - SWALLOWED.share);

const take = ({ share, ka, lagMin }: Absorption, mg: number, atMin: number): Intake => ({
  kind: "absorbed",
  mg,
  share,
  ka,
  fromMin: atMin + lagMin,
});

/** What the mouth takes while it holds the lozenge, and what the gut takes once it is swallowed; what is spat out is gone. */
function heldIntake({ atMin, mg }: { atMin: number; mg: number }, end: DoseEvent | undefined): Intake[] {
  const heldMin = end === undefined ? HELD_MIN : end.atMin - atMin;
  const lining = THROUGH_LINING * Math.min(1, heldMin / HELD_MIN);
  const mouth = take({ ...UNDER_TONGUE, share: lining }, mg, atMin);
  if (end?.act !== "swallow") return [mouth];
  const lagMin = UNDER_TONGUE.lagMin - HELD_MIN;
  return [mouth, take({ ...UNDER_TONGUE, lagMin, share: UNDER_TONGUE.share - THROUGH_LINING }, mg, end.atMin)];
}

function absorbed(dose: DoseEvent, route: Route, later: readonly DoseEvent[]): Intake[] {
  switch (dose.act) {
    case "injection":
      return [take(INTO_MUSCLE, dose.mg, dose.atMin)];
    case "device":
      return [take(INTO_NOSE, dose.mg, dose.atMin)];
    case "lozenge":
      return [take(route === "oral" ? SWALLOWED : UNDER_TONGUE, dose.mg, dose.atMin)];
    case "hold":
      return heldIntake(
        dose,
        later.find(({ act }) => act === "swallow" || act === "spit"),
      );
    case "start":
    case "changeRate":
    case "pause":
    case "resume":
    case "stop":
    case "swallow":
    case "spit":
      return [];
  }
}

/** What was given does in a body of this weight. Nothing given: nothing comes in. */
export function regimenOf({ route, doses }: Given, weightKg: number): Regimen {
  const isEsketamine = route === "intranasal";
  return {
    compartments: isEsketamine ? ESKETAMINE : clements(weightKg),
    intakes: [...runsOf(doses), ...doses.flatMap((dose, index) => absorbed(dose, route, doses.slice(index + 1)))],
    firstMin: doses[0]?.atMin ?? null,
    isEsketamine,
  };
}

/** Milligrams a minute that reach the blood at this minute. */
function intakeRate(intake: Intake, minute: number): number {
  const since = minute - intake.fromMin;
  if (since < 0) return 0;
  if (intake.kind === "infusion") return since < intake.overMin ? intake.mg / intake.overMin : 0;
  return intake.ka * intake.share * intake.mg * Math.exp(-intake.ka * since);
}

/** Pure. The drug `dtMin` later (Euler; steps of a second are far below the fastest rate constant). */
export function stepDrug(drug: DrugState, regimen: Regimen, minute: number, dtMin: number): DrugState {
  const { k10, k12, k21, k13, k31 } = regimen.compartments;
  const taken = regimen.intakes.reduce((sum, intake) => sum + intakeRate(intake, minute + dtMin / 2), 0);
  const toSecond = k12 * drug.central - k21 * drug.second;
  const toThird = k13 * drug.central - k31 * drug.third;
  return {
    central: drug.central + dtMin * (taken - k10 * drug.central - toSecond - toThird),
    second: drug.second + dtMin * toSecond,
    third: drug.third + dtMin * toThird,
  };
}

/** Plasma concentration in ng/mL. */
export const plasmaNgMl = (drug: DrugState, regimen: Regimen): number =>
  (1_000 * drug.central) / regimen.compartments.v1L;
