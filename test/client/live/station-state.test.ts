import type { StationReport } from "@watchroom/shared/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStation, isLastToHear, isSameReport, reportOf } from "../../../client/src/live/station-state.ts";
import { LIVE_AT_START, type LiveRoom, type LiveState } from "../../../client/src/live/store.ts";

const NOW = 1_000_000;
const FINE = { visible: true, audible: true };
const STATE = { label: "Desk", wakeLock: "held", testFailedAt: null, asleepUntil: 0 } as const;
const told = (seen: Partial<typeof FINE>, state: Partial<Parameters<typeof reportOf>[1]> = {}): StationReport =>
  reportOf({ ...FINE, ...seen }, { ...STATE, ...state }, NOW);

describe("what a station tells of itself", () => {
  it("is its name and that it hears, without a reason", () => {
    expect(told({})).toEqual({ visible: true, audible: true, label: "Desk", wakeLock: "held" });
    expect(told({}, { label: "" })).not.toHaveProperty("label");
  });
  it("is why it does not hear: hidden, kept silent by the browser, or not heard by a test", () => {
    expect(told({ visible: false }).reason).toBe("hidden");
    expect(told({ audible: false }).reason).toBe("audioBlocked");
    expect(told({}, { testFailedAt: 7 })).toMatchObject({ audible: false, reason: "testFailed", testFailedAt: 7 });
    expect(told({ visible: false, audible: false }, { testFailedAt: 7 }).reason, "the first to see to").toBe("hidden");
  });
  it("is told again when any word of it changed, and not else", () => {
    expect(isSameReport(told({}), told({}))).toBe(true);
    for (const other of [told({ visible: false }), told({}, { label: "" }), told({}, { wakeLock: "refused" })]) {
      expect(isSameReport(told({}), other)).toBe(false);
    }
    expect(isSameReport(told({}, { testFailedAt: 7 }), told({}, { testFailedAt: 8 })), "failed again").toBe(false);
  });
});

describe("a station that slept", () => {
  const kept = new Map<string, string>();
  beforeEach(() => {
    kept.clear();
    Object.assign(globalThis, {
      localStorage: {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (k: string, v: string) => kept.set(k, v),
        removeItem: (key: string) => kept.delete(key),
      },
      document: { visibilityState: "hidden" },
    });
  });
  afterEach(() => {
    for (const name of ["localStorage", "document"]) Reflect.deleteProperty(globalThis, name);
  });

  it("says so when its clock comes back after a gap, for long enough to be dialled again, and then no more", () => {
    const station = createStation();
    const start = Date.now();
    station.tick(start - 60_000);
    station.tick(start - 59_750);
    expect(station.reportOf(FINE).reason).toBeUndefined();
    station.tick(start);
    expect(station.reportOf(FINE)).toMatchObject({ visible: true, audible: true, reason: "asleep" });
    const { asleepUntil } = station.get();
    expect(reportOf(FINE, station.get(), asleepUntil).reason).toBeUndefined();
  });
  it("says first what somebody can see to now: a page that stood still and is hidden is called hidden", () => {
    const awake = { asleepUntil: NOW + 1 };
    expect(told({ visible: false }, awake).reason).toBe("hidden");
    expect(told({ audible: false }, awake).reason).toBe("audioBlocked");
    expect(told({}, { ...awake, testFailedAt: 7 }).reason).toBe("testFailed");
    expect(told({}, awake).reason).toBe("asleep");
  });
  it("does not say so for a page that was busy for a moment", () => {
    const station = createStation();
    station.tick(Date.now() - 4_900);
    station.tick(Date.now());
    expect(station.reportOf(FINE).reason).toBeUndefined();
  });
  it("keeps the name that a person gave it, without what stands around it", () => {
    createStation().setLabel("  Nurses' desk ");
    expect(createStation().get().label).toBe("Nurses' desk");
  });
  it("keeps that its sound test failed, over a reload and for whoever signs in next, until one is heard", () => {
    createStation().noteUnheard(7);
    const reloaded = createStation();
    expect(reloaded.reportOf(FINE)).toMatchObject({ audible: false, reason: "testFailed", testFailedAt: 7 });
    reloaded.noteHeard();
    expect(reloaded.reportOf(FINE)).toEqual({ visible: true, audible: true, wakeLock: "none" });
    expect(createStation().get().testFailedAt).toBeNull();
  });
});

describe("closing a station", () => {
  const room = (isInSession: boolean): LiveRoom => ({ session: isInSession ? {} : null }) as LiveRoom;
  const live = (change: Partial<LiveState> = {}): LiveState => ({
    ...LIVE_AT_START,
    link: "up",
    stations: { ...LIVE_AT_START.stations, connected: 2, hearing: 1 },
    rooms: new Map([
      ["1", room(false)],
      ["2", room(true)],
    ]),
    ...change,
  });
  it("is asked about when it is the last that hears and a session runs", () => {
    expect(isLastToHear(live(), FINE)).toBe(true);
  });
  it("is not asked about when another hears, when this one does not, or when nobody is in session", () => {
    const two = { ...LIVE_AT_START.stations, connected: 2, hearing: 2 };
    expect(isLastToHear(live({ stations: two }), FINE)).toBe(false);
    expect(isLastToHear(live(), { visible: true, audible: false })).toBe(false);
    expect(isLastToHear(live(), { visible: false, audible: true })).toBe(false);
    expect(isLastToHear(live({ rooms: new Map([["1", room(false)]]) }), FINE)).toBe(false);
    expect(isLastToHear(live({ link: "lost" }), FINE), "who hears is not known").toBe(false);
  });
});
