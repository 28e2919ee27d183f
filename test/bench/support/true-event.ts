import { comparePriority, type LimitSet, type Priority, type TechnicalId } from "@watchroom/shared/alarm";
import { assert } from "@watchroom/shared/result";
import { durationS, type Moment, momentOf, type Scenario } from "../../../simulators/src/scenarios/scenario.ts";
import { SCENARIOS } from "../../../simulators/src/scenarios/table.ts";
import type { Second } from "./ordinary-session.ts";

/** What is true in this second, whoever has noticed. */
type Truth = Pick<Second, "body" | "received"> & { readonly moment: Moment };
/** One thing that must be signalled: what is true, for how long before it counts, and what then shows it. */
type Duty = {
  readonly name: string;
  readonly conditions: readonly string[];
  readonly priority: Priority;
  readonly delayS: number;
  /** It may come so late after that is known; absent: within its delay. */
  readonly mayTakeS?: number;
  isTrue(truth: Truth): boolean;
  /** A device has said so in this second; absent: what is true is known. */
  isMeasured?(truth: Truth): boolean;
  /** Must be signalled when it is so, but is not what the session is played for. */
  readonly isBeside?: boolean;
};
export type Caught = {
  readonly duty: string;
  readonly delayS: number;
  /** Seconds to its signal from when a device had first said it; null: never. */
  readonly afterS: number | null;
  /** The same from when it was true, whether anything could be measured or not. */
  readonly sinceTrueS: number | null;
};
export type EventKind = { readonly scenario: Scenario; dutiesIn(set: LimitSet): Duty[] };

/** On top of the delay. */
const GRACE_S = 2;
export const isInTime = ({ afterS, delayS }: Caught): boolean => afterS !== null && afterS <= delayS + GRACE_S;

/** The longest mean that the simulated oximeters show: a value cannot be known sooner than in it. */
const AVERAGED_S = 8;
type Oxygen = "spo2" | "pulseRate";
/** What stands so close to a limit is read on either side of it, by rounding and the device's own noise. */
const READ_WITHIN: Readonly<Record<Oxygen, number>> = { spo2: 1, pulseRate: 2 };

/** A cuff counts the pulse too. */
function valueIn(reading: Truth["received"][number], metric: Oxygen): number | null {
  if (reading.kind === "oximetry") return reading[metric] ?? null;
  return metric === "pulseRate" ? (reading.pulseRate ?? null) : null;
}

/**
 * Beyond one limit of the clinic's own, by the mean over what an oximeter needs to show it. On a weak signal it falls due
 * all the same after its own delay: what comes back while it waits longer is a true event that nobody was called to.
 */
export function beyond(set: LimitSet, metric: Oxygen, side: "low" | "high", signal: "good" | "weak" = "good"): Duty[] {
  const row = set.limits.find((one) => one.metric === metric && one.side === side);
  return (row?.tiers ?? []).map(({ limit, priority, conditionDelayMs, weakSignalDelayMs }) => {
    const mayTakeMs = signal === "weak" ? (weakSignalDelayMs ?? conditionDelayMs) : conditionDelayMs;
    let last: number[] = [];
    return {
      name: `${metric} ${side} ${limit}`,
      ...{ conditions: [`${metric}.${side}`], priority },
      ...{ delayS: conditionDelayMs / 1_000, mayTakeS: mayTakeMs / 1_000 },
      isTrue({ body }) {
        last = [...last, body[metric]].slice(-AVERAGED_S);
        const mean = last.reduce((sum, value) => sum + value, 0) / last.length;
        return side === "low" ? mean < limit - READ_WITHIN[metric] : mean > limit + READ_WITHIN[metric];
      },
      isMeasured: ({ received }) =>
        received.some((reading) => {
          const value = valueIn(reading, metric);
          return value !== null && (side === "low" ? value < limit : value > limit);
        }),
    };
  });
}

/** What the devices said last: the cuff holds a weak signal while it inflates on the same arm. */
function createEyes() {
  let [isInflating, hasSpo2] = [false, true];
  let sensor: string | undefined;
  return ({ received }: Truth) => {
    for (const reading of received) {
      if (reading.kind === "oximetry") [hasSpo2, sensor] = [(reading.spo2 ?? null) !== null, reading.sensor];
      else isInflating = reading.state === "measuring";
    }
    return { isInflating, hasSpo2, sensor };
  };
}

