import { staleAfterMs } from "@watchroom/shared/metric";
import { faultsOfProtocol, PROTOCOLS } from "@watchroom/shared/protocol";
import type { Route } from "@watchroom/shared/session";
import { describe, expect, it } from "vitest";
import { at, type Bedside, createBedside } from "../../support/core-script.ts";

const roomId = "r1";
const minutes = (count: number): number => count * 60;

function begin(route: Route): Bedside {
  const bedside = createBedside();
  bedside.oximetry(0, { spo2: 97 });
  bedside.command(0, {
    name: "startSession",
    payload: { roomId, initials: "A. L.", route, includeEarlier: true, cuffArm: null },
  });
  return bedside;
}
const DESPITE = { physician: "Dr. Okafor", reason: "the script is about what follows the dose" };
const dose = (
  bedside: Bedside,
  second: number,
  action: "start" | "pause" | "resume" | "give" | "end" | "stopEarly",
  amountMg: number | null = null,
) =>
  bedside.command(second, {
    name: "recordDose",
    payload: { roomId, action, amountMg, lot: null, at: null, despite: DESPITE },
  });
const assess = (
  bedside: Bedside,
  second: number,
  assessment: "sedation" | "dissociation" | "respiration" | "gait" | "escort",
  value: number,
) => bedside.command(second, { name: "assess", payload: { roomId, assessment, value, at: null } });
const assessAsWell = (bedside: Bedside, second: number): void => {
  const found = { sedation: 5, dissociation: 0, respiration: 0, gait: 2, escort: 1 } as const;
  for (const scale of Object.keys(found) as (keyof typeof found)[]) assess(bedside, second, scale, found[scale]);
};
/** "40-min BP @40": what is due and at which minute from the start of the script. */
const due = (bedside: Bedside): string[] =>
  bedside.state().session?.dues.map(({ label, dueAt }) => `${label} @${(dueAt - at(0).wall) / 60_000}`) ?? [];
const criteria = (bedside: Bedside) =>
  Object.fromEntries(bedside.state().session?.release.map(({ id, state }) => [id, state]) ?? []);
/** The sensor goes on sending, a reading each 10 s. */
const live = (bedside: Bedside, from: number, to: number): void => {
  for (let second = from; second <= to; second += 10)
    bedside.oximetry(second, { spo2: 97, perfusionIndex: (second % 90) / 10 });
};

describe("every preset protocol", () => {
  it.each(Object.keys(PROTOCOLS) as Route[])(
    "of the %s route has no fault and names a source beside each number",
    (route) => {
      expect(faultsOfProtocol(PROTOCOLS[route])).toEqual([]);
      expect(PROTOCOLS[route].route).toBe(route);
    },
  );
});

describe("an infusion", () => {
  it("asks for the baseline, then for a pressure each 10 min during and each 15 min after", () => {
    const bedside = begin("intravenous");
    expect(due(bedside)).toEqual(["BP @0", "MOAA/S @0"]);
    bedside.cuff(60, { systolic: 124, diastolic: 76 });
    assess(bedside, 90, "sedation", 5);
    expect(due(bedside)).toEqual([]);
    dose(bedside, minutes(5), "start");
    expect(bedside.state().session).toMatchObject({ phase: "dosing", baseline: { systolic: 124, diastolic: 76 } });
    expect(due(bedside)[0]).toBe("BP @15");
    bedside.cuff(minutes(14), { systolic: 140, diastolic: 85 });
    expect(due(bedside)[0]).toBe("BP @24");
    dose(bedside, minutes(45), "end");
    expect(bedside.state().session).toMatchObject({ phase: "observation" });
    expect(due(bedside)).toContain("BP @60");
  });

  it("can be paused and resumed, and a step that makes no sense is refused with what can be done", () => {
    const bedside = begin("intravenous");
    expect(dose(bedside, 1, "resume").refusal?.message).toBe("Now you can: start the infusion.");
    dose(bedside, 2, "start");
    dose(bedside, 60, "pause");
    expect(dose(bedside, 61, "end").refusal?.message).toBe("Now you can: resume it, stop early.");
    dose(bedside, 90, "resume");
    dose(bedside, 120, "stopEarly");
    expect(dose(bedside, 130, "start").refusal?.message).toBe("Dosing has ended in this session.");
  });

  it("a pressure that is not taken is overdue at one and a half intervals, half a minute later as an alarm, until it is taken", () => {
    const bedside = begin("intravenous");
    dose(bedside, 0, "start");
    bedside.cuff(minutes(10), { systolic: 130, diastolic: 80 });
    live(bedside, minutes(10), minutes(25) - 10);
    expect(bedside.alarm("checkOverdue:pressure-dosing")).toBe("absent off");
    bedside.tick(minutes(25) + 29);
    expect(bedside.alarm("checkOverdue:pressure-dosing")).toBe("pending off");
    bedside.tick(minutes(25) + 30);
    expect(bedside.alarm("checkOverdue:pressure-dosing")).toBe("present on low");
    bedside.cuff(minutes(26), { systolic: 130, diastolic: 80 });
    expect(bedside.alarm("checkOverdue:pressure-dosing")).toBe("absent off");
  });
});

