import { type AlarmChangeKind, comparePriority, type Priority, type Side, type Signal } from "@watchroom/shared/alarm";
import { addMs, type Instant, instantAt, type MonoMs } from "@watchroom/shared/time";

/** One degree of urgency of a condition. */
type Degree = { readonly priority: Priority; readonly conditionDelayMs: number; readonly latching: boolean };

/** What the engine must know of a condition. `degrees`: the least urgent first. */
export type AlarmRule = {
  readonly degrees: readonly Degree[];
  /** Which way is worse; null for a technical condition. */
  readonly side: Side | null;
  /** The limit that people see; null for a technical condition. */
  readonly limit: number | null;
  readonly presentationMinMs: number;
  readonly resignalMs: number;
};

/** What was just seen of a condition. */
export type Observation = {
  /** So many degrees are beyond their bound now; 0: none. */
  readonly level: number;
  /** So many of them need no delay. */
  readonly immediate: number;
  readonly value: number | null;
  readonly cause: string | null;
};

type Acknowledgement = { readonly by: string; readonly at: Instant };

/**
 * One alarm: the condition (how far beyond, since when, how far present) and, apart from it, the signal. A pure value:
 * every function below returns a new one.
 */
export type Alarm = {
  readonly level: number;
  /** Since when each degree is beyond its bound. */
  readonly beyondSince: readonly (MonoMs | null)[];
  /** So many degrees are present; 0: the condition is absent or pending. */
  readonly present: number;
  /** Onsets wait while a cuff on the same arm inflates. */
  readonly held: boolean;
  readonly signal: Signal;
  /** The signal has been given since then without a pause in presence. */
  readonly presentedSince: MonoMs | null;
  /** The priority with which it stays after its end; null: it does not latch. */
  readonly latches: Priority | null;
  readonly episodeId: string | null;
  readonly since: Instant | null;
  readonly endedAt: Instant | null;
  readonly acknowledged: Acknowledgement | null;
  readonly priority: Priority | null;
  readonly value: number | null;
  readonly worst: number | null;
  /** The worst value since the value went beyond its bound, present or not yet. */
  readonly excursion: number | null;
  readonly cause: string | null;
};

export const ALARM_AT_REST: Alarm = {
  level: 0,
  beyondSince: [],
  present: 0,
  held: false,
  signal: "off",
  presentedSince: null,
  latches: null,
  episodeId: null,
  since: null,
  endedAt: null,
  acknowledged: null,
  priority: null,
  value: null,
  worst: null,
  excursion: null,
  cause: null,
};

/** Nothing is shown, pending or remembered: the alarm may be forgotten. */
export const isAtRest = (alarm: Alarm): boolean => alarm.level === 0 && alarm.present === 0 && alarm.signal === "off";

/** What came out, in order; the monitor turns it into entries of the journal. */
type Change = {
  readonly change: AlarmChangeKind;
  readonly at: Instant;
  readonly by: string | null;
  readonly alarm: Alarm;
};
export type Stepped = { readonly alarm: Alarm; readonly changes: readonly Change[] };
type NewEpisode = () => string;

const worse = (side: Side | null, a: number | null, b: number | null): number | null => {
  if (a === null || b === null || side === null) return a ?? b;
  return side === "low" ? Math.min(a, b) : Math.max(a, b);
};

/** Takes in what was seen now. Call `advance` to the same moment before. */
export function observe(alarm: Alarm, rule: AlarmRule, seen: Observation, now: Instant, episode: NewEpisode): Stepped {
  const beyondSince = rule.degrees.map((_, index) =>
    seen.level > index ? (alarm.beyondSince[index] ?? now.mono) : null,
  );
  const isBeyond = seen.level > 0;
  const next: Alarm = {
    ...alarm,
    level: seen.level,
    beyondSince,
    value: isBeyond ? seen.value : alarm.value,
    cause: isBeyond ? seen.cause : alarm.cause,
    excursion: isBeyond ? worse(rule.side, alarm.level === 0 ? null : alarm.excursion, seen.value) : alarm.excursion,
    worst: isBeyond && alarm.present > 0 ? worse(rule.side, alarm.worst, seen.value) : alarm.worst,
  };
  return settle(next, rule, seen.immediate, now, episode);
}

