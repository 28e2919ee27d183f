import { describe, expect, it } from "vitest";
import { at } from "../../support/core-script.ts";
import { assess, begin, DESPITE, due, live, minutes, roomId } from "../../support/treatment-script.ts";

describe("what people enter", () => {
  it("a typed pressure counts as a check, is marked as typed, and raises its alarm", () => {
    const bedside = begin("intravenous");
    bedside.command(30, { name: "enterPressure", payload: { roomId, systolic: 184, diastolic: 96, at: null } });
    expect(bedside.state().metrics.systolic).toMatchObject({ value: 184, typedBy: "N. Okafor" });
    expect(bedside.alarm("systolic.high")).toBe("present on high");
    expect(due(bedside)).toEqual(["MOAA/S @0", "Symptoms? @0.5", "Repeat BP @3.5"]);
  });

  it("a typed pressure ends the alarm of a mean that the cuff measured before, and asks for no repeat", () => {
    const bedside = begin("intravenous");
    bedside.cuff(30, { systolic: 178, diastolic: 96, mean: 123 });
    expect(bedside.alarm("mean.high")).toBe("present on medium");
    const typed = { roomId, systolic: 136, diastolic: 84, at: null };
    bedside.command(minutes(4), { name: "enterPressure", payload: typed });
    expect(bedside.alarm("mean.high")).toBe("absent off");
    expect(due(bedside)).not.toContainEqual(expect.stringContaining("Repeat"));
    bedside.command(minutes(4) + 5, { name: "undo", payload: { roomId } });
    expect(bedside.alarm("mean.high")).toBe("present on medium");
  });

  it.each([true, false])("checks entered right after a dose that is entered late call nobody (%s)", (isEntered) => {
    const bedside = begin("intravenous");
    live(bedside, 10, minutes(30));
    const late = { roomId, action: "start", amountMg: 35, lot: null, at: at(60).wall, despite: DESPITE } as const;
    bedside.command(minutes(30), { name: "recordDose", payload: late });
    expect(bedside.alarm("checkOverdue:pressure-dosing")).toBe("pending off");
    const pressure = { roomId, systolic: 128, diastolic: 78, at: at(minutes(29)).wall };
    if (isEntered) bedside.command(minutes(30) + 12, { name: "enterPressure", payload: pressure });
    if (isEntered) assess(bedside, minutes(30) + 20, "sedation", 4);
    if (isEntered) assess(bedside, minutes(30) + 24, "dissociation", 1);
    live(bedside, minutes(30) + 25, minutes(31));
    const overdue = bedside.changes().filter(({ alarm }) => alarm.technical === "checkOverdue");
    expect(overdue.length > 0, "30 s are enough to enter them, and no more").toBe(!isEntered);
  });

  it("a pressure from before the newest goes to the record, not onto the tile, and counts for a dose entered late", () => {
    const bedside = begin("oral");
    bedside.cuff(minutes(20), { systolic: 150, diastolic: 92 });
    bedside.command(minutes(21), {
      name: "enterPressure",
      payload: { roomId, systolic: 124, diastolic: 76, at: at(minutes(5)).wall },
    });
    expect(bedside.state().metrics.systolic?.value).toBe(150);
    const late = { roomId, action: "give", amountMg: 100, lot: null, at: at(minutes(6)).wall } as const;
    expect(bedside.command(minutes(22), { name: "recordDose", payload: late }).refusal).toBeNull();
    expect(bedside.state().session?.baseline).toMatchObject({ systolic: 124 });
  });

  it("a pressure upside down and a step that the scale has not are refused with a sentence", () => {
    const bedside = begin("oral");
    expect(
      bedside.command(1, { name: "enterPressure", payload: { roomId, systolic: 80, diastolic: 120, at: null } }).refusal
        ?.message,
    ).toBe("Systolic 80 must be above diastolic 120.");
    expect(assess(bedside, 2, "gait", 5).refusal?.message).toBe("Walking: 5 is not a step from 0 to 2.");
  });

  it("a judgement entered late never replaces a newer one", () => {
    const bedside = begin("oral");
    assess(bedside, minutes(10), "sedation", 5);
    bedside.command(minutes(11), {
      name: "assess",
      payload: { roomId, assessment: "sedation", value: 2, at: at(minutes(5)).wall },
    });
    expect(bedside.state().session?.assessments.sedation?.value).toBe(5);
  });
});