describe("Spravato", () => {
  it("counts down 5 min between devices, and ends dosing with the third", () => {
    const bedside = begin("intranasal");
    dose(bedside, 0, "give", 28);
    expect(due(bedside)[0]).toBe("Device 2 @5");
    dose(bedside, minutes(5), "give", 28);
    expect(due(bedside)[0]).toBe("Device 3 @10");
    dose(bedside, minutes(10), "give", 28);
    expect(bedside.state().session).toMatchObject({ phase: "observation", doseAt: at(0).wall });
    expect(due(bedside)).toContain("40-min BP @40");
  });

  it("takes a pressure a little before 40 min for the 40-min one, and an early one not", () => {
    const bedside = begin("intranasal");
    dose(bedside, 0, "give", 28);
    dose(bedside, 1, "end");
    bedside.cuff(minutes(30), { systolic: 130, diastolic: 80 });
    expect(due(bedside)).toContain("40-min BP @40");
    bedside.cuff(minutes(36), { systolic: 130, diastolic: 80 });
    expect(due(bedside)).toContain("120-min BP @120");
  });

  it("120 min are the minimum time and never the release: every criterion must hold", () => {
    const bedside = begin("intranasal");
    bedside.cuff(10, { systolic: 124, diastolic: 76 });
    dose(bedside, 60, "give", 28);
    dose(bedside, 120, "end");
    live(bedside, 130, minutes(122));
    expect(criteria(bedside)).toEqual({
      time: "met",
      pressure: "unknown",
      spo2: "met",
      sedation: "unknown",
      dissociation: "unknown",
      respiration: "unknown",
      gait: "unknown",
      escort: "unknown",
    });
    expect(bedside.state().session?.phase).toBe("observation");
    const { refusal } = bedside.command(minutes(122) + 1, { name: "release", payload: { roomId, despite: null } });
    expect(refusal?.message).toContain("A physician's name and a reason are needed.");
    bedside.cuff(minutes(122) + 2, { systolic: 130, diastolic: 80 });
    bedside.cuff(minutes(122) + 3, { systolic: 128, diastolic: 78 });
    assessAsWell(bedside, minutes(122) + 4);
    expect(bedside.state().session?.phase).toBe("readyForRelease");
    expect(
      bedside.command(minutes(122) + 9, { name: "release", payload: { roomId, despite: null } }).refusal,
    ).toBeNull();
    expect(bedside.state()).toMatchObject({ session: null, protocol: null, pressures: [], metrics: {}, alarms: {} });
  });

  /** At minute 122, with every criterion met. */
  function ready(): Bedside {
    const bedside = begin("oral");
    bedside.cuff(10, { systolic: 124, diastolic: 76 });
    dose(bedside, 60, "give", 100);
    dose(bedside, 61, "end");
    live(bedside, 70, minutes(122));
    bedside.cuff(minutes(122), { systolic: 130, diastolic: 80 });
    bedside.cuff(minutes(122), { systolic: 128, diastolic: 78 });
    assessAsWell(bedside, minutes(122));
    expect(bedside.state().session?.phase).toBe("readyForRelease");
    return bedside;
  }

  it("a patient whose SpO2 is no longer known is under observation again, by time alone, and ready when it is back", () => {
    const bedside = ready();
    const staleS = staleAfterMs("spo2", null) / 1_000;
    bedside.tick(minutes(122) + staleS);
    expect(bedside.state().session?.phase).toBe("readyForRelease");
    bedside.tick(minutes(122) + staleS + 1);
    expect(criteria(bedside)["spo2"]).toBe("unknown");
    expect(bedside.state().session?.phase).toBe("observation");
    bedside.oximetry(minutes(123), { spo2: 97 });
    expect(bedside.state().session?.phase).toBe("readyForRelease");
  });

  it("a patient who is ready and then grows drowsy is under observation again", () => {
    const bedside = ready();
    assess(bedside, minutes(123), "sedation", 3);
    expect(bedside.state().session?.phase).toBe("observation");
  });

  it("a criterion unmet lets a patient go only with a physician's name and a reason", () => {
    const bedside = begin("intranasal");
    dose(bedside, 60, "give", 28);
    const despite = { physician: "Dr. Okafor", reason: "moved to the emergency department" };
    expect(bedside.command(90, { name: "release", payload: { roomId, despite } }).refusal).toBeNull();
    expect(bedside.state().session).toBeNull();
  });
});

