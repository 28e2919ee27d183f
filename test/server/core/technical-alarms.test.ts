import { describe, expect, it } from "vitest";
import { at, type Bedside, createBedside } from "../../support/core-script.ts";

const on = (bedside: Bedside, from: number, to: number, spo2 = 97): void => {
  for (let second = from; second <= to; second++)
    bedside.oximetry(second, { spo2, perfusionIndex: 2 + (second % 9) / 10 });
};

describe("the oximeter's own conditions", () => {
  it("a sensor that is off is signalled after 10 s, and its value is gone, not zero", () => {
    const bedside = createBedside();
    on(bedside, 0, 5);
    bedside.oximetry(6, { spo2: 55, sensor: "off" });
    expect(bedside.state().metrics.spo2).toMatchObject({ value: null, validity: "invalid" });
    expect(bedside.alarm("sensorOff:ox")).toBe("pending off");
    bedside.tick(16);
    expect(bedside.alarm("sensorOff:ox")).toBe("present on medium");
    on(bedside, 22, 22);
    expect(bedside.alarm("sensorOff:ox")).toBe("absent off");
  });

  it("a low value on the way off the finger is not taken for the patient's", () => {
    const bedside = createBedside();
    on(bedside, 0, 5);
    bedside.oximetry(6, { spo2: 85 });
    bedside.oximetry(8, { sensor: "off" });
    bedside.tick(13);
    expect(bedside.alarm("spo2.low")).toBe("absent off");
  });

  it("no data is signalled 30 s after the last reading, and stays latched when it is back", () => {
    const bedside = createBedside();
    on(bedside, 0, 5);
    bedside.tick(34);
    expect(bedside.alarm("noData:ox")).toBe("absent off");
    bedside.tick(35);
    expect(bedside.alarm("noData:ox")).toBe("present on medium");
    on(bedside, 60, 60);
    expect(bedside.alarm("noData:ox")).toBe("absent latched medium");
  });

  it("a device that is put away after the last patient calls nobody from elsewhere, until a session begins", () => {
    const bedside = createBedside();
    on(bedside, 0, 5);
    bedside.tick(35);
    expect(bedside.alarm("noData:ox")).toBe("present on medium");
    for (let second = 36; second <= 600; second += 4) bedside.tick(second);
    const called = () =>
      bedside.changes().flatMap(({ change, alarm }) => (change === "escalated" ? [alarm.escalation] : []));
    expect(called()).toEqual([]);
    bedside.command(600, {
      name: "startSession",
      payload: { roomId: "r1", initials: "A. B.", route: "oral", cuffArm: "other", includeEarlier: true },
    });
    for (let second = 600; second <= 720; second += 4) bedside.tick(second);
    expect(called()).toMatchObject([
      { to: "allStations", at: at(660).wall },
      { to: "chargeNurse", at: at(720).wall },
    ]);
  });

  it("a slow device is given three of its own updates before no data is signalled", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 97, updatePeriodS: 60 });
    bedside.tick(179);
    expect(bedside.alarm("noData:ox")).toBe("absent off");
    bedside.tick(180);
    expect(bedside.alarm("noData:ox")).toBe("present on medium");
  });

  it("a lost link is signalled after 10 s and says so instead of no data", () => {
    const bedside = createBedside();
    bedside.take(0, { kind: "link", deviceId: "ox" as never, link: "up" });
    on(bedside, 1, 5);
    bedside.take(6, { kind: "link", deviceId: "ox" as never, link: "down" });
    bedside.tick(60);
    expect(bedside.alarm("linkLost:ox")).toBe("present on medium");
    expect(bedside.alarm("noData:ox")).toBe("absent off");
  });

  it("values that do not change at all for a minute are a stuck sensor, shown with a question mark", () => {
    const bedside = createBedside();
    for (let second = 0; second <= 60; second++) bedside.oximetry(second, { spo2: 97, perfusionIndex: 3.1 });
    expect(bedside.alarm("valueStuck:ox")).toBe("present on medium");
    expect(bedside.state().metrics.spo2?.validity).toBe("questionable");
  });

  it("a living patient at a steady 100 % is not called stuck", () => {
    const bedside = createBedside();
    on(bedside, 0, 600, 100);
    expect(bedside.changes()).toEqual([]);
  });

  it("a deep steady value after a gap is a sensor fault, never a patient", () => {
    const bedside = createBedside();
    on(bedside, 0, 5);
    bedside.oximetry(6, { spo2: null, pulseRate: null });
    bedside.oximetry(60, { spo2: 36 });
    bedside.oximetry(61, { spo2: 36 });
    expect(bedside.alarm("sensorFault:ox")).toBe("present on high");
    expect(bedside.alarm("spo2.low")).toBe("absent off");
  });

  it("a deep value after a gap that goes on changing is the patient, at once", () => {
    const bedside = createBedside();
    on(bedside, 0, 5);
    bedside.oximetry(60, { spo2: 62 });
    bedside.oximetry(61, { spo2: 61 });
    expect(bedside.alarm("spo2.low")).toBe("present on high");
    expect(bedside.state().alarms["sensorFault:ox"]?.alarm.present).toBe(0);
  });

  it("a battery at 20 % is low, at 5 % medium", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 97, battery: 20 });
    expect(bedside.alarm("batteryLow:ox")).toBe("present on low");
    bedside.oximetry(10, { spo2: 97, battery: 5 });
    expect(bedside.alarm("batteryLow:ox")).toBe("present on medium");
  });
});

