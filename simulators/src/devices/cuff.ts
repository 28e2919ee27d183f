import type { BloodPressureReading } from "@watchroom/shared/reading";
import { ROUTES, type Route } from "@watchroom/shared/session";
import type { Vitals } from "../patient/patient.ts";
import { createRandom, type Random } from "../random.ts";

type Pressure = {
  readonly systolic: number;
  readonly diastolic: number;
  readonly mean: number;
  readonly pulseRate: number;
};
export type CuffEvent =
  | { readonly kind: "measuring" }
  | ({ readonly kind: "done" } & Pressure)
  | { readonly kind: "failed"; readonly failure: string };

/** What a scenario does to the cuff in this second. */
type Bystander = { readonly mustFail: boolean; readonly isPressed: boolean };
const NOBODY: Bystander = { mustFail: false, isPressed: false };

type Cuff = {
  /** One second at this minute of the session. Returns what the cuff has to tell, if anything. */
  sense(vitals: Vitals, minute: number, bystander?: Bystander): CuffEvent | null;
  /** The cuff stops the blood of its arm now. */
  isOccluding(): boolean;
};

/** Of attempts fail, in the middle of 3 to 5 % (clinical.md 5.4). */
const FAILURE_SHARE = 0.04;
/** Least rest between two automatic cycles (clinical.md 3.2, ISO 80601-2-30). */
const REST_S = 30;
/** SpO2 stays "--" 30 to 45 s in all (clinical.md 5.4): the blood is back some seconds after the cuff is empty. */
const REFILL_S = 8;
/** Spread of a reading, mmHg. ISO allows an SD of 8 (clinical.md 3.2); the device here is better than it must be. */
const NOISE_SD = 4;
const FAILURES = ["Movement during the measurement", "Cuff leak", "No pulse found"] as const;

/** Minutes from the first dose at which a pressure is taken; the one at the start is the baseline (clinical.md 7). */
const PROGRAMME: Readonly<Record<Route, readonly number[]>> = {
  intravenous: [0, 10, 20, 30, 40, 55, 70, 85, 100],
  intramuscular: [10, 20, 30, 45, 60, 90, 120],
  intranasal: [20, 40, 60, 90, 120],
  sublingual: [30, 45, 60, 90, 120],
  oral: [30, 45, 60, 90, 120],
};
/** After the programme's end, as long as the patient stays; our choice. */
const AFTERWARDS_MIN = 30;

/** The next minute after this one at which a pressure is due. */
export function nextDue(route: Route, minute: number): number {
  const due = PROGRAMME[route].find((at) => at > minute);
  if (due !== undefined) return due;
  const last = PROGRAMME[route].at(-1) ?? ROUTES[route].observationMin;
  return last + AFTERWARDS_MIN * (Math.floor((minute - last) / AFTERWARDS_MIN) + 1);
}

function measure(vitals: Vitals, random: Random): Pressure {
  const systolic = Math.round(vitals.systolic + random.normal(0, NOISE_SD));
  const diastolic = Math.min(systolic - 15, Math.round(vitals.diastolic + random.normal(0, 0.7 * NOISE_SD)));
  return {
    systolic,
    diastolic,
    mean: Math.round(diastolic + (systolic - diastolic) / 3 + random.normal(0, 1)),
    pulseRate: Math.round(vitals.pulseRate + random.normal(0, 1.5)),
  };
}

/** A cuff that measures when it is switched on, then by its route's programme; a failed attempt is repeated once. */
export function createCuff(seed: number, route: Route): Cuff {
  const random = createRandom(seed, "cuff");
  let state: "resting" | "measuring" = "resting";
  let leftS = 3;
  let refillS = 0;
  let isRepeat = false;
  let dueMin: number | null = null;

  const start = (): CuffEvent => {
    state = "measuring";
    leftS = Math.round(random.between(26, 34));
    return { kind: "measuring" };
  };
  const finish = (vitals: Vitals, minute: number, mustFail: boolean): CuffEvent => {
    state = "resting";
    refillS = REFILL_S;
    dueMin ??= nextDue(route, minute);
    const isFailed = mustFail || random.chance(FAILURE_SHARE);
    const mayRepeat = isFailed && !isRepeat;
    isRepeat = mayRepeat;
    leftS = mayRepeat ? REST_S : 0;
    if (!mayRepeat) dueMin = nextDue(route, minute);
    return isFailed ? { kind: "failed", failure: random.pick(FAILURES) } : { kind: "done", ...measure(vitals, random) };
  };

  return {
    sense(vitals, minute, { mustFail, isPressed } = NOBODY) {
      refillS = Math.max(0, refillS - 1);
      leftS = Math.max(0, leftS - 1);
      if (isPressed && state === "resting") return start();
      if (leftS > 0) return null;
      if (state === "measuring") return finish(vitals, minute, mustFail);
      const isFirst = dueMin === null;
      return isFirst || isRepeat || minute >= (dueMin ?? 0) ? start() : null;
    },
    isOccluding: () => state === "measuring" || refillS > 0,
  };
}

/** What the cuff sends, as the public contract has it. */
export function encodeCuff(
  event: CuffEvent,
  stamp: { id: string; measuredAt: string; battery: number },
): BloodPressureReading {
  const base = {
    id: stamp.id,
    kind: "bloodPressure" as const,
    measuredAt: stamp.measuredAt,
    battery: Math.round(stamp.battery),
  };
  switch (event.kind) {
    case "measuring":
      return { ...base, state: "measuring" };
    case "failed":
      return { ...base, state: "failed", failure: event.failure };
    case "done": {
      const { systolic, diastolic, mean, pulseRate } = event;
      return { ...base, state: "done", systolic, diastolic, mean, pulseRate };
    }
  }
}
