import { z } from "zod";
import { formatValue, METRICS, MetricId } from "./metric.ts";
import { assertNever } from "./result.ts";
import type { EpochMs } from "./time.ts";

/** Words of IEC 60601-1-8. */
export const PRIORITIES = ["high", "medium", "low"] as const;
export const Priority = z.enum(PRIORITIES);
export type Priority = z.infer<typeof Priority>;
const RANK: Readonly<Record<Priority, number>> = { high: 3, medium: 2, low: 1 };
/** Positive when `a` is the more urgent. */
export const comparePriority = (a: Priority, b: Priority): number => RANK[a] - RANK[b];
export const STARS: Readonly<Record<Priority, string>> = { high: "!!!", medium: "!!", low: "!" };

export const Signal = z.enum(["off", "on", "acknowledged", "latched"]);
export type Signal = z.infer<typeof Signal>;
export const Side = z.enum(["low", "high"]);
export type Side = z.infer<typeof Side>;

/** What is lost decides the group; the group decides the melody (clinical.md 3.1). */
export const MELODIES = ["general", "oxygen", "ventilation", "cardiovascular", "equipment"] as const;
export type Melody = (typeof MELODIES)[number];

// ---- Limits -------------------------------------------------------------------------------------------------------

/** What monitors let a clinic set as an SpO2 delay at all (clinical.md 3.4: EarlyVue, 0 to 30 s). */
export const WEAK_SIGNAL_DELAY_MAX_MS = 30_000;

/** One step of urgency of a condition: beyond `limit` for `conditionDelayMs` it is present at `priority`. */
const Tier = z.object({
  limit: z.number(),
  priority: Priority,
  conditionDelayMs: z.number().int().min(0).max(120_000),
  latching: z.boolean(),
  /** Beyond this value the delay is bypassed: a fast deep fall. */
  immediateBeyond: z.number().optional(),
  /**
   * Instead of the delay: points beyond the limit times seconds, summed, at which the condition is present; three
   * excursions within a minute are present whatever the sum (clinical.md 3.3: SatSeconds).
   */
  pointSeconds: z.number().min(5).max(500).optional(),
  /**
   * While every value of the fall comes on a signal that the oximeter itself calls weak: present after so long instead.
   */
  weakSignalDelayMs: z.number().int().min(0).max(WEAK_SIGNAL_DELAY_MAX_MS).optional(),
  source: z.string().min(1),
});

export const LimitRow = z.object({ metric: MetricId, side: Side, tiers: z.array(Tier).min(1).max(2) });
export type LimitRow = z.infer<typeof LimitRow>;

/** How far from this patient's own baseline: in the metric's unit, or in percent of the baseline. */
const FromBaseline = z.union([
  z.object({ by: z.number().positive() }),
  z.object({ percent: z.number().positive().max(200) }),
]);
export type FromBaseline = z.infer<typeof FromBaseline>;

/** A degree as a protocol states it: a number, a distance from the baseline, or both: then what is reached first. */
export const PhaseTier = Tier.extend({ limit: z.number().nullable(), fromBaseline: FromBaseline.nullable() });
export type PhaseTier = z.infer<typeof PhaseTier>;

export const TechnicalId = z.enum([
  "sensorOff",
  "signalWeak",
  "sensorFault",
  "valueStuck",
  "noData",
  "linkLost",
  "batteryLow",
  "cuffFailed",
  "recordNotSaved",
  "notHeard",
  "checkOverdue",
  "standbyOver",
  "helpCalled",
  "notReached",
  "roomFault",
]);
export type TechnicalId = z.infer<typeof TechnicalId>;

/**
 * Text and melody of each technical condition. `perDevice`: a condition for each device of the room. What the person
 * should do is part of the row, since an alarm that does not say it is half an alarm.
 */
export const TECHNICAL_CONDITIONS: Readonly<
  Record<
    TechnicalId,
    { readonly text: string; readonly action: string; readonly melody: Melody; readonly perDevice: boolean }
  >
