import type { AlarmChange, LimitSet } from "@watchroom/shared/alarm";
import { Protocol } from "@watchroom/shared/protocol";
import { SessionView } from "@watchroom/shared/session";
import type { Instant } from "@watchroom/shared/time";
import { addToSpark, EMPTY_SPARK, SPARK_STEP_MS, type Spark } from "@watchroom/shared/trend";
import type { CommandName } from "@watchroom/shared/wire";
import { ALARM_AT_REST } from "../core/alarm/alarm.ts";
import { limitsOf } from "../core/limits.ts";
import { type MonitorInput, step } from "../core/monitor.ts";
import { emptyRoom, newDevice, type RoomState } from "../core/room.ts";
import type { EntryBody, JournalEntry, KeptEntry } from "../journal/entry.ts";
import type { Checkpoint } from "../store/store.ts";

/** What the readings of one step of the sparkline amount to so far. */
type SparkPoint = { readonly at: number; readonly spo2: number | null; readonly pulseRate: number | null };

/**
 * The sparkline that a new station is sent. The newest step is kept beside the points and laid on them when it is over:
 * to copy all points for each reading cost more than to judge it (test/bench/rooms-held).
 */
type GrowingSpark = { readonly spark: Spark; readonly newest?: SparkPoint };

/** A room as the ward holds it: the core's state, and its sparkline. */
export type RoomMemory = GrowingSpark & { readonly state: RoomState };

export const emptyMemory = (roomId: JournalEntry["roomId"], set: LimitSet): RoomMemory => ({
  state: emptyRoom(roomId, limitsOf(set)),
  spark: EMPTY_SPARK,
});

/** The entry as an input of the core; null for what the core put out, or never saw. */
function inputOf(body: EntryBody): MonitorInput | null {
  switch (body.kind) {
    case "alarm":
    case "lateReading":
    case "afterword":
    case "receipt":
      return null;
    default:
      return body;
  }
}

export const writeCheckpoint = (memory: RoomMemory): string => JSON.stringify(memory);

/** What a room of an earlier Watchroom lacks is what it would be at rest: a restart with a new version loses nothing. */
function ofToday(roomId: JournalEntry["roomId"], kept: RoomMemory, set: LimitSet): RoomMemory {
  const { session, protocol, devices, alarms } = kept.state;
  const state: RoomState = {
    ...emptyRoom(roomId, limitsOf(set)),
    ...kept.state,
    session: session === null ? null : SessionView.parse(session),
    protocol: protocol === null ? null : Protocol.parse(protocol),
    devices: Object.fromEntries(
      Object.entries(devices).map(([id, device]) => [id, { ...newDevice(device.device), ...device }]),
    ),
    alarms: Object.fromEntries(
      Object.entries(alarms).map(([id, one]) => [id, { ...one, alarm: { ...ALARM_AT_REST, ...one.alarm } }]),
    ),
  };
  return { ...kept, state };
}

export function readCheckpoint(checkpoint: Checkpoint, set: LimitSet): RoomMemory {
  const memory = ofToday(checkpoint.roomId, JSON.parse(checkpoint.state) as RoomMemory, set);
  const standard = limitsOf(set);
  const isStandard = JSON.stringify(memory.state.limits) === JSON.stringify(standard);
  return isStandard ? { ...memory, state: { ...memory.state, limits: standard } } : memory;
}

type Folded = {
  readonly memory: RoomMemory;
  /** Alarm changes that the fold made, in order: those that the journal holds come first. */
  readonly changes: readonly AlarmChange[];
  /** How many alarm changes the journal held. */
  readonly kept: number;
};

/** State is a fold over the journal: the same entries give the same state and the same alarm changes, every time. */
export function fold(start: RoomMemory, entries: readonly KeptEntry[], set: LimitSet): Folded {
  let memory = start;
  const changes: AlarmChange[] = [];
  let kept = 0;
  for (const { body, at, mono } of entries) {
    if (body.kind === "alarm") kept += 1;
    const input = inputOf(body);
    if (input === null) continue;
    const now: Instant = { mono, wall: at };
    const stepped = step(memory.state, input, now, set);
    changes.push(...stepped.changes);
    memory = nextMemory(memory, stepped.state, body, at);
  }
  return { memory, changes, kept };
}

/** The room after one entry: the sparkline emptied when the room was cleared, else with the reading in it. */
export function nextMemory(before: RoomMemory, state: RoomState, body: EntryBody | null, at: number): RoomMemory {
  const { watchingSince } = before.state;
  const isCleared = watchingSince !== null && watchingSince !== state.watchingSince;
  const kept: GrowingSpark = isCleared ? { spark: EMPTY_SPARK } : before;
  if (body?.kind !== "reading" || body.reading.kind !== "oximetry" || state.watchingSince === null)
    return memoryOf(state, kept.spark, kept.newest);
  const spo2 = state.metrics.spo2?.value ?? null;
  const pulseRate = state.metrics.pulseRate?.value ?? null;
  const { newest } = kept;
  if (newest === undefined || stepOf(newest.at) !== stepOf(at))
    return memoryOf(state, sparkOf(kept), { at, spo2, pulseRate });
  return memoryOf(state, kept.spark, {
    at: newest.at,
    spo2: newest.spo2 === null ? spo2 : Math.min(newest.spo2, spo2 ?? newest.spo2),
    pulseRate: pulseRate ?? newest.pulseRate,
  });
}

const memoryOf = (state: RoomState, spark: Spark, newest: SparkPoint | undefined): RoomMemory =>
  newest === undefined ? { state, spark } : { state, spark, newest };
const stepOf = (at: number): number => Math.floor(at / SPARK_STEP_MS);

/** The whole sparkline, its newest step included. */
export const sparkOf = ({ spark, newest }: GrowingSpark): Spark =>
  newest === undefined ? spark : addToSpark(spark, newest.at, newest.spo2, newest.pulseRate);

/** After these the room's past is another patient's or nobody's: a restart need not fold it. */
export const CUTS_THE_FOLD: ReadonlySet<CommandName> = new Set([
  "startSession",
  "release",
  "endSession",
  "clearRoom",
  "undo",
]);
