import { PROTOCOLS } from "@watchroom/shared/protocol";
import { describe, expect, it } from "vitest";
import type { CommandEntry } from "../../../server/src/journal/entry.ts";
import { at, type Bedside, NURSE } from "../../support/core-script.ts";
import { begin, dose, MINUTE, OTHER, refusal, roomId, session, view } from "../../support/session-script.ts";

const undo = (bedside: Bedside, second: number, by = NURSE) =>
  refusal(bedside.command(second, { name: "undo", payload: { roomId } }, by));

describe("limits follow the phase and this patient's baseline", () => {
  it("before the dose the clinic's own hold; from the dose on 40 systolic and 25 diastolic above the baseline too", () => {
    const bedside = begin("intramuscular");
    expect(session(bedside)?.limitPhase).toBe("preDose");
    expect(bedside.state().limits.systolic).toMatchObject({ high: 160, highCritical: 180 });
    dose(bedside, 10, { amountMg: 50 });
    expect(session(bedside)?.limitPhase).toBe("dosing");
    expect(bedside.state().limits.systolic).toMatchObject({ high: 158, highCritical: 180 });
    expect(bedside.state().limits.diastolic).toMatchObject({ high: 99, highCritical: 110 });
    expect(view(bedside).limitNotes).toEqual({
      systolic: "high 158: baseline 118 + 40",
      diastolic: "high 99: baseline 74 + 25",
    });
    bedside.cuff(20 * MINUTE, { systolic: 159, diastolic: 80 });
    expect(bedside.alarm("systolic.high")).toBe("present on medium");
  });

  it("the peak and the recovery come by themselves, at their own minute", () => {
    const bedside = begin("intramuscular");
    dose(bedside, 10, { amountMg: 50 });
    dose(bedside, 20, { action: "end" });
    expect(session(bedside)?.limitPhase).toBe("peak");
    bedside.tick(10 + 60 * MINUTE - 1);
    expect(session(bedside)?.limitPhase).toBe("peak");
    bedside.tick(10 + 60 * MINUTE);
    expect(session(bedside)?.limitPhase).toBe("recovery");
  });

  it("a limit that a person changed for this patient stays through the phases", () => {
    const bedside = begin("intramuscular");
    const limit = { low: 90, lowCritical: null, high: 150, highCritical: 170 };
    bedside.command(5, { name: "setAlarmLimit", payload: { roomId, metric: "systolic", limit } });
    dose(bedside, 10, { amountMg: 50 });
    expect(bedside.state().limits.systolic).toEqual(limit);
    expect(bedside.state().limits.diastolic).toMatchObject({ high: 99 });
  });

  it("a phase whose limit is more urgent raises an acknowledged alarm anew; one without it ends it", () => {
    const source = "this script";
    const row = (phase: "dosing" | "recovery", limit: number, priority: "medium" | "high") => ({
      metric: "pulseRate" as const,
      side: "high" as const,
      phases: [phase],
      tiers: [{ limit, fromBaseline: null, priority, conditionDelayMs: 0, latching: false, source }],
    });
    const limits = { peakUntilMin: 0, source, rows: [row("dosing", 100, "medium"), row("recovery", 100, "high")] };
    const protocols = { ...PROTOCOLS, intramuscular: { ...PROTOCOLS.intramuscular, limits } };
    const bedside = begin("intramuscular", { protocols });
    dose(bedside, 10, { amountMg: 50 });
    bedside.oximetry(11, { spo2: 97, pulseRate: 110 });
    bedside.command(12, { name: "acknowledge", payload: { roomId, episodeId: bedside.episodeOf("pulseRate.high") } });
    expect(bedside.alarm("pulseRate.high")).toBe("present acknowledged medium");
    dose(bedside, 13, { action: "end" });
    expect(bedside.alarm("pulseRate.high")).toBe("present on high");
  });
});