> = {
  sensorOff: {
    text: "SpO₂ sensor off",
    action: "Put the sensor back on the finger",
    melody: "oxygen",
    perDevice: true,
  },
  signalWeak: { text: "SpO₂ signal weak", action: "Warm or change the finger", melody: "oxygen", perDevice: true },
  sensorFault: {
    text: "SpO₂ not plausible",
    action: "Look at the patient, then the sensor",
    melody: "oxygen",
    perDevice: true,
  },
  valueStuck: {
    text: "Oximeter value not changing",
    action: "Look at the patient, then restart the oximeter",
    melody: "equipment",
    perDevice: true,
  },
  noData: {
    text: "No data from oximeter",
    action: "Check the oximeter and its network",
    melody: "equipment",
    perDevice: true,
  },
  linkLost: { text: "Link lost", action: "Check the device and its network", melody: "equipment", perDevice: true },
  batteryLow: { text: "Battery low", action: "Charge or change the device", melody: "equipment", perDevice: true },
  cuffFailed: {
    text: "Cuff measurement failed",
    action: "Check the cuff, then measure again",
    melody: "cardiovascular",
    perDevice: true,
  },
  recordNotSaved: {
    text: "Record not being saved",
    action: "Chart on paper; check the server's disk",
    melody: "equipment",
    perDevice: false,
  },
  checkOverdue: {
    text: "Overdue",
    action: "Do the check that is overdue",
    melody: "general",
    perDevice: false,
  },
  standbyOver: {
    text: "Standby too long",
    action: "Look for the patient; put the sensor back on",
    melody: "general",
    perDevice: false,
  },
  helpCalled: {
    text: "Help called",
    action: "Go to this room now",
    melody: "general",
    perDevice: false,
  },
  notReached: {
    text: "Not reached",
    action: "Call them another way",
    melody: "equipment",
    perDevice: false,
  },
  notHeard: {
    text: "No station hears this room",
    action: "Open the wall on a station with sound",
    melody: "equipment",
    perDevice: false,
  },
  roomFault: {
    text: "Monitoring of this room failed",
    action: "Watch the patient at the bedside",
    melody: "equipment",
    perDevice: false,
  },
};

/** Who hears of an alarm that nobody has taken, in the order of the chain. */
export const EscalationStep = z.enum(["roomNurse", "allStations", "chargeNurse", "physician"]);
export type EscalationStep = z.infer<typeof EscalationStep>;
export const ESCALATION_LABELS: Readonly<Record<EscalationStep, string>> = {
  roomNurse: "room nurse",
  allStations: "all stations",
  chargeNurse: "charge nurse",
  physician: "physician",
};

/** From the begin of the signal, each step after so many seconds. Ends when somebody takes the alarm. */
export const EscalationRow = z.object({
  priority: Priority,
  steps: z
    .array(z.object({ to: EscalationStep, afterS: z.number().int().min(0).max(1_800) }))
    .min(1)
    .max(6),
  source: z.string().min(1),
});
export type EscalationRow = z.infer<typeof EscalationRow>;

/** One sentence per fault of a chain. */
export function faultsOfEscalation({ priority, steps }: EscalationRow): string[] {
  const isRising = steps.every(({ afterS }, index) => index === 0 || afterS > (steps[index - 1]?.afterS ?? 0));
  return isRising ? [] : [`Escalation of ${priority} alarms: each step must come later than the one before.`];
}

const TechnicalRow = z.object({
  condition: TechnicalId,
  /** The least urgent first; a condition of two degrees has two. */
  tiers: z
    .array(
      z.object({
        priority: Priority,
        conditionDelayMs: z.number().int().min(0).max(300_000),
        latching: z.boolean(),
        /** The value at or beyond which this degree counts (battery percent, failed attempts); else absent. */
        threshold: z.number().optional(),
        source: z.string().min(1),
      }),
    )
    .min(1)
    .max(2),
  /** Its own chain, whatever its priority; absent: that of its priority. */
  escalation: EscalationRow.omit({ priority: true }).optional(),
});

