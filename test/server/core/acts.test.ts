import type { OperatorId } from "@watchroom/shared/time";
import { describe, expect, it } from "vitest";
import type { Actor } from "../../../server/src/journal/entry.ts";
import { createBedside } from "../../support/core-script.ts";

const roomId = "r1";
const start = (includeEarlier: boolean) =>
  ({
    name: "startSession",
    payload: { roomId, initials: "A. L.", route: "intravenous", includeEarlier, cuffArm: null },
  }) as const;
const TRAINER: Actor = { operatorId: "t1" as OperatorId, name: "T. Rainer", role: "trainer" };

describe("watching", () => {
  it("starts with the sensor, admitted or not", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: null, pulseRate: null, sensor: "off" });
    expect(bedside.state().watchingSince).toBeNull();
    bedside.oximetry(1, { spo2: 80 });
    expect(bedside.state().watchingSince).not.toBeNull();
    expect(bedside.alarm("spo2.low")).toBe("present on high");
  });

  it("ends with the session: no value, limit or alarm is left for the next patient", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 80 });
    bedside.command(1, start(true));
    bedside.command(2, {
      name: "setAlarmLimit",
      payload: { roomId, metric: "spo2", limit: { low: 85, lowCritical: 80, high: null, highCritical: null } },
    });
    bedside.command(3, { name: "endSession", payload: { roomId, how: "notTreated", reason: "did not come" } });
    const { session, metrics, alarms, limitsChanged, watchingSince } = bedside.state();
    expect({ session, metrics, alarms, limitsChanged, watchingSince }).toEqual({
      session: null,
      metrics: {},
      alarms: {},
      limitsChanged: [],
      watchingSince: null,
    });
    expect(bedside.changes().at(-1)?.change).toBe("cleared");
  });

  it("does not start again by the sensor that is still on the last patient's finger, but with the next one put on", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 97 });
    bedside.command(1, start(true));
    bedside.command(2, { name: "endSession", payload: { roomId, how: "notTreated", reason: "did not come" } });
    bedside.oximetry(3, { spo2: 97 });
    expect(bedside.state().watchingSince).toBeNull();
    bedside.oximetry(5, { sensor: "off" });
    bedside.oximetry(9, { spo2: 98 });
    expect(bedside.state().watchingSince).not.toBeNull();
  });

  it("starts again all the same when the sensor stays on for a minute", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 97 });
    bedside.command(1, start(true));
    bedside.command(2, { name: "endSession", payload: { roomId, how: "notTreated", reason: "did not come" } });
    for (let second = 3; second <= 62; second++) bedside.oximetry(second, { spo2: 97 });
    expect(bedside.state().watchingSince).not.toBeNull();
  });
});

describe("starting a session", () => {
  it("takes what was recorded since the sensor went on, when the nurse says it is this patient's", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 96 });
    bedside.command(60, start(true));
    expect(bedside.state().session?.recordFrom).toBe(bedside.state().watchingSince?.wall);
    expect(bedside.state().metrics.spo2?.value).toBe(96);
  });

  it("leaves it to nobody otherwise", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 80 });
    bedside.command(60, start(false));
    expect(bedside.state().metrics).toEqual({});
    expect(bedside.alarm("spo2.low")).toBe("absent off");
    expect(bedside.state().session?.recordFrom).toBe(bedside.state().session?.startedAt);
  });

  it("is refused while one is running", () => {
    const bedside = createBedside();
    bedside.command(0, start(true));
    expect(bedside.command(1, start(true)).refusal?.code).toBe("session-running");
  });
});