/** No SpO2 at all, other than while a cuff inflates on the sensor's arm: the room must say so, whatever the reason. */
export function lost(set: LimitSet): Duty {
  const conditions = ["signalWeak", "sensorOff", "sensorFault", "noData", "linkLost"] as const;
  const [, withoutValue] = set.technical.find(({ condition }) => condition === "signalWeak")?.tiers ?? [];
  assert(withoutValue !== undefined, "a signal without a value is the second degree of a weak one");
  const sees = createEyes();
  return {
    name: "SpO2 lost",
    ...{ conditions, priority: "low", delayS: withoutValue.conditionDelayMs / 1_000, isBeside: true },
    isTrue(truth) {
      const { hasSpo2, isInflating } = sees(truth);
      return !hasSpo2 && !isInflating;
    },
  };
}

/** A pressure is known when the cuff has said it. */
function pressureAbove(set: LimitSet): Duty[] {
  const row = set.limits.find(({ metric, side }) => metric === "systolic" && side === "high");
  return (row?.tiers ?? []).map(({ limit, priority }) => {
    let isAbove = false;
    return {
      name: `systolic high ${limit}`,
      ...{ conditions: ["systolic.high"], priority, delayS: 0 },
      isTrue({ received }) {
        for (const reading of received) {
          if (reading.kind === "bloodPressure" && reading.state === "done") isAbove = (reading.systolic ?? 0) > limit;
        }
        return isAbove;
      },
    };
  });
}

/** `noticedS`: what the engine is allowed before its delay, because nothing can be known sooner. */
function technical(
  set: LimitSet,
  ids: readonly TechnicalId[],
  isTrue: (truth: Truth) => boolean,
  noticedS = 0,
): Duty[] {
  const tiers = ids.map((id) => set.technical.find(({ condition }) => condition === id)?.tiers[0]);
  const [first] = tiers;
  assert(first !== undefined, "a technical condition has a row");
  const delays = tiers.map((tier) => (tier?.conditionDelayMs ?? 0) / 1_000);
  const delayS = noticedS + Math.max(...delays);
  return [{ name: ids.join(" or "), conditions: ids, priority: first.priority, delayS, isTrue }];
}

/** Until so many updates are missing nobody can say that data stays away. */
const UPDATES_MISSED_S = 3;
const noDataNoticedS = (set: LimitSet): number => {
  const row = set.technical.find(({ condition }) => condition === "noData");
  return Math.max(0, UPDATES_MISSED_S - (row?.tiers[0]?.conditionDelayMs ?? 0) / 1_000);
};
const BATTERY_LOW = 20;
/** What the event has left behind is seen so long. */
export const AFTERWARDS_S = 60;

/** Two that the simulators' own table does not have: a fall that stays medium, and a fast pulse. */
export const SHALLOW: Scenario = {
  happens: "SpO2 falls 7 points in 90 s and stays there for five minutes.",
  watcherSees: "SpO2 below 92 (medium, after 15 s) in most patients.",
  patient: {
    spo2Drop: [
      [0, 0],
      [90, 7],
      [390, 7],
      [480, 0],
    ],
  },
};
const TACHYCARDIA: Scenario = {
  happens: "The pulse rises by 65 beats a minute in a minute and stays there for three.",
  watcherSees: "Pulse rate above 120 (medium), in many patients above 140 (high).",
  patient: {
    pulseRise: [
      [0, 0],
      [60, 65],
      [240, 65],
      [360, 0],
    ],
  },
};

