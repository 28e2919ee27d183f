import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Clinic, openClinic, oximetry, pressure } from "../support/clinic.ts";
import { createFakeClock } from "../support/fake-clock.ts";

let clock: ReturnType<typeof createFakeClock>;
let clinic: Clinic;

beforeEach(async () => {
  clock = createFakeClock();
  clinic = await openClinic(clock);
});
afterEach(() => clinic.close());

const roomOf = async (name = "Room 1") => {
  const room = (await clinic.rooms()).find((one) => one.name === name);
  if (!room) throw new Error(`no ${name}`);
  return room;
};

describe("from a device's reading to the nurses' wall", () => {
  it("a reading is on the wall, a fall is an alarm at once, and the nurse's acknowledgement carries her name", async () => {
    const oximeter = await clinic.addDevice("oximeter", "Room 1");
    const station = await clinic.openStation();
    expect(await clinic.send(oximeter, oximetry(clock, 97))).toEqual(["accepted"]);
    const alarmed = station.nextFrame();
    await clinic.send(oximeter, oximetry(clock, 80));
    const frame = await alarmed;
    const alarm = frame.rooms[0]?.alarms?.[0];
    expect(alarm).toMatchObject({ condition: "spo2.low", priority: "high", signal: "on", value: 80 });
    const { roomId } = await roomOf();
    expect(await station.send("acknowledge", { roomId, episodeId: alarm?.episodeId ?? "" })).toEqual({ ok: true });
    expect((await roomOf()).alarms[0]).toMatchObject({ signal: "acknowledged", acknowledgedBy: "N. Okafor" });
    expect((await clinic.alarms()).map(({ change, by, text }) => [change, by, text])).toEqual([
      ["began", null, "SpO₂ 80 < 92, lowest 80"],
      ["acknowledged", "N. Okafor", "SpO₂ 80 < 92, lowest 80"],
    ]);
  });

  it("a value that stopped coming goes stale, whatever the device's clock says", async () => {
    const oximeter = await clinic.addDevice("oximeter", "Room 1");
    const tomorrow = new Date(clock.now().wall + 86_400_000).toISOString();
    await clinic.send(oximeter, oximetry(clock, 97, { measuredAt: tomorrow }));
    expect((await roomOf()).values.spo2).toMatchObject({ value: 97, stale: false });
    clock.advance(11_000);
    expect((await roomOf()).values.spo2).toMatchObject({ value: 97, stale: true, ageMs: 11_000 });
  });

  it("what a device kept while it was offline goes to the record, never onto the tile", async () => {
    const oximeter = await clinic.addDevice("oximeter", "Room 1");
    await clinic.send(oximeter, oximetry(clock, 97));
    const measuredAt = new Date(clock.now().wall + 1_000).toISOString();
    clock.advance(300_000);
    const kept = oximetry(clock, 71, { measuredAt });
    expect(await clinic.send(oximeter, kept, oximetry(clock, 98))).toEqual(["accepted late", "accepted"]);
    expect(await clinic.send(oximeter, kept)).toEqual(["duplicate"]);
    const room = await roomOf();
    expect(room.values.spo2?.value).toBe(98);
    expect(room.alarms.filter(({ metric }) => metric === "spo2")).toEqual([]);
    const page = await (
      await clinic.call("GET", `/api/v1/rooms/${room.roomId}/readings`, undefined, { cookie: clinic.admin })
    ).json();
    expect(page).toMatchObject({
      readings: expect.arrayContaining([
        expect.objectContaining({ values: expect.objectContaining({ spo2: 71 }), late: true }),
      ]),
    });
  });

  it("the good readings of a bad batch are kept, and each bad one is named", async () => {
    const oximeter = await clinic.addDevice("oximeter", "Room 1");
    const good = oximetry(clock, 97);
    const answers = await clinic.send(
      oximeter,
      good,
      oximetry(clock, 140),
      { id: "x", kind: "weight" },
      oximetry(clock, 96, { room: "Room 2" }),
      good,
    );
    expect(answers).toEqual([
      "accepted",
      "rejected out-of-range",
      "rejected unknown-kind",
      "rejected wrong-room",
      "duplicate",
    ]);
  });

  it("a thousand readings sent again whole, before and after a restart, are taken once", async () => {
    const oximeter = await clinic.addDevice("oximeter", "Room 1");
    const sent = Array.from({ length: 1_000 }, () => oximetry(clock, 97));
    expect(new Set(await clinic.send(oximeter, ...sent))).toEqual(new Set(["accepted"]));
    expect(new Set(await clinic.send(oximeter, ...sent))).toEqual(new Set(["duplicate"]));
    await clinic.restart();
    expect(new Set(await clinic.send(oximeter, ...sent))).toEqual(new Set(["duplicate"]));
    clock.advance(300_000);
    expect(new Set(await clinic.send(oximeter, ...sent))).toEqual(new Set(["duplicate"]));
  });

  it("a device that is moved to another room leaves nothing of its patient there", async () => {
    const oximeter = await clinic.addDevice("oximeter", "Room 1");
    await clinic.send(oximeter, oximetry(clock, 80));
    await clinic.call("PATCH", `/api/v1/devices/${oximeter.deviceId}`, { rooms: ["Room 2"] }, { cookie: clinic.admin });
    expect(await roomOf("Room 1")).toMatchObject({ alarms: [], values: {} });
    expect(await roomOf("Room 2")).toMatchObject({ watchingSince: null, values: {} });
    await clinic.send(oximeter, oximetry(clock, 97));
    expect((await roomOf("Room 2")).values.spo2?.value).toBe(97);
  });
});