describe("acts of people", () => {
  it("two nurses who acknowledge the same alarm both get a right answer", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 80 });
    const acknowledge = { name: "acknowledge", payload: { roomId, episodeId: bedside.episodeOf("spo2.low") } } as const;
    expect(bedside.command(1, acknowledge).refusal).toBeNull();
    expect(bedside.command(1, acknowledge).refusal?.message).toBe("N. Okafor has already acknowledged this alarm.");
  });

  it("an acknowledgement covers its own condition only", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 80 });
    bedside.command(1, { name: "acknowledge", payload: { roomId, episodeId: bedside.episodeOf("spo2.low") } });
    bedside.cuff(2, { systolic: 190, diastolic: 90 });
    expect(bedside.alarm("spo2.low")).toBe("present acknowledged high");
    expect(bedside.alarm("systolic.high")).toBe("present on high");
  });

  it("an audio pause ends by itself, and is broken by any new condition", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 80 });
    bedside.command(1, { name: "pauseAudio", payload: { roomId, durationMs: 120_000 } });
    expect(bedside.state().audioPaused?.by).toBe("N. Okafor");
    bedside.tick(121);
    expect(bedside.state().audioPaused).toBeNull();
    bedside.command(122, { name: "pauseAudio", payload: { roomId, durationMs: 120_000 } });
    bedside.cuff(123, { systolic: 165, diastolic: 80 });
    expect(bedside.state().audioPaused).toBeNull();
  });

  it("audio cannot be paused for longer than 120 s", () => {
    const bedside = createBedside();
    expect(bedside.command(1, { name: "pauseAudio", payload: { roomId, durationMs: 121_000 } }).refusal?.code).toBe(
      "refused",
    );
  });

  it("a limit that is moved past the present value ends its alarm, and the change carries a mark", () => {
    const bedside = createBedside();
    bedside.cuff(0, { systolic: 165, diastolic: 80 });
    bedside.command(1, {
      name: "setAlarmLimit",
      payload: { roomId, metric: "systolic", limit: { low: 90, lowCritical: null, high: 170, highCritical: 190 } },
    });
    expect(bedside.state().alarms["systolic.high"]?.alarm.present).toBe(0);
    expect(bedside.state().limitsChanged).toEqual(["systolic"]);
  });

  it("a limit set upside down is refused with a sentence, and nothing changes", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 97 });
    const { refusal } = bedside.command(1, {
      name: "setAlarmLimit",
      payload: { roomId, metric: "pulseRate", limit: { low: 120, lowCritical: null, high: 50, highCritical: null } },
    });
    expect(refusal?.message).toBe("Pulse rate: 120 must be below 50.");
    expect(bedside.state().limitsChanged).toEqual([]);
  });

  it("a dose can be entered late, not in the future, and no phase is set past it by hand", () => {
    const bedside = createBedside();
    bedside.command(0, start(true));
    const now = bedside.inputs()[0]?.now.wall ?? 0;
    bedside.command(5, {
      name: "enterPressure",
      payload: { roomId, systolic: 124, diastolic: 76, at: now - 1_300_000 },
    });
    const said = ({ refusal }: ReturnType<typeof bedside.tick>) => refusal?.message ?? "done";
    const dose = (at: number | null) =>
      said(
        bedside.command(10, {
          name: "recordDose",
          payload: { roomId, action: "start", amountMg: null, lot: null, at },
        }),
      );
    const phase = (name: "baseline" | "dosing" | "observation") =>
      said(bedside.command(9, { name: "setPhase", payload: { roomId, phase: name, at: null } }));
    expect(phase("observation")).toBe("Observation cannot follow Check-in by hand. Next is Baseline.");
    expect(phase("dosing")).toBe("Dosing cannot follow Check-in by hand. Next is Baseline.");
    expect(phase("baseline")).toBe("done");
    expect(dose(now + 600_000)).toBe("A dose cannot be in the future.");
    expect(dose(now - 1_200_000)).toBe("done");
    expect(bedside.state().session?.doseAt).toBe(now - 1_200_000);
    expect(said(bedside.command(11, { name: "setPhase", payload: { roomId, phase: "observation", at: null } }))).toBe(
      "Observation cannot follow Dosing by hand. Doses and release criteria set what follows.",
    );
  });

  it("a trainer acts in simulated rooms only", () => {
    const real = createBedside();
    expect(real.command(0, start(true), TRAINER).refusal?.code).toBe("not-simulated");
    const simulated = createBedside({ simulated: true });
    expect(simulated.command(0, start(true), TRAINER).refusal).toBeNull();
    expect(simulated.state().session?.simulated).toBe(true);
  });

  it("a device that is moved away takes its values and its alarms with it", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 80 });
    bedside.take(1, { kind: "devices", devices: [], by: "A. Dmin" });
    expect(bedside.state().metrics).toEqual({});
    expect(bedside.state().alarms).toEqual({});
    expect(bedside.changes().at(-1)).toMatchObject({ change: "cleared", by: "A. Dmin" });
  });
});
