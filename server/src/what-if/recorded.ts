import type { ConditionId, LimitSet } from "@watchroom/shared/alarm";
import { Protocol } from "@watchroom/shared/protocol";
import type { SessionId } from "@watchroom/shared/time";
import { limitsOf } from "../core/limits.ts";
import { type MonitorInput, step } from "../core/monitor.ts";
import { emptyRoom, type RoomState } from "../core/room.ts";
import type { CommandEntry, EntryBody, KeptEntry, SessionStart } from "../journal/entry.ts";

/** A session's journal, ready to be replayed. */
export type Recorded = {
  /** In order of arrival. */
  readonly entries: readonly KeptEntry[];
  readonly start: SessionStart;
  /** What each recorded alarm was of. */
  readonly conditions: ReadonlyMap<string, ConditionId>;
};

/** Null when the journal does not hold the session's start. */
export function recordedOf(found: readonly KeptEntry[], sessionId: SessionId): Recorded | null {
  // Read by the wall clock, which may have been set back in between.
  const entries = found.toSorted((a, b) => a.seq - b.seq);
  const start = startOf(entries, sessionId);
  if (start === null) return null;
  const conditions = new Map<string, ConditionId>();
  for (const { body } of entries) {
    if (body.kind === "alarm") conditions.set(body.change.alarm.episodeId, body.change.alarm.condition);
  }
  return { entries, start, conditions };
}

function startOf(entries: readonly KeptEntry[], sessionId: SessionId): SessionStart | null {
  for (const { body } of entries) {
    if (body.kind !== "command" || body.command.name !== "startSession" || body.sessionId !== sessionId) continue;
    if (body.start !== undefined) return body.start;
    // Of before devices and turn were kept with it: its readings say which devices there were.
    const kept = Protocol.safeParse("protocol" in body ? body.protocol : null);
    return kept.success ? { protocol: kept.data, devices: devicesSeen(entries), turn: 0 } : null;
  }
  return null;
}

function devicesSeen(entries: readonly KeptEntry[]): SessionStart["devices"] {
  const seen = new Map<string, SessionStart["devices"][number]>();
  for (const { body } of entries) {
    if (body.kind !== "reading") continue;
    const kind = body.reading.kind === "oximetry" ? "oximeter" : "cuff";
    seen.set(body.deviceId, { deviceId: body.deviceId, label: kind, kind, simulated: false });
  }
  return [...seen.values()];
}

/** The room as it was before the first entry: its devices, and nothing said by them yet. */
export function roomBefore({ entries: [first], start }: Recorded, set: LimitSet): RoomState | null {
  if (first === undefined) return null;
  const empty = emptyRoom(first.roomId, limitsOf(set));
  const devices = { kind: "devices", devices: start.devices, by: null } as const;
  return step(empty, devices, { mono: first.mono, wall: first.at }, set).state;
}

/** `leftOut`: an act about an alarm that is not signalled here. Null input: nothing that the core took in. */
type Replayed = { readonly input: MonitorInput | null; readonly leftOut: boolean };
const NOTHING: Replayed = { input: null, leftOut: false };
const LEFT_OUT: Replayed = { input: null, leftOut: true };

/** The entry as the core takes it in this replay: inputs only, never the alarms that were recorded. */
export function inputOf(
  body: EntryBody,
  { start, conditions }: Recorded,
  protocol: Protocol,
  state: RoomState,
): Replayed {
  switch (body.kind) {
    case "alarm":
    case "lateReading":
    case "afterword":
    case "receipt":
      return NOTHING;
    case "reading":
    case "link":
      return state.devices[body.deviceId] === undefined ? NOTHING : { input: body, leftOut: false };
    case "command": {
      if (body.command.name === "startSession")
        return { input: { ...body, start: { ...(body.start ?? start), protocol } }, leftOut: false };
      const command = answerHere(body.command, conditions, state);
      return command === null ? LEFT_OUT : { input: { ...body, command }, leftOut: false };
    }
    default:
      return { input: body, leftOut: false };
  }
}

/**
 * People answered alarms that they saw: an act names an episode of the real run. Here it is an answer to the same condition
 * if that is signalled at this moment, and else left out (null): nobody acknowledges an alarm that is not there, and
 * nobody can tell when they would have acknowledged one that begins later. Limits that a person set for this patient stay.
 */
function answerHere(
  command: CommandEntry,
  conditions: ReadonlyMap<string, ConditionId>,
  { alarms }: RoomState,
): CommandEntry | null {
  switch (command.name) {
    case "acknowledge":
    case "annotate":
    case "declineAlarm": {
      const condition = conditions.get(command.payload.episodeId);
      const alarm = condition === undefined ? undefined : alarms[condition]?.alarm;
      if (alarm === undefined || alarm.episodeId === null || alarm.signal === "off") return null;
      if (command.name !== "annotate" && alarm.signal !== "on") return null;
      const { episodeId } = alarm;
      return { ...command, payload: { ...command.payload, episodeId } } as CommandEntry;
    }
    case "alarmReset":
      return Object.values(alarms).some(({ alarm }) => alarm.signal === "latched") ? command : null;
    case "pauseAudio":
      return Object.values(alarms).some(({ alarm }) => alarm.signal === "on") ? command : null;
    default:
      return command;
  }
}
