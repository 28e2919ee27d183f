import type { AlarmView } from "@watchroom/shared/alarm";
import { FRAME_MS, type RoomPatch, SILENCE_MAX_MS, WIRE_VERSION } from "@watchroom/shared/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStationDoor, type StationDoor, type StationProbe } from "../../support/station-door.ts";

let door: StationDoor;
beforeEach(async () => {
  door = await openStationDoor(["room-1", "room-2"]);
});
afterEach(() => door.close());

const spo2 = (value: number): RoomPatch => ({
  roomId: "room-1",
  metrics: { spo2: { value, validity: "valid", at: value, updatePeriodMs: null } },
});
const alarm: RoomPatch = { roomId: "room-1", alarms: [{ episodeId: "a" } as AlarmView] };

async function watching(cookie = "nurse"): Promise<StationProbe> {
  const station = door.station(cookie);
  await station.next("snapshot");
  // The frame that tells of this station itself.
  door.clock.advance(FRAME_MS);
  await station.next("frame");
  return station;
}

describe("a station", () => {
  it("is refused without a sign-in, and told why", async () => {
    const station = door.station("nobody");
    expect(await station.next("refused")).toMatchObject({ code: "signed-out" });
    expect(door.gateway.stations().connected).toBe(0);
  });

  it("gets a snapshot first and frames without a gap after it", async () => {
    door.change([spo2(97)]);
    const station = door.station("nurse");
    const snapshot = await station.next("snapshot");
    expect(station.events[0]?.name).toBe("snapshot");
    expect(snapshot).toMatchObject({
      wireVersion: WIRE_VERSION,
      seq: 0,
      clinic: { name: "Test clinic", simulated: true },
    });
    expect(snapshot.rooms.map(({ roomId, metrics }) => [roomId, metrics.spo2?.value])).toEqual([
      ["room-1", 97],
      ["room-2", undefined],
    ]);
    for (const value of [96, 95, 94]) {
      door.change([spo2(value)]);
      door.clock.advance(FRAME_MS);
    }
    const frames = [await station.next("frame"), await station.next("frame"), await station.next("frame")];
    expect(frames.map(({ seq }) => seq)).toEqual([1, 2, 3].map((step) => snapshot.seq + step));
    expect(frames.every(({ epoch }) => epoch === snapshot.epoch)).toBe(true);
    expect(frames.map(({ rooms }) => rooms[0]?.metrics?.spo2?.value)).toEqual([96, 95, 94]);
  });

  it("that comes later starts at the number of the others", async () => {
    const first = await watching();
    door.change([spo2(97)]);
    const second = door.station("physician");
    const snapshot = await second.next("snapshot");
    expect((await first.next("frame")).seq).toBe(snapshot.seq);
    expect(snapshot.rooms[0]?.metrics.spo2?.value).toBe(97);
    door.change([spo2(96)], { urgent: true });
    expect((await second.next("frame")).seq).toBe(snapshot.seq + 1);
    expect((await first.next("frame")).seq).toBe(snapshot.seq + 1);
  });

  it("hears of an alarm at once, without waiting for the beat", async () => {
    const station = await watching();
    door.change([spo2(84)]);
    door.change([alarm], { urgent: true });
    const frame = await station.next("frame");
    expect(frame.rooms).toEqual([{ ...spo2(84), ...alarm }]);
  });

  it("hears each second that the server is there, with the number of the last frame", async () => {
    const station = await watching();
    door.change([spo2(97)], { urgent: true });
    const { seq, epoch } = await station.next("frame");
    door.clock.advance(SILENCE_MAX_MS);
    for (let beat = 0; beat < 3; beat += 1) {
      expect(await station.next("heartbeat")).toMatchObject({ seq, epoch });
    }
  });

  it("gets a new snapshot when it saw a gap, and goes on from there", async () => {
    const station = await watching();
    station.socket.emit("resync");
    const answered = station.next("snapshot");
    await beatUntil(() => station.events.filter(({ name }) => name === "snapshot").length === 2);
    const snapshot = await answered;
    door.change([spo2(90)], { urgent: true });
    expect((await station.next("frame")).seq).toBe(snapshot.seq + 1);
  });

  it("cannot make the server work by asking for snapshots without end", async () => {
    const station = await watching();
    for (let asked = 0; asked < 200; asked += 1) station.socket.emit("resync");
    await station.socket.emitWithAck("command", { name: "none" });
    door.clock.advance(FRAME_MS);
    await station.next("snapshot");
    expect(door.gateway.counts().snapshots).toBe(2);
  });

  it("that is too slow gets a snapshot when its line is free again, with every alarm and in little memory", async () => {
    const station = await watching();
    const line = lineOf(station);
    line.pause();
    const text = "x".repeat(100_000);
    await beatUntil(() => {
      door.change([{ roomId: "room-2", name: text }]);
      return door.gateway.counts().conflated === 1;
    });
    const framesAtStop = door.gateway.counts().frames;
    door.change([alarm], { urgent: true });
    for (let beat = 0; beat < 100; beat += 1) {
      door.change([{ roomId: "room-2", name: `${beat}` }]);
      door.clock.advance(FRAME_MS);
    }
    // Nobody else is live: what this station cannot take is not even encoded.
    expect(door.gateway.counts().frames).toBe(framesAtStop);
    line.resume();
    const back = station.next("snapshot");
    await beatUntil(() => door.gateway.counts().snapshots === 2);
    const snapshot = await back;
    expect(snapshot.rooms.map(({ name, alarms }) => [name, alarms.length])).toEqual([
      ["room-1", 1],
      ["99", 0],
    ]);
    door.change([spo2(91)], { urgent: true });
    expect((await station.next("frame")).seq).toBe(snapshot.seq + 1);
  });

  it("that is slow does not hold up the others", async () => {
    const slow = await watching();
    const other = await watching("physician");
    lineOf(slow).pause();
    await beatUntil(() => {
      door.change([{ roomId: "room-2", name: "x".repeat(100_000) }]);
      return door.gateway.counts().conflated === 1;
    });
    door.change([alarm], { urgent: true });
    let frame = await other.next("frame");
    while (frame.rooms.every(({ alarms }) => alarms === undefined)) frame = await other.next("frame");
    expect(frame.seq).toBe(door.gateway.counts().frames);
    lineOf(slow).resume();
  });
});

