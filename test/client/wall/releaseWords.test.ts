import type { Criterion } from "@watchroom/shared/session";
import { describe, expect, it } from "vitest";
import { isReleasable, releaseCount, releaseText } from "../../../client/src/wall/releaseWords.ts";

const criteria = (...states: Criterion["state"][]): Criterion[] =>
  states.map((state) => ({ id: "time", label: "", state, detail: "" }));

describe("the release", () => {
  it("counts what is met; what is not known is not met", () => {
    expect(releaseCount(criteria("met", "unknown", "notMet", "met"))).toEqual({ met: 2, of: 4 });
    expect(releaseText(criteria("met", "unknown"))).toBe("1 of 2 met");
    expect(releaseText(criteria("met", "met"))).toBe("all 2 met");
  });
  it("needs no physician when everything is met, and never without a single criterion", () => {
    expect(isReleasable(criteria("met", "met"))).toBe(true);
    expect(isReleasable(criteria("met", "unknown"))).toBe(false);
    expect(isReleasable([])).toBe(false);
  });
});
