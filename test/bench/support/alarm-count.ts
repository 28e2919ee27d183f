import { type AlarmChange, type AlarmView, alarmText, comparePriority, type Priority } from "@watchroom/shared/alarm";
import { groupAlarms } from "@watchroom/shared/alarm-groups";
import { viewOfAlarm } from "../../../server/src/core/alarm-view.ts";
import { at } from "../../support/core-script.ts";
import type { Plan, Second } from "./ordinary-session.ts";

/** One alarm that a nurse was called by. */
export type Episode = {
  readonly seed: number;
  readonly route: string;
  readonly condition: string;
  /** The highest that it reached. */
  priority: Priority;
  /** The limits in force, or that there was no session yet. */
  readonly phase: string;
  readonly sinceDoseMin: number | null;
  readonly text: string;
  readonly begunS: number;
  endedS: number | null;
  worst: number | null;
  /** Shown beneath another one that began with it: no call of its own. */
  readonly isJoined: boolean;
  /** By the rule of `isWorth`. */
  isWorth: boolean;
  /** What the body had of it, the furthest. */
  body: number | null;
  /** Seconds for which the device sent no value, a weak one, a good one, from 20 s before to 40 s after. */
  readonly trace: string[];
};
export type Load = {
  hours: number;
  unfinished: number;
  /** Times a sound began: an episode that is heard again counts again. */
  signals: number;
  heldBack: number;
  readonly hoursIn: Map<string, number>;
  readonly episodes: Episode[];
};
export const emptyLoad = (): Load => ({
  ...{ hours: 0, unfinished: 0, signals: 0, heldBack: 0 },
  ...{ hoursIn: new Map<string, number>(), episodes: [] },
});

const SOUNDS: ReadonlySet<string> = new Set(["began", "resumed", "priorityRaised", "signalledAgain"]);
const S_AN_HOUR = 3_600;
/** Alarms that begin this close together are one call, if one is shown beneath the other. */
const TOGETHER_MS = 2_000;
/** A nurse is in the room after this: what is over by itself before was no call for anybody. */
const ARRIVES_S = 10;
/** A cuff repeats by itself: only what its repeat leaves needs a hand. */
const REPEATS_S = 90;
/** A body so recently beyond the limit makes the alarm true: the oximeter's mean is late. */
const LATE_S = 30;
/** A cuff may be off by so much and the pressure be called high (clinical.md 3.2: mean error of 5 mmHg). */
const PRESSURE_WITHIN = 5;
const TRACED_S = { before: 20, after: 40 } as const;

const phaseOf = ({ state: { session } }: Second): string => session?.limitPhase ?? "no session";
const meanOf = ({ systolic, diastolic }: Second["body"]): number => diastolic + (systolic - diastolic) / 3;
const bodyOf = ({ body }: Second, { metric }: AlarmView): number | null => {
  if (metric === "mean") return meanOf(body);
  if (metric === "spo2" || metric === "pulseRate" || metric === "systolic" || metric === "diastolic")
    return body[metric];
  return null;
};

/** The other alarms under which this one is listed, since one thing made them all. */
function isBeneath({ state }: Second, { episodeId, signalledAt }: AlarmView): boolean {
  const shown = Object.values(state.alarms).filter(({ alarm }) => alarm.signal !== "off");
  const groups = groupAlarms(shown.map((one) => viewOfAlarm(state, one)));
  return groups.some(
    ({ cause, rest }) =>
      rest.some((one) => one.episodeId === episodeId) &&
      Math.abs((cause.signalledAt ?? 0) - (signalledAt ?? 0)) <= TOGETHER_MS,
  );
}

function traceOf({ received }: Second): string {
  const seen = received.findLast((reading) => reading.kind === "oximetry");
  if (seen?.kind !== "oximetry") return ".";
  if (seen.sensor === "off") return "off";
  return `${seen.spo2 ?? "--"}/${seen.pulseRate ?? "--"}${seen.sensor === "weak" ? "w" : ""}`;
}

/**
 * Would a nurse want to be interrupted for it? Of a value: the body itself was beyond the limit (a pressure: within what a
 * cuff may be off). Of anything technical: it was still so when somebody could be there, and nothing ended it by itself:
 * not a cuff that let go of the sensor's arm, nor one that repeated.
 */
function isWorth(alarm: AlarmView, bodies: readonly (number | null)[], presentS: number): boolean {
  if (alarm.metric === null) return presentS >= (alarm.technical === "cuffFailed" ? REPEATS_S : ARRIVES_S);
  const { limit, side } = alarm;
  const within = alarm.metric === "spo2" || alarm.metric === "pulseRate" ? 0.5 : PRESSURE_WITHIN;
  const isBeyond = (value: number): boolean =>
    limit === null ? false : side === "low" ? value < limit + within : value > limit - within;
  return bodies.some((value) => value !== null && isBeyond(value));
}

