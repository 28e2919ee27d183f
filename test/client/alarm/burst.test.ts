import { MELODIES } from "@watchroom/shared/alarm";
import { describe, expect, it } from "vitest";
import {
  burst,
  lengthMsOf,
  PARTIALS,
  type Pulse,
  repeatMsOf,
  type SoundKind,
} from "../../../client/src/alarm/burst.ts";

const gapsOf = (pulses: readonly Pulse[]): number[] =>
  pulses.slice(1).map((pulse, index) => {
    const before = pulses[index] as Pulse;
    return Math.round(pulse.startMs - before.startMs - before.durationMs);
  });
const within = (values: readonly number[], low: number, high: number): boolean =>
  values.every((value) => value >= low && value <= high);
const KINDS: readonly SoundKind[] = ["high", "medium", "low", "noConnection"];

// Ranges: clinical.md 3.1.
describe("the burst of an alarm", () => {
  it("has ten pulses at high priority: three and two, a pause, three and two", () => {
    for (const melody of MELODIES) {
      const pulses = burst("high", melody);
      const gaps = gapsOf(pulses);
      expect(pulses).toHaveLength(10);
      const short = gaps.filter((_, index) => ![2, 4, 7].includes(index));
      expect(within(short, 50, 125)).toBe(true);
      const x = gaps[0] as number;
      for (const index of [2, 7]) expect(gaps[index]).toBe(2 * x + (pulses[0] as Pulse).durationMs);
      expect(within([gaps[4] as number], 350, 1_300)).toBe(true);
      expect(
        within(
          pulses.map((pulse) => pulse.durationMs),
          75,
          200,
        ),
      ).toBe(true);
    }
  });
  it("has three slower pulses at medium priority and two at low", () => {
    for (const [kind, count] of [
      ["medium", 3],
      ["low", 2],
    ] as const) {
      const pulses = burst(kind, "oxygen");
      expect(pulses).toHaveLength(count);
      expect(within(gapsOf(pulses), 125, 250)).toBe(true);
      expect(
        within(
          pulses.map((pulse) => pulse.durationMs),
          125,
          250,
        ),
      ).toBe(true);
    }
  });
  it("comes again within the time its priority allows", () => {
    expect(within([repeatMsOf("high")], 2_500, 15_000)).toBe(true);
    expect(within([repeatMsOf("medium")], 2_500, 30_000)).toBe(true);
    expect(repeatMsOf("low")).toBeGreaterThan(15_000);
  });
  it("rises within 10 to 20 % of each pulse, and begins from silence", () => {
    for (const kind of KINDS) {
      const pulses = burst(kind, "general");
      for (const { riseMs, durationMs } of pulses) expect(within([riseMs / durationMs], 0.1, 0.2)).toBe(true);
      expect((pulses[0] as Pulse).startMs).toBeGreaterThanOrEqual((pulses[0] as Pulse).riseMs * 0.9);
    }
  });
  it("is pitched between 150 and 1000 Hz with four harmonics or more between 300 and 4000 Hz, none 15 dB off", () => {
    for (const kind of KINDS) {
      for (const melody of MELODIES) {
        for (const { frequencyHz } of burst(kind, melody)) {
          expect(within([frequencyHz], 150, 1_000)).toBe(true);
          const heard = PARTIALS.filter((_, index) => within([frequencyHz * (index + 1)], 300, 4_000));
          expect(heard.length).toBeGreaterThanOrEqual(4);
        }
      }
    }
    for (const level of PARTIALS) expect(Math.abs(20 * Math.log10(level))).toBeLessThanOrEqual(15);
  });
  it("is never louder for what is less urgent", () => {
    const level = (kind: SoundKind): number => (burst(kind, "general")[0] as Pulse).level;
    expect(level("high")).toBeGreaterThanOrEqual(level("medium"));
    expect(level("medium")).toBeGreaterThanOrEqual(level("low"));
  });
  it("falls for oxygen and rises for the circulation, so that the ear knows which", () => {
    const tones = burst("high", "oxygen")
      .slice(0, 5)
      .map((pulse) => pulse.frequencyHz);
    expect(tones).toEqual([...tones].sort((a, b) => b - a));
    const circulation = burst("medium", "cardiovascular").map((pulse) => pulse.frequencyHz);
    expect(circulation).toEqual([...circulation].sort((a, b) => a - b));
  });
  it("leaps up and comes down for ventilation: C A F, A F", () => {
    const [c, a, f] = [261.63, 440, 349.23];
    const half = [c, a, f, a, f];
    expect(burst("high", "ventilation").map((pulse) => pulse.frequencyHz)).toEqual([...half, ...half]);
    expect(burst("medium", "ventilation").map((pulse) => pulse.frequencyHz)).toEqual([c, a, f]);
  });
  it("ends before it comes again", () => {
    for (const kind of KINDS) expect(lengthMsOf(burst(kind, "general"))).toBeLessThan(5_000);
    expect(lengthMsOf([])).toBe(0);
  });
});
