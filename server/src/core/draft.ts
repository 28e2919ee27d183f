import type { AlarmChange, LimitSet } from "@watchroom/shared/alarm";
import { assert } from "@watchroom/shared/result";
import type { Instant } from "@watchroom/shared/time";
import { ALARM_AT_REST, type Alarm, type AlarmRule, isAtRest, type Observation, type Stepped } from "./alarm/alarm.ts";
import { clear, hold, release } from "./alarm/answers.ts";
import { advance, deadline, escalate, nextStep, observe } from "./alarm/engine.ts";
import { viewOfAlarm } from "./alarm-view.ts";
import { type Rules, rulesOf, unheard } from "./limits.ts";
import { limitSetOf } from "./phase-limits.ts";
import { type Condition, type DeviceState, idOf, type RoomAlarm, type RoomState, technicalId } from "./room.ts";

/** A room's next state while one step is made. Lives inside `step` only: what goes in is never touched. */
export type Draft = { -readonly [Part in keyof RoomState]: RoomState[Part] } & {
  /** The limits in force: `base`, with what the session's protocol asks for in its phase. */
  set: LimitSet;
  readonly base: LimitSet;
  readonly out: AlarmChange[];
};

/** Field by field, as `finish`: to add three to a spread copy takes several times as long, and this is done for each reading. */
export const draftOf = (state: RoomState, base: LimitSet): Draft => ({
  roomId: state.roomId,
  watchingSince: state.watchingSince,
  session: state.session,
  devices: state.devices,
  metrics: state.metrics,
  sources: state.sources,
  cuff: state.cuff,
  cuffArm: state.cuffArm,
  heldUntil: state.heldUntil,
  limits: state.limits,
  limitsChanged: state.limitsChanged,
  alarms: state.alarms,
  audioPaused: state.audioPaused,
  stations: state.stations,
  isRecordSaved: state.isRecordSaved,
  episodes: state.episodes,
  changes: state.changes,
  protocol: state.protocol,
  pressures: state.pressures,
  turn: state.turn,
  standby: state.standby,
  undo: state.undo,
  measureAsked: state.measureAsked,
  treatmentDue: state.treatmentDue,
  spo2Due: state.spo2Due,
  restUntil: state.restUntil,
  set: limitSetOf(base, state),
  base,
  out: [],
});

export const finish = (draft: Draft): RoomState => ({
  roomId: draft.roomId,
  watchingSince: draft.watchingSince,
  session: draft.session,
  devices: draft.devices,
  metrics: draft.metrics,
  sources: draft.sources,
  cuff: draft.cuff,
  cuffArm: draft.cuffArm,
  heldUntil: draft.heldUntil,
  limits: draft.limits,
  limitsChanged: draft.limitsChanged,
  alarms: draft.alarms,
  audioPaused: draft.audioPaused,
  stations: draft.stations,
  isRecordSaved: draft.isRecordSaved,
  episodes: draft.episodes,
  changes: draft.changes,
  protocol: draft.protocol,
  pressures: draft.pressures,
  turn: draft.turn,
  standby: draft.standby,
  undo: draft.undo,
  measureAsked: draft.measureAsked,
  treatmentDue: draft.treatmentDue,
  spo2Due: draft.spo2Due,
  restUntil: draft.restUntil,
});

const NOT_HEARD = technicalId("notHeard", null);
/** No station hears, and that has lasted longer than a browser needs to load anew. */
const isUnheard = ({ alarms }: Pick<RoomState, "alarms">): boolean => (alarms[NOT_HEARD]?.alarm.present ?? 0) > 0;

const rulesNow = (state: RoomState, set: LimitSet): Rules =>
  rulesOf(isUnheard(state) ? unheard(set) : set, state.limits);
export const rulesFor = (draft: Draft): Rules => rulesNow(draft, draft.set);

export const ruleOf = (draft: Draft, condition: Condition): AlarmRule | null =>
  ruleAmong(rulesFor(draft), condition, draft.session !== null);

function ruleAmong(rules: Rules, condition: Condition, isInSession: boolean): AlarmRule | null {
  if (condition.kind === "technical") {
    const rule = rules.technical[condition.technical];
    return isInSession || !isOfDevice(condition) ? rule : atStationsOnly(rule);
  }
  return rules.byMetric.get(condition.metric)?.find(({ side }) => side === condition.side) ?? null;
}

const isOfDevice = ({ kind, subject }: Condition): boolean => kind === "technical" && subject !== null;

