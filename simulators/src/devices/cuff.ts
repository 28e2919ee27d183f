import { PROTOCOLS, type Protocol } from "@watchroom/shared/protocol";
import type { BloodPressureReading } from "@watchroom/shared/reading";
import type { Route } from "@watchroom/shared/session";
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
type Bystander = {
  readonly mustFail: boolean;
  /** Somebody presses START at the device. */
  readonly isPressed: boolean;
  /** Somebody at the wall asks for a pressure. */
  readonly isAsked?: boolean;
};
const NOBODY: Bystander = { mustFail: false, isPressed: false };

/** A session asks for pressures: when the next one is due, on the wall; null: none is. */
export type PressureAsked = { readonly dueAt: number | null };
/** Now, in the patient's minutes and on the wall, and what the session asks; null: no session, the cuff goes by itself. */
type CuffTime = { readonly minute: number; readonly now: number; readonly asked: PressureAsked | null };

type Cuff = {
  /** One second. Returns what the cuff has to tell, if anything. */
  sense(vitals: Vitals, time: CuffTime, bystander?: Bystander): CuffEvent | null;
  /** The cuff stops the blood of its arm now. */
  isOccluding(): boolean;
};

/** Of attempts fail, in the middle of 3 to 5 % (clinical.md 5.4). */
const FAILURE_SHARE = 0.04;
/** Least rest between two cycles that no hand at the device starts (clinical.md 3.2, ISO 80601-2-30). */
const REST_S = 30;
/** SpO2 stays "--" 30 to 45 s in all (clinical.md 5.4): the blood is back some seconds after the cuff is empty. */
const REFILL_S = 8;
/** Spread of a reading, mmHg. ISO allows an SD of 8 (clinical.md 3.2); the device here is better than it must be. */
const NOISE_SD = 4;
const FAILURES = ["Movement during the measurement", "Cuff leak", "No pulse found"] as const;

/** Seconds after its due time at which a cuff begins that nobody asks; our choice. */
const BEGINS_AFTER_S: readonly [number, number] = [3, 9];
/** A due pressure that the record still lacks is taken again after this (clinical.md 2.2: recheck after 3 to 5 min). */
const AGAIN_AFTER_MS = 3 * 60_000;
/** After the programme's end, as long as the patient stays; our choice. */
const AFTERWARDS_MIN = 30;

/** Minutes from the first dose at which the route's preset takes a pressure, in order. */
function programmeOf({ checks, dosing, observation }: Protocol): number[] {
  const dosedMin = dosing.plannedMin;
  const endMin = observation.minutes + (observation.from === "endOfDosing" ? dosedMin : 0);
  const minutes = checks
    .filter(({ what }) => what === "bloodPressure")
    .flatMap(({ timing, phases }) => {
      if ("atMin" in timing) return timing.atMin;
      if ("once" in timing) return [];
      const [from, to] = phases.includes("dosing") ? [0, dosedMin] : [dosedMin + timing.everyMin, endMin];
      const count = Math.floor((to - from) / timing.everyMin) + 1;
      return Array.from({ length: count }, (_, index) => from + index * timing.everyMin);
    });
  return [...new Set(minutes)].sort((a, b) => a - b);
}

/** The next minute after this one at which a pressure is due by the route's preset. */
export function nextDue(route: Route, minute: number): number {
  const programme = programmeOf(PROTOCOLS[route]);
  const due = programme.find((at) => at > minute);
  if (due !== undefined) return due;
  const last = programme.at(-1) ?? 0;
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

/** Which due time was served last, and when: what is due is taken once, and again when the record still lacks it. */
function createAppointments(beginsAfterMs: number) {
  let servedDueAt: number | null = null;
  let servedAt = 0;
  return {
    isTime({ dueAt }: PressureAsked, now: number): boolean {
      if (dueAt === null || now < dueAt + beginsAfterMs) return false;
      return dueAt !== servedDueAt || now - servedAt >= AGAIN_AFTER_MS;
    },
    serve(asked: PressureAsked | null, now: number) {
      servedAt = now;
      if (asked?.dueAt !== null && asked !== null && now >= asked.dueAt) servedDueAt = asked.dueAt;
    },
  };
}

/**
 * A cuff that measures when it is switched on, then when the session has a pressure due, or without a session by its
 * route's preset; a failed attempt is repeated once. Asked from the wall it begins at once, or when its rest is over.
 */
export function createCuff(seed: number, route: Route, isEager = true, beginsAfterS = BEGINS_AFTER_S): Cuff {
  const random = createRandom(seed, "cuff");
  let state: "resting" | "measuring" = "resting";
  let leftS = 3;
  let refillS = 0;
  let isRepeat = false;
  let isFirst = isEager;
  let restsS = 0;
  let isAwaited = false;
  let dueMin: number | null = null;
  const appointments = createAppointments(1_000 * createRandom(seed, "cuff begins").between(...beginsAfterS));

  const start = (): CuffEvent => {
    state = "measuring";
    isFirst = false;
    isAwaited = false;
    leftS = Math.round(random.between(26, 34));
    return { kind: "measuring" };
  };
  const finish = (vitals: Vitals, { minute, now, asked }: CuffTime, mustFail: boolean): CuffEvent => {
    state = "resting";
    refillS = REFILL_S;
    restsS = REST_S;
    const isFailed = mustFail || random.chance(FAILURE_SHARE);
    isRepeat = isFailed && !isRepeat;
    leftS = isRepeat ? REST_S : 0;
    if (!isRepeat) dueMin = nextDue(route, minute);
    if (!isRepeat) appointments.serve(asked, now);
    return isFailed ? { kind: "failed", failure: random.pick(FAILURES) } : { kind: "done", ...measure(vitals, random) };
  };
  const isTime = ({ minute, now, asked }: CuffTime): boolean => {
    if (isFirst || isRepeat) return true;
    if (asked !== null) return appointments.isTime(asked, now);
    dueMin ??= nextDue(route, minute);
    return minute >= dueMin;
  };

  return {
    sense(vitals, time, { mustFail, isPressed, isAsked = false } = NOBODY) {
      refillS = Math.max(0, refillS - 1);
      leftS = Math.max(0, leftS - 1);
      restsS = Math.max(0, restsS - 1);
      isAwaited ||= isAsked && state === "resting";
      if (state === "resting" && (isPressed || (isAwaited && restsS === 0))) return start();
      if (leftS > 0) return null;
      if (state === "measuring") return finish(vitals, time, mustFail);
      return isTime(time) ? start() : null;
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
