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

const DEVICE_MG = 28;
/** Rest between two nasal devices (clinical.md 1.1). */
const DEVICE_REST_MIN = 5;

export type Dose =
  | { readonly route: "intravenous"; readonly mgPerKg: number; readonly overMin: number }
  | { readonly route: "intramuscular"; readonly mgPerKg: number }
  | { readonly route: "intranasal"; readonly devices: number }
  | { readonly route: "sublingual" | "oral"; readonly mg: number };

/**
 * The usual dose of a route: IV 0.5 mg/kg over 40 min (Zarate 2006), IM 0.5 mg/kg, two nasal devices of 28 mg; 100 mg
 * by mouth, inside the 25 to 300 mg of Andrade 2019 (clinical.md 2.3 and 5.2).
 */
export const USUAL_DOSE: Readonly<Record<Route, Dose>> = {
  intravenous: { route: "intravenous", mgPerKg: 0.5, overMin: 40 },
  intramuscular: { route: "intramuscular", mgPerKg: 0.5 },
  intranasal: { route: "intranasal", devices: 2 },
  sublingual: { route: "sublingual", mg: 100 },
  oral: { route: "oral", mg: 100 },
};

/** What a dose does in a body of this weight. Bioavailability and absorption per route: clinical.md 5.2. */
export function regimenOf(dose: Dose, weightKg: number): Regimen {
  const compartments = clements(weightKg);
  switch (dose.route) {
    case "intravenous": {
      const intakes: Intake[] = [{ kind: "infusion", mg: dose.mgPerKg * weightKg, fromMin: 0, overMin: dose.overMin }];
      return { compartments, intakes, isEsketamine: false };
    }
    case "intramuscular": {
      const intakes: Intake[] = [{ kind: "absorbed", mg: dose.mgPerKg * weightKg, share: 0.93, ka: 0.175, fromMin: 0 }];
      return { compartments, intakes, isEsketamine: false };
    }
    case "sublingual":
      // Lag of 10 to 15 min before the Tmax fits Chong 2006.
      return {
        compartments,
        intakes: [{ kind: "absorbed", mg: dose.mg, share: 0.29, ka: 0.05, fromMin: 12 }],
        isEsketamine: false,
      };
    case "oral":
      return {
        compartments,
        intakes: [{ kind: "absorbed", mg: dose.mg, share: 0.23, ka: 0.03, fromMin: 0 }],
        isEsketamine: false,
      };
    case "intranasal": {
      const intakes = Array.from(
        { length: dose.devices },
        (_, device): Intake => ({
          kind: "absorbed",
          mg: DEVICE_MG,
          share: 0.48,
          ka: 0.05,
          fromMin: device * DEVICE_REST_MIN,
        }),
      );
      return { compartments: ESKETAMINE, intakes, isEsketamine: true };
    }
  }
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