/** Lets time pass: every delay, least presentation and repeated signal that fell due, each at its own moment. */
export function advance(alarm: Alarm, rule: AlarmRule, now: Instant, episode: NewEpisode): Stepped {
  let stepped: Stepped = { alarm, changes: [] };
  for (let due = deadline(alarm, rule); due !== null && due <= now.mono; due = deadline(stepped.alarm, rule)) {
    const { alarm: next, changes } = settle(stepped.alarm, rule, 0, instantAt(due, now), episode);
    stepped = { alarm: next, changes: [...stepped.changes, ...changes] };
  }
  return stepped;
}

/** The next moment at which time alone changes this alarm; null when it never does. */
export function deadline(alarm: Alarm, rule: AlarmRule): MonoMs | null {
  let due: number | null = null;
  const add = (at: number): void => {
    due = due === null ? at : Math.min(due, at);
  };
  if (!alarm.held) {
    for (let index = alarm.present; index < alarm.level; index++) {
      const since = alarm.beyondSince[index];
      const degree = rule.degrees[index];
      if (since !== undefined && since !== null && degree) add(since + degree.conditionDelayMs);
    }
  }
  if (alarm.signal === "on" && alarm.present === 0 && alarm.presentedSince !== null) {
    add(alarm.presentedSince + rule.presentationMinMs);
  }
  if (alarm.signal === "acknowledged" && alarm.priority === "high" && alarm.present > 0 && alarm.acknowledged) {
    add(alarm.acknowledged.at.mono + rule.resignalMs);
  }
  return due as MonoMs | null;
}

/** Onsets wait from here on. What is present stays present. */
export const hold = (alarm: Alarm): Alarm => (alarm.held ? alarm : { ...alarm, held: true });

/** Onsets wait no longer; the delay of what is still beyond its bound starts now, since the value was not to be trusted. */
export function release(alarm: Alarm, now: Instant): Alarm {
  if (!alarm.held) return alarm;
  const beyondSince = alarm.beyondSince.map((since, index) =>
    since !== null && index >= alarm.present ? now.mono : since,
  );
  return { ...alarm, held: false, beyondSince };
}

/** A person has taken note. Refused (null) when there is nothing to take note of. */
export function acknowledge(alarm: Alarm, by: string, now: Instant): Stepped | null {
  if (alarm.signal !== "on") return null;
  const signal = alarm.present > 0 ? "acknowledged" : "off";
  const next: Alarm = { ...alarm, signal, acknowledged: { by, at: now } };
  return { alarm: next, changes: [{ change: "acknowledged", at: now, by, alarm: next }] };
}

/** Ends a latched signal. Null when it is not latched. */
export function reset(alarm: Alarm, by: string, now: Instant): Stepped | null {
  if (alarm.signal !== "latched") return null;
  const next: Alarm = { ...alarm, signal: "off" };
  return { alarm: next, changes: [{ change: "reset", at: now, by, alarm: next }] };
}

/** The room was cleared, or the device taken away, by a named person. */
export function clear(alarm: Alarm, by: string | null, now: Instant): Stepped {
  const next: Alarm = { ...ALARM_AT_REST };
  if (alarm.signal === "off") return { alarm: next, changes: [] };
  return { alarm: next, changes: [{ change: "cleared", at: now, by, alarm: { ...alarm, present: 0, endedAt: now } }] };
}

function presence(alarm: Alarm, rule: AlarmRule, immediate: number, now: Instant): number {
  let present = Math.min(alarm.present, alarm.level);
  for (let index = present; index < alarm.level; index++) {
    const since = alarm.beyondSince[index];
    const degree = rule.degrees[index];
    if (since === undefined || since === null || !degree || alarm.held) continue;
    const isDue = immediate > index || now.mono >= addMs(since, degree.conditionDelayMs);
    if (isDue) present = index + 1;
  }
  return present;
}

