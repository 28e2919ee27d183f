import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { DeviceId, EpochMs, OperatorId, RoomId } from "@watchroom/shared/time";
import { FRAME_MS, type Role } from "@watchroom/shared/wire";
import type { Identity } from "../../../server/src/auth/sign-ins.ts";
import { createGateway } from "../../../server/src/gateway/gateway.ts";
import { createLog } from "../../../server/src/log.ts";
import type { Device, Room, Store } from "../../../server/src/store/store.ts";
import { openWard } from "../../../server/src/ward/ward.ts";
import { SET } from "../../support/core-script.ts";
import { MARKED_ROOMS } from "./bed.ts";
import { roomIdOf } from "./checks.ts";
import { createFaultyRecord, type Disk } from "./faulty-record.ts";
import { createStationIo } from "./station-io.ts";
import type { TrueTime } from "./true-time.ts";

const ROOMS: readonly Room[] = MARKED_ROOMS.map((room) => ({
  roomId: roomIdOf(room) as RoomId,
  name: `Room ${room}`,
  order: room,
}));
const deviceOf = (room: number): Device => ({
  deviceId: `oximeter-${room}` as DeviceId,
  ...{ label: `Oximeter ${room}`, kind: "oximeter", rooms: [roomIdOf(room) as RoomId], simulated: true },
  ...{ tokenHash: "", withdrawnAt: null },
});
const DEVICES: ReadonlyMap<number, Device> = new Map(MARKED_ROOMS.map((room) => [room, deviceOf(room)]));

const nameOf = (cookie: string): string => `Nurse ${cookie}`;
/** Each cookie is a nurse of its own; nobody signs out. */
function identify(cookie: string | undefined): Identity | null {
  if (cookie === undefined) return null;
  const operatorId = `operator-${cookie}` as OperatorId;
  const person = { operatorId, name: cookie, displayName: nameOf(cookie), role: "nurse" as Role };
  const never = 0 as EpochMs;
  return {
    operator: { ...person, passwordHash: "", withdrawnAt: null },
    signIn: { tokenHash: cookie, operatorId, createdAt: never, expiresAt: never, lockedAt: null, activeAt: never },
    locked: false,
  };
}
const SIGN_INS = { identify, touch: () => undefined, onChange: () => undefined };

/** One life of the server: the real ward and gateway between a record that can fail and lines without a network. */
export async function startServer(onDisk: Store, time: TrueTime, disk: () => Disk) {
  const { clock, stopAll } = time.clockOfServer(onDisk.lastMoment());
  const record = createFaultyRecord(onDisk, clock, disk);
  const faults: string[] = [];
  let ids = 0;
  const startedAt = clock.now().mono;
  const ward = await openWard(
    {
      ...{ clock, journal: record.journal, store: record.store, set: SET },
      protocolFor: (route) => ({ ...PROTOCOLS[route], preCheck: [] }),
      nurse: () => null,
      newId: () => `session-${startedAt}-${++ids}`,
      log: (event) => void (event === "room-fault" && faults.push(event)),
    },
    ROOMS,
    [...DEVICES.values()],
  );
  const wires = createStationIo();
  const clinic = () => ({ name: "Simulated clinic", simulated: true });
  const gateway = createGateway({ io: wires.io, ward, clock, signIns: SIGN_INS, clinic, log: createLog("silent") });
  clock.every(FRAME_MS, () => ward.tick());
  return {
    ...{ ward, wires, clock, faults },
    device: (room: number): Device => DEVICES.get(room) ?? deviceOf(room),
    /** In peace: all that the disk takes is written. Otherwise what waits is lost. */
    end(inPeace: boolean): void {
      if (inPeace) {
        gateway.stop();
        record.drain();
      }
      record.die();
      gateway.stop();
      stopAll();
      wires.closeAll();
    },
  };
}
export type Server = Awaited<ReturnType<typeof startServer>>;
