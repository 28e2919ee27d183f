import { addToSpark, EMPTY_SPARK, type Spark } from "@watchroom/shared/trend";
import { Frame, Heartbeat, type RoomPatch, RoomView, Snapshot } from "@watchroom/shared/wire";
import type { LiveRoom, LiveState } from "./store.ts";

/** What came cannot be laid on what is held: ask for a snapshot. */
export type Gap = "gap";

/** Pure. A snapshot replaces all that was held. `message` is what came over the line, not checked yet. */
export function applySnapshot(state: LiveState, message: unknown): LiveState | Gap {
  const parsed = Snapshot.safeParse(message);
  if (!parsed.success) return "gap";
  const { clinic, stations, epoch, seq } = parsed.data;
  const rooms = new Map(parsed.data.rooms.map((room) => [room.roomId, room]));
  return { ...state, link: "up", clinic, stations, epoch, seq, rooms, order: orderOf(rooms, state.order) };
}

/** Pure. Lays one frame on the state; rooms that it does not name keep their identity. */
export function applyFrame(state: LiveState, message: unknown): LiveState | Gap {
  const parsed = Frame.safeParse(message);
  if (!parsed.success) return "gap";
  const frame = parsed.data;
  if (frame.epoch !== state.epoch || frame.seq !== state.seq + 1) return "gap";
  const rooms = new Map(state.rooms);
  for (const roomId of frame.removed ?? []) rooms.delete(roomId);
  for (const patch of frame.rooms) {
    const room = patchRoom(rooms.get(patch.roomId), patch);
    if (room === "gap") return "gap";
    rooms.set(patch.roomId, room);
  }
  const touched = frame.rooms.length > 0 || frame.removed !== undefined;
  return {
    ...state,
    link: "up",
    seq: frame.seq,
    stations: frame.stations ?? state.stations,
    rooms: touched ? rooms : state.rooms,
    order: touched ? orderOf(rooms, state.order) : state.order,
  };
}

/** Pure. Whether a heartbeat proves that nothing was missed. */
export function isCurrent(state: LiveState, message: unknown): boolean {
  const parsed = Heartbeat.safeParse(message);
  return parsed.success && parsed.data.epoch === state.epoch && parsed.data.seq === state.seq;
}

function patchRoom(room: LiveRoom | undefined, { cleared, metrics, ...patch }: RoomPatch): LiveRoom | Gap {
  // A room that this station does not know yet must come whole.
  if (room === undefined) {
    const whole = RoomView.safeParse({ ...patch, metrics: metrics ?? {} });
    return whole.success ? { ...whole.data, spark: sparkWith(EMPTY_SPARK, metrics) } : "gap";
  }
  const held = cleared === true ? {} : room.metrics;
  return {
    ...room,
    ...withoutUndefined(patch),
    metrics: metrics === undefined ? held : { ...held, ...metrics },
    spark: sparkWith(cleared === true ? EMPTY_SPARK : room.spark, metrics),
  };
}

/** A key that is there without a value must not wipe out what is held. */
function withoutUndefined(patch: Omit<RoomPatch, "cleared" | "metrics">): Partial<LiveRoom> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

function sparkWith(spark: Spark, metrics: RoomPatch["metrics"]): Spark {
  const spo2 = metrics?.spo2;
  const pulseRate = metrics?.pulseRate;
  const at = spo2?.at ?? pulseRate?.at;
  return at === undefined ? spark : addToSpark(spark, at, spo2?.value ?? null, pulseRate?.value ?? null);
}

/** Places on the wall; the list held before comes back when nothing moved. */
function orderOf(rooms: ReadonlyMap<string, LiveRoom>, before: readonly string[]): readonly string[] {
  const sorted = [...rooms.values()].sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
  const same = sorted.length === before.length && sorted.every((room, index) => room.roomId === before[index]);
  return same ? before : sorted.map((room) => room.roomId);
}
