import type { ReadingResult } from "@watchroom/shared/reading";
import type { DeviceId, RoomId } from "@watchroom/shared/time";
import type { Spark } from "@watchroom/shared/trend";
import type { CommandReply, CommandRequest, RoomPatch, RoomView } from "@watchroom/shared/wire";
import type { Actor } from "../journal/entry.ts";
import type { Device, Room } from "../store/store.ts";

/** What left the ward for the stations. `urgent`: an alarm changed, so that it goes out at once. */
export type WardChange = {
  readonly patches: readonly RoomPatch[];
  readonly removed: readonly RoomId[];
  readonly urgent: boolean;
};

/** What a device looks like from the ward, for the settings page. */
export type DeviceHealth = {
  readonly lastSeenAt: number | null;
  readonly rejected: { readonly count: number; readonly code: string | null; readonly message: string | null };
  readonly clockAheadMs: number | null;
};

/**
 * All rooms that one server watches, and the one door into the core. Alarm first (the step and `onChange` are
 * synchronous), disk second, the device's answer third.
 */
export type Ward = {
  /**
   * Each raw reading is checked by itself (`Reading` in shared); resolves when every accepted one is on disk. Readings
   * that could not be kept are answered "rejected", code `record-not-saved`, so that the device sends them again.
   */
  accept(device: Device, readings: readonly unknown[]): Promise<ReadingResult[]>;
  /** The device's connection, for transports that have one. */
  link(deviceId: DeviceId, link: "up" | "down"): void;
  /** `request` is checked against `COMMANDS` already. Resolves when the act is on disk. */
  command(request: CommandRequest, by: Actor): Promise<CommandReply>;
  /** Each 250 ms. */
  tick(): void;
  /** Stations that are connected, visible and audible; 0 raises "not heard" in rooms in session. */
  hearing(stations: number): void;
  /** Rooms and devices as the store has them now; called again whenever they changed. `by` names who changed them. */
  configure(rooms: readonly Room[], devices: readonly Device[], by: string | null): void;
  rooms(): (RoomView & { spark: Spark })[];
  /** Since when the room's present record runs: a session's `recordFrom`, or the start of the watch; null when free. */
  recordFrom(roomId: RoomId): number | null;
  deviceHealth(deviceId: DeviceId): DeviceHealth;
  onChange(listener: (change: WardChange) => void): void;
};