describe("before the first dose", () => {
  const give = (bedside: Bedside, second: number, despite?: typeof DESPITE) =>
    bedside.command(second, {
      name: "recordDose",
      payload: { roomId, action: "give", amountMg: 28, lot: null, at: null, ...(despite ? { despite } : {}) },
    });

  it("a pressure above 140/90 holds it, until it is measured again lower", () => {
    const bedside = begin("intranasal");
    bedside.cuff(10, { systolic: 152, diastolic: 88 });
    expect(give(bedside, 20).refusal).toMatchObject({
      code: "hold",
      message:
        "Blood pressure 152/88 is above 140/90 before the dose. Measure again, or record a physician's decision with a reason.",
    });
    expect(bedside.state().session?.doses).toEqual([]);
    bedside.cuff(300, { systolic: 136, diastolic: 84 });
    expect(give(bedside, 310).refusal).toBeNull();
  });

  it("or until a physician decides, with a name and a reason", () => {
    const bedside = begin("intranasal");
    bedside.cuff(10, { systolic: 152, diastolic: 88 });
    expect(give(bedside, 20, DESPITE).refusal).toBeNull();
    expect(bedside.state().session?.doses).toHaveLength(1);
  });

  it("no pressure at all, or an old one, holds it too", () => {
    const bedside = begin("intranasal");
    expect(give(bedside, 20).refusal?.code).toBe("hold");
    bedside.cuff(30, { systolic: 120, diastolic: 76 });
    expect(give(bedside, minutes(31)).refusal?.code).toBe("hold");
  });
});

describe("a pressure beyond its limit", () => {
  it("is due again after 3 min, with the question for symptoms, and overdue after 5", () => {
    const bedside = begin("intravenous");
    bedside.cuff(0, { systolic: 168, diastolic: 90 });
    expect(due(bedside)).toEqual(expect.arrayContaining(["Symptoms? @0", "Repeat BP @3"]));
    bedside.tick(minutes(5) + 30);
    expect(bedside.alarm("checkOverdue:repeat-pressure")).toBe("present on low");
    bedside.cuff(minutes(6), { systolic: 138, diastolic: 84 });
    expect(bedside.alarm("checkOverdue:repeat-pressure")).toBe("absent off");
    expect(due(bedside)).not.toContainEqual(expect.stringContaining("Repeat"));
  });
});

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
