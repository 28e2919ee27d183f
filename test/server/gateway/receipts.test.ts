import type { AlarmView } from "@watchroom/shared/alarm";
import { FRAME_MS, type ReceiptReport, type RoomPatch, type StationReport } from "@watchroom/shared/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMetrics } from "../../../server/src/http/metrics.ts";
import { openStationDoor, type StationDoor, type StationProbe } from "../../support/station-door.ts";

let door: StationDoor;
beforeEach(async () => {
  door = await openStationDoor(["room-1", "room-2"]);
});
afterEach(() => door.close());

const PAGE = "0123456789abcdef";
const HEARS: StationReport = { visible: true, audible: true };
const alarmNow = (change: Partial<AlarmView> = {}): RoomPatch => ({
  roomId: "room-1",
  alarms: [{ episodeId: "a", signal: "on", signalledAt: door.clock.now().wall, ...change } as AlarmView],
});

async function watching(cookie: string, stationId?: string, report = HEARS): Promise<StationProbe> {
  const station = door.station(cookie, stationId);
  await station.next("snapshot");
  await reports(station, report);
  return station;
}

async function reports(station: StationProbe, report: StationReport): Promise<void> {
  station.socket.emit("station", report);
  await station.socket.emitWithAck("command", {});
}

/** Says so, and waits until the server has heard it. */
async function say(station: StationProbe, patch: RoomPatch, ...dids: ReceiptReport["did"][]): Promise<void> {
  const [alarm] = patch.alarms ?? [];
  const reports = dids.map((did) => ({ episodeId: "a", signalledAt: alarm?.signalledAt, did, agoMs: 0 }));
  station.socket.emit("receipts", reports);
  await station.socket.emitWithAck("command", {});
}
const acknowledge = { name: "acknowledge", payload: { roomId: "room-1", episodeId: "a" } };
/** The next frame that says this of a room. */
async function nextWith(station: StationProbe, part: "alarms" | "heard"): Promise<RoomPatch> {
  for (;;) {
    const { rooms } = await station.next("frame");
    const patch = rooms.find((one) => one[part] !== undefined);
    if (patch !== undefined) return patch;
  }
}

