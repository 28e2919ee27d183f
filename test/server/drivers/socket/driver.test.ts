import type { DeviceId } from "@watchroom/shared/time";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  connected,
  type DeviceDoor,
  deviceSocket,
  disconnected,
  openDeviceDoor,
  oximetry,
} from "../../../support/device-door.ts";

let door: DeviceDoor;
beforeEach(async () => {
  door = await openDeviceDoor();
});
afterEach(() => door.close());

const readings = [oximetry("a")];

describe("a device's connection", () => {
  it("is up while one of its sockets is connected, and down with the last", async () => {
    const first = deviceSocket(door, "token-1");
    await connected(first);
    const second = deviceSocket(door, "token-1");
    await connected(second);
    first.close();
    expect(await second.emitWithAck("readings", { readings })).toMatchObject({ results: [{ status: "accepted" }] });
    expect(door.keeper.links).toEqual(["device-1 up"]);
    second.close();
    await until(() => door.keeper.links.length === 2);
    expect(door.keeper.links).toEqual(["device-1 up", "device-1 down"]);
  });

  it("ends when its token is withdrawn and the server is told", async () => {
    const socket = deviceSocket(door, "token-1");
    await connected(socket);
    const other = deviceSocket(door, "token-2");
    await connected(other);
    const gone = disconnected(socket);
    door.devices.set("token-1", "withdrawn");
    door.drivers.recheck();
    await gone;
    expect(door.keeper.links).toContain("device-1 down");
    expect(await other.emitWithAck("readings", { readings })).toMatchObject({ results: [{ status: "accepted" }] });
    other.close();
  });

  it("ends with the first reading after its token was withdrawn, which is not kept", async () => {
    const socket = deviceSocket(door, "token-1");
    await connected(socket);
    const gone = disconnected(socket);
    door.devices.set("token-1", "withdrawn");
    expect(await socket.emitWithAck("readings", { readings })).toMatchObject({ code: "withdrawn-token" });
    await gone;
    expect(door.keeper.kept.size).toBe(0);
  });

  it("goes by the rooms that the device has now, not by those at its start", async () => {
    const socket = deviceSocket(door, "token-1");
    await connected(socket);
    door.devices.set("token-1", { deviceId: "device-1" as DeviceId, rooms: ["Room 3"] });
    const moved = { readings: [oximetry("a", { room: "Room 1" })] };
    expect(await socket.emitWithAck("readings", moved)).toMatchObject({ code: "wrong-room" });
    socket.close();
  });

  it("is refused when the device already holds eight", async () => {
    const sockets = Array.from({ length: 8 }, () => deviceSocket(door, "token-1"));
    await Promise.all(sockets.map(connected));
    const refusal = connected(deviceSocket(door, "token-1"));
    await expect(refusal).rejects.toMatchObject({ data: { code: "too-many-connections" } });
    for (const socket of sockets) socket.close();
  });

  it("says when to come again while the record is not being saved", async () => {
    door.keeper.saving = false;
    const socket = deviceSocket(door, "token-1");
    await connected(socket);
    const answer = await socket.emitWithAck("readings", { readings });
    expect(answer).toMatchObject({ code: "record-not-saved", retryAfterS: 5 });
    socket.close();
  });

  it.each([
    ["an object", { a: 1 }],
    ["a number", 7],
    ["null", null],
  ])("is refused with %s for a token", async (_, token) => {
    await expect(connected(deviceSocket(door, token))).rejects.toMatchObject({ data: { code: "no-token" } });
  });

  it("keeps readings that came without asking for an answer, and overhears other events", async () => {
    const socket = deviceSocket(door, "token-1");
    await connected(socket);
    socket.emit("readings", { readings }, "not a function");
    socket.emit("something else", 1, 2, 3);
    expect(await socket.emitWithAck("readings", { readings })).toMatchObject({ results: [{ status: "duplicate" }] });
    socket.close();
  });
});

/** Lets input and output run until it is so; the runner's own limit ends a wait for what never comes. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
