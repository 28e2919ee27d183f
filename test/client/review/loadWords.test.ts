import { describe, expect, it } from "vitest";
import { countedText } from "../../../client/src/review/loadWords.ts";

describe("how many alarms stand behind a rate", () => {
  it("are those of treatment, and the others are said beside them", () => {
    expect(countedText({ alarms: 34, inSession: 13, roomHours: 2.54 })).toBe(
      "13 alarms in 2.5 hours of treatment, 21 more outside",
    );
    expect(countedText({ alarms: 1, inSession: 1, roomHours: 1 })).toBe("1 alarm in 1.0 hours of treatment");
  });
});