describe("an alarm's way to the stations", () => {
  it("is told to all: where it was heard, in an ordinary frame, and in the snapshot of who comes later", async () => {
    const desk = await watching("nurse");
    const other = await watching("physician");
    const begun = alarmNow();
    door.change([begun], { urgent: true });
    await desk.next("frame");
    door.clock.advance(300);
    await say(desk, begun, "received", "sounded");
    door.clock.advance(FRAME_MS);
    const heard = [{ episodeId: "a", stations: 1, firstMs: 300 }];
    let patch = await nextWith(other, "heard");
    while (patch.heard?.[0]?.stations === 0) patch = await nextWith(other, "heard");
    expect(patch).toEqual({ roomId: "room-1", heard });
    const late = door.station("trainer");
    expect((await late.next("snapshot")).rooms.map((room) => room.heard)).toEqual([heard, []]);
  });

  it("is heard at fewer when a station is hidden, silenced or closed, and at more when it is back; how soon it was stays", async () => {
    const wall = await watching("trainer");
    const desk = await watching("nurse", PAGE);
    const other = await watching("physician");
    const begun = alarmNow();
    door.change([begun], { urgent: true });
    door.clock.advance(300);
    await say(desk, begun, "sounded");
    await say(other, begun, "sounded");
    const heardAt = async (stations: number): Promise<void> => {
      door.clock.advance(FRAME_MS);
      let patch = await nextWith(wall, "heard");
      while (patch.heard?.[0]?.stations !== stations) patch = await nextWith(wall, "heard");
      expect(patch.heard).toEqual([{ episodeId: "a", stations, firstMs: 300 }]);
    };
    await heardAt(2);
    await reports(other, { visible: true, audible: false });
    await heardAt(1);
    desk.socket.close();
    while (door.gateway.stations().connected === 3) await new Promise((resolve) => setImmediate(resolve));
    await heardAt(0);
    await reports(other, { visible: true, audible: true });
    await heardAt(1);
    // Back, and not yet in front: it does not count, though it sounded.
    const back = await watching("nurse", PAGE, { visible: false, audible: true });
    await reports(back, { visible: true, audible: true });
    await heardAt(2);
  });

  it("is gone again to the one that does not confirm it, with a frame that the others can take too", async () => {
    const desk = await watching("nurse");
    const deaf = await watching("physician");
    const begun = alarmNow();
    door.change([begun], { urgent: true });
    const { seq } = await deaf.next("frame");
    await say(desk, begun, "received");
    door.clock.advance(2_000);
    expect(await nextWith(deaf, "alarms")).toMatchObject({ alarms: begun.alarms });
    expect(door.gateway.counts().resent).toBe(1);
    await say(deaf, begun, "received");
    door.clock.advance(20_000);
    expect(door.gateway.counts().resent).toBe(1);
    const frames = deaf.events.filter(({ name }) => name === "frame");
    expect(frames.map(({ value }) => (value as { seq: number }).seq).at(-1)).toBeGreaterThan(seq);
  });

  it("is in the journal for each station, with who took it", async () => {
    const desk = await watching("nurse", PAGE);
    const other = await watching("physician");
    desk.socket.emit("station", { visible: true, audible: true, label: "Desk" });
    const begun = alarmNow();
    door.change([begun], { urgent: true });
    await say(desk, begun, "painted", "sounded");
    await say(other, begun, "received");
    door.clock.advance(3_000);
    expect(door.receipts.map(({ roomId, receipt }) => [roomId, receipt.stationId, receipt.station])).toEqual([
      ["room-1", PAGE, "Desk"],
    ]);
    await desk.socket.emitWithAck("command", acknowledge);
    door.change([alarmNow({ signal: "acknowledged" })], { urgent: true });
    door.clock.advance(10_000);
    const kept = door.receipts.map(({ receipt: { by, soundedAt, actedAt } }) => [by, soundedAt !== null, actedAt]);
    expect(kept).toEqual([
      ["The nurse", true, null],
      ["The nurse", true, (begun.alarms?.[0]?.signalledAt ?? 0) + 3_000],
      ["The physician", false, null],
    ]);
  });

  it("names nobody who was refused as the one who took it", async () => {
    const desk = await watching("nurse");
    const begun = alarmNow();
    door.change([begun], { urgent: true });
    door.replyWith(async () => ({ ok: false, code: "no-such-alarm", message: "Somebody was first." }));
    await desk.socket.emitWithAck("command", acknowledge);
    door.clock.advance(10_000);
    expect(door.receipts.map(({ receipt }) => receipt.actedAt)).toEqual([null]);
  });

  it("is written down when the server stops, though it is not over", async () => {
    await watching("nurse");
    door.change([alarmNow()], { urgent: true });
    door.gateway.stop();
    expect(door.receipts).toHaveLength(1);
  });

  it("is of no interest in a room that was removed: nobody is told of a room that is not there", async () => {
    const desk = await watching("nurse");
    door.change([alarmNow()], { urgent: true });
    door.change([], { removed: ["room-1" as never], urgent: true });
    door.clock.advance(FRAME_MS);
    door.change([{ roomId: "room-2", name: "last" }], { urgent: true });
    let frame = await desk.next("frame");
    const after: RoomPatch[] = [];
    let isRemoved = false;
    for (;;) {
      if (isRemoved) after.push(...frame.rooms);
      isRemoved ||= frame.removed !== undefined;
      if (frame.rooms.some(({ name }) => name === "last")) break;
      frame = await desk.next("frame");
    }
    expect(after.map(({ roomId }) => roomId)).toEqual(["room-2"]);
  });

  it("cannot be lied about by what is no receipt", async () => {
    const desk = await watching("nurse");
    const begun = alarmNow();
    door.change([begun], { urgent: true });
    const receipt = { episodeId: "a", signalledAt: begun.alarms?.[0]?.signalledAt, did: "sounded", agoMs: 0 };
    for (const what of [null, "sounded", {}, [{ ...receipt, agoMs: -1 }], Array.from({ length: 201 }, () => receipt)]) {
      desk.socket.emit("receipts", what);
    }
    await desk.socket.emitWithAck("command", {});
    const late = door.station("trainer");
    expect((await late.next("snapshot")).rooms[0]?.heard).toEqual([{ episodeId: "a", stations: 0, firstMs: null }]);
  });

  it("is measured hop by hop for the server's own numbers, with what was sent again", async () => {
    const parts = { rooms: () => [], stations: () => door.gateway.stations(), journalWaiting: () => 0 };
    const metrics = createMetrics(parts);
    metrics.follow(door.gateway);
    const desk = await watching("nurse");
    const begun = alarmNow();
    door.change([begun], { urgent: true });
    door.clock.advance(2_000);
    await say(desk, begun, "sounded");
    const text = await metrics.text();
    expect(text).toContain('watchroom_alarm_hop_seconds_sum{hop="begin_sounded"} 2\n');
    expect(text).toContain('watchroom_alarm_hop_seconds_count{hop="sent_received"} 1\n');
    expect(text).toContain("watchroom_alarm_resends_total 1\n");
    expect(text).toContain("watchroom_snapshots_total 1\n");
    expect(text).toMatch(/watchroom_frames_total [1-9]/);
    expect(await metrics.text()).toContain("watchroom_alarm_resends_total 1\n");
  });
});
