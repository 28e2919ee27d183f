import {
  type AlarmLimit,
  type EscalationRow,
  type EscalationStep,
  type LimitRow,
  type LimitSet,
  type Side,
  TechnicalId,
} from "@watchroom/shared/alarm";
import { METRIC_IDS, type MetricId } from "@watchroom/shared/metric";
import { assert } from "@watchroom/shared/result";
import type { AlarmRule, Observation } from "./alarm/alarm.ts";

export type Limits = Readonly<Partial<Record<MetricId, AlarmLimit>>>;

const rowOf = (set: LimitSet, metric: MetricId, side: Side): LimitRow | undefined =>
  set.limits.find((row) => row.metric === metric && row.side === side);

const standard = new WeakMap<LimitSet, Limits>();

/** The set's limits as people see them; one object a set, so that thousands of rooms share it. */
export function limitsOf(set: LimitSet): Limits {
  const limits = standard.get(set) ?? makeLimits(set);
  standard.set(set, limits);
  return limits;
}

function makeLimits(set: LimitSet): Limits {
  const limits: Partial<Record<MetricId, AlarmLimit>> = {};
  for (const metric of METRIC_IDS) {
    const low = rowOf(set, metric, "low")?.tiers;
    const high = rowOf(set, metric, "high")?.tiers;
    if (!low && !high) continue;
    limits[metric] = {
      low: low?.[0]?.limit ?? null,
      lowCritical: low?.[1]?.limit ?? null,
      high: high?.[0]?.limit ?? null,
      highCritical: high?.[1]?.limit ?? null,
    };
  }
  return limits;
}

/** A limit row with this patient's numbers in it: bounds, degrees, and where the delay is bypassed. */
type LimitRule = AlarmRule & {
  readonly metric: MetricId;
  readonly side: Side;
  readonly bounds: readonly number[];
  readonly immediateBeyond: number | null;
};

/**
 * The rule of one metric and side; null when this patient has no limit there. Delays, priorities and latching stay the
 * clinic's; a changed low limit moves the bypass with it.
 */
function limitRule(set: LimitSet, limits: Limits, metric: MetricId, side: Side): LimitRule | null {
  const row = rowOf(set, metric, side);
  const limit = limits[metric];
  const first = row?.tiers[0];
  if (!row || !limit || !first) return null;
  const bounds = side === "low" ? [limit.low, limit.lowCritical] : [limit.high, limit.highCritical];
  const kept = bounds.flatMap((bound, index) => {
    const tier = row.tiers[index];
    return bound === null || !tier ? [] : [{ bound, tier }];
  });
  const outer = kept[0];
  if (!outer) return null;
  const bypass = row.tiers.find((tier) => tier.immediateBeyond !== undefined)?.immediateBeyond;
  return {
    metric,
    side,
    // Breathing that stops and starts: each dip is shorter than the delay (clinical.md 3.3).
    countsExcursions: metric === "spo2" && side === "low",
    bounds: kept.map(({ bound }) => bound),
    immediateBeyond: bypass === undefined ? null : outer.bound + (bypass - first.limit),
    degrees: kept.map(({ tier }) => tier),
    limit: outer.bound,
    ...signalling(set),
  };
}

type ChainStep = NonNullable<AlarmRule["chain"]["high"]>[number];
const chains = new WeakMap<LimitSet, AlarmRule["chain"]>();
const MS_A_SECOND = 1_000;
const inMs = (steps: EscalationRow["steps"]): ChainStep[] =>
  steps.map(({ to, afterS }) => ({ to, afterMs: afterS * MS_A_SECOND }));

/** These steps fill the screens of stations. */
const AT_STATIONS: ReadonlySet<EscalationStep> = new Set(["roomNurse", "allStations"]);

const unheardSets = new WeakMap<LimitSet, LimitSet>();

/**
 * The set while no station hears: a high-priority alarm waits for none of the steps that reach nobody. The first one that
 * leaves the house is called at once, and those after it as much later as ever.
 */
export function unheard(set: LimitSet): LimitSet {
  const made = unheardSets.get(set) ?? { ...set, escalation: set.escalation.map(sooner) };
  unheardSets.set(set, made);
  return made;
}

