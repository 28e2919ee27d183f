import type { MonoMs } from "@watchroom/shared/time";
import { describe, expect, it } from "vitest";
import { Flood } from "../../../server/src/drivers/flood.ts";

const at = (ms: number): MonoMs => ms as MonoMs;

describe("the limit for each sender", () => {
  it("lets a burst through, then so many a second", () => {
    const flood = new Flood({ burst: 4, perSecond: 2 });
    flood.take("a", 4, at(0));
    expect(flood.waitMs("a", 1, at(0))).toBe(500);
    expect(flood.waitMs("a", 1, at(250))).toBe(250);
    expect(flood.waitMs("a", 1, at(500))).toBe(0);
    expect(flood.waitMs("a", 2, at(500))).toBe(500);
  });

  it("saves up no more than one burst", () => {
    const flood = new Flood({ burst: 4, perSecond: 2 });
    flood.take("a", 4, at(0));
    expect(flood.waitMs("a", 4, at(3_600_000))).toBe(0);
    flood.take("a", 4, at(3_600_000));
    expect(flood.waitMs("a", 1, at(3_600_000))).toBe(500);
  });

  it("holds for one sender only, and remembers a bounded number of them", () => {
    const flood = new Flood({ burst: 1, perSecond: 1 });
    flood.take("a", 1, at(0));
    expect(flood.waitMs("b", 1, at(0))).toBe(0);
    for (let sender = 0; sender < 10_000; sender += 1) flood.take(`s${sender}`, 1, at(0));
    expect(flood.waitMs("a", 1, at(0))).toBe(0);
    expect(flood.waitMs("s9999", 1, at(0))).toBe(1_000);
  });
});
