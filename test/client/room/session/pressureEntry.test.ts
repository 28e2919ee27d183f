import { describe, expect, it } from "vitest";
import {
  beyondLimits,
  eraseDigit,
  faultOfPressure,
  NOTHING_TYPED,
  typeDigit,
  typeText,
} from "../../../../client/src/room/session/pressureEntry.ts";

const typed = (digits: string) => [...digits].reduce(typeDigit, NOTHING_TYPED);

describe("a cuff value typed on the pad", () => {
  it("goes on to the diastolic value by itself, after two digits or three", () => {
    expect(typed("13482")).toEqual({ systolic: "134", diastolic: "82", field: "diastolic" });
    expect(typed("9862")).toEqual({ systolic: "98", diastolic: "62", field: "diastolic" });
  });
  it("can be taken back digit by digit, to the systolic value", () => {
    expect(eraseDigit(eraseDigit(typed("1348")))).toEqual({ systolic: "134", diastolic: "", field: "systolic" });
    expect(eraseDigit(eraseDigit(eraseDigit(typed("1348")))).systolic).toBe("13");
  });
  it("takes digits only from a keyboard", () => {
    expect(typeText(NOTHING_TYPED, "systolic", "1a2.0,5").systolic).toBe("120");
  });
  it("says before it is entered that it will alarm", () => {
    const limit = (low: number, high: number) => ({ low, lowCritical: null, high, highCritical: null });
    const limits = { systolic: limit(90, 160), diastolic: limit(50, 100) };
    expect(beyondLimits(typed("13482"), limits)).toBeNull();
    expect(beyondLimits(typed("13418"), limits)).toBe("Diastolic 18 will alarm: beyond this patient's limits.");
    expect(beyondLimits(typed("180104"), limits)).toContain("Systolic 180 and Diastolic 104 will alarm");
    expect(beyondLimits(typed("13418"), {})).toBeNull();
  });
  it("is refused with a sentence when it cannot be a pressure", () => {
    expect(faultOfPressure(typed("13482"))).toBeNull();
    expect(faultOfPressure(typed("134"))).toBe("Give systolic and diastolic.");
    expect(faultOfPressure(typed("8290"))).toBe("Systolic 82 must be above diastolic 90.");
    expect(faultOfPressure(typed("1345"))).toBe("Diastolic 5 is not a pressure: 10 to 250.");
    expect(faultOfPressure(typed("35070"))).toBe("Systolic 350 is not a pressure: 30 to 300.");
  });
});