function settle(alarm: Alarm, rule: AlarmRule, immediate: number, now: Instant, episode: NewEpisode): Stepped {
  const present = presence(alarm, rule, immediate, now);
  if (present > alarm.present || isMoreUrgent(rule, present, alarm)) return onset(alarm, rule, present, now, episode);
  if (present < alarm.present) return decline(alarm, rule, present, now);
  return atTime(alarm, rule, now);
}

/** The limits of another phase can make the same condition more urgent: it is then heard anew. */
const isMoreUrgent = (rule: AlarmRule, present: number, { priority }: Alarm): boolean => {
  const now = rule.degrees[present - 1]?.priority;
  return present > 0 && now !== undefined && priority !== null && comparePriority(now, priority) > 0;
};

const latching = (rule: AlarmRule, present: number): Priority | null =>
  rule.degrees.slice(0, present).findLast((degree) => degree.latching)?.priority ?? null;

function onset(alarm: Alarm, rule: AlarmRule, present: number, now: Instant, episode: NewEpisode): Stepped {
  const priority = rule.degrees[present - 1]?.priority ?? "high";
  const isSame = alarm.present > 0 || alarm.signal === "on";
  const beyond = Math.min(now.mono, ...alarm.beyondSince.filter((since) => since !== null)) as MonoMs;
  const next: Alarm = {
    ...alarm,
    present,
    priority,
    signal: "on",
    acknowledged: null,
    presentedSince: now.mono,
    latches: latching(rule, present) ?? (isSame ? alarm.latches : null),
    episodeId: isSame && alarm.episodeId ? alarm.episodeId : episode(),
    since: isSame && alarm.since ? alarm.since : instantAt(beyond, now),
    worst: worse(rule.side, isSame ? alarm.worst : null, alarm.excursion),
    endedAt: null,
  };
  const change = alarm.present > 0 ? "priorityRaised" : "began";
  return { alarm: next, changes: [{ change, at: now, by: null, alarm: next }] };
}

function decline(alarm: Alarm, rule: AlarmRule, present: number, now: Instant): Stepped {
  if (present > 0) {
    const next: Alarm = { ...alarm, present, priority: rule.degrees[present - 1]?.priority ?? alarm.priority };
    return { alarm: next, changes: [{ change: "priorityLowered", at: now, by: null, alarm: next }] };
  }
  const next: Alarm = {
    ...alarm,
    present,
    endedAt: now,
    signal: alarm.signal === "acknowledged" ? "off" : alarm.signal,
  };
  const settled = atTime(next, rule, now);
  const ended: Change = {
    change: settled.alarm.signal === "latched" ? "latched" : "ended",
    at: now,
    by: null,
    alarm: settled.alarm,
  };
  return { alarm: settled.alarm, changes: [ended] };
}

/** What time alone does: the end of the least presentation, and the signal of an acknowledged condition that stays. */
function atTime(alarm: Alarm, rule: AlarmRule, now: Instant): Stepped {
  const isPresented = alarm.presentedSince === null || now.mono >= addMs(alarm.presentedSince, rule.presentationMinMs);
  if (alarm.signal === "on" && alarm.present === 0 && isPresented) {
    const { latches } = alarm;
    const next: Alarm = {
      ...alarm,
      signal: latches ? "latched" : "off",
      priority: latches ?? alarm.priority,
      presentedSince: null,
    };
    return {
      alarm: next,
      changes: next.signal === "latched" ? [{ change: "latched", at: now, by: null, alarm: next }] : [],
    };
  }
  const { acknowledged } = alarm;
  const isDue = acknowledged !== null && now.mono >= addMs(acknowledged.at.mono, rule.resignalMs);
  if (alarm.signal === "acknowledged" && alarm.present > 0 && alarm.priority === "high" && isDue) {
    const next: Alarm = { ...alarm, signal: "on", acknowledged: null, presentedSince: now.mono };
    return { alarm: next, changes: [{ change: "signalledAgain", at: now, by: null, alarm: next }] };
  }
  return { alarm, changes: [] };
}