describe("the pre-session check", () => {
  const answer = (bedside: Bedside, second: number, item: string, given: "yes" | "no") =>
    bedside.command(second, {
      name: "answerPreCheck",
      payload: { roomId, answers: [{ item, answer: given }], confirmedFrom: null },
    });
  const answerAll = (bedside: Bedside, second: number): void => {
    for (const { id, expected } of PROTOCOLS.intranasal.preCheck) answer(bedside, second, id, expected);
  };

  it("holds the first dose until every question is answered", () => {
    const bedside = begin("intranasal", { preCheck: true });
    const held = dose(bedside, 10, { amountMg: 28, lot: "L1" });
    expect(held.refusal).toMatchObject({ code: "hold", message: "Pre-session check: 18 not answered." });
    answerAll(bedside, 20);
    expect(refusal(dose(bedside, 30, { amountMg: 28, lot: "L1" }))).toBe("done");
  });

  it("an answer that is not as expected asks for a physician's decision with a reason, and again when it changes", () => {
    const bedside = begin("intranasal", { preCheck: true });
    answerAll(bedside, 10);
    answer(bedside, 11, "opioids", "yes");
    expect(refusal(dose(bedside, 12, { amountMg: 28 }))).toBe("Pre-session check: a physician decides on Opioid.");
    const decision = { physician: "Dr. Okafor", reason: "low dose, last taken two days ago" };
    bedside.command(13, { name: "decidePreCheck", payload: { roomId, decision } });
    expect(session(bedside)?.preCheck.decision).toMatchObject({ ...decision, by: NURSE.name });
    answer(bedside, 14, "stimulants", "yes");
    expect(dose(bedside, 15, { amountMg: 28 }).refusal?.code).toBe("hold");
    bedside.command(16, { name: "decidePreCheck", payload: { roomId, decision } });
    expect(refusal(dose(bedside, 17, { amountMg: 28 }))).toBe("done");
  });

  it("begins empty in every session: nothing is carried over", () => {
    const bedside = begin("intranasal", { preCheck: true });
    answerAll(bedside, 10);
    bedside.command(20, { name: "endSession", payload: { roomId, how: "notTreated", reason: "felt unwell" } });
    bedside.command(100, {
      name: "startSession",
      payload: { roomId, initials: "A. L.", route: "intranasal", includeEarlier: false, cuffArm: null },
    });
    expect(session(bedside)?.preCheck).toMatchObject({ answers: [], decision: null });
  });
});

describe("a slip of the finger", () => {
  it("is taken back by its author within a minute, as a new act", () => {
    const bedside = begin("intramuscular");
    dose(bedside, 10, { amountMg: 50 });
    expect(view(bedside).undo).toMatchObject({ what: "Dose given, 50 mg", by: NURSE.name });
    expect(undo(bedside, 20, OTHER)).toBe(`Only ${NURSE.name} can take this back.`);
    expect(undo(bedside, 69)).toBe("done");
    expect(session(bedside)).toMatchObject({ phase: "checkIn", doses: [], doseAt: null, baseline: null });
    expect(bedside.state().limits.systolic).toMatchObject({ high: 160 });
  });

  it("stays after a minute, and after somebody did more", () => {
    const bedside = begin("intramuscular");
    dose(bedside, 10, { amountMg: 50 });
    bedside.tick(70);
    expect(view(bedside).undo).toBeNull();
    expect(undo(bedside, 70)).toMatch(/^There is nothing to take back/);
    bedside.command(80, { name: "assess", payload: { roomId, assessment: "sedation", value: 3, at: null } });
    bedside.command(81, { name: "assess", payload: { roomId, assessment: "gait", value: 1, at: null } }, OTHER);
    expect(undo(bedside, 82)).toBe(`Only ${OTHER.name} can take this back.`);
  });

  it("of a typed pressure gives back the cuff's value and ends the alarm that the typing raised", () => {
    const bedside = begin("intramuscular");
    bedside.command(10, { name: "enterPressure", payload: { roomId, systolic: 210, diastolic: 80, at: null } });
    expect(bedside.alarm("systolic.high")).toBe("present on high");
    expect(undo(bedside, 30)).toBe("done");
    expect(bedside.state().metrics.systolic?.value).toBe(118);
    expect(bedside.state().pressures.map(({ systolic }) => systolic)).toEqual([118]);
    expect(bedside.alarm("systolic.high")).toMatch(/^absent/);
  });

  it("of the end of a session brings the patient back with doses, limits and clocks, unless the next one has come", () => {
    const bedside = begin("intramuscular");
    dose(bedside, 10, { amountMg: 50 });
    const end: CommandEntry = {
      name: "endSession",
      payload: { roomId, how: "movedToOtherCare", reason: "wrong room tapped" },
    };
    bedside.command(20, end);
    expect(session(bedside)).toBeNull();
    expect(JSON.stringify(view(bedside))).not.toContain("A. L.");
    expect(undo(bedside, 50)).toBe("done");
    expect(session(bedside)).toMatchObject({ initials: "A. L.", phase: "dosing", doseAt: at(10).wall });
    expect(bedside.state().limits.systolic).toMatchObject({ high: 158 });
    bedside.command(60, end);
    bedside.command(70, {
      name: "startSession",
      payload: { roomId, initials: "B. M.", route: "oral", includeEarlier: false, cuffArm: null },
    });
    expect(undo(bedside, 71)).toMatch(/^There is nothing to take back/);
  });
});
