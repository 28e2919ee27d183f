import type { Dose } from "@watchroom/shared/dose";
import type { Route } from "@watchroom/shared/session";
import { describe, expect, it } from "vitest";
import { doseState, doseSteps, doseText, heldText, restMs } from "../../../../client/src/room/session/doseSteps.ts";
import { timeOfDay } from "../../../../client/src/wall/duration.ts";
import { MINUTE, NOW, sessionOf } from "../../support/session.ts";

const dose = (action: Dose["action"], minutesAgo: number, amountMg: number | null = null): Dose => ({
  at: NOW - minutesAgo * MINUTE,
  action,
  amountMg,
  rateMgPerH: null,
  lot: null,
  by: "M. Okafor",
});
const labels = (route: Route, doses: Dose[], dosingEndedAt: number | null = null) =>
  doseSteps(sessionOf(route, { doses, dosingEndedAt })).map(({ label }) => label);

describe("the buttons of a dose", () => {
  it("of an infusion are its start, then pause and end, then resume", () => {
    expect(labels("intravenous", [])).toEqual(["Start infusion"]);
    expect(labels("intravenous", [dose("start", 5)])).toEqual(["Pause", "Change rate", "End infusion", "Stop early"]);
    expect(labels("intravenous", [dose("start", 5), dose("pause", 2)])).toEqual(["Resume", "Stop early"]);
    expect(labels("intravenous", [dose("start", 5), dose("stopEarly", 2)])).toEqual([]);
  });
  it("of an injection or a lozenge are its amounts, one tap each", () => {
    expect(labels("intramuscular", [])).toEqual(["Give 25 mg", "Give 50 mg", "Give 75 mg"]);
    expect(labels("oral", [dose("give", 5, 100)])).toEqual(["Give 50 mg", "Give 100 mg", "Give 200 mg", "End dosing"]);
  });
  it("of a lozenge that is held are how it left the mouth, and only then the next one", () => {
    const given = dose("give", 5, 100);
    expect(labels("sublingual", [given])).toEqual(["Swallowed", "Spat out"]);
    expect(labels("sublingual", [given, dose("spit", 1)])).toContain("Give 100 mg");
  });
  it("of a nasal device say which one of how many it is", () => {
    expect(labels("intranasal", [dose("give", 6, 28)])).toEqual(["Device 2 of 3, 28 mg", "End dosing"]);
  });
  it("are none when the last one allowed was given", () => {
    const given = [dose("give", 12, 28), dose("give", 6, 28), dose("give", 0, 28)];
    expect(labels("intranasal", given, NOW)).toEqual([]);
  });
  it("ask before they end dosing, and not before they give", () => {
    const steps = doseSteps(sessionOf("intranasal", { doses: [dose("give", 6, 28)] }));
    expect(steps.map(({ asks }) => asks)).toEqual([null, "end"]);
    const running = doseSteps(sessionOf("intravenous", { doses: [dose("start", 6)] }));
    expect(running.map(({ asks }) => asks)).toEqual([null, "rate", "end", "end"]);
  });
});

describe("the rest between two devices", () => {
  const session = sessionOf("intranasal", { doses: [dose("give", 2, 28)] });
  it("is counted from the device before, to the moment at which the next one is or was given", () => {
    expect(restMs(session, NOW)).toBe(3 * MINUTE);
    expect(restMs(session, NOW - MINUTE)).toBe(4 * MINUTE);
    expect(restMs(session, NOW + 3 * MINUTE)).toBe(0);
  });
  it("is none before the first one, and where the protocol asks for none", () => {
    expect(restMs(sessionOf("intranasal"), NOW)).toBe(0);
    expect(restMs(sessionOf("oral", { doses: [dose("give", 0, 50)] }), NOW)).toBe(0);
  });
});

describe("a lozenge in the mouth", () => {
  it("is counted up until it is swallowed or spat out, and only where the protocol has it held", () => {
    const given = dose("give", 3, 100);
    expect(heldText(sessionOf("sublingual", { doses: [given] }), NOW + 20_000)).toBe("Held 3:20");
    expect(heldText(sessionOf("sublingual", { doses: [given, dose("swallow", 0)] }), NOW)).toBeNull();
    expect(heldText(sessionOf("oral", { doses: [given] }), NOW)).toBeNull();
  });
});

describe("how far dosing is", () => {
  it("is said in devices and milligrams, or as the infusion stands", () => {
    const doses = [dose("give", 9, 28), dose("give", 3, 28)];
    expect(doseState(sessionOf("intranasal", { doses }))).toBe("2 of 3 devices, 56 mg");
    expect(doseState(sessionOf("intravenous"))).toBe("Not started");
    const started = dose("start", 5);
    expect(doseState(sessionOf("intravenous", { doses: [started] }))).toBe(`Running since ${timeOfDay(started.at)}`);
    const changed = [started, dose("changeRate", 2)];
    expect(doseState(sessionOf("intravenous", { doses: changed })), "another rate is no new start").toBe(
      `Running since ${timeOfDay(started.at)}`,
    );
  });
  it("names each thing that was done", () => {
    expect([dose("give", 0, 28), dose("stopEarly", 0)].map(doseText)).toEqual(["Given 28 mg", "Stopped early"]);
    expect(doseText({ ...dose("start", 0, 35), rateMgPerH: 52.5 }), "nothing is given yet").toBe(
      "Infusion started, 35 mg planned, 52.5 mg/h",
    );
    expect(doseText({ ...dose("changeRate", 0), rateMgPerH: 52.5 })).toBe("Rate changed, 52.5 mg/h");
  });
});
