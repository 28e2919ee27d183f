import { Reading } from "@watchroom/shared/reading";
import { ok } from "@watchroom/shared/result";
import { expect, test } from "vitest";
import { damage, NO_FAULTS, parseFaults, shuffled, withFaults } from "../../simulators/src/faults.ts";
import type { Link } from "../../simulators/src/link.ts";
import { createRandom } from "../../simulators/src/random.ts";
import { createSteppedClock } from "./stepped-clock.ts";

const readings: Reading[] = Array.from({ length: 10 }, (_, index) => ({
  id: `r${index}`,
  kind: "oximetry",
  measuredAt: "2026-01-01T08:30:00.000Z",
  spo2: 97,
}));

/** A line that keeps what came through. */
function createLine() {
  const arrived: (readonly unknown[])[] = [];
  const link: Link = {
    send(batch) {
      arrived.push(batch);
      return Promise.resolve(ok([]));
    },
    onReady: () => undefined,
    onMeasure: () => undefined,
    setUp: () => undefined,
    close: () => undefined,
  };
  return { link, arrived };
}

test("faults are asked for in words, and wrong words are answered with a sentence", () => {
  expect(parseFaults("")).toEqual(ok(NO_FAULTS));
  expect(parseFaults("drop=0.01, delay=500")).toEqual(ok({ ...NO_FAULTS, drop: 0.01, delay: 500 }));
  expect(parseFaults("drip=1")).toMatchObject({ ok: false, message: expect.stringContaining('no fault "drip"') });
  expect(parseFaults("drop=7")).toMatchObject({ ok: false, message: expect.stringContaining("from 0 to 1") });
  expect(parseFaults("delay")).toMatchObject({ ok: false });
});

test("the same seed gives the same bad line, another seed another one", async () => {
  const run = async (seed: number) => {
    const { link, arrived } = createLine();
    const faults = { drop: 0.3, delay: 500, reorder: 0.5, corrupt: 0.3, cut: 0.1, cutS: 3 };
    const clock = createSteppedClock();
    const bad = withFaults(link, faults, createRandom(seed, "line"), clock);
    const answers = [];
    for (let call = 0; call < 40; call += 1) answers.push((await bad.send(readings)).ok);
    return JSON.stringify([answers, arrived]);
  };
  expect(await run(1)).toBe(await run(1));
  expect(await run(1)).not.toBe(await run(2));
});

test("a dropped call is reported as failed, and in half of the cases its readings arrived all the same", async () => {
  const { link, arrived } = createLine();
  const bad = withFaults(link, { ...NO_FAULTS, drop: 1 }, createRandom(4, "line"), createSteppedClock());
  for (let call = 0; call < 60; call += 1) expect((await bad.send(readings)).ok).toBe(false);
  expect(arrived.length).toBeGreaterThan(15);
  expect(arrived.length).toBeLessThan(45);
});

test("a cut lasts as long as was asked for, then the line is whole again", async () => {
  const { link, arrived } = createLine();
  const clock = createSteppedClock();
  const first = {
    ...createRandom(1, "line"),
    chance: (probability: number) => probability === 1 && arrived.length === 0,
  };
  const bad = withFaults(link, { ...NO_FAULTS, cut: 1, cutS: 20 }, first, clock);
  await bad.send(readings);
  expect(arrived).toEqual([]);
  const healed = withFaults(link, NO_FAULTS, first, clock);
  expect((await healed.send(readings)).ok).toBe(true);
});

test("shuffling loses nothing and doubles nothing", () => {
  const mixed = shuffled(readings, createRandom(1, "mix"));
  expect(mixed).not.toEqual(readings);
  expect(new Set(mixed)).toEqual(new Set(readings));
});

test("damage makes exactly one reading one that the contract refuses, and leaves its id", () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const wire = damage(readings, createRandom(seed, "damage"));
    expect(wire.filter((reading) => !Reading.safeParse(reading).success)).toHaveLength(1);
    expect(wire.map((reading) => (reading as Reading).id)).toEqual(readings.map(({ id }) => id));
  }
});
