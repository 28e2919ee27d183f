import { faultsOfLimitSet, type LimitSet } from "@watchroom/shared/alarm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { viewOf } from "../../../server/src/core/view.ts";
import { type Bedside, createBedside, play, SET } from "../../support/core-script.ts";

function check(script: string): void {
  for (const { line, found, expected } of play("spo2.low", script)) expect(found, line).toBe(expected);
}

type Tier = LimitSet["limits"][number]["tiers"][number];
/** The clinic's set with other tiers for a low SpO2. */
const withTiers = (change: (tier: Tier, index: number) => Tier): LimitSet => ({
  ...SET,
  limits: SET.limits.map((row) =>
    row.metric === "spo2" && row.side === "low" ? { ...row, tiers: row.tiers.map(change) } : row,
  ),
});
const without = ({ weakSignalDelayMs: _, ...tier }: Tier): Tier => tier;

/** One value a second, from and to included. */
function weak(bedside: Bedside, from: number, to: number, spo2: number): void {
  for (let second = from; second <= to; second++)
    bedside.oximetry(second, { spo2, sensor: "weak", perfusionIndex: (second % 9) / 10 });
}
const good = (bedside: Bedside, from: number, to: number, spo2 = 97): void => {
  for (let second = from; second <= to; second++)
    bedside.oximetry(second, { spo2, sensor: "on", perfusionIndex: (second % 9) / 10 });
};
const heldBack = (bedside: Bedside) =>
  bedside
    .changes()
    .filter(({ change }) => change === "heldBack")
    .map(({ alarm: { priority, worst, cause } }) => ({ priority, worst, cause }));

describe("a low SpO2 on a signal that the oximeter itself calls weak", () => {
  it("waits 20 s, and then calls at full priority", () => {
    check(`
       0 spo2 97 -> absent off
       1 weak 86 -> pending off
       6 tick    -> pending off
      16 tick    -> pending off
      20 weak 86 -> pending off
      21 tick    -> present on high
    `);
  });

  it("waits for nothing when the fall began on a good signal", () => {
    check(`
       0 spo2 97 -> absent off
       1 spo2 91 -> pending off
       2 weak 86 -> pending off
       6 weak 85 -> pending off
       7 tick    -> present on high
    `);
  });

  it("waits no longer than its delay from when a good signal says the same", () => {
    check(`
       0 spo2 97 -> absent off
       1 weak 86 -> pending off
      10 spo2 86 -> pending off
      11 weak 86 -> pending off
      14 tick    -> pending off
      15 tick    -> present on high
    `);
  });

  it("is not put off by a signal that gets better just before the wait is over", () => {
    check(`
       0 spo2 97 -> absent off
       1 weak 86 -> pending off
      19 spo2 86 -> pending off
      20 tick    -> pending off
      21 tick    -> present on high
    `);
  });

  it("waits only for its delay when it is ten points below the limit, but is not told at once", () => {
    check(`
       0 spo2 97 -> absent off
       1 weak 81 -> pending off
       5 tick    -> pending off
       6 tick    -> present on high
    `);
  });

  it("goes on waiting towards its call when the signal is then lost altogether", () => {
    check(`
       0 spo2 97 -> absent off
       1 weak 86 -> pending off
       3 spo2 -- -> pending off
      20 tick    -> pending off
      21 tick    -> present on high
    `);
  });

  it("does not begin its wait anew when the value swings about the second limit", () => {
    check(`
       0 spo2 97 -> absent off
       1 weak 86 -> pending off
       7 weak 89 -> pending off
       8 weak 87 -> pending off
      19 weak 88 -> pending off
      21 tick    -> present on medium
      22 weak 87 -> present on high
    `);
  });

  it("is not put off once more by a cuff that inflates on the same arm meanwhile", () => {
    const bedside = createBedside();
    good(bedside, 0, 3);
    const start = {
      roomId: "r1",
      initials: "A. L.",
      route: "intranasal",
      includeEarlier: true,
      cuffArm: "same",
    } as const;
    bedside.command(4, { name: "startSession", payload: start });
    weak(bedside, 5, 14, 86);
    bedside.cuff(15, { state: "measuring" });
    for (let second = 16; second <= 24; second++)
      bedside.oximetry(second, { spo2: null, pulseRate: null, sensor: "weak" });
    expect(bedside.alarm("spo2.low")).toBe("pending off");
    bedside.oximetry(25, { spo2: null, pulseRate: null, sensor: "weak" });
    expect(bedside.alarm("spo2.low")).toBe("present on high");
  });

  it("stays an alarm when the signal gets weak while it is one", () => {
    check(`
       0 spo2 97 -> absent off
       1 spo2 86 -> pending off
       6 tick    -> present on high
       7 weak 86 -> present on high
      30 weak 86 -> present on high
    `);
  });

  it("is called within 20 s however the signal comes and goes, and never before a good one would be", () => {
    const LOW = 86;
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (weakAt) => {
        const bedside = createBedside();
        good(bedside, 0, 9);
        for (const [index, isWeak] of weakAt.entries()) (isWeak ? weak : good)(bedside, 10 + index, 10 + index, LOW);
        const began = bedside.changes().find(({ alarm }) => alarm.priority === "high" && alarm.signal === "on");
        const begunAt = bedside.inputs()[0]?.now.wall ?? 0;
        const afterS = ((began?.at ?? Number.POSITIVE_INFINITY) - begunAt) / 1_000 - 10;
        const firstGood = weakAt.indexOf(false);
        expect(afterS).toBe(Math.min(20, (firstGood < 0 ? Number.POSITIVE_INFINITY : firstGood) + 5));
      }),
    );
  });

  it("is shown as questionable all the while", () => {
    const bedside = createBedside();
    good(bedside, 0, 4);
    weak(bedside, 5, 12, 86);
    const room = viewOf({ roomId: "r1", name: "Room 1", order: 1 }, bedside.state());
    expect(room.metrics.spo2).toMatchObject({ value: 86, validity: "questionable" });
    expect(room.devices.find(({ deviceId }) => deviceId === "ox")?.sensor).toBe("weak");
    expect(room.alarms).toEqual([]);
  });
});

