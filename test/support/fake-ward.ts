import type { ReadingResult } from "@watchroom/shared/reading";
import type { DeviceId } from "@watchroom/shared/time";
import { EMPTY_SPARK } from "@watchroom/shared/trend";
import type { CommandReply, CommandRequest, Receipt, RoomView } from "@watchroom/shared/wire";
import type { Actor } from "../../server/src/journal/entry.ts";
import type { Ward, WardChange } from "../../server/src/ward/ward.ts";

/** A free room as the ward shows it. */
export const freeRoom = (roomId: string, order = 0): RoomView => ({
  roomId,
  name: roomId,
  order,
  simulated: false,
  watchingSince: null,
  session: null,
  metrics: {},
  cuff: null,
  limits: {},
  limitNotes: {},
  limitsChanged: [],
  devices: [],
  alarms: [],
  audioPaused: null,
  spo2HeldUntil: null,
  cuffArm: null,
  standby: null,
  undo: null,
  heard: [],
  measureAsked: null,
});

/** A ward without a core: it holds rooms as they are put, says what it is told to say, and remembers what it was asked. */
export function createFakeWard(roomIds: readonly string[] = ["room-1"]) {
  const rooms = new Map(roomIds.map((roomId, order) => [roomId, freeRoom(roomId, order)]));
  const listeners: ((change: WardChange) => void)[] = [];
  const commands: { request: CommandRequest; by: Actor }[] = [];
  const heard: number[] = [];
  const links: { deviceId: DeviceId; link: "up" | "down" }[] = [];
  const receipts: { roomId: string; receipt: Receipt }[] = [];
  let reply: () => Promise<CommandReply> = async () => ({ ok: true });
  const ward: Ward = {
    accept: async (_device, readings): Promise<ReadingResult[]> =>
      readings.map(() => ({ id: null, status: "accepted" })),
    link: (deviceId, link) => links.push({ deviceId, link }),
    async command(request, by) {
      commands.push({ request, by });
      return reply();
    },
    tick: () => undefined,
    hearing: (stations) => heard.push(stations),
    configure: () => undefined,
    rooms: () => [...rooms.values()].map((room) => ({ ...room, spark: EMPTY_SPARK })),
    recordFrom: () => null,
    deviceHealth: () => ({ lastSeenAt: null, rejected: { count: 0, code: null, message: null }, clockAheadMs: null }),
    onChange: (listener) => listeners.push(listener),
    onMeasure: () => undefined,
    onAlarm: () => undefined,
    receipt: (roomId, receipt) => receipts.push({ roomId, receipt }),
    channel: () => undefined,
  };
  return {
    ward,
    commands,
    heard,
    links,
    receipts,
    /** What the next commands are answered with. */
    replyWith(next: () => Promise<CommandReply>): void {
      reply = next;
    },
    /** The ward's rooms change, and it says so. */
    change(patches: WardChange["patches"], { urgent = false, removed = [] }: Partial<WardChange> = {}): void {
      for (const { cleared, ...patch } of patches) {
        const before = rooms.get(patch.roomId) ?? freeRoom(patch.roomId);
        const metrics = { ...(cleared ? {} : before.metrics), ...patch.metrics };
        rooms.set(patch.roomId, { ...before, ...(patch as Partial<RoomView>), metrics });
      }
      for (const roomId of removed) rooms.delete(roomId);
      for (const listener of listeners) listener({ patches, removed, urgent });
    },
  };
}
