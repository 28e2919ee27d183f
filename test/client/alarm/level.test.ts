import { describe, expect, it } from "vitest";
import { floorOf, isNight, type Night, nightFrom, volumeAt } from "../../../client/src/alarm/level.ts";
import { sessionOf } from "../support/session.ts";

const FLOOR = 0.2;
const at = (time: string): Date => new Date(`2026-03-02T${time}:00`);
const night = (change: Partial<Night> = {}): Night => ({
  isOn: true,
  from: "22:00",
  to: "07:00",
  volume: 0.4,
  ...change,
});

describe("the night of a station", () => {
  it("goes over midnight, by the station's own clock", () => {
    for (const time of ["22:00", "23:59", "00:00", "06:59"]) expect(isNight(night(), at(time))).toBe(true);
    for (const time of ["07:00", "12:00", "21:59"]) expect(isNight(night(), at(time))).toBe(false);
  });
  it("can lie within one day", () => {
    const nap = night({ from: "13:00", to: "14:00" });
    expect(["12:59", "13:00", "13:59", "14:00"].map((time) => isNight(nap, at(time)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
  it("never comes when it is off, or when both hours are the same", () => {
    expect(isNight(night({ isOn: false }), at("23:00"))).toBe(false);
    expect(isNight(night({ from: "22:00", to: "22:00" }), at("22:00"))).toBe(false);
  });
  it("has its own level, and neither level goes below the clinic's floor", () => {
    expect(volumeAt({ volume: 0.9, night: night() }, at("12:00"), FLOOR)).toBe(0.9);
    expect(volumeAt({ volume: 0.9, night: night() }, at("23:00"), FLOOR)).toBe(0.4);
    expect(volumeAt({ volume: 0.9, night: night({ volume: 0 }) }, at("23:00"), FLOOR)).toBe(FLOOR);
    expect(volumeAt({ volume: 0.05, night: night() }, at("12:00"), 0.5)).toBe(0.5);
  });
  it("is off at 22:00 to 07:00 where nothing is kept, or what is kept cannot be read", () => {
    for (const kept of [null, "", "{", "7", '{"from":"25:00","to":9,"volume":"loud","isOn":"yes"}']) {
      const read = nightFrom(kept, FLOOR);
      expect(read).toMatchObject({ isOn: false, from: "22:00", to: "07:00" });
      expect(read.volume).toBeGreaterThanOrEqual(FLOOR);
    }
    expect(nightFrom(JSON.stringify(night({ volume: 0.01 })), FLOOR)).toEqual(night({ volume: FLOOR }));
  });
});

describe("the least volume", () => {
  it("is the highest that a running session's protocol asks for; a free room asks for nothing", () => {
    const session = sessionOf("intravenous");
    const loud = { ...session, protocol: { ...session.protocol, volumeAtLeastPercent: 45 } };
    expect(floorOf([{ session: null }, { session }, { session: loud }])).toBe(0.45);
    expect(floorOf([{ session: null }])).toBe(0);
  });
});
