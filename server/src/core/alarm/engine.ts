import { comparePriority, type EscalationStep, type Priority, type Side } from "@watchroom/shared/alarm";
import { addMs, type Instant, instantAt, type MonoMs } from "@watchroom/shared/time";
import {
  ALARM_AT_REST,
  type Alarm,
  type AlarmRule,
  type Change,
  type NewEpisode,
  type Observation,
  type Stepped,
} from "./alarm.ts";
import { INTEGRAL_AT_REST, sumUp } from "./integral.ts";
import { presentFrom, waitedFor } from "./wait.ts";

const worse = (side: Side | null, a: number | null, b: number | null): number | null => {
  if (a === null || b === null || side === null) return a ?? b;
  return side === "low" ? Math.min(a, b) : Math.max(a, b);
};

/** Takes in what was seen now. Call `advance` to the same moment before. */
export function observe(alarm: Alarm, rule: AlarmRule, seen: Observation, now: Instant, episode: NewEpisode): Stepped {
  const isBeyond = seen.level > 0;
  const waited = waitedFor(alarm, rule, now);
  // A value that swings about a further limit does not begin the wait on a weak signal anew.
  const beyondSince = rule.degrees.map((_, index) => {
    const since = alarm.beyondSince[index] ?? null;
    return seen.level > index ? (since ?? now.mono) : isBeyond && waited > index ? since : null;
  });
  const counts = rule.countsExcursions || rule.degrees.some(({ pointSeconds }) => pointSeconds !== undefined);
  const next: Alarm = {
    ...alarm,
    integral: counts ? sumUp(alarm.integral, depthsOf(rule, seen), now.mono) : INTEGRAL_AT_REST,
    level: seen.level,
    beyondSince,
    trustedSince: isBeyond ? (alarm.trustedSince ?? (seen.isDoubted ? null : now.mono)) : null,
    waited: isBeyond ? waited : 0,
    value: isBeyond ? seen.value : alarm.value,
    cause: isBeyond ? seen.cause : alarm.cause,
    excursion: isBeyond ? worse(rule.side, alarm.level === 0 ? null : alarm.excursion, seen.value) : alarm.excursion,
    worst: isBeyond && alarm.present > 0 ? worse(rule.side, alarm.worst, seen.value) : alarm.worst,
  };
  const settled = settle(next, rule, seen.immediate, now, episode);
  const isBack = (waited > 0 && !isBeyond) || isHeldBack(alarm, settled.alarm, rule);
  return isBack ? heldBack({ ...alarm, waited }, settled, rule, now) : settled;
}

/** How far beyond each bound, in the metric's own points; 0 where it is not. */
function depthsOf({ bounds, side }: AlarmRule, { level, value }: Observation): readonly number[] {
  if (value === null || side === null) return bounds.map(() => 0);
  return bounds.map((bound, index) => (index < level ? Math.abs(value - bound) : 0));
}

/** A value was beyond its limit and is back before the condition was present; that an earlier one is kept says nothing of it. */
const isHeldBack = (before: Alarm, after: Alarm, { side }: AlarmRule): boolean => {
  const isPast = after.signal === "off" || after.signal === "latched";
  return side !== null && before.level > 0 && before.present === 0 && after.level === 0 && isPast;
};

/** What was not signalled is in the record all the same: no suppression is silent. */
function heldBack(before: Alarm, { alarm, changes }: Stepped, rule: AlarmRule, now: Instant): Stepped {
  const beyond = Math.min(now.mono, ...before.beyondSince.filter((since) => since !== null)) as MonoMs;
  const shown: Alarm = {
    ...before,
    episodeId: null,
    signal: "off",
    priority: rule.degrees[Math.max(0, before.waited - 1)]?.priority ?? null,
    since: instantAt(beyond, now),
    endedAt: now,
    worst: before.excursion,
    cause: before.held ? "cuff on the same arm" : before.waited > 0 ? "weak signal" : "delay",
  };
  return { alarm, changes: [...changes, { change: "heldBack", at: now, by: null, alarm: shown }] };
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
      const at = presentFrom(alarm, rule, index);
      if (at !== null) add(at);
    }
  }
  const step = nextStep(alarm, rule);
  if (step !== null) add(step.at);
  if (alarm.endedAt !== null && alarm.present === 0 && alarm.signal === "off") {
    add(alarm.endedAt.mono + rule.flapMs);
  }
  if (alarm.signal === "on" && alarm.present === 0 && alarm.presentedSince !== null) {
    add(alarm.presentedSince + rule.presentationMinMs);
  }
  if (alarm.signal === "acknowledged" && alarm.priority === "high" && alarm.present > 0 && alarm.acknowledged) {
    add(alarm.acknowledged.at.mono + rule.resignalMs);
  }
  return due as MonoMs | null;
}

