import type { AlarmView, TechnicalId } from "@watchroom/shared/alarm";
import { firstCalling, groupAlarms, inGroups, restText } from "@watchroom/shared/alarm-groups";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anAlarm } from "../support/an-alarm.ts";

const BASE = anAlarm({ episodeId: "e", priority: "medium", value: 90, worst: 89, since: 1_000, signalledAt: 1_000 });
const physiological = (changes: Partial<AlarmView> = {}): AlarmView => ({ ...BASE, ...changes });
const technical = (id: TechnicalId, changes: Partial<AlarmView> & { device?: string } = {}): AlarmView => ({
  ...BASE,
  kind: "technical",
  metric: null,
  side: null,
  technical: id,
  condition: `${id}:${changes.device ?? "d1"}`,
  episodeId: `${id} ${changes.device ?? "d1"}`,
  value: null,
  limit: null,
  worst: null,
  ...changes,
});

/** "linkLost(noData sensorOff) spo2.low" */
const shape = (alarms: readonly AlarmView[]): string =>
  groupAlarms(alarms)
    .map(({ cause, rest }) => {
      const name = ({ condition }: AlarmView): string => condition.split(":")[0] ?? "";
      return rest.length === 0 ? name(cause) : `${name(cause)}(${rest.map(name).join(" ")})`;
    })
    .join(" ");

describe("several alarms of one cause", () => {
  it("are that cause, with the rest beneath it", () => {
    expect(shape([technical("noData"), technical("linkLost", { since: 2_000 })])).toBe("linkLost(noData)");
    expect(shape([technical("signalWeak", { priority: "low" }), technical("sensorOff"), technical("valueStuck")])).toBe(
      "sensorOff(valueStuck signalWeak)",
    );
  });
  it("go back to the first cause: a lost link explains the sensor too", () => {
    expect(shape([technical("sensorOff"), technical("linkLost"), technical("noData"), technical("signalWeak")])).toBe(
      "linkLost(sensorOff noData signalWeak)",
    );
  });
  it("of another device have another cause", () => {
    expect(shape([technical("noData", { device: "d2" }), technical("linkLost")])).toBe("noData linkLost");
  });
  it("of one pressure are its systolic, or what is more urgent, with the other limits that it is beyond", () => {
    const pressure = (metric: "systolic" | "diastolic" | "mean", changes: Partial<AlarmView> = {}): AlarmView =>
      physiological({ metric, side: "high", condition: `${metric}.high`, episodeId: metric, ...changes });
    const all = [pressure("diastolic"), pressure("mean"), pressure("systolic")];
    expect(shape(all)).toBe("systolic.high(diastolic.high mean.high)");
    expect(shape([pressure("systolic"), pressure("diastolic", { priority: "high" })])).toBe(
      "diastolic.high(systolic.high)",
    );
    expect(shape([pressure("systolic"), pressure("diastolic", { side: "low", condition: "diastolic.low" })])).toBe(
      "systolic.high diastolic.low",
    );
    const taken = pressure("systolic", { signal: "acknowledged" });
    expect(shape([taken, pressure("mean")]), "what still calls is never beneath").toBe("mean.high systolic.high");
    expect(shape([pressure("systolic", { present: false }), pressure("mean")])).toBe("mean.high systolic.high");
  });
  it("say how many follow", () => {
    const [group] = groupAlarms([technical("linkLost"), technical("noData"), technical("valueStuck")]);
    expect(group && restText(group)).toBe("and 2 more from this");
    expect(restText({ cause: BASE, rest: [] })).toBeNull();
  });
});

describe("a patient in danger whose alarm somebody has taken", () => {
  const taken = physiological({ priority: "high", signal: "acknowledged", acknowledgedBy: "Paul Lindqvist" });
  const notReached = technical("notReached", { since: 5_000, condition: "notReached" });
  it("keeps the first line, whatever technical alarm comes to it", () => {
    expect(shape([notReached, taken])).toBe("spo2.low notReached");
    expect(shape([technical("recordNotSaved", { priority: "high", condition: "recordNotSaved" }), taken])).toBe(
      "spo2.low recordNotSaved",
    );
  });
  it("gives it up only to another danger that nobody has taken, or when it is over", () => {
    const other = physiological({ priority: "high", condition: "pulseRate.high", since: 5_000 });
    expect(shape([taken, other])).toBe("pulseRate.high spo2.low");
    expect(shape([{ ...taken, present: false, signal: "latched" }, notReached])).toBe("notReached spo2.low");
  });
  it("leaves the call to what nobody has taken", () => {
    expect(firstCalling(groupAlarms([notReached, taken]))?.condition).toBe("notReached");
    expect(firstCalling(groupAlarms([taken]))).toBeUndefined();
  });
});