const Timing = z.object({
  /** An alarm signal is presented at least so long. */
  presentationMinMs: z.number().int().positive(),
  /** An acknowledged high-priority condition that stays is signalled again after this. */
  resignalMs: z.number().int().positive(),
  audioPauseMaxMs: z.number().int().positive(),
  /** A condition that comes back within this after its end goes on as the same episode. */
  flapMs: z.number().int().min(0).max(300_000),
  /** SpO2 conditions are held at most so long while a cuff on the same arm inflates. */
  cuffHoldMaxMs: z.number().int().positive(),
  /** SpO2 below this, the first after a gap or without a pulse, is not believed until it changes. */
  spo2UnconfirmedBelow: z.number(),
  /** So many of the device's own updates without a valid SpO2 are a gap. */
  spo2GapUpdates: z.number().positive(),
  /** Oximeter values identical for so long, perfusion index among them: stuck. */
  stuckAfterMs: z.number().int().positive(),
  /** The same for a device that sends no perfusion index. */
  stuckAfterWithoutPerfusionMs: z.number().int().positive(),
  sources: z.record(z.string(), z.string()),
});

/**
 * A set of limits as a clinic keeps it: data with an author and a source for each number. `faultsOfLimitSet` holds the
 * rules that a schema cannot say.
 */
export const LimitSet = z.object({
  id: z.string(),
  name: z.string(),
  version: z.number().int().positive(),
  author: z.string(),
  limits: z.array(LimitRow),
  technical: z.array(TechnicalRow),
  escalation: z.array(EscalationRow),
  timing: Timing,
});
export type LimitSet = z.infer<typeof LimitSet>;

/** Only an oximeter says of its own signal that it is weak. */
export const METRICS_OF_A_SIGNAL: readonly MetricId[] = ["spo2", "pulseRate"];

/** Why a degree cannot wait so long for a weak signal, in one sentence; null when it can, or does not. */
export function faultOfWeakSignalDelay(
  name: string,
  metric: MetricId,
  { weakSignalDelayMs, conditionDelayMs }: Pick<PhaseTier, "weakSignalDelayMs" | "conditionDelayMs">,
): string | null {
  if (weakSignalDelayMs === undefined) return null;
  if (!METRICS_OF_A_SIGNAL.includes(metric)) return `${name}: only SpO₂ and pulse rate come with a weak signal.`;
  return weakSignalDelayMs < conditionDelayMs
    ? `${name}: the delay while the signal is weak must not be shorter than the delay.`
    : null;
}

/** One sentence per fault; empty when the set can be used. */
export function faultsOfLimitSet(set: LimitSet): string[] {
  const faults: string[] = [];
  for (const { metric, side, tiers } of set.limits) {
    const name = `${METRICS[metric].label} ${side}`;
    const [low, high] = METRICS[metric].range;
    for (const tier of tiers) {
      if (tier.limit < low || tier.limit > high) faults.push(`${name}: ${tier.limit} is outside ${low} to ${high}.`);
      const weak = faultOfWeakSignalDelay(name, metric, tier);
      if (weak !== null) faults.push(weak);
    }
    const [first, second] = tiers;
    if (first && second) {
      const further = side === "low" ? second.limit < first.limit : second.limit > first.limit;
      if (!further) faults.push(`${name}: the second limit ${second.limit} must be further out than ${first.limit}.`);
      if (comparePriority(second.priority, first.priority) <= 0)
        faults.push(`${name}: the second limit must be more urgent.`);
    }
  }
  for (const { metric, tiers } of set.limits.filter((row) => row.side === "low")) {
    const high = set.limits.find((row) => row.metric === metric && row.side === "high")?.tiers[0]?.limit;
    const low = tiers[0]?.limit;
    if (high !== undefined && low !== undefined && low >= high) {
      faults.push(`${METRICS[metric].label}: low ${low} must be below high ${high}.`);
    }
  }
  for (const id of TechnicalId.options) {
    if (!set.technical.some((row) => row.condition === id)) faults.push(`${TECHNICAL_CONDITIONS[id].text}: no row.`);
  }
  const own = set.technical.flatMap(({ escalation, tiers }) =>
    tiers.slice(0, 1).flatMap(({ priority }) => (escalation === undefined ? [] : [{ ...escalation, priority }])),
  );
  faults.push(...[...set.escalation, ...own].flatMap(faultsOfEscalation));
  return faults;
}