describe("who hears the alarms", () => {
  it("is nobody at the start, whatever the record says", () => {
    expect(door.heard).toEqual([0]);
  });

  it("is each station that is visible and audible, and no longer the moment it is gone", async () => {
    const other = await watching("physician");
    const station = await watching();
    station.socket.emit("station", { visible: true, audible: true });
    await beatUntil(() => door.heard.length === 2);
    door.clock.advance(FRAME_MS);
    expect(await nextStations(other)).toMatchObject({ connected: 2, hearing: 1 });
    station.socket.emit("station", { visible: false, audible: true });
    await beatUntil(() => door.heard.length === 3);
    station.socket.emit("station", { visible: true, audible: true });
    await beatUntil(() => door.heard.length === 4);
    station.socket.close();
    await beatUntil(() => door.heard.length === 5);
    expect(door.heard).toEqual([0, 1, 0, 1, 0]);
    expect(door.gateway.stations()).toMatchObject({ connected: 1, hearing: 0 });
  });

  it("does not change by a report that is none", async () => {
    const station = await watching();
    for (const report of [null, "loud", { visible: "yes", audible: 1 }, [], undefined]) {
      station.socket.emit("station", report);
    }
    await station.socket.emitWithAck("command", {});
    expect(door.heard).toEqual([0]);
  });
});

describe("a sign-in", () => {
  it("that ends sends its stations away, and only those", async () => {
    const station = await watching();
    const other = await watching("physician");
    door.people.become("nurse", "ended");
    await station.next("signedOut");
    await station.next("disconnected");
    expect(door.gateway.stations().connected).toBe(1);
    expect(other.socket.connected).toBe(true);
  });

  it("that is locked still shows the wall, and says so now and at the next connection", async () => {
    const station = await watching();
    door.people.become("nurse", "locked");
    expect((await station.next("locked")) as boolean).toBe(true);
    door.change([alarm], { urgent: true });
    expect((await station.next("frame")).rooms).toEqual([alarm]);
    const next = door.station("nurse");
    await next.next("snapshot");
    expect((await next.next("locked")) as boolean).toBe(true);
    door.people.become("nurse", "unlocked");
    expect((await next.next("locked")) as boolean).toBe(false);
  });

  it("is kept awake by a person's touch and by commands", async () => {
    const station = await watching();
    station.socket.emit("activity");
    await station.socket.emitWithAck("command", { name: "alarmReset", payload: { roomId: "room-1" } });
    expect(door.people.touched).toEqual(["hash-nurse", "hash-nurse"]);
  });
});

/** The bytes between this station and the server. */
function lineOf({ socket }: StationProbe): { pause(): void; resume(): void } {
  const transport = socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void; resume(): void } } };
  return transport.ws._socket;
}

/** Moves the clock beat by beat, with input and output between, until it is so. */
async function beatUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    door.clock.advance(FRAME_MS);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function nextStations(station: StationProbe): Promise<unknown> {
  let frame = await station.next("frame");
  while (frame.stations === undefined || frame.stations.hearing === 0) frame = await station.next("frame");
  return frame.stations;
}