type Open = { readonly episode: Episode; alarm: AlarmView; readonly bodies: (number | null)[]; presentS: number };

/** Counts one session second by second. `isGrouped`: what is shown beneath its cause is not counted by itself. */
export function createCounter(load: Load, plan: Plan, isGrouped: boolean): (second: Second) => null {
  const known = new Map<string, Open>();
  const lately: Second[] = [];
  let seen = 0;

  function sound(second: Second, { alarm }: AlarmChange): void {
    load.signals += 1;
    const open = known.get(alarm.episodeId);
    if (open !== undefined) {
      if (comparePriority(alarm.priority, open.episode.priority) > 0) open.episode.priority = alarm.priority;
      open.alarm = alarm;
      return;
    }
    const doseAt = second.state.session?.doseAt ?? null;
    const sinceDoseMin = doseAt === null ? null : Math.round((at(second.second).wall - doseAt) / 60_000);
    const episode: Episode = {
      ...{ seed: plan.seed, route: plan.route, condition: alarm.technical ?? alarm.condition },
      ...{ priority: alarm.priority, phase: phaseOf(second), sinceDoseMin, text: alarmText(alarm) },
      ...{ begunS: second.second, endedS: null, worst: alarm.worst, isWorth: false, body: null },
      isJoined: isGrouped && isBeneath(second, alarm),
      trace: lately.map(traceOf),
    };
    load.episodes.push(episode);
    known.set(alarm.episodeId, { episode, alarm, bodies: lately.map((one) => bodyOf(one, alarm)), presentS: 0 });
  }

  function follow(second: Second): void {
    for (const open of known.values()) {
      const { episode, alarm, bodies } = open;
      if (second.second <= episode.begunS + TRACED_S.after) episode.trace.push(traceOf(second));
      if (episode.endedS !== null) continue;
      bodies.push(bodyOf(second, alarm));
      const isCuffs = plan.cuffArm === "same" && second.state.cuff?.state === "measuring";
      if (!isCuffs || alarm.technical !== "signalWeak") open.presentS += 1;
      episode.isWorth ||= isWorth(alarm, bodies.slice(-LATE_S), open.presentS);
      const values = bodies.filter((value) => value !== null);
      if (values.length > 0) episode.body = alarm.side === "low" ? Math.min(...values) : Math.max(...values);
    }
  }

  return (second) => {
    lately.push(second);
    if (lately.length > TRACED_S.before) lately.shift();
    const changes = second.changes.slice(seen);
    seen = second.changes.length;
    for (const one of changes) {
      if (one.change === "heldBack") load.heldBack += 1;
      if (SOUNDS.has(one.change)) sound(second, one);
      const open = known.get(one.alarm.episodeId);
      if (open === undefined) continue;
      if (!one.alarm.present) open.episode.endedS ??= second.second;
      open.episode.worst = one.alarm.worst;
    }
    follow(second);
    const phase = phaseOf(second);
    load.hoursIn.set(phase, (load.hoursIn.get(phase) ?? 0) + 1 / S_AN_HOUR);
    return null;
  };
}

/** One alarm in two lines, for a person to judge. */
export function lineOf(one: Episode): string {
  const when = one.sinceDoseMin === null ? one.phase : `${one.phase}, ${one.sinceDoseMin} min after the dose`;
  const lasted = one.endedS === null ? "to the end" : `${one.endedS - one.begunS} s`;
  const body = one.body === null ? "" : `, body ${one.body.toFixed(1)}`;
  const judged = `${one.isWorth ? "worth it" : "NOT worth it"}${one.isJoined ? ", beneath another" : ""}`;
  const head = `${one.priority} | ${one.text} | seed ${one.seed} ${one.route} | ${when} | lasted ${lasted}, worst ${one.worst ?? "-"}${body} | ${judged}`;
  const isOxygen = /spo2|pulse|sensor|signal|noData|link|stuck/i.test(one.condition);
  return isOxygen ? `${head}\n      ${shorten(one.trace)}` : head;
}

/** "97/72 97/72 97/72 --/--" as "97/72 x3 --/--". */
function shorten(trace: readonly string[]): string {
  const runs: { text: string; times: number }[] = [];
  for (const text of trace) {
    const last = runs.at(-1);
    if (last?.text === text) last.times += 1;
    else runs.push({ text, times: 1 });
  }
  return runs.map(({ text, times }) => (times === 1 ? text : `${text} x${times}`)).join(" ");
}