/** The limits of one metric as people set and see them. `null`: no limit on that side. */
export const AlarmLimit = z.object({
  low: z.number().nullable(),
  lowCritical: z.number().nullable(),
  high: z.number().nullable(),
  highCritical: z.number().nullable(),
});
export type AlarmLimit = z.infer<typeof AlarmLimit>;

/** Why this limit cannot be set, in one sentence; null when it can. */
export function faultOfLimit(metric: MetricId, limit: AlarmLimit): string | null {
  const { label, range } = METRICS[metric];
  const values = [limit.lowCritical, limit.low, limit.high, limit.highCritical].filter((value) => value !== null);
  for (const value of values) {
    if (value < range[0] || value > range[1]) return `${label}: ${value} is outside ${range[0]} to ${range[1]}.`;
  }
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    if (before !== undefined && before >= value) return `${label}: ${before} must be below ${value}.`;
  }
  if (limit.low === null && limit.lowCritical !== null) return `${label}: a critical low limit needs a low limit.`;
  if (limit.high === null && limit.highCritical !== null) return `${label}: a critical high limit needs a high limit.`;
  return null;
}

// ---- Alarms as they are shown and kept ----------------------------------------------------------------------------

/** `spo2.low`, or `sensorOff:<deviceId>`, or `recordNotSaved`. Unique in a room. */
export type ConditionId = string;

/** What the person who took the alarm made of it: the ground of every figure about alarms that were worth it. */
export const DISPOSITIONS = {
  treated: { label: "Treated", actionable: true },
  expectedEffect: { label: "Expected effect", actionable: true },
  artefact: { label: "Artefact", actionable: false },
  sensor: { label: "Sensor", actionable: false },
} as const;
export const Disposition = z.enum(
  Object.keys(DISPOSITIONS) as [keyof typeof DISPOSITIONS, ...(keyof typeof DISPOSITIONS)[]],
);
export type Disposition = z.infer<typeof Disposition>;

export const AlarmView = z.object({
  /** One episode of one condition: unique in the ward for ever. */
  episodeId: z.string(),
  condition: z.string(),
  kind: z.enum(["physiological", "technical"]),
  metric: MetricId.nullable(),
  side: Side.nullable(),
  technical: TechnicalId.nullable(),
  /** What a person calls the device, for a technical condition of one. */
  device: z.string().nullable(),
  /** The device's or the engine's further word: "motion", "12 %", "36 after a gap". */
  cause: z.string().nullable(),
  priority: Priority,
  /** False: the condition has ended, its signal is latched or still in its least presentation. */
  present: z.boolean(),
  signal: Signal,
  value: z.number().nullable(),
  limit: z.number().nullable(),
  worst: z.number().nullable(),
  since: z.number(),
  endedAt: z.number().nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: z.number().nullable(),
  disposition: Disposition.nullable().default(null),
  /** Who said so: not always who acknowledged it. */
  judgedBy: z.string().nullable().default(null),
  note: z.string().nullable().default(null),
  /** How far the alarm has gone along the clinic's chain; null: nobody beyond the room was called. */
  escalation: z.object({ to: EscalationStep, step: z.number(), at: z.number() }).nullable().default(null),
  /** When the present signal began: a signal that is given again is another one. */
  signalledAt: z.number().nullable().default(null),
  /** How often the condition came within this one episode. */
  onsets: z.number().default(1),
  melody: z.enum(MELODIES),
});
export type AlarmView = z.infer<typeof AlarmView>;

