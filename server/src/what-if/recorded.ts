import type { ConditionId, LimitSet } from "@watchroom/shared/alarm";
import type { Protocol } from "@watchroom/shared/protocol";
import type { SessionId } from "@watchroom/shared/time";
import type { MonitorInput } from "../core/monitor.ts";
import type { RoomState } from "../core/room.ts";
import type { CommandEntry, EntryBody, KeptEntry, SessionStart } from "../journal/entry.ts";
import { inputOf as inputOfEntry, roomAt, startOf } from "../review/recorded-session.ts";

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

/** The room as it was before the first entry. */
export const roomBefore = ({ entries: [first], start }: Recorded, set: LimitSet): RoomState | null =>
  first === undefined ? null : roomAt(first, start, set);

/** `leftOut`: an act about an alarm that is not signalled here. Null input: nothing that the core took in. */
type Replayed = { readonly input: MonitorInput | null; readonly leftOut: boolean };
const LEFT_OUT: Replayed = { input: null, leftOut: true };

/** The entry as the core takes it in this replay: inputs only, never the alarms that were recorded. */
export function inputOf(
  body: EntryBody,
  { start, conditions }: Recorded,
  protocol: Protocol,
  state: RoomState,
): Replayed {
  if (body.kind !== "command") return { input: inputOfEntry(body, start, state), leftOut: false };
  if (body.command.name === "startSession")
    return { input: { ...body, start: { ...(body.start ?? start), protocol } }, leftOut: false };
  const command = answerHere(body.command, conditions, state);
  return command === null ? LEFT_OUT : { input: { ...body, command }, leftOut: false };
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