const quietRules = new WeakMap<AlarmRule, AlarmRule>();
/** A device that is put away after the last patient calls nobody to the room: its alarm is given, and no chain begins. */
function atStationsOnly(rule: AlarmRule): AlarmRule {
  const quiet = quietRules.get(rule) ?? { ...rule, chain: {} };
  quietRules.set(rule, quiet);
  return quiet;
}

/** The chains of what the devices say already begin with the session. */
export function callFromNow(draft: Draft, now: Instant): void {
  const alarms = Object.entries(draft.alarms).map(([id, one]) => {
    const isCalled = isOfDevice(one.condition) && one.alarm.presentedSince !== null;
    return [id, isCalled ? { ...one, alarm: { ...one.alarm, presentedSince: now.mono } } : one] as const;
  });
  draft.alarms = Object.fromEntries(alarms);
}

/** SpO2 and what comes of the same signal: held while a cuff on the same arm inflates. */
const isHeldByCuff = ({ metric, technical }: Condition): boolean =>
  metric === "spo2" || technical === "signalWeak" || technical === "sensorFault";

/** Most rooms have no alarm most of the time: what is absent in them need not be looked up. */
export function hasAlarms({ alarms }: Pick<RoomState, "alarms">): boolean {
  for (const _ in alarms) return true;
  return false;
}

/** Takes in what was seen of one condition. */
export function see(draft: Draft, condition: Condition, seen: Observation, now: Instant): void {
  if (seen.level === 0 && !hasAlarms(draft)) return;
  const known = draft.alarms[idOf(condition)];
  if (known === undefined && seen.level === 0) return;
  const rule = ruleOf(draft, condition);
  if (rule === null) return;
  const before = known?.alarm ?? ALARM_AT_REST;
  const ready = draft.heldUntil !== null && isHeldByCuff(condition) ? hold(before) : before;
  put(
    draft,
    condition,
    observe(ready, rule, seen, now, () => nextEpisode(draft)),
  );
}

function nextEpisode(draft: Draft): string {
  draft.episodes += 1;
  return `${draft.roomId}:${draft.episodes}`;
}

/** Every change a person must hear breaks a running audio pause (DESIGN rule 3). */
const BREAKS_AUDIO_PAUSE = new Set(["began", "resumed", "priorityRaised", "signalledAgain"]);

export function put(draft: Draft, condition: Condition, { alarm, changes }: Stepped): void {
  const id = idOf(condition);
  if (isAtRest(alarm)) {
    const { [id]: _gone, ...others } = draft.alarms;
    draft.alarms = others;
  } else {
    draft.alarms = { ...draft.alarms, [id]: { condition, alarm } };
  }
  for (const { change, at, by, alarm: then } of changes) {
    draft.changes += 1;
    draft.out.push({ at: at.wall, change, by, alarm: viewOfAlarm(draft, { condition, alarm: then }) });
    if (BREAKS_AUDIO_PAUSE.has(change)) draft.audioPaused = null;
  }
}

/** Ends alarms by a person's act; each one that was signalled leaves a "cleared" in the record. */
export function clearAlarms(draft: Draft, which: (alarm: RoomAlarm) => boolean, by: string | null, now: Instant): void {
  for (const { condition, alarm } of Object.values(draft.alarms)) {
    if (which({ condition, alarm })) put(draft, condition, clear(alarm, by, now));
  }
}

/** SpO2 onsets wait from now until `until`. */
export function holdOnsets(draft: Draft, until: Instant): void {
  draft.heldUntil = until;
  mapHeld(draft, hold);
}

export function releaseOnsets(draft: Draft, now: Instant): void {
  if (draft.heldUntil === null) return;
  draft.heldUntil = null;
  mapHeld(draft, (alarm) => release(alarm, now));
}

function mapHeld(draft: Draft, change: (alarm: Alarm) => Alarm): void {
  const alarms = Object.entries(draft.alarms).map(([id, known]) => [
    id,
    isHeldByCuff(known.condition) ? { ...known, alarm: change(known.alarm) } : known,
  ]);
  draft.alarms = Object.fromEntries(alarms);
}

