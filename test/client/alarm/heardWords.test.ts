import type { AlarmView } from "@watchroom/shared/alarm";
import { describe, expect, it } from "vitest";
import { heardWords } from "../../../client/src/alarm/heardWords.ts";

const alarm = (signal: AlarmView["signal"]): AlarmView => ({ episodeId: "a", signal }) as AlarmView;
const at = (stations: number, firstMs: number | null) => [
  { episodeId: "other", stations: 9, firstMs: 9 },
  { episodeId: "a", stations, firstMs },
];

describe("where an alarm was heard", () => {
  it("is at so many stations, and how soon at the first", () => {
    expect(heardWords(alarm("on"), at(2, 320))).toBe("heard at 2 stations in 0.3 s");
    expect(heardWords(alarm("on"), at(1, 12_400))).toBe("heard at 1 station in 12 s");
    expect(heardWords(alarm("on"), at(1, 4))).toBe("heard at 1 station in 0.1 s");
  });
  it("is said to be nowhere until it is somewhere", () => {
    expect(heardWords(alarm("on"), [])).toBe("not heard yet");
    expect(heardWords(alarm("on"), at(0, null))).toBe("not heard yet");
  });
  it("is said to be nowhere now when every station where it was heard is closed, hidden or silent", () => {
    expect(heardWords(alarm("on"), at(0, 320))).toBe("heard at no station now");
  });
  it("is of no interest once somebody has taken it", () => {
    expect(heardWords(alarm("acknowledged"), at(2, 320))).toBeNull();
  });
});
