import { type BloodPressureReading, type OximetryReading, Reading } from "@watchroom/shared/reading";
import type { StandbyView } from "@watchroom/shared/wire";
import { describe, expect, test } from "vitest";
import { createBedside } from "../../simulators/src/bedside.ts";
import { createOutbox } from "../../simulators/src/devices/outbox.ts";
import { usualCourse } from "../../simulators/src/patient/pharmacology.ts";
import { drawProfile } from "../../simulators/src/patient/profile.ts";
import { SCENARIOS, type ScenarioName } from "../../simulators/src/scenarios/table.ts";

const BEGAN = Date.parse("2026-01-01T08:30:00.000Z");
const isOximetry = (reading: Reading): reading is OximetryReading => reading.kind === "oximetry";
const isCuff = (reading: Reading): reading is BloodPressureReading => reading.kind === "bloodPressure";

/** A room as its two devices send it, a second a reading. */
function createRoom({
  cuffArm = "other" as "same" | "other",
  room = null as string | null,
  seed = 5,
  overstayShare = 0,
} = {}) {
  const feed = { room, oximeter: createOutbox(100_000), cuff: createOutbox(100_000) };
  const profile = { ...drawProfile(seed), dip: null, pulseRate: 72, spo2: 97.5 };
  const bedside = createBedside({
    ...usualCourse("intravenous", profile.weightKg),
    profile,
    fromMin: 0,
    speed: 1,
    cuffArm,
    feed,
    idPrefix: "t",
    overstayShare,
  });
  let second = 0;
  const oximeterLink: boolean[] = [];
  return {
    feed,
    oximeterLink,
    follow: (standby: StandbyView | null) => bedside.follow({ session: null, standby }, BEGAN + second * 1_000),
    askCuff: () => bedside.askCuff(),
    begin: (name: ScenarioName) => bedside.begin(SCENARIOS[name]),
    run(seconds: number) {
      for (let end = second + seconds; second < end; second += 1) {
        bedside.advance(1, BEGAN + second * 1_000);
        oximeterLink.push(feed.oximeter.isConnected);
      }
      return this;
    },
    oximetry: () => feed.oximeter.take(100_000).filter(isOximetry),
    cuffs: () => feed.cuff.take(100_000).filter(isCuff),
  };
}
const lowest = (readings: readonly OximetryReading[]) => Math.min(...readings.map(({ spo2 }) => spo2 ?? 100));

describe("a simulated room", () => {
  test("sends one oximeter reading a second and a cuff reading at its times, each with an id of its own", () => {
    const room = createRoom().run(120);
    expect(room.oximetry()).toHaveLength(120);
    expect(room.cuffs().map(({ state }) => state)).toEqual(["measuring", "done"]);
    const all = [...room.oximetry(), ...room.cuffs()];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const reading of all) expect(Reading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
  });

  test("is the same to the last byte for the same seed", () => {
    const sent = (seed: number) => JSON.stringify(createRoom({ seed }).run(300).oximetry());
    expect(sent(5)).toBe(sent(5));
    expect(sent(5)).not.toBe(sent(6));
  });

  test("names its room in each reading of a gateway, and in none of a device's own", () => {
    expect(createRoom({ room: "Sim 1" }).run(5).oximetry()[0]).toMatchObject({ room: "Sim 1" });
    expect(createRoom().run(5).oximetry()[0]).not.toHaveProperty("room");
  });

  test("with the cuff on the sensor's arm loses SpO2 for 30 to 45 s, on the other arm never", () => {
    const lost = (readings: readonly OximetryReading[]) => readings.filter(({ spo2 }) => spo2 === null).length;
    expect(lost(createRoom({ cuffArm: "same" }).run(120).oximetry())).toBeGreaterThanOrEqual(30);
    expect(lost(createRoom({ cuffArm: "same" }).run(120).oximetry())).toBeLessThanOrEqual(45);
    expect(lost(createRoom().run(120).oximetry())).toBe(0);
  });
});

describe("a patient whom a person puts on standby", () => {
  const standby = { place: "Bathroom", since: BEGAN + 60_000, until: BEGAN + 660_000, by: "nurse" };
  /** Seconds without the sensor. */
  const away = (seed: number, overstayShare = 0) => {
    const room = createRoom({ seed, overstayShare }).run(60);
    room.follow(standby);
    const readings = room.run(900).oximetry();
    return readings.filter(({ sensor }) => sensor === "off").length;
  };

  test("goes at once without the sensor, and is back well within the limit", () => {
    for (let seed = 0; seed < 12; seed += 1) {
      expect(away(seed)).toBeGreaterThanOrEqual(150);
      expect(away(seed)).toBeLessThanOrEqual(420);
    }
    const room = createRoom().run(60);
    room.follow(standby);
    expect(room.run(1).oximetry().at(-1)).toMatchObject({ sensor: "off", spo2: null });
  });

  test("stays too long where that is wanted, by one to two and a half minutes", () => {
    expect(away(3, 1)).toBeGreaterThan(660);
    expect(away(3, 1)).toBeLessThanOrEqual(750);
  });

  test("is back as soon as the standby is ended by hand", () => {
    const room = createRoom().run(60);
    room.follow(standby);
    room.run(30).follow(null);
    expect(room.run(2).oximetry().at(-1)?.sensor).toBe("on");
  });

  test("wears no cuff: it measures nothing by itself, and fails when it is asked", () => {
    const room = createRoom().run(60);
    room.follow(standby);
    room.run(60).askCuff();
    const states = room.run(45).cuffs();
    expect(states.slice(2).map(({ state }) => state)).toEqual(["measuring", "failed"]);
  });
});

