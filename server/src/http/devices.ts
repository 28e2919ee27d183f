import { AddDeviceAnswer, AddDeviceBody, ChangeDeviceBody, DeviceRow, PATHS } from "@watchroom/shared/http";
import { ok } from "@watchroom/shared/result";
import type { Clock, RoomId } from "@watchroom/shared/time";
import { ROLES, type Role } from "@watchroom/shared/wire";
import { z } from "zod";
import type { Directory } from "../auth/directory.ts";
import { enrolDevice, faultOfRooms, roomsNamed } from "../auth/enrolment.ts";
import type { Log } from "../log.ts";
import type { Device, Operator, Room, StoreClient } from "../store/store.ts";
import type { Ward } from "../ward/ward.ts";
import type { Failure } from "./failure.ts";
import { type Answer, personOf, type Route, route } from "./route.ts";

type DeviceParts = {
  readonly directory: Directory;
  readonly ward: Ward;
  readonly clock: Clock;
  readonly log: Log;
};

const SUBJECT = "Devices";
const MAY_CHANGE: readonly Role[] = ["administrator", "trainer"];

/** The clinic's devices. A trainer keeps simulated ones, and only where no real device is. */
export const deviceRoutes = (parts: DeviceParts): Route[] => [list(parts), add(parts), change(parts)];

const list = ({ directory, ward }: DeviceParts): Route =>
  route({
    method: "get",
    path: PATHS.devices,
    subject: SUBJECT,
    summary: "The clinic's devices, withdrawn ones too, with what was refused of them.",
    allow: ROLES,
    answer: z.array(DeviceRow),
    run: () => ok(directory.devices().map((device) => rowOf(device, directory.rooms(), ward))),
  });

const add = ({ directory, log }: DeviceParts): Route =>
  route({
    method: "post",
    path: PATHS.devices,
    subject: SUBJECT,
    summary: "Adds a device, and the rooms that are missing. The token is in this answer and nowhere else.",
    allow: MAY_CHANGE,
    body: AddDeviceBody,
    answer: AddDeviceAnswer,
    async run(call) {
      const { operator } = personOf(call);
      return directory.change(operator.displayName, async (store): Promise<Answer<AddDeviceAnswer>> => {
        const enrolled = enrolDevice(directory.rooms(), call.body);
        if (!enrolled.ok) return enrolled;
        const { device, made, token } = enrolled.value;
        const refusal = refusalFor(operator, device, directory.devices());
        if (refusal !== null) return refusal;
        await putAll(store, made, device);
        log.info("device-added", { deviceId: device.deviceId, by: operator.operatorId });
        return ok({ deviceId: device.deviceId, token });
      });
    },
  });

const change = (parts: DeviceParts): Route =>
  route({
    method: "patch",
    path: `${PATHS.devices}/:deviceId`,
    subject: SUBJECT,
    summary: "Renames a device, moves it to other rooms, or withdraws it. Moving cuts its stream.",
    allow: MAY_CHANGE,
    body: ChangeDeviceBody,
    answer: DeviceRow,
    fails: ["no-such-device"],
    async run(call) {
      const { operator } = personOf(call);
      const changed = await parts.directory.change(operator.displayName, (store) =>
        changeDevice(store, parts, operator, call.params["deviceId"] ?? "", call.body),
      );
      return changed.ok ? ok(rowOf(changed.value, parts.directory.rooms(), parts.ward)) : changed;
    },
  });

async function changeDevice(
  store: StoreClient,
  { directory, clock, log }: DeviceParts,
  operator: Operator,
  deviceId: string,
  { label, rooms, withdrawn }: z.infer<typeof ChangeDeviceBody>,
): Promise<Answer<Device>> {
  const before = directory.devices().find((device) => device.deviceId === deviceId);
  if (before === undefined) return { ok: false, code: "no-such-device", message: "There is no such device." };
  const fault = rooms === undefined ? null : faultOfRooms(before.kind, rooms);
  if (fault !== null) return { ok: false, code: "bad-request", message: fault };
  const { named, made } = roomsNamed(directory.rooms(), rooms ?? []);
  const after: Device = {
    ...before,
    label: label ?? before.label,
    rooms: rooms === undefined ? before.rooms : named.map(({ roomId }) => roomId),
    withdrawnAt: withdrawn === undefined ? before.withdrawnAt : withdrawn ? clock.now().wall : null,
  };
  const refusal = refusalFor(operator, after, directory.devices());
  if (refusal !== null) return refusal;
  await putAll(store, made, after);
  log.info("device-changed", { deviceId, by: operator.operatorId });
  return ok(after);
}

async function putAll(store: StoreClient, rooms: readonly Room[], device: Device): Promise<void> {
  for (const room of rooms) await store.putRoom(room);
  await store.putDevice(device);
}

/** A trainer's simulated patient must never appear on the tile of a real one. */
function refusalFor({ role }: Operator, device: Device, devices: readonly Device[]): Failure | null {
  if (role !== "trainer") return null;
  if (!device.simulated)
    return { ok: false, code: "not-allowed", message: "A trainer may change simulated devices only." };
  const rooms = new Set<RoomId>(device.rooms);
  const isReal = (one: Device): boolean =>
    !one.simulated && one.withdrawnAt === null && one.rooms.some((roomId) => rooms.has(roomId));
  if (device.withdrawnAt !== null || !devices.some(isReal)) return null;
  return { ok: false, code: "not-allowed", message: "A real device is in that room. Choose a room for training." };
}

function rowOf(device: Device, rooms: readonly Room[], ward: Ward): z.infer<typeof DeviceRow> {
  const { deviceId, label, kind, simulated, withdrawnAt } = device;
  const nameOf = (roomId: RoomId): string => rooms.find((room) => room.roomId === roomId)?.name ?? "";
  return {
    deviceId,
    label,
    kind,
    rooms: device.rooms.map((roomId) => ({ roomId, name: nameOf(roomId) })),
    simulated,
    withdrawn: withdrawnAt !== null,
    ...ward.deviceHealth(deviceId),
  };
}
