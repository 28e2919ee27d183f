import { type AlarmLimit, faultOfLimit } from "@watchroom/shared/alarm";
import { METRICS } from "@watchroom/shared/metric";
import { type Result, refuse } from "@watchroom/shared/result";
import { type SessionView, UNKNOWN_PATIENT } from "@watchroom/shared/session";
import type { DeviceId, Instant, MonoMs, OperatorId, SessionId } from "@watchroom/shared/time";
import type { CommandFailure, Payload } from "@watchroom/shared/wire";
import type { Actor, CommandEntry, SessionStart } from "../journal/entry.ts";
import { annotateAlarm, declineAlarm, pauseAudio, resetAlarms, takeNote } from "./answers.ts";
import { callFromNow, callWhoIsDue, clearAlarms, type Draft, finish, releaseOnsets } from "./draft.ts";
import { limitsOf } from "./limits.ts";
import { answerPreCheck, decidePreCheck, identify, recordEvent, setDosePlan } from "./preparation.ts";
import { holdWhileMeasuring, seeValue, startWatch, technical } from "./readings.ts";
import { type DeviceState, emptyRoom, newDevice, type RoomState, technicalId } from "./room.ts";
import { askCuff, faultOfEnd, handOver, setPhase } from "./session-acts.ts";
import { endStandby, startStandby } from "./standby.ts";
import { assess, enterPressure, faultOfRelease, recordDose } from "./treatment.ts";
import { rememberAct, undo } from "./undo.ts";

export type Act = {
  readonly command: CommandEntry;
  readonly by: Actor;
  readonly sessionId: SessionId | null;
  /** For a session that starts. */
  readonly start?: SessionStart;
  /** For a hand-over: who takes the room. */
  readonly to?: { readonly operatorId: OperatorId; readonly name: string };
};
type Refusal = Extract<Result<never, CommandFailure>, { ok: false }>;

/** After a room was cleared, a sensor that stays on the finger starts a new watch only after this. */
const REST_AFTER_CLEAR_MS = 60_000;

/** Does what a person asked. A refusal changes nothing, and says what to do. */
export function applyAct(draft: Draft, act: Act, now: Instant): Refusal | null {
  const { command, by } = act;
  if (by.role === "trainer" && !isSimulated(draft)) {
    return refuse("not-simulated", "A trainer acts in simulated rooms only. Ask a nurse of this room.");
  }
  const before = finish(draft);
  const refusal = carryOut(draft, act, now);
  if (refusal === null) rememberAct(draft, before, command, by, now);
  return refusal;
}

function carryOut(draft: Draft, { command, by, sessionId, start, to }: Act, now: Instant): Refusal | null {
  switch (command.name) {
    case "acknowledge":
      return takeNote(draft, command.payload, by, now);
    case "annotate":
      return annotateAlarm(draft, command.payload, by, now);
    case "declineAlarm":
      return declineAlarm(draft, command.payload.episodeId, by, now);
    case "callForHelp":
      technical(draft, "helpCalled", null, 1, by.name, now);
      return null;
    case "endHelp":
      if (draft.alarms[technicalId("helpCalled", null)] === undefined) return refuse("refused", "No help was called.");
      technical(draft, "helpCalled", null, 0, null, now);
      return null;
    case "alarmReset":
      return resetAlarms(draft, by, now);
    case "pauseAudio":
      return pauseAudio(draft, command.payload.durationMs, by, now);
    case "resumeAudio":
      draft.audioPaused = null;
      return null;
    case "setAlarmLimit":
      return setLimit(draft, command.payload, by, now);
    case "setCuffArm":
      draft.cuffArm = command.payload.arm;
      if (command.payload.arm !== "same") releaseOnsets(draft, now);
      holdWhileMeasuring(draft, now);
      return null;
    case "startSession":
      return startSession(draft, command.payload, by, { sessionId, start }, now);
    case "setPhase":
      return setPhase(draft, command.payload, now);
    case "recordDose":
      return recordDose(draft, command.payload, by, now);
    case "assess":
      return assess(draft, command.payload, by, now);
    case "enterPressure":
      return enterPressure(draft, command.payload, by, now);
    case "release": {
      const fault = faultOfRelease(draft, command.payload);
      if (fault === null) clearRoom(draft, by, now);
      return fault;
    }
    case "endSession": {
      const fault = faultOfEnd(draft, command.payload.how);
      if (fault === null) clearRoom(draft, by, now);
      return fault;
    }
    case "undo":
      return undo(draft, by, now);
    case "identify":
      return identify(draft, command.payload);
    case "answerPreCheck":
      return answerPreCheck(draft, command.payload, by, now);
    case "decidePreCheck":
      return decidePreCheck(draft, command.payload, by, now);
    case "setDosePlan":
      return setDosePlan(draft, command.payload);
    case "recordEvent":
      return recordEvent(draft, command.payload, by, now);
    case "standby":
      return startStandby(draft, command.payload, by, now);
    case "endStandby":
      if (draft.standby === null) return refuse("refused", "Nobody is on standby here.");
      endStandby(draft, now);
      return null;
    case "measureNow":
      return askCuff(draft, by, now);
    case "handOver":
      return handOver(draft, to, now);
    case "clearRoom":
      if (draft.session !== null)
        return refuse("session-running", "A session is running in this room. End it instead.");
      clearRoom(draft, by, now);
      return null;
    case "addMarker":
      return draft.watchingSince === null ? refuse("no-session", "Nothing is watched in this room yet.") : null;
  }
}

