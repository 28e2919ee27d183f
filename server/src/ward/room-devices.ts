import type { RoomId } from "@watchroom/shared/time";
import type { RoomDevice } from "../journal/entry.ts";
import type { Device } from "../store/store.ts";

/** What serves each room, as the core knows it; who was withdrawn serves none. */
export function devicesByRoom(devices: readonly Device[]): Map<RoomId, RoomDevice[]> {
  const found = new Map<RoomId, RoomDevice[]>();
  for (const { deviceId, label, kind, simulated, rooms, withdrawnAt } of devices) {
    if (withdrawnAt !== null) continue;
    for (const roomId of rooms) found.set(roomId, [...(found.get(roomId) ?? []), { deviceId, label, kind, simulated }]);
  }
  return found;
}
