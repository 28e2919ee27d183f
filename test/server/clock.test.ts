import { describe, expect, it } from "vitest";
import { createClock } from "../../server/src/clock.ts";

describe("the ward's clock", () => {
  it("goes on over a restart: the time that the server was down counts", () => {
    const { mono } = createClock({ at: Date.now() - 90_000, mono: 5_000 }).now();
    expect(mono).toBeGreaterThanOrEqual(95_000);
    expect(mono).toBeLessThan(100_000);
  });

  it("never goes back when the wall clock was set back", () => {
    expect(createClock({ at: Date.now() + 3_600_000, mono: 5_000 }).now().mono).toBeGreaterThanOrEqual(5_000);
  });

  it("shows the time of day", () => {
    expect(Math.abs(createClock(null).now().wall - Date.now())).toBeLessThan(1_000);
  });
});
