import { BloodPressureReading } from "@watchroom/shared/reading";
import { describe, expect, test } from "vitest";
import { type CuffEvent, createCuff, encodeCuff, nextDue } from "../../../simulators/src/devices/cuff.ts";
import type { Vitals } from "../../../simulators/src/patient/patient.ts";

const VITALS: Vitals = { spo2: 97, pulseRate: 72, systolic: 128, diastolic: 79, perfusionIndex: 3, isMoving: false };
type Told = { readonly second: number; readonly event: CuffEvent };

/** A second of a cuff that no session asks anything of. */
const timeOf = (second: number) => ({ minute: second / 60, now: second * 1_000, asked: null });

function told(seed: number, seconds: number, mustFail = false): Told[] {
  const cuff = createCuff(seed, "intravenous");
  const events: Told[] = [];
  for (let second = 0; second < seconds; second += 1) {
    const event = cuff.sense(VITALS, timeOf(second), { mustFail, isPressed: false });
    if (event !== null) events.push({ second, event });
  }
  return events;
}

describe("the cuff", () => {
  test("says that it is measuring, and some 30 s later what it measured", () => {
    const [begin, end] = told(3, 60);
    expect(begin?.event.kind).toBe("measuring");
    expect(end?.event.kind).toBe("done");
    const seconds = (end?.second ?? 0) - (begin?.second ?? 0);
    expect(seconds).toBeGreaterThanOrEqual(25);
    expect(seconds).toBeLessThanOrEqual(35);
  });

  test("has its first value within 40 s of being switched on", () => {
    for (let seed = 0; seed < 50; seed += 1) expect(told(seed, 60)[1]?.second).toBeLessThan(40);
  });

  test("measures every 10 min during an infusion and every 15 min after it (clinical.md 7)", () => {
    const starts = told(3, 100 * 60).filter(({ event }) => event.kind === "measuring");
    const minutes = starts.map(({ second }) => Math.round(second / 60));
    expect(minutes.filter((minute) => minute <= 40)).toEqual(expect.arrayContaining([0, 10, 20, 30, 40]));
    expect(minutes).toEqual(expect.arrayContaining([55, 70, 85]));
  });

  test("of esketamine is due at minute 40, and goes on each half hour after its programme", () => {
    expect(nextDue("intranasal", 38)).toBe(40);
    expect(nextDue("intranasal", 120)).toBe(150);
    expect(nextDue("intranasal", 149)).toBe(150);
    expect(nextDue("intranasal", 150)).toBe(180);
    expect(nextDue("intravenous", -3)).toBe(0);
    expect(nextDue("intravenous", 40)).toBe(55);
    expect(nextDue("intravenous", 85)).toBe(100);
    expect(nextDue("intramuscular", 20)).toBe(30);
  });

  test("that fails names the cause, repeats once by itself after a rest of 30 s, and then waits for its next time", () => {
    const kinds = told(3, 9 * 60, true);
    expect(kinds.map(({ event }) => event.kind)).toEqual(["measuring", "failed", "measuring", "failed"]);
    expect(kinds[1]?.event).toMatchObject({ failure: expect.stringMatching(/\w+/) });
    expect((kinds[2]?.second ?? 0) - (kinds[1]?.second ?? 0)).toBeGreaterThanOrEqual(30);
  });

  test("fails in 3 to 5 of 100 attempts, and its values spread like a cuff's (clinical.md 5.4)", () => {
    const ends = Array.from({ length: 3_000 }, (_, seed) => told(seed, 40)[1]?.event);
    const failed = ends.filter((event) => event?.kind === "failed").length / ends.length;
    expect(failed).toBeGreaterThan(0.03);
    expect(failed).toBeLessThan(0.05);
    const systolic = ends.flatMap((event) => (event?.kind === "done" ? [event.systolic] : []));
    const mean = systolic.reduce((sum, value) => sum + value, 0) / systolic.length;
    const sd = Math.sqrt(systolic.reduce((sum, value) => sum + (value - mean) ** 2, 0) / systolic.length);
    expect(Math.abs(mean - 128)).toBeLessThan(0.5);
    expect(sd).toBeGreaterThan(3);
    expect(sd).toBeLessThan(8);
  });

  describe("in a session", () => {
    /** Seconds at which it began, when this due time (in seconds) holds. */
    function begun(
      dueS: (second: number) => number | null,
      { isEager = false, seconds = 1_200, mustFail = false } = {},
    ) {
      const cuff = createCuff(3, "intravenous", isEager);
      return Array.from({ length: seconds }, (_, second) => {
        const due = dueS(second);
        const asked = { dueAt: due === null ? null : due * 1_000 };
        const event = cuff.sense(
          VITALS,
          { minute: second / 60, now: second * 1_000, asked },
          { mustFail, isPressed: false },
        );
        return event?.kind === "measuring" ? second : null;
      }).filter((second) => second !== null);
    }

    test("measures within ten seconds of the due time, and not by its own programme", () => {
      const starts = begun((second) => (second < 700 ? 420 : null));
      expect(starts[0]).toBeGreaterThanOrEqual(422);
      expect(starts[0]).toBeLessThanOrEqual(430);
      expect(begun(() => null)).toEqual([]);
    });

    test("takes one pressure for one due time, and goes to the next when that is told", () => {
      const starts = begun((second) => (second < 160 ? 100 : second < 760 ? 700 : null));
      expect(starts).toHaveLength(2);
      expect(starts[1]).toBeGreaterThan(700);
      expect(starts[1]).toBeLessThanOrEqual(710);
    });

    test("measures again after three minutes when the record still lacks what was due", () => {
      const starts = begun(() => 100, { seconds: 500 });
      expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(180);
      expect(starts).toHaveLength(2);
    });

    test("switched on before the due time still measures at the due time", () => {
      const starts = begun((second) => (second < 400 ? 300 : null), { isEager: true });
      expect(starts[0]).toBeLessThan(10);
      expect(starts[1]).toBeGreaterThan(300);
      expect(starts).toHaveLength(2);
    });
  });

  test("starts at once when somebody presses START", () => {
    const cuff = createCuff(3, "intravenous");
    for (let second = 0; second < 120; second += 1) cuff.sense(VITALS, timeOf(second));
    expect(cuff.sense(VITALS, timeOf(120), { mustFail: false, isPressed: true })?.kind).toBe("measuring");
    expect(cuff.isOccluding()).toBe(true);
  });

  describe("asked from the wall", () => {
    /** Seconds at which it began and ended, asked at these seconds; a session runs in which nothing is due. */
    function asked(askedS: readonly number[], mustFail = false) {
      const cuff = createCuff(3, "intravenous", false);
      return Array.from({ length: 300 }, (_, second) => {
        const time = { minute: second / 60, now: second * 1_000, asked: { dueAt: null } };
        const event = cuff.sense(VITALS, time, { mustFail, isPressed: false, isAsked: askedS.includes(second) });
        return event === null ? [] : [{ second, kind: event.kind }];
      }).flat();
    }

    test("begins in the same second, and has its value within the minute", () => {
      const [begin, end] = asked([100]);
      expect(begin).toEqual({ second: 100, kind: "measuring" });
      expect(end?.kind).toBe("done");
      expect((end?.second ?? 0) - 100).toBeLessThan(60);
    });

    test("right after a measurement rests 30 s between the two first (clinical.md 3.2)", () => {
      const ended = asked([100])[1]?.second ?? 0;
      const events = asked([100, ended + 5]);
      expect(events.map(({ kind }) => kind)).toEqual(["measuring", "done", "measuring", "done"]);
      expect((events[2]?.second ?? 0) - ended).toBe(30);
    });

    test("while it measures does so once", () => {
      expect(asked([100, 110]).map(({ kind }) => kind)).toEqual(["measuring", "done"]);
    });

    test("fails, repeats once by itself, and then waits to be asked again", () => {
      expect(asked([100], true).map(({ kind }) => kind)).toEqual(["measuring", "failed", "measuring", "failed"]);
    });
  });

  test("that waits for somebody to ask it begins by itself at last", () => {
    const cuff = createCuff(3, "intravenous", false, [75, 110]);
    const begun = Array.from({ length: 200 }, (_, second) => {
      const time = { minute: second / 60, now: second * 1_000, asked: { dueAt: 10_000 } };
      return cuff.sense(VITALS, time)?.kind === "measuring" ? [second] : [];
    }).flat();
    expect(begun[0]).toBeGreaterThanOrEqual(85);
    expect(begun[0]).toBeLessThanOrEqual(121);
  });

  test("sends what the public contract has, in each of its states", () => {
    const stamp = { id: "c-1", measuredAt: "2026-01-01T08:30:00.000Z", battery: 77.7 };
    for (const { event } of [...told(3, 60), ...told(3, 60, true)]) {
      const wire: unknown = JSON.parse(JSON.stringify(encodeCuff(event, stamp)));
      expect(BloodPressureReading.parse(wire)).toMatchObject({ state: event.kind, battery: 78 });
    }
  });
});
