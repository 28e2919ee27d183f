import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { Route, SessionView } from "@watchroom/shared/session";
import { describe, expect, test } from "vitest";
import { createBedside } from "../../simulators/src/bedside.ts";
import { createOutbox } from "../../simulators/src/devices/outbox.ts";
import { givenIn } from "../../simulators/src/given.ts";
import { calmProfile } from "../../simulators/src/people.ts";
import { sessionView } from "./tiny-room.ts";

const BEGAN = 1_800_000_000_000;
const MINUTE_MS = 60_000;
type Dose = SessionView["doses"][number];
const dose = (minute: number, action: Dose["action"], over: Partial<Dose> = {}): Dose => ({
  at: BEGAN + minute * MINUTE_MS,
  action,
  amountMg: null,
  rateMgPerH: null,
  lot: null,
  by: "nurse",
  ...over,
});
const plan = { weightKg: 70, mgPerKg: 0.5, amountMg: 35, minutes: 40 };

/** The true systolic pressure, a mean over the minute, of somebody in whose session this is recorded as it happens. */
function pressureOf(
  route: Route,
  doses: readonly Dose[],
  planned: SessionView["dosePlan"] | ((minute: number) => SessionView["dosePlan"]) = null,
) {
  const feed = { room: null, oximeter: createOutbox(), cuff: createOutbox() };
  const profile = calmProfile("T. N.");
  const parts = { profile, route, doses: [], fromMin: -5, speed: 1, cuffArm: "other", feed, idPrefix: "g" } as const;
  const bedside = createBedside(parts);
  const minutes: number[] = [];
  for (let second = -300; second < 120 * 60; second += 1) {
    const now = BEGAN + second * 1_000;
    const dosePlan = typeof planned === "function" ? planned(second / 60) : planned;
    const known = doses.filter(({ at }) => at <= now);
    bedside.follow({ session: sessionView({ route, dosePlan, doses: known }), standby: null }, now);
    bedside.advance(1, now);
    const minute = Math.floor(second / 60) + 5;
    minutes[minute] = (minutes[minute] ?? 0) + bedside.patient().vitals.systolic / 60;
  }
  return (minute: number) => minutes[minute + 5] ?? Number.NaN;
}

describe("the patient follows what the nurse records", () => {
  const start = dose(0, "start", { rateMgPerH: 52.5 });
  const usual = pressureOf("intravenous", [start, dose(40, "end")], plan);

  test("the pressure rises after the infusion starts, and not before", () => {
    expect(Math.abs(usual(-1) - usual(-4))).toBeLessThan(4);
    expect(usual(35)).toBeGreaterThan(usual(-1) + 4);
  });

  test("stopped at minute 15, it falls while it would have risen", () => {
    const stopped = pressureOf("intravenous", [start, dose(15, "stopEarly")], plan);
    expect(stopped(15)).toBeCloseTo(usual(15), 1);
    expect(stopped(40)).toBeLessThan(usual(40) - 4);
  });

  test("at twice the rate it is higher some minutes later", () => {
    const faster = pressureOf("intravenous", [start, dose(5, "changeRate", { rateMgPerH: 105 })], plan);
    expect(faster(20)).toBeGreaterThan(usual(20) + 2);
  });

  test("planned for less while it runs, the pump stops sooner", () => {
    const less = pressureOf("intravenous", [start], (minute) => (minute < 12 ? plan : { ...plan, amountMg: 14 }));
    expect(less(40)).toBeLessThan(usual(40) - 4);
  });

  test("paused, it falls; resumed, it comes back", () => {
    const paused = pressureOf("intravenous", [start, dose(15, "pause"), dose(30, "resume")], plan);
    expect(paused(29)).toBeLessThan(usual(29) - 2);
    expect(paused(52)).toBeGreaterThan(paused(30) + 1);
  });

  test("a lozenge that is spat out raises it less than one that is swallowed", () => {
    const given = dose(0, "give", { amountMg: 200 });
    const swallowed = pressureOf("sublingual", [given, dose(10, "swallow")]);
    const spat = pressureOf("sublingual", [given, dose(10, "spit")]);
    expect(swallowed(50)).toBeGreaterThan(spat(50) + 2);
  });
});

describe("what is in the pump", () => {
  const minuteOf = (at: number) => (at - BEGAN) / MINUTE_MS;
  const doses = [dose(0, "start")];
  const given = (over: Partial<SessionView>) => givenIn(sessionView({ doses, ...over }), 80, minuteOf).doses;

  test("is the plan's amount over its minutes", () => {
    expect(given({ dosePlan: { ...plan, minutes: 60 } })).toEqual([{ act: "start", atMin: 0, mg: 35, overMin: 60 }]);
  });

  test("runs at the recorded rate", () => {
    expect(given({ dosePlan: plan, doses: [dose(0, "start", { rateMgPerH: 35 })] })).toEqual([
      { act: "start", atMin: 0, mg: 35, overMin: 60 },
    ]);
  });

  test("is 0.5 mg/kg over the protocol's minutes when nothing is recorded", () => {
    const { plannedMin } = PROTOCOLS.intravenous.dosing;
    expect(given({})).toEqual([{ act: "start", atMin: 0, mg: 40, overMin: plannedMin }]);
  });

  test("of a protocol that lets lozenges be swallowed at once needs no word of the nurse", () => {
    const give = [dose(0, "give", { amountMg: 100 })];
    expect(given({ route: "oral", protocol: sessionView({ route: "oral" }).protocol, doses: give })).toEqual([
      { act: "lozenge", atMin: 0, mg: 100 },
    ]);
  });
});
