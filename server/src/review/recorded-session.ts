import type { LimitSet } from "@watchroom/shared/alarm";
import { Protocol } from "@watchroom/shared/protocol";
import type { DeviceId, SessionId } from "@watchroom/shared/time";
import { limitsOf } from "../core/limits.ts";
import { type MonitorInput, step } from "../core/monitor.ts";
import { emptyRoom, type RoomState } from "../core/room.ts";
import type { EntryBody, KeptEntry, RoomDevice, SessionStart } from "../journal/entry.ts";

/**
 * Pure. What the session took with it; null when the entries do not hold its start. Of sessions of before that was kept the
 * protocol alone is there: their readings say which devices there were.
 */
export function startOf(entries: readonly KeptEntry[], sessionId: SessionId): SessionStart | null {
  for (const { body } of entries) {
    if (body.kind !== "command" || body.command.name !== "startSession" || body.sessionId !== sessionId) continue;
    if (body.start !== undefined) return body.start;
    const kept = Protocol.safeParse("protocol" in body ? body.protocol : null);
    return kept.success ? { protocol: kept.data, devices: devicesSeen(entries), turn: 0 } : null;
  }
  return null;
}

function devicesSeen(entries: readonly KeptEntry[]): RoomDevice[] {
  const seen = new Map<DeviceId, RoomDevice>();
  for (const { body } of entries) {
    if (body.kind !== "reading" || seen.has(body.deviceId)) continue;
    const kind = body.reading.kind === "oximetry" ? "oximeter" : "cuff";
    seen.set(body.deviceId, { deviceId: body.deviceId, label: kind, kind, simulated: false });
  }
  return [...seen.values()];
}

/** Pure. The room as it was before its first entry: its devices, and nothing said by them yet. */
export function roomAt({ roomId, mono, at }: KeptEntry, { devices }: SessionStart, set: LimitSet): RoomState {
  const put = { kind: "devices", devices, by: null } as const;
  return step(emptyRoom(roomId, limitsOf(set)), put, { mono, wall: at }, set).state;
}

/** Pure. The entry as an input of the core; null for what the core put out, or never saw. */
export function inputOf(body: EntryBody, start: SessionStart, { devices }: RoomState): MonitorInput | null {
  switch (body.kind) {
    case "alarm":
    case "lateReading":
    case "afterword":
    case "receipt":
      return null;
    case "reading":
    case "link":
      return devices[body.deviceId] === undefined ? null : body;
    case "command":
      return body.command.name === "startSession" ? { ...body, start: body.start ?? start } : body;
    default:
      return body;
  }
}