describe("what a watcher is promised of a scenario", () => {
  const roomAfter = (name: ScenarioName, seconds: number) => {
    const room = createRoom().run(60);
    room.begin(name);
    return room.run(seconds);
  };
  /** The longest run of readings for which it holds, in seconds. */
  const longest = (readings: readonly OximetryReading[], holds: (reading: OximetryReading) => boolean) =>
    readings.reduce(
      ({ best, now }, reading) => {
        const next = holds(reading) ? now + 1 : 0;
        return { best: Math.max(best, next), now: next };
      },
      { best: 0, now: 0 },
    ).best;

  test("quiet: no value beyond a limit", () => {
    const readings = roomAfter("quiet", 600).oximetry();
    expect(lowest(readings)).toBeGreaterThanOrEqual(92);
    expect(readings.every(({ pulseRate }) => (pulseRate ?? 0) >= 50 && (pulseRate ?? 0) <= 120)).toBe(true);
  });

  test("desaturation and apnoea: SpO2 below 88 for more than the 5 s of the delay, then recovery", () => {
    for (const name of ["desaturation", "apnoea"] as const) {
      const readings = roomAfter(name, 480).oximetry();
      expect(longest(readings, ({ spo2 }) => (spo2 ?? 100) < 88)).toBeGreaterThan(5);
      expect(lowest(readings)).toBeGreaterThan(79);
      expect(readings.at(-1)?.spo2).toBeGreaterThanOrEqual(92);
    }
  });

  test("bradycardia: a pulse below 50 for more than the 15 s of the delay", () => {
    expect(
      longest(roomAfter("bradycardia", 420).oximetry(), ({ pulseRate }) => (pulseRate ?? 99) < 50),
    ).toBeGreaterThan(15);
  });

  test("hypertension: a cuff reads more than 160", () => {
    const systolic = roomAfter("hypertension", 600)
      .cuffs()
      .map((reading) => reading.systolic ?? 0);
    expect(Math.max(...systolic)).toBeGreaterThan(160);
  });

  test("probe-off and weak-signal: the sensor says so for longer than the alarm's delay", () => {
    expect(longest(roomAfter("probe-off", 120).oximetry(), ({ sensor }) => sensor === "off")).toBe(90);
    expect(longest(roomAfter("weak-signal", 240).oximetry(), ({ sensor }) => sensor === "weak")).toBe(180);
  });

  test("standby: half a minute's notice, then four minutes without the sensor", () => {
    const readings = roomAfter("standby", 300).oximetry().slice(60);
    expect(readings.findIndex(({ sensor }) => sensor === "off")).toBe(30);
    expect(longest(readings, ({ sensor }) => sensor === "off")).toBe(240);
  });

  test("stuck-value: the same values for more than a minute", () => {
    const readings = roomAfter("stuck-value", 240).oximetry().slice(-180);
    expect(new Set(readings.map(({ spo2, pulseRate }) => `${spo2}/${pulseRate}`)).size).toBe(1);
  });

  test("link-loss: the devices measure on without a line, and have it back after two minutes", () => {
    const room = roomAfter("link-loss", 180);
    expect(room.oximeterLink.filter((isUp) => !isUp)).toHaveLength(120);
    expect(room.oximeterLink.at(-1)).toBe(true);
    expect(room.oximetry()).toHaveLength(240);
  });

  test("flat-battery: passes 20 % and 5 %, then silence, then a fresh battery", () => {
    const readings = roomAfter("flat-battery", 720).oximetry();
    const left = readings.map(({ battery }) => battery ?? 100);
    expect(left.some((percent) => percent <= 20 && percent > 5)).toBe(true);
    expect(left.some((percent) => percent <= 5)).toBe(true);
    expect(readings.length).toBeLessThan(780 - 170);
    expect(left.at(-1)).toBeGreaterThan(60);
  });

  test("cuff-failure: two failed measurements in a row, each with its cause", () => {
    const failed = roomAfter("cuff-failure", 180)
      .cuffs()
      .filter(({ state }) => state === "failed");
    expect(failed).toHaveLength(2);
    expect(failed.every(({ failure }) => (failure ?? "").length > 3)).toBe(true);
  });
});