describe("what was held back because the signal was weak", () => {
  it("is in the record with how deep it was, and as the high alarm that it would have been", () => {
    const bedside = createBedside();
    good(bedside, 0, 4);
    weak(bedside, 5, 8, 91);
    weak(bedside, 9, 14, 84);
    weak(bedside, 15, 17, 90);
    good(bedside, 18, 20);
    expect(heldBack(bedside)).toEqual([{ priority: "high", worst: 84, cause: "weak signal" }]);
  });

  it("is in the record as the delay's own when it was back before that", () => {
    const bedside = createBedside();
    good(bedside, 0, 4);
    weak(bedside, 5, 8, 91);
    good(bedside, 9, 12);
    expect(heldBack(bedside)).toEqual([{ priority: "medium", worst: 91, cause: "delay" }]);
  });

  it("is in the record also beside a medium alarm that called meanwhile", () => {
    const set = withTiers((tier, index) => (index === 0 ? without(tier) : tier));
    const bedside = createBedside({ set });
    good(bedside, 0, 4);
    weak(bedside, 5, 22, 86);
    expect(bedside.alarm("spo2.low")).toBe("present on medium");
    good(bedside, 23, 40);
    expect(heldBack(bedside)).toEqual([{ priority: "high", worst: 86, cause: "weak signal" }]);
  });

  it("is nothing when the alarm was called after all", () => {
    const bedside = createBedside();
    good(bedside, 0, 4);
    weak(bedside, 5, 40, 86);
    good(bedside, 41, 60);
    expect(heldBack(bedside)).toEqual([]);
  });
});

describe("a clinic", () => {
  it("that wants no longer wait for a weak signal is called after the delay", () => {
    const bedside = createBedside({ set: withTiers(without) });
    good(bedside, 0, 4);
    weak(bedside, 5, 10, 86);
    expect(bedside.alarm("spo2.low")).toBe("present on high");
  });

  it("cannot make the wait shorter than the delay, nor give one to a pressure", () => {
    expect(faultsOfLimitSet(SET)).toEqual([]);
    expect(faultsOfLimitSet(withTiers((tier) => ({ ...tier, weakSignalDelayMs: 10_000 })))).toEqual([
      "SpO₂ low: the delay while the signal is weak must not be shorter than the delay.",
    ]);
    const limits = SET.limits.map((row) => ({
      ...row,
      tiers: row.tiers.map((tier) => ({ ...tier, weakSignalDelayMs: 30_000 })),
    }));
    const faults = faultsOfLimitSet({ ...SET, limits });
    expect(faults).toContain("Systolic high: only SpO₂ and pulse rate come with a weak signal.");
    expect(faults.some((fault) => fault.startsWith("SpO₂") || fault.startsWith("Pulse"))).toBe(false);
  });
});