describe("grouping never hides", () => {
  it("a high-priority alarm of the patient, whatever is wrong with the sensor", () => {
    const deep = physiological({ priority: "high", since: 5_000, signal: "latched", present: false });
    expect(shape([technical("sensorOff"), deep])).toBe("sensorOff spo2.low");
  });
  it("a condition that is present in the patient", () => {
    expect(shape([technical("sensorOff"), physiological({ since: 5_000 })])).toBe("sensorOff spo2.low");
  });
  it("a fall that began before the signal was lost", () => {
    const before = physiological({ present: false, signal: "on", since: 500 });
    expect(shape([technical("sensorOff"), before])).toBe("sensorOff spo2.low");
    const after = physiological({ present: false, signal: "on", since: 1_500 });
    expect(shape([technical("sensorOff"), after])).toBe("sensorOff(spo2.low)");
  });
  it("what still calls beneath a cause that somebody has acknowledged", () => {
    const taken = technical("linkLost", { signal: "acknowledged" });
    expect(shape([taken, technical("noData")])).toBe("noData linkLost");
    expect(shape([taken, technical("noData", { signal: "acknowledged" })])).toBe("linkLost(noData)");
  });
  it("what is more urgent than its cause, nor anything behind a cause that is over", () => {
    expect(shape([technical("sensorOff"), technical("sensorFault", { priority: "high" })])).toBe(
      "sensorFault sensorOff",
    );
    const over = technical("linkLost", { present: false, signal: "latched" });
    expect(shape([over, technical("noData")])).toBe("noData linkLost");
    expect(shape([{ ...over, signal: "on" }, technical("noData")])).toBe("noData linkLost");
  });
  it("a call for help, a blood pressure, or an alarm that reached nobody", () => {
    const others = [
      technical("helpCalled", { priority: "high", condition: "helpCalled" }),
      technical("notReached", { condition: "notReached" }),
      physiological({ condition: "systolic.high", metric: "systolic", present: false, since: 9_000 }),
    ];
    expect(groupAlarms([technical("linkLost"), ...others])).toHaveLength(4);
  });

  const one = fc
    .record({
      id: fc.constantFrom<TechnicalId | null>(
        ...(["linkLost", "noData", "sensorOff", "sensorFault", "signalWeak", "helpCalled"] as const),
        null,
        null,
      ),
      device: fc.constantFrom("d1", "d2"),
      priority: fc.constantFrom<AlarmView["priority"]>("high", "medium", "low"),
      signal: fc.constantFrom<AlarmView["signal"]>("on", "acknowledged", "latched"),
      present: fc.boolean(),
      since: fc.integer({ min: 0, max: 9 }),
    })
    .map(({ id, device, ...rest }) => (id === null ? physiological(rest) : technical(id, { device, ...rest })));
  it("anything: each alarm is there once, no high one of a patient and nothing more urgent lies beneath", () => {
    fc.assert(
      fc.property(fc.array(one, { maxLength: 7 }), (alarms) => {
        const groups = groupAlarms(alarms);
        expect(new Set(inGroups(groups))).toEqual(new Set(alarms));
        expect(inGroups(groups)).toHaveLength(alarms.length);
        for (const { cause, rest } of groups) {
          for (const alarm of rest) {
            expect(alarm.kind === "physiological" && (alarm.priority === "high" || alarm.present)).toBe(false);
            expect(alarm.technical).not.toBe("helpCalled");
            expect(cause.signal === "on" || alarm.signal !== "on").toBe(true);
          }
        }
      }),
      { seed: 1 },
    );
  });
});
