import { METRICS } from "@watchroom/shared/metric";
import { Reading, type RejectionCode } from "@watchroom/shared/reading";
import type { EpochMs, RoomId } from "@watchroom/shared/time";
import type { KeptReading } from "../journal/entry.ts";
import type { Device, Room } from "../store/store.ts";

type Checked =
  | { readonly ok: true; readonly reading: KeptReading; readonly roomId: RoomId }
  | { readonly ok: false; readonly id: string | null; readonly code: RejectionCode; readonly message: string };

/** Checks one raw reading by itself. Never throws: a fault is a code and a sentence that says what to mend. */
export function checkReading(raw: unknown, device: Device, rooms: ReadonlyMap<RoomId, Room>): Checked {
  const parsed = Reading.safeParse(raw);
  if (!parsed.success) return { ok: false, id: idOf(raw), ...faultOf(raw, parsed.error.issues[0]) };
  const { room, measuredAt, ...rest } = parsed.data;
  const place = placeOf(room, device, rooms);
  if (!place.ok) return { ok: false, id: rest.id, code: place.code, message: place.message };
  return { ok: true, reading: { ...rest, measuredAt: Date.parse(measuredAt) as EpochMs }, roomId: place.roomId };
}

function idOf(raw: unknown): string | null {
  const id = typeof raw === "object" && raw !== null && "id" in raw ? raw.id : null;
  return typeof id === "string" ? id.slice(0, 128) : null;
}

type Issue = { readonly code: string; readonly path: readonly PropertyKey[]; readonly message: string };

function faultOf(raw: unknown, issue: Issue | undefined): { code: RejectionCode; message: string } {
  const field = issue?.path.map(String).join(".") ?? "";
  if (typeof raw !== "object" || raw === null) return { code: "bad-reading", message: "A reading is a JSON object." };
  if (field === "kind") return { code: "unknown-kind", message: 'kind must be "oximetry" or "bloodPressure".' };
  const isNumber =
    (issue?.code === "too_big" || issue?.code === "too_small") &&
    typeof (raw as Record<string, unknown>)[field] === "number";
  if (!isNumber)
    return { code: "bad-reading", message: `${field === "" ? "reading" : field}: ${issue?.message ?? "not valid"}` };
  const range = field in METRICS ? METRICS[field as keyof typeof METRICS].range : null;
  return {
    code: "out-of-range",
    message: range
      ? `${field} must be from ${range[0]} to ${range[1]}.`
      : `${field}: ${issue?.message ?? "out of range"}`,
  };
}

type Place =
  | { readonly ok: true; readonly roomId: RoomId }
  | { readonly ok: false; readonly code: RejectionCode; readonly message: string };

function placeOf(name: string | undefined, device: Device, rooms: ReadonlyMap<RoomId, Room>): Place {
  if (name === undefined) {
    const [only, second] = device.rooms;
    if (only === undefined)
      return { ok: false, code: "no-room", message: "This device is in no room. Assign it to one." };
    if (second !== undefined)
      return { ok: false, code: "no-room", message: "This gateway serves several rooms: each reading needs a room." };
    return { ok: true, roomId: only };
  }
  const wanted = name.trim().toLowerCase();
  const roomId = device.rooms.find((id) => id === name || rooms.get(id)?.name.trim().toLowerCase() === wanted);
  if (roomId !== undefined) return { ok: true, roomId };
  return { ok: false, code: "wrong-room", message: `This device may not send for "${name}".` };
}
