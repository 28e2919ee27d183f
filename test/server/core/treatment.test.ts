import { staleAfterMs } from "@watchroom/shared/metric";
import { faultsOfProtocol, PROTOCOLS } from "@watchroom/shared/protocol";
import type { Route } from "@watchroom/shared/session";
import { describe, expect, it } from "vitest";
import { at, type Bedside } from "../../support/core-script.ts";
import {
  assess,
  assessAsWell,
  begin,
  criteria,
  DESPITE,
  dose,
  due,
  live,
  minutes,
  roomId,
} from "../../support/treatment-script.ts";

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
