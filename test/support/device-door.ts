import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PATHS } from "@watchroom/shared/http";
import { Reading, type ReadingResult } from "@watchroom/shared/reading";
import type { DeviceId } from "@watchroom/shared/time";
import express from "express";
import { Server } from "socket.io";
import { io as connect, type Socket } from "socket.io-client";
import { BODY_BYTES_MAX } from "../../server/src/drivers/driver.ts";
import type { IntakeLimits } from "../../server/src/drivers/intake.ts";
import { startDrivers } from "../../server/src/drivers/registry.ts";
import { createFakeClock } from "./fake-clock.ts";

type TestDevice = { readonly deviceId: DeviceId; readonly rooms: readonly string[] };
export type Answer = { code?: string; message?: string; results?: ReadingResult[]; retryAfterS?: number };

/** A small ward behind the real ways in: it keeps readings in memory, and can be told to fail. */
function createKeeper() {
  const kept = new Set<string>();
  return {
    kept,
    saving: true,
    throws: false,
    links: [] as string[],
    async accept(device: TestDevice, readings: readonly unknown[]): Promise<ReadingResult[]> {
      if (this.throws) throw new Error("planted fault");
      return readings.map((raw): ReadingResult => {
        const parsed = Reading.safeParse(raw);
        if (!parsed.success) return { id: null, status: "rejected", code: "bad-reading", message: "Not a reading." };
        const { id, room } = parsed.data;
        const refused = (code: "wrong-room" | "record-not-saved"): ReadingResult => ({ id, status: "rejected", code });
        if (room !== undefined && !device.rooms.includes(room)) return refused("wrong-room");
        if (kept.has(`${device.deviceId} ${id}`)) return { id, status: "duplicate" };
        if (!this.saving) return refused("record-not-saved");
        kept.add(`${device.deviceId} ${id}`);
        return { id, status: "accepted" };
      });
    },
  };
}

/** The ways in on a free port, over Express and Socket.IO as in the product. Two devices: `token-1`, `token-2`. */
export async function openDeviceDoor(limits?: IntakeLimits) {
  const clock = createFakeClock();
  const keeper = createKeeper();
  const devices = new Map<string, TestDevice | "withdrawn">([
    ["token-1", { deviceId: "device-1" as DeviceId, rooms: ["Room 1"] }],
    ["token-2", { deviceId: "device-2" as DeviceId, rooms: ["Room 2"] }],
    ["token-withdrawn", "withdrawn"],
  ]);
  const app = express();
  const server = createServer(app);
  const io = new Server(server, { maxHttpBufferSize: BODY_BYTES_MAX, perMessageDeflate: false });
  const drivers = startDrivers(
    { route: (path, handle) => app.all(path, handle), io },
    {
      clock,
      identify: async (token) => devices.get(token) ?? "unknown",
      accept: (device, readings) => keeper.accept(device, readings),
      link: (deviceId, link) => keeper.links.push(`${deviceId} ${link}`),
      log: () => undefined,
      ...(limits === undefined ? {} : { limits }),
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    clock,
    keeper,
    devices,
    drivers,
    port,
    url: `http://127.0.0.1:${port}`,
    async close(): Promise<void> {
      drivers.stop();
      server.closeAllConnections();
      await io.close();
    },
  };
}
export type DeviceDoor = Awaited<ReturnType<typeof openDeviceDoor>>;

export const oximetry = (id: string, more: object = {}): object => ({
  id,
  kind: "oximetry",
  measuredAt: "2026-11-23T09:00:00Z",
  spo2: 97,
  pulseRate: 72,
  ...more,
});

export const post = (door: DeviceDoor, token: string | null, body: string, more: RequestInit = {}): Promise<Response> =>
  fetch(door.url + PATHS.readings, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body,
    ...more,
  });

export const deviceSocket = (door: DeviceDoor, token: unknown): Socket =>
  connect(`${door.url}/devices`, { auth: { token }, transports: ["websocket"], reconnection: false, forceNew: true });

/** Resolves when connected; rejects with the refusal. */
export const connected = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => socket.once("connect", resolve).once("connect_error", reject));

export const disconnected = (socket: Socket): Promise<string> =>
  new Promise((resolve) => socket.once("disconnect", resolve));