/** When "no data" begins for a device that measures oximetry; null when it does not, or is signalled already. */
function silentFrom(state: RoomState, set: LimitSet, one: DeviceState): number | null {
  const { device, lastOximetry, link, updatePeriodMs } = one;
  if (state.watchingSince === null || lastOximetry === null || link === "down") return null;
  const known = hasAlarms(state) ? state.alarms[technicalId("noData", device.deviceId)] : undefined;
  if (known && known.alarm.level > 0) return null;
  const delayMs = rulesOf(set, state.limits).technical.noData.degrees[0]?.conditionDelayMs;
  assert(delayMs !== undefined, "noData has a delay");
  return lastOximetry + Math.max(delayMs, UPDATES_MISSED_MAX * (updatePeriodMs ?? 0));
}
/** A slow device is silent when so many of its own updates are missing. */
const UPDATES_MISSED_MAX = 3;

const STANDBY_OVER = technicalId("standbyOver", null);
/** When a stay on standby becomes too long; null when nobody is away, or it is too long already. */
export const standbyOverAt = ({ standby, alarms }: Pick<RoomState, "standby" | "alarms">): number | null =>
  standby === null || alarms[STANDBY_OVER] !== undefined ? null : standby.until.mono;

/** A cuff that is asked begins within this, or does not answer. */
const MEASURE_BEGINS_MS = 30_000;
export const askedUntil = ({ measureAsked }: Pick<RoomState, "measureAsked">): number | null =>
  measureAsked === null ? null : measureAsked.at.mono + MEASURE_BEGINS_MS;

/** The next moment at which time alone changes the room; null when it never does. */
export function nextDue(state: RoomState, set: LimitSet): number | null {
  let due = Number.POSITIVE_INFINITY;
  for (const one of Object.values(state.devices)) due = Math.min(due, silentFrom(state, set, one) ?? due);
  if (state.heldUntil) due = Math.min(due, state.heldUntil.mono);
  if (state.treatmentDue !== null) due = Math.min(due, state.treatmentDue);
  if (state.spo2Due !== null) due = Math.min(due, state.spo2Due);
  if (state.standby !== null) due = Math.min(due, standbyOverAt(state) ?? due);
  if (state.undo !== null) due = Math.min(due, state.undo.until.mono);
  if (state.measureAsked !== null) due = Math.min(due, askedUntil(state) ?? due);
  if (state.audioPaused) due = Math.min(due, state.audioPaused.until.mono);
  if (!hasAlarms(state)) return Number.isFinite(due) ? due : null;
  const rules = rulesNow(state, set);
  for (const { condition, alarm } of Object.values(state.alarms)) {
    const rule = ruleAmong(rules, condition, state.session !== null);
    const next = rule ? deadline(alarm, rule) : null;
    if (next !== null) due = Math.min(due, next);
  }
  return Number.isFinite(due) ? due : null;
}

/** Lets everything happen that falls due at `at`. */
export function letTimePass(draft: Draft, at: Instant): void {
  if (draft.heldUntil && draft.heldUntil.mono <= at.mono) releaseOnsets(draft, at);
  if (draft.audioPaused && draft.audioPaused.until.mono <= at.mono) draft.audioPaused = null;
  if (draft.undo && draft.undo.until.mono <= at.mono) draft.undo = null;
  for (const one of Object.values(draft.devices)) {
    const { deviceId } = one.device;
    if ((silentFrom(draft, draft.set, one) ?? Number.POSITIVE_INFINITY) > at.mono) continue;
    const condition: Condition = {
      kind: "technical",
      metric: null,
      side: null,
      technical: "noData",
      subject: deviceId,
    };
    see(draft, condition, { level: 1, immediate: 1, value: null, cause: null }, at);
  }
  // The same rules for all of them: what "not heard" brings forward is due from this moment on, not before it.
  const rules = rulesFor(draft);
  for (const { condition, alarm } of Object.values(draft.alarms)) {
    const rule = ruleAmong(rules, condition, draft.session !== null);
    if (!rule) continue;
    const stepped = advance(alarm, rule, at, () => nextEpisode(draft));
    if (stepped.alarm !== alarm) put(draft, condition, stepped);
  }
  callWhoIsDue(draft, at);
}

/** While no station hears: who would have been called by now had none heard from the begin is called now. */
export function callWhoIsDue(draft: Draft, now: Instant): void {
  if (!isUnheard(draft)) return;
  for (const { condition, alarm } of Object.values(draft.alarms)) {
    const rule = ruleOf(draft, condition);
    if (!rule) continue;
    let known = alarm;
    for (let next = nextStep(known, rule); next !== null && next.at <= now.mono; next = nextStep(known, rule)) {
      const called = escalate(known, next.to, now);
      put(draft, condition, called);
      known = called.alarm;
    }
  }
}
