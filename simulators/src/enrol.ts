import type { DeviceRow } from "@watchroom/shared/http";
import { ok, type Result } from "@watchroom/shared/result";
import type { Clinic, ClinicFailure } from "./clinic.ts";
import type { DeviceToken, Transport } from "./fleet.ts";
import type { Operator, VisitFailure } from "./operator.ts";

export type Enrolled = { readonly tokens: readonly DeviceToken[]; readonly deviceIds: readonly string[] };
type EnrolFailure = ClinicFailure | VisitFailure;
type Wanted = {
  readonly clinic: Clinic;
  readonly trainer: Operator;
  readonly rooms: readonly string[];
  readonly label: string;
};

const LABEL_LENGTH_MAX = 60;

/** Adds simulated devices as the trainer: one gateway for all rooms, or an oximeter and a cuff a room. Missing rooms are made. */
export async function enrol(
  { clinic, trainer, rooms, label }: Wanted,
  transport: Transport,
): Promise<Result<Enrolled, EnrolFailure>> {
  const cookie = await trainer.cookie();
  if (!cookie.ok) return cookie;
  const pairs = rooms.flatMap((room) => [
    { kind: "oximeter" as const, rooms: [room] },
    { kind: "cuff" as const, rooms: [room] },
  ]);
  const wanted = transport === "http" ? [{ kind: "gateway" as const, rooms: [...rooms] }] : pairs;
  const tokens: DeviceToken[] = [];
  const deviceIds: string[] = [];
  for (const device of wanted) {
    const added = await clinic.addDevice(cookie.value, {
      ...device,
      label: `${label} ${device.kind}`.slice(0, LABEL_LENGTH_MAX),
    });
    if (!added.ok) return added;
    const { deviceId, token } = added.value;
    deviceIds.push(deviceId);
    tokens.push(...device.rooms.map((room) => ({ room, kind: device.kind, token })));
  }
  return ok({ tokens, deviceIds });
}

/** Withdraws simulated devices that match; a server that cannot be reached keeps them, and says so. */
export async function withdraw(
  { clinic, trainer }: Pick<Wanted, "clinic" | "trainer">,
  isMine: (device: DeviceRow) => boolean,
): Promise<Result<number, EnrolFailure>> {
  const cookie = await trainer.cookie();
  if (!cookie.ok) return cookie;
  const devices = await clinic.devices(cookie.value);
  if (!devices.ok) return devices;
  const mine = devices.value.filter((device) => device.simulated && !device.withdrawn && isMine(device));
  for (const { deviceId } of mine) {
    const withdrawn = await clinic.withdrawDevice(cookie.value, deviceId);
    if (!withdrawn.ok) return withdrawn;
  }
  return ok(mine.length);
}
