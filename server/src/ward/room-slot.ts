import type { AlarmChange } from "@watchroom/shared/alarm";
import type { DeviceId, EpochMs, Instant, MonoMs, SessionId } from "@watchroom/shared/time";
import type { EntryBody } from "../journal/entry.ts";
import type { Room } from "../store/store.ts";
import { type DeviceClock, learn, UNKNOWN_CLOCK } from "./device-clock.ts";
import type { RoomMemory } from "./fold.ts";

/**
 * Reading ids are remembered for at least so long, however many they are, and for twice as long at most. A reading that is
 * older than that is late (device-clock.ts), and a late one is looked up in the record.
 */
export const REMEMBERED_MS = 120_000;

type Ids = { readonly known: Set<string>; readonly before: Set<string>; readonly since: MonoMs };

/** What the ward holds of one room. Mutable: this and the ward are the only owners. */
export type RoomSlot = {
  room: Room;
  memory: RoomMemory;
  /** When time alone will change the room. */
  due: MonoMs | null;
  /** When its checkpoint is next written. */
  checkpointDue: number;
  faults: number;
  readonly ids: Map<DeviceId, Ids>;
  readonly clocks: Map<DeviceId, DeviceClock>;
};

export const sessionOf = (slot: RoomSlot): SessionId | null =>
  (slot.memory.state.session?.sessionId as SessionId | undefined) ?? null;

export const clockOf = (slot: RoomSlot, deviceId: DeviceId): DeviceClock => slot.clocks.get(deviceId) ?? UNKNOWN_CLOCK;

/** What a reading of before the server started told of its device's clock. */
export function rememberClock(slot: RoomSlot, deviceId: DeviceId, measuredAt: EpochMs, then: Instant): void {
  const { isRemembered: _asThen, ...known } = clockOf(slot, deviceId);
  slot.clocks.set(deviceId, { ...learn(known, measuredAt, then), isRemembered: true });
}

/** False when this id was seen before. Remembers it otherwise. */
export function remember(slot: RoomSlot, deviceId: DeviceId, readingId: string, now: MonoMs): boolean {
  const { known, before } = idsOf(slot, deviceId, now);
  if (known.has(readingId) || before.has(readingId)) return false;
  known.add(readingId);
  return true;
}

function idsOf(slot: RoomSlot, deviceId: DeviceId, now: MonoMs): Ids {
  const ids = slot.ids.get(deviceId);
  if (ids && now - ids.since < REMEMBERED_MS) return ids;
  const turned: Ids = { known: new Set(), before: ids?.known ?? new Set(), since: now };
  slot.ids.set(deviceId, turned);
  return turned;
}

/** So that a reading that could not be kept may come again. */
export const forgetId = (slot: RoomSlot, deviceId: DeviceId, readingId: string): void => {
  const ids = slot.ids.get(deviceId);
  ids?.known.delete(readingId);
  ids?.before.delete(readingId);
};

/** True when a person must learn of one of these at once. What was held back is for the record only. */
export const isHeard = (changes: readonly AlarmChange[]): boolean =>
  changes.some(({ change }) => change !== "heldBack");

export const alarmBodies = (changes: readonly AlarmChange[]): EntryBody[] =>
  changes.map((change) => ({ kind: "alarm", change }));
