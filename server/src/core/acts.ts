import { type AlarmLimit, faultOfLimit } from "@watchroom/shared/alarm";
import { METRICS } from "@watchroom/shared/metric";
import type { Protocol } from "@watchroom/shared/protocol";
import { type Result, refuse } from "@watchroom/shared/result";
import { PHASES, type SessionView } from "@watchroom/shared/session";
import { addMs, type DeviceId, type EpochMs, type Instant, type MonoMs, type SessionId } from "@watchroom/shared/time";
import type { CommandFailure, Payload } from "@watchroom/shared/wire";
import type { Actor, CommandEntry } from "../journal/entry.ts";
import { acknowledge, reset } from "./alarm/engine.ts";
import { clearAlarms, type Draft, put, releaseOnsets } from "./draft.ts";
import { limitsOf } from "./limits.ts";
import { seeValue, startWatch, technical } from "./readings.ts";
import { type DeviceState, emptyRoom, newDevice, type RoomState } from "./room.ts";
import { assess, enterPressure, faultOfRelease, faultOfTime, recordDose } from "./treatment.ts";

export type Act = {
  readonly command: CommandEntry;
  readonly by: Actor;
  readonly sessionId: SessionId | null;
  /** For a session that starts. */
  readonly protocol?: Protocol;
};
type Refusal = Extract<Result<never, CommandFailure>, { ok: false }>;

/** After a room was cleared, a sensor that stays on the finger starts a new watch only after this. */
const REST_AFTER_CLEAR_MS = 60_000;

/** Does what a person asked. A refusal changes nothing, and says what to do. */
export function applyAct(draft: Draft, { command, by, sessionId, protocol }: Act, now: Instant): Refusal | null {
  if (by.role === "trainer" && !isSimulated(draft)) {
    return refuse("not-simulated", "A trainer acts in simulated rooms only. Ask a nurse of this room.");
  }
  switch (command.name) {
    case "acknowledge":
      return takeNote(draft, command.payload.episodeId, by, now);
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
      return null;
    case "startSession":
      return startSession(draft, command.payload, by, { sessionId, protocol }, now);
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
    case "endSession":
      if (draft.session === null) return refuse("no-session", "No session is running in this room.");
      clearRoom(draft, by, now);
      return null;
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

function takeNote(draft: Draft, episodeId: string, by: Actor, now: Instant): Refusal | null {
  const known = Object.values(draft.alarms).find(({ alarm }) => alarm.episodeId === episodeId);
  const stepped = known ? acknowledge(known.alarm, by.name, now) : null;
  if (known && stepped) {
    put(draft, known.condition, stepped);
    return null;
  }
  const taken = known?.alarm.acknowledged;
  return refuse(
    "no-such-alarm",
    taken ? `${taken.by} has already acknowledged this alarm.` : "This alarm is already over.",
  );
}

function resetAlarms(draft: Draft, by: Actor, now: Instant): Refusal | null {
  let count = 0;
  for (const { condition, alarm } of Object.values(draft.alarms)) {
    const stepped = reset(alarm, by.name, now);
    if (!stepped) continue;
    put(draft, condition, stepped);
    count += 1;
  }
  return count > 0 ? null : refuse("no-such-alarm", "No ended alarm is waiting for a reset here.");
}

function pauseAudio(draft: Draft, durationMs: number, by: Actor, now: Instant): Refusal | null {
  const { audioPauseMaxMs } = draft.set.timing;
  if (durationMs > audioPauseMaxMs) {
    return refuse("refused", `Audio can be paused for ${audioPauseMaxMs / 1_000} s at most.`);
  }
  const until: Instant = { mono: addMs(now.mono, durationMs), wall: (now.wall + durationMs) as EpochMs };
  draft.audioPaused = { until, by: by.name };
  return null;
}

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
  if (view && view.value !== null && view.validity === "valid") seeValue(draft, metric, view.value, false, now);
  return null;
}

function startSession(
  draft: Draft,
  payload: Payload<"startSession">,
  by: Actor,
  { sessionId, protocol }: { readonly sessionId: SessionId | null; readonly protocol: Protocol | undefined },
  now: Instant,
): Refusal | null {
  if (draft.session !== null)
    return refuse("session-running", "A session is already running in this room. End it first.");
  if (sessionId === null || protocol === undefined) return refuse("internal", "The session has no id or no protocol.");
  const recordFrom = payload.includeEarlier ? (draft.watchingSince ?? now) : now;
  if (!payload.includeEarlier) forget(draft, by.name, now);
  if (draft.watchingSince === null || !payload.includeEarlier) startWatch(draft, now);
  const session: SessionView = {
    sessionId,
    initials: payload.initials,
    route: payload.route,
    phase: "checkIn",
    startedAt: now.wall,
    startedBy: by.name,
    phaseSince: now.wall,
    doseAt: null,
    dosingEndedAt: null,
    recordFrom: recordFrom.wall,
    simulated: isSimulated(draft),
    protocol: {
      id: protocol.id,
      name: protocol.name,
      version: protocol.version,
      dosing: protocol.dosing,
      observation: { minutes: protocol.observation.minutes, from: protocol.observation.from },
    },
    doses: [],
    assessments: {},
    baseline: null,
    dues: [],
    release: [],
  };
  draft.session = session;
  draft.protocol = protocol;
  draft.cuffArm = payload.cuffArm;
  seeStations(draft, now);
  return null;
}

function setPhase(draft: Draft, { phase, at }: Payload<"setPhase">, now: Instant): Refusal | null {
  const { session } = draft;
  if (session === null) return refuse("no-session", "Start a session first.");
  const since = at ?? now.wall;
  const fault = faultOfTime(since, "A phase", now);
  if (fault) return fault;
  const isAfterDose = PHASES.indexOf(phase) > PHASES.indexOf("dosing");
  if (isAfterDose && session.doseAt === null) return refuse("refused", "No dose is recorded yet. Record it first.");
  if (isAfterDose && session.doseAt !== null && since < session.doseAt) {
    return refuse("refused", "This phase cannot begin before the dose.");
  }
  const phaseSince = Math.min(since, now.wall);
  const isDosing = phase === "dosing";
  if (isDosing && session.doses.length === 0) {
    return refuse("refused", "Record the dose instead: it begins the dosing phase, and its hold is asked for.");
  }
  draft.session = {
    ...session,
    phase,
    phaseSince,
    doseAt: isDosing || isAfterDose ? session.doseAt : null,
    doses: isDosing || isAfterDose ? session.doses : [],
    dosingEndedAt: isAfterDose ? (session.dosingEndedAt ?? phaseSince) : null,
  };
  return null;
}

/** The devices stay in the room; what they said is forgotten. */
function emptied({ device, link, lastSeen, battery, sensor }: DeviceState): DeviceState {
  return { ...newDevice(device), link, lastSeen, battery, sensor };
}

/** Drops every value, limit change and alarm: the next one is another patient's. */
function forget(draft: Draft, by: string, now: Instant): void {
  clearAlarms(draft, () => true, by, now);
  const { devices, stations, isRecordSaved, episodes, changes } = draft;
  const kept = Object.fromEntries(Object.entries(devices).map(([id, device]) => [id as DeviceId, emptied(device)]));
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
}
