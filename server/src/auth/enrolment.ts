import { randomUUID } from "node:crypto";
import type { DeviceKind } from "@watchroom/shared/reading";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { DeviceId, RoomId } from "@watchroom/shared/time";
import type { Access, Device, Room } from "../store/store.ts";
import { hashToken, newToken } from "./token.ts";

const KIND_LABELS: Readonly<Record<DeviceKind, string>> = { oximeter: "Oximeter", cuff: "Cuff", gateway: "Gateway" };

/** The rooms of these names, and those among them that have to be made: at the end of the wall, in the order given. */
export function roomsNamed(rooms: readonly Room[], names: readonly string[]): { named: Room[]; made: Room[] } {
  const known = [...rooms];
  const made: Room[] = [];
  const named = new Map<RoomId, Room>();
  for (const name of names) {
    let room = roomOfName(known, name);
    if (room === undefined) {
      room = { roomId: randomUUID() as RoomId, name: name.trim(), order: nextOrder(known) };
      known.push(room);
      made.push(room);
    }
    named.set(room.roomId, room);
  }
  return { named: [...named.values()], made };
}

/** "room 1" is "Room 1": two tiles that differ by a capital letter would be taken for each other. */
export const roomOfName = (rooms: readonly Room[], name: string): Room | undefined => {
  const wanted = name.trim().toLowerCase();
  return rooms.find((room) => room.name.trim().toLowerCase() === wanted);
};

const nextOrder = (rooms: readonly Room[]): number => Math.max(0, ...rooms.map(({ order }) => order)) + 1;

type NewDevice = {
  readonly kind: DeviceKind;
  readonly rooms: readonly string[];
  readonly label?: string | undefined;
  readonly simulated: boolean;
};

/** A device with a new id and token, and the rooms to make for it. Nothing is kept yet; the token is seen here only. */
export function enrolDevice(
  rooms: readonly Room[],
  wanted: NewDevice,
): Result<{ device: Device; made: Room[]; token: string }, "bad-request"> {
  const fault = faultOfRooms(wanted.kind, wanted.rooms);
  if (fault !== null) return refuse("bad-request", fault);
  const { named, made } = roomsNamed(rooms, wanted.rooms);
  const token = newToken("device");
  const place = named.length === 1 ? (named[0]?.name ?? "") : `of ${named.length} rooms`;
  const device: Device = {
    deviceId: randomUUID() as DeviceId,
    label: wanted.label ?? `${KIND_LABELS[wanted.kind]} ${place}`,
    kind: wanted.kind,
    rooms: named.map(({ roomId }) => roomId),
    simulated: wanted.simulated,
    tokenHash: hashToken(token),
    withdrawnAt: null,
  };
  return ok({ device, made, token });
}

/** Why a device of this kind cannot have these rooms, in one sentence; null when it can. */
export function faultOfRooms(kind: DeviceKind, rooms: readonly string[]): string | null {
  if (rooms.length === 0) return "Name the room that the device is in.";
  if (kind !== "gateway" && rooms.length > 1) return "Only a gateway sends for more than one room; name one room.";
  return null;
}

/** Leave for another program to read, with a new token. Nothing is kept yet. */
export function enrolReader(label: string): { access: Access; token: string } {
  const token = newToken("access");
  const access: Access = {
    accessId: randomUUID(),
    role: "reader",
    label,
    tokenHash: hashToken(token),
    withdrawnAt: null,
  };
  return { access, token };
}