const ALARM_CHANGES = [
  "began",
  "resumed",
  "heldBack",
  "escalated",
  "declined",
  "annotated",
  "priorityRaised",
  "priorityLowered",
  "acknowledged",
  "signalledAgain",
  "ended",
  "latched",
  "reset",
  "cleared",
] as const;
export const AlarmChangeKind = z.enum(ALARM_CHANGES);
export type AlarmChangeKind = z.infer<typeof AlarmChangeKind>;

/** One change of one alarm, as the journal keeps it and programs read it. */
export const AlarmChange = z.object({
  at: z.number(),
  change: AlarmChangeKind,
  by: z.string().nullable(),
  alarm: AlarmView,
});
export type AlarmChange = z.infer<typeof AlarmChange>;

const sign = (side: Side): string => (side === "low" ? "<" : ">");

/** What, value, limit: the part that is never cut off. "SpO₂ 86 < 92". */
export function alarmText(alarm: AlarmView): string {
  if (alarm.kind === "technical") {
    const text = alarm.technical === null ? alarm.condition : TECHNICAL_CONDITIONS[alarm.technical].text;
    return alarm.cause === null ? text : `${text}: ${alarm.cause}`;
  }
  if (alarm.metric === null || alarm.side === null || alarm.limit === null) return alarm.condition;
  // When it is over, what matters is how bad it was.
  const shown = alarm.present ? alarm.value : (alarm.worst ?? alarm.value);
  const value = shown === null ? "--" : formatValue(alarm.metric, shown);
  return `${METRICS[alarm.metric].label} ${value} ${sign(alarm.side)} ${formatValue(alarm.metric, alarm.limit)}`;
}

/** "lowest 84", or nothing for a technical condition. */
export function worstText(alarm: AlarmView): string | null {
  if (alarm.metric === null || alarm.worst === null || alarm.side === null) return null;
  return `${alarm.side === "low" ? "lowest" : "highest"} ${formatValue(alarm.metric, alarm.worst)}`;
}

/** The whole sentence, for lists and readers: "SpO₂ 86 < 92, lowest 84". */
export function alarmSentence(alarm: AlarmView): string {
  const worst = worstText(alarm);
  return worst === null ? alarmText(alarm) : `${alarmText(alarm)}, ${worst}`;
}

export function changeText(change: AlarmChangeKind): string {
  switch (change) {
    case "began":
      return "began";
    case "resumed":
      return "came again";
    case "heldBack":
      return "ended before its delay, not signalled";
    case "escalated":
      return "escalated";
    case "declined":
      return "declined";
    case "annotated":
      return "annotated";
    case "priorityRaised":
      return "became more urgent";
    case "priorityLowered":
      return "became less urgent";
    case "acknowledged":
      return "acknowledged";
    case "signalledAgain":
      return "signalled again";
    case "ended":
      return "ended";
    case "latched":
      return "ended, kept until reset";
    case "reset":
      return "reset";
    case "cleared":
      return "cleared with the room";
    default:
      return assertNever(change);
  }
}

/** The order in which a person should look: not acknowledged and present first, then by priority, then the longest. */
export function compareAlarms(a: AlarmView, b: AlarmView): number {
  const waiting = ({ signal, present }: AlarmView): number => (signal === "on" ? (present ? 0 : 1) : present ? 2 : 3);
  return waiting(a) - waiting(b) || comparePriority(b.priority, a.priority) || a.since - b.since;
}

/** Milliseconds since the condition began (its length, when it has ended). */
export const alarmAgeMs = (alarm: AlarmView, now: EpochMs): number => (alarm.endedAt ?? now) - alarm.since;
