import type { AlarmChange } from "@watchroom/shared/alarm";
import type { DeviceId, MonoMs, SessionId } from "@watchroom/shared/time";
import type { EntryBody } from "../journal/entry.ts";
import type { Room } from "../store/store.ts";
import { type DeviceClock, UNKNOWN_CLOCK } from "./device-clock.ts";
import type { RoomMemory } from "./fold.ts";

/** The newest reading ids of a device that are remembered here; older ones are looked up in the record. */
const IDS_REMEMBERED = 300;

/** What the ward holds of one room. Mutable: this and the ward are the only owners. */
export type RoomSlot = {
  room: Room;
  memory: RoomMemory;
  /** When time alone will change the room. */
  due: MonoMs | null;
  /** When its checkpoint is next written. */
  checkpointDue: number;
  faults: number;
  readonly ids: Map<DeviceId, Set<string>>;
  readonly clocks: Map<DeviceId, DeviceClock>;
};

export const sessionOf = (slot: RoomSlot): SessionId | null =>
  (slot.memory.state.session?.sessionId as SessionId | undefined) ?? null;

export const clockOf = (slot: RoomSlot, deviceId: DeviceId): DeviceClock => slot.clocks.get(deviceId) ?? UNKNOWN_CLOCK;

/** False when this id was seen before. Remembers it otherwise. */
export function remember(slot: RoomSlot, deviceId: DeviceId, readingId: string): boolean {
  const known = slot.ids.get(deviceId) ?? new Set<string>();
  slot.ids.set(deviceId, known);
  if (known.has(readingId)) return false;
  known.add(readingId);
  if (known.size > IDS_REMEMBERED) {
    const [oldest] = known;
    if (oldest !== undefined) known.delete(oldest);
  }
  return true;
}

/** So that a reading that could not be kept may come again. */
export const forgetId = (slot: RoomSlot, deviceId: DeviceId, readingId: string): void => {
  slot.ids.get(deviceId)?.delete(readingId);
};

export const alarmBodies = (changes: readonly AlarmChange[]): EntryBody[] =>
  changes.map((change) => ({ kind: "alarm", change }));