describe("a restart", () => {
  it("brings back the session, the alarm, its acknowledgement, the limits and the clocks, and knows what was sent before", async () => {
    const oximeter = await clinic.addDevice("oximeter", "Room 1");
    const cuff = await clinic.addDevice("cuff", "Room 1");
    const station = await clinic.openStation();
    const sent = oximetry(clock, 97);
    await clinic.send(oximeter, sent);
    const { roomId } = await roomOf();
    await station.send("startSession", {
      roomId,
      initials: "A. L.",
      route: "intravenous",
      includeEarlier: true,
      cuffArm: "other",
    });
    await clinic.send(cuff, pressure(clock, 124, 76));
    await station.send("recordDose", { roomId, action: "start", amountMg: null, lot: null, at: null });
    await station.send("setAlarmLimit", {
      roomId,
      metric: "spo2",
      limit: { low: 91, lowCritical: 87, high: null, highCritical: null },
    });
    await clinic.send(cuff, pressure(clock, 185, 95));
    const episodeId = (await roomOf()).alarms.find(({ metric }) => metric === "systolic")?.episodeId ?? "";
    await station.send("acknowledge", { roomId, episodeId });
    const before = await roomOf();
    clock.advance(2_000);
    await clinic.restart();
    const { values: _then, devices: _before, ...kept } = before;
    const { values, devices: _after, ...back } = await roomOf();
    expect(back).toEqual(kept);
    expect(values.spo2?.ageMs).toBe(2_000);
    expect(await clinic.send(oximeter, sent)).toEqual(["duplicate"]);
    clock.advance(200_000);
    const again = (await roomOf()).alarms.find((alarm) => alarm.episodeId === episodeId);
    expect(again?.signal, "3 min after the acknowledgement it is signalled again").toBe("on");
  });

  it("signals what fell due while the server was down", async () => {
    const oximeter = await clinic.addDevice("oximeter", "Room 1");
    await clinic.send(oximeter, oximetry(clock, 97));
    clock.advance(1_000);
    await clinic.send(oximeter, oximetry(clock, 90));
    clock.advance(1_000);
    await clinic.restart();
    clock.advance(15_000);
    expect((await roomOf()).alarms[0]).toMatchObject({ condition: "spo2.low", priority: "medium", signal: "on" });
  });
});

describe("a session that nobody can hear", () => {
  it("is an alarm until a visible, audible station watches", async () => {
    const oximeter = await clinic.addDevice("oximeter", "Room 1");
    const station = await clinic.openStation();
    await clinic.send(oximeter, oximetry(clock, 97));
    const { roomId } = await roomOf();
    await station.send("startSession", {
      roomId,
      initials: "A. L.",
      route: "oral",
      includeEarlier: true,
      cuffArm: null,
    });
    clock.advance(15_250);
    expect((await roomOf()).alarms.map(({ condition }) => condition)).toContain("notHeard");
    await station.report(true, true);
    await clinic.send(oximeter, oximetry(clock, 97));
    clock.advance(5_250);
    expect((await roomOf()).alarms.map(({ condition }) => condition)).not.toContain("notHeard");
  });
});
