import { givenMg } from "@watchroom/shared/dose";
import type { OperatorId } from "@watchroom/shared/time";
import { describe, expect, it } from "vitest";
import { at, type Bedside, CUFF, NURSE } from "../../support/core-script.ts";
import { begin, dose, MINUTE, OTHER, refusal, roomId, session, view } from "../../support/session-script.ts";

describe("standby", () => {
  const away = (bedside: Bedside, second: number) =>
    refusal(bedside.command(second, { name: "standby", payload: { roomId, place: "Bathroom" } }));

  it("watches only the link and the clock while the patient is in the bathroom", () => {
    const bedside = begin("intramuscular");
    expect(away(bedside, 10)).toBe("done");
    expect(view(bedside).standby).toMatchObject({
      place: "Bathroom",
      until: at(10 + 10 * MINUTE).wall,
      by: NURSE.name,
    });
    bedside.oximetry(12, { spo2: null, pulseRate: null, sensor: "off" });
    bedside.oximetry(15, { spo2: 80 });
    bedside.oximetry(16, { spo2: null, pulseRate: null, sensor: "off" });
    bedside.tick(25);
    expect(bedside.state().alarms).toEqual({});
    bedside.tick(60);
    expect(bedside.alarm("noData:ox")).toBe("present on medium");
  });

  it("returns by itself when the signal was good for 20 s, and what is wrong then is heard", () => {
    const bedside = begin("intramuscular");
    away(bedside, 10);
    bedside.oximetry(12, { spo2: null, pulseRate: null, sensor: "off" });
    for (let second = 100; second < 120; second++)
      bedside.oximetry(second, { spo2: 97, perfusionIndex: (second % 9) / 10 });
    expect(view(bedside).standby).not.toBeNull();
    bedside.oximetry(120, { spo2: 86, perfusionIndex: 0.4 });
    expect(view(bedside).standby).toBeNull();
    bedside.oximetry(126, { spo2: 86, perfusionIndex: 0.5 });
    expect(bedside.alarm("spo2.low")).toBe("present on high");
  });

  it("a signal that fails in between begins the 20 s anew", () => {
    const bedside = begin("intramuscular");
    away(bedside, 10);
    for (let second = 100; second <= 125; second++) {
      bedside.oximetry(second, { spo2: second === 110 ? null : 97, perfusionIndex: (second % 9) / 10 });
    }
    expect(view(bedside).standby).not.toBeNull();
  });

  it("two good readings with a silence between them are no good signal", () => {
    const bedside = begin("intramuscular");
    away(bedside, 10);
    bedside.oximetry(100, { spo2: 97, perfusionIndex: 0.1 });
    bedside.oximetry(125, { spo2: 97, perfusionIndex: 0.2 });
    expect(view(bedside).standby).not.toBeNull();
  });

  it("alarms when the stay is longer than was said, more urgently 5 min later, and ends with the return", () => {
    const bedside = begin("intramuscular");
    away(bedside, 10);
    for (let minute = 0; minute < 16; minute++) {
      for (const second of [0, 20, 40]) {
        bedside.oximetry(11 + minute * MINUTE + second, {
          spo2: null,
          pulseRate: null,
          sensor: "off",
          updatePeriodS: 20,
        });
      }
      if (minute === 9) expect(bedside.alarm("standbyOver")).toBe("absent off");
      if (minute === 10) expect(bedside.alarm("standbyOver")).toBe("present on medium");
    }
    expect(bedside.alarm("standbyOver")).toBe("present on high");
    bedside.command(980, { name: "endStandby", payload: { roomId } });
    expect(bedside.alarm("standbyOver")).toBe("absent off");
  });

  it("is refused while a high-priority alarm of the patient is present", () => {
    const bedside = begin("intramuscular");
    for (let second = 10; second < 20; second++) bedside.oximetry(second, { spo2: 84, perfusionIndex: second / 100 });
    expect(away(bedside, 20)).toBe("SpO₂ 84 < 92 is present: see to the patient first.");
  });
});