describe("the cuff", () => {
  it("that fails once and repeats by itself calls nobody", () => {
    const bedside = createBedside();
    on(bedside, 0, 1);
    bedside.cuff(2, { state: "failed", failure: "motion" });
    bedside.cuff(32, { state: "measuring" });
    expect(bedside.alarm("cuffFailed:cuff")).toBe("pending off");
    bedside.cuff(64, { systolic: 130, diastolic: 80 });
    bedside.tick(200);
    expect(bedside.alarm("cuffFailed:cuff")).toBe("absent off");
    expect(bedside.changes().filter(({ alarm }) => alarm.technical === "cuffFailed")).toEqual([]);
  });

  it("whose repeat fails too is medium at once, one that is not repeated is low after 2 min, and a good measurement ends it", () => {
    const bedside = createBedside();
    on(bedside, 0, 1);
    bedside.cuff(2, { state: "failed", failure: "motion" });
    bedside.tick(121);
    expect(bedside.alarm("cuffFailed:cuff")).toBe("pending off");
    bedside.tick(122);
    expect(bedside.alarm("cuffFailed:cuff")).toBe("present on low");
    bedside.cuff(160, { systolic: 130, diastolic: 80 });
    expect(bedside.alarm("cuffFailed:cuff")).toBe("absent off");
    bedside.cuff(300, { state: "failed", failure: "motion" });
    bedside.cuff(364, { state: "failed", failure: "motion" });
    expect(bedside.alarm("cuffFailed:cuff")).toBe("present on medium");
  });

  it("counts the pulse while the oximeter has none, and the oximeter's next value takes over", () => {
    const bedside = createBedside();
    on(bedside, 0, 1);
    bedside.oximetry(2, { spo2: null, pulseRate: null, sensor: "weak" });
    bedside.cuff(10, { systolic: 104, diastolic: 60, pulseRate: 36 });
    expect(bedside.alarm("pulseRate.low")).toBe("pending off");
    for (let second = 11; second < 20; second++)
      bedside.oximetry(second, { spo2: null, pulseRate: null, sensor: "weak" });
    bedside.oximetry(20, { spo2: 96, pulseRate: 37 });
    bedside.tick(25);
    expect(bedside.alarm("pulseRate.low")).toBe("present on high");
    bedside.oximetry(26, { spo2: 96, pulseRate: 66 });
    expect(bedside.alarm("pulseRate.low")).toBe("absent on high");
  });

  it("counts the pulse too while the sensor is off, and no message of that sensor takes it away", () => {
    const bedside = createBedside();
    on(bedside, 0, 1);
    bedside.cuff(2, { systolic: 104, diastolic: 60, pulseRate: 38 });
    expect(bedside.alarm("pulseRate.low"), "the oximeter's own pulse is newer").toBe("absent off");
    bedside.oximetry(3, { spo2: null, pulseRate: null, sensor: "off" });
    bedside.cuff(10, { systolic: 104, diastolic: 60, pulseRate: 38 });
    for (let second = 11; second <= 25; second++)
      bedside.oximetry(second, { spo2: null, pulseRate: null, sensor: "off" });
    expect(bedside.alarm("pulseRate.low")).toBe("present on high");
    bedside.cuff(300, { systolic: 118, diastolic: 72, pulseRate: 70 });
    expect(bedside.state().alarms["pulseRate.low"]?.alarm.present).toBe(0);
  });

  it("on the same arm leaves a value that stays away afterwards as an alarm of its own", () => {
    const bedside = createBedside();
    on(bedside, 0, 1);
    bedside.command(2, { name: "setCuffArm", payload: { roomId: "r1", arm: "same" } });
    bedside.cuff(3, { state: "measuring" });
    const lost = (from: number, to: number): void => {
      for (let second = from; second <= to; second++)
        bedside.oximetry(second, { spo2: null, pulseRate: null, perfusionIndex: 0, sensor: "weak" });
    };
    lost(4, 35);
    bedside.cuff(35, { systolic: 120, diastolic: 75, pulseRate: 70 });
    lost(36, 64);
    expect(bedside.alarm("signalWeak:ox")).toBe("pending off");
    lost(65, 65);
    expect(bedside.alarm("signalWeak:ox")).toBe("present on medium");
  });

  it("on the same arm holds SpO2 alarms while it inflates, and no longer than 60 s", () => {
    const bedside = createBedside();
    on(bedside, 0, 1);
    bedside.command(2, { name: "setCuffArm", payload: { roomId: "r1", arm: "same" } });
    bedside.cuff(3, { state: "measuring" });
    for (let second = 4; second < 63; second++) bedside.oximetry(second, { spo2: 85 });
    expect(bedside.alarm("spo2.low")).toBe("pending off");
    bedside.tick(63);
    bedside.oximetry(68, { spo2: 85 });
    expect(bedside.alarm("spo2.low")).toBe("present on high");
  });

  it("holds them too when the arm is said while it inflates already, from when it began", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 97 });
    bedside.cuff(1, { state: "measuring" });
    bedside.oximetry(5, { spo2: 86 });
    bedside.command(6, { name: "setCuffArm", payload: { roomId: "r1", arm: "same" } });
    bedside.oximetry(14, { spo2: 86, perfusionIndex: 0.3 });
    expect(bedside.alarm("spo2.low")).toBe("pending off");
    expect(bedside.state().heldUntil?.mono).toBe(61_000);
  });

  it("on the other arm holds nothing", () => {
    const bedside = createBedside();
    on(bedside, 0, 1);
    bedside.command(2, { name: "setCuffArm", payload: { roomId: "r1", arm: "other" } });
    bedside.cuff(3, { state: "measuring" });
    bedside.oximetry(4, { spo2: 75 });
    expect(bedside.alarm("spo2.low")).toBe("present on high");
  });
});

describe("the system's own conditions", () => {
  it("a record that is not being saved is heard in every watched room", () => {
    const bedside = createBedside();
    on(bedside, 0, 1);
    bedside.take(2, { kind: "record", saving: false });
    expect(bedside.alarm("recordNotSaved")).toBe("present on high");
    bedside.take(30, { kind: "record", saving: true });
    expect(bedside.alarm("recordNotSaved")).toBe("absent off");
  });

  it("a session that no station hears is an alarm of its own", () => {
    const bedside = createBedside();
    on(bedside, 0, 1);
    bedside.take(2, { kind: "hearing", stations: 0 });
    expect(bedside.alarm("notHeard")).toBe("absent off");
    bedside.command(3, {
      name: "startSession",
      payload: { roomId: "r1", initials: "A. L.", route: "intravenous", includeEarlier: true, cuffArm: null },
    });
    bedside.tick(18);
    expect(bedside.alarm("notHeard")).toBe("present on medium");
    bedside.take(30, { kind: "hearing", stations: 1 });
    expect(bedside.alarm("notHeard")).toBe("absent off");
  });
});