type Next = { readonly at: number; readonly to: EscalationStep };
/** The next step of the chain, while the alarm is signalled and nobody has taken it. */
export function nextStep(
  { signal, present, priority, presentedSince, escalated }: Alarm,
  { chain }: AlarmRule,
): Next | null {
  if (signal !== "on" || present === 0 || priority === null || presentedSince === null) return null;
  const step = chain[priority]?.[escalated];
  return step === undefined ? null : { at: presentedSince + step.afterMs, to: step.to };
}

export function escalate(alarm: Alarm, to: EscalationStep, now: Instant): Stepped {
  const next: Alarm = { ...alarm, escalated: alarm.escalated + 1, escalatedTo: { to, at: now } };
  return { alarm: next, changes: [{ change: "escalated", at: now, by: null, alarm: next }] };
}

function presence(alarm: Alarm, rule: AlarmRule, immediate: number, now: Instant): number {
  let present = Math.min(alarm.present, alarm.level);
  for (let index = present; index < alarm.level; index++) {
    const from = presentFrom(alarm, rule, index);
    if (alarm.held || alarm.beyondSince[index] == null) continue;
    const isDue = immediate > index || (from !== null && now.mono >= from);
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

/** The condition was absent for so long that its return is another episode, though the last one is still kept for a person to see. */
const isLongOver = ({ endedAt, present }: Alarm, { flapMs }: AlarmRule, now: Instant): boolean =>
  endedAt !== null && present === 0 && now.mono >= endedAt.mono + flapMs;

/** What a person made of the alarm was said of what there was then: what comes, comes unjudged. */
function onset(alarm: Alarm, rule: AlarmRule, present: number, now: Instant, episode: NewEpisode): Stepped {
  const priority = rule.degrees[present - 1]?.priority ?? "high";
  const isEnded = alarm.present === 0 && alarm.endedAt !== null && alarm.episodeId !== null;
  const isFlap = isEnded && !isLongOver(alarm, rule, now);
  const isSame = alarm.present > 0 || alarm.signal === "on" || isFlap;
  const beyond = Math.min(now.mono, ...alarm.beyondSince.filter((since) => since !== null)) as MonoMs;
  const next: Alarm = {
    ...alarm,
    present,
    priority,
    signal: "on",
    acknowledged: null,
    presentedSince: now.mono,
    signalledAt: now,
    latches: latching(rule, present) ?? (isSame || alarm.signal === "latched" ? alarm.latches : null),
    episodeId: isSame && alarm.episodeId ? alarm.episodeId : episode(),
    since: isSame && alarm.since ? alarm.since : instantAt(beyond, now),
    worst: worse(rule.side, isSame ? alarm.worst : null, alarm.excursion),
    endedAt: null,
    onsets: isSame ? alarm.onsets + (alarm.present > 0 ? 0 : 1) : 1,
    escalated: 0,
    escalatedTo: null,
    disposition: null,
    judgedBy: null,
    note: isSame ? alarm.note : null,
  };
  const change = alarm.present > 0 ? "priorityRaised" : isSame ? "resumed" : "began";
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

/** An ended episode is remembered for as long as the condition may come back as the same one. */
const isForgotten = (alarm: Alarm, rule: AlarmRule, now: Instant): boolean =>
  alarm.signal === "off" && isLongOver(alarm, rule, now);

/** What time alone does: the end of the least presentation, and the signal of an acknowledged condition that stays. */
function atTime(alarm: Alarm, rule: AlarmRule, now: Instant): Stepped {
  const step = nextStep(alarm, rule);
  if (step !== null && now.mono >= step.at) return escalate(alarm, step.to, now);
  if (isForgotten(alarm, rule, now)) {
    return { alarm: alarm.level === 0 ? ALARM_AT_REST : { ...alarm, endedAt: null, episodeId: null }, changes: [] };
  }
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
    const next: Alarm = {
      ...alarm,
      signal: "on",
      acknowledged: null,
      presentedSince: now.mono,
      signalledAt: now,
      escalated: 0,
      escalatedTo: null,
    };
    return { alarm: next, changes: [{ change: "signalledAgain", at: now, by: null, alarm: next }] };
  }
  return { alarm, changes: [] };
}