describe("what is recorded beside doses", () => {
  it("oxygen keeps the release waiting for SpO2 on room air", () => {
    const bedside = begin("intramuscular");
    dose(bedside, 10, { amountMg: 50 });
    const spo2 = () => session(bedside)?.release.find(({ id }) => id === "spo2");
    bedside.oximetry(11, { spo2: 98, perfusionIndex: 1 });
    expect(spo2()?.state).toBe("met");
    const event = (second: number, name: "oxygenOn" | "oxygenOff", detail: string | null) =>
      bedside.command(second, { name: "recordEvent", payload: { roomId, event: name, detail, at: null } });
    event(12, "oxygenOn", "2 L/min");
    expect(spo2()).toMatchObject({ state: "notMet", detail: "oxygen is on" });
    event(13, "oxygenOff", null);
    expect(spo2()?.state).toBe("met");
    expect(session(bedside)?.events.map(({ event: name }) => name)).toEqual(["oxygenOn", "oxygenOff"]);
  });

  it("an infusion takes its rate from the plan, and what was given follows pauses and changes of rate", () => {
    const bedside = begin("intravenous");
    const plan = { weightKg: 80, mgPerKg: 0.5, amountMg: 40, minutes: 40 };
    bedside.command(5, { name: "setDosePlan", payload: { roomId, plan } });
    dose(bedside, 10, { action: "start" });
    expect(session(bedside)?.doses[0]).toMatchObject({ amountMg: 40, rateMgPerH: 60 });
    dose(bedside, 10 + 10 * MINUTE, { action: "pause" });
    dose(bedside, 10 + 20 * MINUTE, { action: "resume" });
    dose(bedside, 10 + 30 * MINUTE, { action: "changeRate", rateMgPerH: 30 });
    dose(bedside, 10 + 50 * MINUTE, { action: "end" });
    expect(givenMg(session(bedside)?.doses ?? [], at(9_999).wall)).toBeCloseTo(10 + 10 + 10, 6);
  });

  it("a lozenge is held until it is swallowed or spat out; the last one ends dosing then", () => {
    const bedside = begin("sublingual");
    const give = (second: number, action: "give" | "swallow" | "spit") =>
      refusal(dose(bedside, second, { action, amountMg: action === "give" ? 100 : null }));
    expect(give(10, "give")).toBe("done");
    expect(give(20, "give")).toBe("Now you can: record it swallowed, record it spat out.");
    for (let part = 0; part < 3; part++) {
      expect(give(100 + part * 100, part === 1 ? "spit" : "swallow")).toBe("done");
      expect(give(150 + part * 100, "give")).toBe("done");
    }
    expect(session(bedside)?.phase).toBe("dosing");
    expect(give(500, "swallow")).toBe("done");
    expect(session(bedside)).toMatchObject({ phase: "observation", dosingEndedAt: at(500).wall });
  });

  it("a device given later shows its own 40 minutes beside those that count", () => {
    const bedside = begin("intranasal");
    dose(bedside, 10, { amountMg: 28 });
    dose(bedside, 10 + 6 * MINUTE, { amountMg: 28 });
    const check = session(bedside)?.dues.find(({ checkId }) => checkId === "pressure");
    expect(check).toMatchObject({
      label: "40-min BP",
      dueAt: at(10 + 40 * MINUTE).wall,
      otherwise: { from: "lastDose", dueAt: at(10 + 46 * MINUTE).wall },
    });
  });

  it("an abnormal pressure asks for symptoms at once, until they are answered", () => {
    const bedside = begin("intramuscular");
    bedside.cuff(100, { systolic: 172, diastolic: 90 });
    const isAsked = () => session(bedside)?.dues.some(({ what }) => what === "symptoms");
    expect(isAsked()).toBe(true);
    bedside.command(120, { name: "assess", payload: { roomId, assessment: "symptoms", value: 0, at: null } });
    expect(isAsked()).toBe(false);
    bedside.cuff(300, { systolic: 174, diastolic: 91 });
    expect(isAsked()).toBe(true);
  });
});

describe("rooms and the people who have them", () => {
  it("neighbouring rooms are not due in the same minute where the protocol allows to be early", () => {
    const dueMinute = (turn: number): number => {
      const bedside = begin("intravenous", { turn });
      dose(bedside, 10, { action: "start" });
      const due = session(bedside)?.dues.find(({ checkId }) => checkId === "pressure-dosing");
      return Math.floor((due?.dueAt ?? 0) / 60_000);
    };
    const minutes = [0, 1, 2].map(dueMinute);
    expect(new Set(minutes).size).toBe(3);
    const latest = Math.floor(at(10 + 10 * MINUTE).wall / 60_000);
    for (const minute of minutes) {
      expect(minute).toBeGreaterThanOrEqual(latest - 2);
      expect(minute).toBeLessThanOrEqual(latest);
    }
  });

  it("the cuff is asked to measure only where it can, and one that does not begin counts as failed", () => {
    const bedside = begin("intramuscular");
    const ask = (second: number) => refusal(bedside.command(second, { name: "measureNow", payload: { roomId } }));
    expect(ask(10)).toBe("This room's cuff cannot be asked. Start it at the bedside.");
    bedside.take(11, { kind: "link", deviceId: CUFF, link: "up", canMeasure: true });
    expect(ask(12)).toBe("done");
    expect(ask(13)).toBe(`${NURSE.name} has just asked the cuff.`);
    bedside.cuff(14, { state: "measuring" });
    expect(view(bedside).measureAsked).toBeNull();
    bedside.cuff(40, { systolic: 120, diastolic: 75 });
    expect(ask(60)).toBe("done");
    bedside.tick(90);
    expect(view(bedside).measureAsked).toBeNull();
    expect(bedside.alarm(`cuffFailed:${CUFF}`)).toMatch(/^present on/);
  });

  it("a hand-over names the one who takes the room", () => {
    const bedside = begin("intramuscular");
    expect(session(bedside)?.owner).toMatchObject({ name: NURSE.name });
    const give = (second: number, to?: { operatorId: OperatorId; name: string }) =>
      refusal(
        bedside.take(second, {
          kind: "command",
          command: { name: "handOver", payload: { roomId, to: OTHER.operatorId } },
          by: NURSE,
          sessionId: null,
          ...(to === undefined ? {} : { to }),
        }),
      );
    expect(give(10)).toBe("There is nobody of that name here who can take a room.");
    expect(give(11, { operatorId: OTHER.operatorId, name: OTHER.name })).toBe("done");
    expect(session(bedside)?.owner).toEqual({ operatorId: OTHER.operatorId, name: OTHER.name, since: at(11).wall });
  });

  it("a way out that does not fit what was given is refused with a sentence", () => {
    const bedside = begin("intramuscular");
    const end = (how: "stoppedEarly" | "notTreated") =>
      refusal(bedside.command(20, { name: "endSession", payload: { roomId, how, reason: "headache" } }));
    expect(end("stoppedEarly")).toBe("No dose was given: choose not treated or moved to other care.");
    dose(bedside, 10, { amountMg: 50 });
    expect(end("notTreated")).toBe("A dose was given: choose stopped early or moved to other care.");
    expect(end("stoppedEarly")).toBe("done");
  });
});