function sooner(row: EscalationRow): EscalationRow {
  const first = row.steps.find(({ to }) => !AT_STATIONS.has(to));
  if (row.priority !== "high" || first === undefined) return row;
  // None is left out: how many were called counts on, whenever a station hears again.
  return { ...row, steps: row.steps.map(({ to, afterS }) => ({ to, afterS: Math.max(0, afterS - first.afterS) })) };
}

/** What holds for every condition of a set. */
function signalling(set: LimitSet): Pick<AlarmRule, "presentationMinMs" | "resignalMs" | "flapMs" | "chain"> {
  const chain =
    chains.get(set) ?? Object.fromEntries(set.escalation.map(({ priority, steps }) => [priority, inMs(steps)]));
  chains.set(set, chain);
  const { presentationMinMs, resignalMs, flapMs } = set.timing;
  return { presentationMinMs, resignalMs, flapMs, chain };
}

const isBeyond = (value: number, bound: number, side: Side): boolean =>
  side === "low" ? value < bound : value > bound;

/**
 * How a value counts: `full`, a fast deep fall bypasses its delay; `plain`, no bypass; `doubted`, its device calls the
 * signal weak.
 */
export type Trust = "full" | "plain" | "doubted";

/**
 * How many degrees a value is beyond, and how many of them at once. A value at the limit is not beyond it. One that is
 * so deep that a good signal would bypass the delay is not doubted: it waits no longer than its delay.
 */
export function levelOf(
  rule: LimitRule,
  value: number,
  trust: Trust,
): Pick<Observation, "level" | "immediate" | "isDoubted"> {
  let level = 0;
  for (const bound of rule.bounds) if (isBeyond(value, bound, rule.side)) level += 1;
  const isDeep = rule.immediateBeyond !== null && isBeyond(value, rule.immediateBeyond, rule.side);
  return { level, immediate: isDeep && trust === "full" ? level : 0, isDoubted: trust === "doubted" && !isDeep };
}

/** The rule of a technical condition. */
function technicalRule(set: LimitSet, id: TechnicalId): AlarmRule {
  const row = set.technical.find(({ condition }) => condition === id);
  assert(row, `the limit set has a row for ${id}`);
  const own = row.escalation && inMs(row.escalation.steps);
  return {
    degrees: row.tiers,
    side: null,
    limit: null,
    countsExcursions: false,
    bounds: [],
    ...signalling(set),
    ...(own !== undefined && { chain: Object.fromEntries(row.tiers.map(({ priority }) => [priority, own])) }),
  };
}

/** The values at which the degrees of a technical condition begin; empty when it has none. */
function technicalThresholds(set: LimitSet, id: TechnicalId): readonly number[] {
  const row = set.technical.find(({ condition }) => condition === id);
  return row?.tiers.flatMap(({ threshold }) => (threshold === undefined ? [] : [threshold])) ?? [];
}

/** All rules of a room, looked up by metric and side or by technical condition. */
export type Rules = {
  readonly byMetric: ReadonlyMap<MetricId, readonly LimitRule[]>;
  readonly technical: Readonly<Record<TechnicalId, AlarmRule>>;
  readonly thresholds: Readonly<Record<TechnicalId, readonly number[]>>;
};

const known = new WeakMap<LimitSet, WeakMap<Limits, Rules>>();

/** The rules that follow from a set and a patient's limits; made once for each. */
export function rulesOf(set: LimitSet, limits: Limits): Rules {
  const ofSet = known.get(set) ?? new WeakMap<Limits, Rules>();
  known.set(set, ofSet);
  const rules = ofSet.get(limits) ?? makeRules(set, limits);
  ofSet.set(limits, rules);
  return rules;
}

function makeRules(set: LimitSet, limits: Limits): Rules {
  const byMetric = new Map<MetricId, readonly LimitRule[]>();
  for (const metric of METRIC_IDS) {
    const sides: readonly Side[] = ["low", "high"];
    const rules = sides.flatMap((side) => limitRule(set, limits, metric, side) ?? []);
    if (rules.length > 0) byMetric.set(metric, rules);
  }
  const technical = Object.fromEntries(TechnicalId.options.map((id) => [id, technicalRule(set, id)]));
  const thresholds = Object.fromEntries(TechnicalId.options.map((id) => [id, technicalThresholds(set, id)]));
  return {
    byMetric,
    technical: technical as Record<TechnicalId, AlarmRule>,
    thresholds: thresholds as Record<TechnicalId, readonly number[]>,
  };
}