export const EVENT_KINDS: Readonly<Record<string, EventKind>> = {
  "desaturation, deep and fast": {
    scenario: SCENARIOS.apnoea,
    dutiesIn: (set) => [...beyond(set, "spo2", "low"), lost(set)],
  },
  "desaturation, deep and slow": {
    scenario: SCENARIOS.desaturation,
    dutiesIn: (set) => [...beyond(set, "spo2", "low"), lost(set)],
  },
  "desaturation, shallow": { scenario: SHALLOW, dutiesIn: (set) => [...beyond(set, "spo2", "low"), lost(set)] },
  bradycardia: { scenario: SCENARIOS.bradycardia, dutiesIn: (set) => [...beyond(set, "pulseRate", "low"), lost(set)] },
  tachycardia: { scenario: TACHYCARDIA, dutiesIn: (set) => [...beyond(set, "pulseRate", "high"), lost(set)] },
  hypertension: { scenario: SCENARIOS.hypertension, dutiesIn: pressureAbove },
  "sensor off": {
    scenario: SCENARIOS["probe-off"],
    dutiesIn: (set) => technical(set, ["sensorOff"], ({ moment }) => moment.isSensorOff),
  },
  "weak signal": {
    scenario: SCENARIOS["weak-signal"],
    dutiesIn(set) {
      const sees = createEyes();
      return technical(set, ["signalWeak"], (truth) => {
        const { sensor, isInflating } = sees(truth);
        return truth.moment.isSensorWeak && sensor === "weak" && !isInflating;
      });
    },
  },
  "link cut": {
    scenario: SCENARIOS["link-loss"],
    dutiesIn: (set) => technical(set, ["noData", "linkLost"], ({ moment }) => moment.isLinkCut, noDataNoticedS(set)),
  },
  "value stuck": {
    scenario: SCENARIOS["stuck-value"],
    dutiesIn: (set) => technical(set, ["valueStuck"], ({ moment }) => moment.isFrozen, set.timing.stuckAfterMs / 1_000),
  },
  "battery flat": {
    scenario: SCENARIOS["flat-battery"],
    dutiesIn: (set) =>
      technical(
        set,
        ["batteryLow"],
        ({ moment }) => moment.battery !== null && Math.round(moment.battery) <= BATTERY_LOW,
      ),
  },
  "cuff failing": {
    scenario: SCENARIOS["cuff-failure"],
    dutiesIn(set) {
      let hasFailed = false;
      return technical(set, ["cuffFailed"], ({ received }) => {
        for (const reading of received) {
          if (reading.kind === "bloodPressure" && reading.state !== "measuring") hasFailed = reading.state === "failed";
        }
        return hasFailed;
      });
    },
  },
};

type Waiting = {
  readonly duty: Duty;
  since: number | null;
  measuredSince: number | null;
  signalledAt: number | null;
  isDue: boolean;
  /** It was so for as long as its delay, whether anything could be measured or not. */
  hasHappened: boolean;
};

const between = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : Math.max(0, to - from);

const isSignalled = ({ state }: Second, { conditions, priority }: Duty): boolean =>
  Object.values(state.alarms).some(
    ({ condition, alarm }) =>
      conditions.includes(condition.technical ?? `${condition.metric}.${condition.side}`) &&
      alarm.present > 0 &&
      alarm.signal !== "off" &&
      alarm.priority !== null &&
      comparePriority(alarm.priority, priority) >= 0,
  );

/** Holds what is true of one event against what the engine signals, each duty the first time that it is due. */
export function createCatch({ scenario, dutiesIn }: EventKind, set: LimitSet) {
  const waiting: Waiting[] = dutiesIn(set).map((duty) => ({
    duty,
    ...{ since: null, measuredSince: null, signalledAt: null, isDue: false, hasHappened: false },
  }));

  function follow(one: Waiting, second: Second, truth: Truth): void {
    const isTrue = one.duty.isTrue(truth);
    if (one.isDue && (one.signalledAt !== null || !isTrue)) return;
    if (!isTrue || second.eventS === null) {
      if (!one.isDue) Object.assign(one, { since: null, measuredSince: null, signalledAt: null });
      return;
    }
    one.since ??= second.second;
    if (one.duty.isMeasured?.(truth) ?? true) one.measuredSince ??= second.second;
    if (isSignalled(second, one.duty)) one.signalledAt ??= second.second;
    one.hasHappened ||= second.second - one.since >= one.duty.delayS;
    one.isDue ||= one.measuredSince !== null && second.second - one.measuredSince >= one.duty.delayS;
  }

  return {
    see(second: Second): "enough" | null {
      const truth = { ...second, moment: momentOf(scenario, second.eventS ?? -1) };
      for (const one of waiting) follow(one, second, truth);
      return (second.eventS ?? 0) > durationS(scenario) + AFTERWARDS_S ? "enough" : null;
    },
    /** Every duty that fell due, also one that nobody signalled; empty: nothing that counts has happened. */
    caught: (): Caught[] =>
      (waiting.some(({ duty, hasHappened }) => hasHappened && duty.isBeside !== true) ? waiting : [])
        .filter(({ isDue }) => isDue)
        .map(({ duty, since, measuredSince, signalledAt }) => ({
          ...{ duty: duty.name, delayS: duty.mayTakeS ?? duty.delayS },
          afterS: between(measuredSince, signalledAt),
          sinceTrueS: between(since, signalledAt),
        })),
  };
}
