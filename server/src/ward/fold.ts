import type { AlarmChange, LimitSet } from "@watchroom/shared/alarm";
import type { Instant } from "@watchroom/shared/time";
import { addToSpark, EMPTY_SPARK, type Spark } from "@watchroom/shared/trend";
import { limitsOf } from "../core/limits.ts";
import { type MonitorInput, step } from "../core/monitor.ts";
import { emptyRoom, type RoomState } from "../core/room.ts";
import type { EntryBody, JournalEntry, KeptEntry } from "../journal/entry.ts";
import type { Checkpoint } from "../store/store.ts";

/** A room as the ward holds it: the core's state, and the sparkline that a new station is sent. */
export type RoomMemory = { readonly state: RoomState; readonly spark: Spark };

export const emptyMemory = (roomId: JournalEntry["roomId"], set: LimitSet): RoomMemory => ({
  state: emptyRoom(roomId, limitsOf(set)),
  spark: EMPTY_SPARK,
});

/** The entry as an input of the core; null for what the core put out, or never saw. */
function inputOf(body: EntryBody): MonitorInput | null {
  switch (body.kind) {
    case "alarm":
    case "lateReading":
      return null;
    default:
      return body;
  }
}

export const writeCheckpoint = (memory: RoomMemory): string => JSON.stringify(memory);

export function readCheckpoint(checkpoint: Checkpoint, set: LimitSet): RoomMemory {
  const memory = JSON.parse(checkpoint.state) as RoomMemory;
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
  let { state, spark } = start;
  const changes: AlarmChange[] = [];
  let kept = 0;
  for (const { body, at, mono } of entries) {
    if (body.kind === "alarm") kept += 1;
    const input = inputOf(body);
    if (input === null) continue;
    const now: Instant = { mono, wall: at };
    const stepped = step(state, input, now, set);
    changes.push(...stepped.changes);
    spark = nextSpark(spark, state, stepped.state, body, at);
    state = stepped.state;
  }
  return { memory: { state, spark }, changes, kept };
}

/** The sparkline after one entry: emptied when the room was cleared, else with the reading in it. */
export function nextSpark(spark: Spark, before: RoomState, after: RoomState, body: EntryBody, at: number): Spark {
  const isCleared = before.watchingSince !== null && before.watchingSince !== after.watchingSince;
  const kept = isCleared ? EMPTY_SPARK : spark;
  if (body.kind !== "reading" || body.reading.kind !== "oximetry" || after.watchingSince === null) return kept;
  return addToSpark(kept, at, after.metrics.spo2?.value ?? null, after.metrics.pulseRate?.value ?? null);
}
