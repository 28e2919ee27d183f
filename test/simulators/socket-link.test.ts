import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NO_FAULTS } from "../../simulators/src/faults.ts";
import { createFleet, type Fleet } from "../../simulators/src/fleet.ts";
import { createSteppedClock } from "./stepped-clock.ts";

type Hello = { readonly token: string; readonly can: readonly string[] };

let io: Server;
let fleet: Fleet;
let hellos: Map<string, Hello>;

/** Both devices of a room connect; resolves when they have. */
beforeEach(async () => {
  const http = createServer();
  io = new Server(http);
  hellos = new Map();
  const connected = new Promise<void>((resolve) => {
    io.of("/devices").on("connection", (socket) => {
      const hello = socket.handshake.auth as Hello;
      hellos.set(hello.token, hello);
      if (hellos.size === 2) resolve();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const server = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const tokens = (["oximeter", "cuff"] as const).map((kind) => ({ room: "Room 1", kind, token: `token of ${kind}` }));
  const clock = createSteppedClock();
  fleet = createFleet(tokens, { server, transport: "socket", faults: NO_FAULTS, seed: 1, clock, say: () => undefined });
  await connected;
});
afterEach(async () => {
  fleet.close();
  await io.close();
});

test("a cuff with a connection of its own says that it can measure, an oximeter says nothing of the kind", () => {
  expect(hellos.get("token of cuff")).toEqual({ token: "token of cuff", can: ["measure"] });
  expect(hellos.get("token of oximeter")).toEqual({ token: "token of oximeter", can: [] });
});

test("asked to measure it is the cuff of its room that hears of it", async () => {
  const asked = new Promise<string>((resolve) => {
    fleet.onMeasure(resolve);
  });
  io.of("/devices").emit("measure");
  expect(await asked).toBe("Room 1");
});