export const isSimulated = (state: Pick<RoomState, "devices">): boolean =>
  Object.values(state.devices).some(({ device }) => device.simulated);

const sameLimit = (a: AlarmLimit | undefined, b: AlarmLimit | undefined): boolean =>
  a?.low === b?.low && a?.lowCritical === b?.lowCritical && a?.high === b?.high && a?.highCritical === b?.highCritical;

function setLimit(draft: Draft, { metric, limit }: Payload<"setAlarmLimit">, by: Actor, now: Instant): Refusal | null {
  if (draft.watchingSince === null) return refuse("no-session", "Nothing is watched in this room yet.");
  const standard = limitsOf(draft.set)[metric];
  if (!standard) return refuse("refused", `${METRICS[metric].label} has no alarm limits.`);
  const fault = faultOfLimit(metric, limit);
  if (fault !== null) return refuse("refused", fault);
  draft.limits = { ...draft.limits, [metric]: limit };
  const others = draft.limitsChanged.filter((changed) => changed !== metric);
  draft.limitsChanged = sameLimit(limit, standard) ? others : [...others, metric];
  const isGone = (side: "low" | "high"): boolean => limit[side] === null;
  clearAlarms(draft, ({ condition }) => condition.metric === metric && isGone(condition.side), by.name, now);
  const view = draft.metrics[metric];
  if (view && view.value !== null && view.validity === "valid") seeValue(draft, metric, view.value, "plain", now);
  return null;
}

function startSession(
  draft: Draft,
  payload: Payload<"startSession">,
  by: Actor,
  { sessionId, start }: { readonly sessionId: SessionId | null; readonly start: SessionStart | undefined },
  now: Instant,
): Refusal | null {
  if (draft.session !== null)
    return refuse("session-running", "A session is already running in this room. End it first.");
  if (sessionId === null || start === undefined) return refuse("internal", "The session has no id or no protocol.");
  const recordFrom = payload.includeEarlier ? (draft.watchingSince ?? now) : now;
  if (!payload.includeEarlier) forget(draft, by.name, now);
  if (draft.watchingSince === null || !payload.includeEarlier) startWatch(draft, now);
  draft.session = newSession(draft, payload, by, { sessionId, start, recordFrom }, now);
  draft.protocol = start.protocol;
  draft.turn = start.turn;
  draft.cuffArm = payload.cuffArm;
  callFromNow(draft, now);
  holdWhileMeasuring(draft, now);
  seeStations(draft, now);
  return null;
}

type Beginning = { readonly sessionId: SessionId; readonly start: SessionStart; readonly recordFrom: Instant };

function newSession(
  draft: Draft,
  payload: Payload<"startSession">,
  by: Actor,
  { sessionId, start: { protocol }, recordFrom }: Beginning,
  now: Instant,
): SessionView {
  const { id, name, version, dosing, observation } = protocol;
  return {
    sessionId,
    initials: payload.initials,
    patient: payload.patient ?? UNKNOWN_PATIENT,
    route: payload.route,
    phase: "checkIn",
    startedAt: now.wall,
    startedBy: by.name,
    owner: { operatorId: by.operatorId, name: by.name, since: now.wall },
    phaseSince: now.wall,
    doseAt: null,
    dosingEndedAt: null,
    recordFrom: recordFrom.wall,
    simulated: isSimulated(draft),
    protocol: {
      id,
      name,
      version,
      dosing,
      observation: { minutes: observation.minutes, from: observation.from },
      volumeAtLeastPercent: protocol.sound.volumeAtLeastPercent,
      standbyPlaces: protocol.standby.places,
    },
    preCheck: { items: protocol.preCheck, answers: [], decision: null },
    dosePlan: null,
    doses: [],
    events: [],
    assessments: {},
    baseline: null,
    limitPhase: "preDose",
    dues: [],
    release: [],
  };
}

/** The devices stay in the room; what they said is forgotten. */
function emptied({ device, link, lastSeen, battery, sensor, canMeasure }: DeviceState): DeviceState {
  return { ...newDevice(device), link, lastSeen, battery, sensor, canMeasure };
}

/** Drops every value, limit change and alarm: the next one is another patient's. */
function forget(draft: Draft, by: string, now: Instant): void {
  clearAlarms(draft, () => true, by, now);
  const { devices, stations, isRecordSaved, episodes, changes } = draft;
  const kept = Object.fromEntries(Object.entries(devices).map(([id, device]) => [id as DeviceId, emptied(device)]));
  draft.set = draft.base;
  Object.assign(draft, emptyRoom(draft.roomId, limitsOf(draft.set)), {
    devices: kept,
    stations,
    isRecordSaved,
    episodes,
    changes,
  });
}

function clearRoom(draft: Draft, by: Actor, now: Instant): void {
  forget(draft, by.name, now);
  draft.restUntil = (now.mono + REST_AFTER_CLEAR_MS) as MonoMs;
}

/** A session that no station hears is an alarm of its own (DESIGN rule 7). */
export function seeStations(draft: Draft, now: Instant): void {
  if (draft.session === null || draft.stations === null) return;
  technical(draft, "notHeard", null, draft.stations === 0 ? 1 : 0, null, now);
  callWhoIsDue(draft, now);
}
