import type { Episode } from "@watchroom/shared/alarm-review";
import { describe, expect, test } from "vitest";
import {
  askedOf,
  beginOf,
  episodePath,
  filterOf,
  isNarrowed,
  lengthText,
  neighbours,
  placeOf,
  searchOf,
  storyOf,
  weekOf,
} from "../../../client/src/review/reviewWords.ts";

const EPISODE = {
  lengthMs: 200_000,
  onsets: 2,
  acknowledgedBy: "N. Okafor",
  acknowledgedAfterMs: 41_000,
  heardAt: 2,
  heardAfterMs: 300,
  escalatedTo: "chargeNurse",
} as Episode;

describe("the address of the list", () => {
  test("holds the filter, and only what is not as usual", () => {
    const filter = { ...filterOf(""), priority: "high", condition: "SpO₂ low", days: 30 } as const;
    expect(searchOf(filterOf(""))).toBe("");
    expect(filterOf(searchOf(filter))).toEqual(filter);
    expect(isNarrowed(filter)).toBe(true);
    expect(isNarrowed({ ...filterOf(""), days: 90 })).toBe(false);
  });

  test("that says what there is not is no filter", () => {
    expect(filterOf("?priority=loud&route=sideways&days=12")).toEqual(filterOf(""));
  });

  test("never narrows the queue: what waits is shown whole", () => {
    expect(askedOf("queue", filterOf("?priority=low"), 0).toString()).toBe("awaiting=yes");
  });

  test("asks from the first moment of a calendar day, so that the same list is asked for again", () => {
    const now = new Date(2026, 10, 23, 14, 30).getTime();
    expect(beginOf(1, now)).toBe(new Date(2026, 10, 23).getTime());
    expect(beginOf(7, now)).toBe(new Date(2026, 10, 17).getTime());
    const asked = askedOf("all", filterOf("?kind=real&disposition=none"), now);
    expect(Object.fromEntries(asked)).toEqual({
      from: String(new Date(2026, 10, 17).getTime()),
      disposition: "none",
      simulated: "no",
    });
  });

  test("of one alarm leads back to the list it was opened from", () => {
    expect(episodePath("r1:3", "queue", "in=all")).toBe("/alarms/episodes/r1%3A3");
    expect(episodePath("r1:3", "all", "?days=30")).toBe("/alarms/episodes/r1%3A3?days=30&in=all");
  });
});

test("the way on and back follows the list, and ends at its ends", () => {
  expect(neighbours(["a", "b", "c"], "b")).toEqual({ before: "a", after: "c" });
  expect(neighbours(["a", "b", "c"], "c")).toEqual({ before: "b", after: null });
  expect(neighbours(["a", "b"], "elsewhere")).toEqual({ before: null, after: null });
});

test("what became of an alarm is told in one line", () => {
  expect(storyOf(EPISODE)).toEqual([
    "lasted 3 min 20 s",
    "came 2 times",
    "taken by N. Okafor after 41 s",
    "heard at 2 stations after 0.3 s",
    "reached charge nurse",
  ]);
  const alone = { ...EPISODE, lengthMs: null, onsets: 1, acknowledgedAfterMs: null, heardAt: 0, escalatedTo: null };
  expect(storyOf(alone)).toEqual(["still there", "taken by nobody", "sounded at no station"]);
  expect([59_400, 60_000, 7_500_000].map(lengthText)).toEqual(["59 s", "1 min", "2 h 05 min"]);
  expect(placeOf({ phase: "beforeDose", minute: -3 })).toBe("Before the dose, minute −3");
});

test("the week of a day is the one that its Thursday is in", () => {
  const at = (year: number, month: number, day: number) => weekOf(new Date(year, month - 1, day, 12).getTime());
  expect([at(2026, 11, 23), at(2026, 11, 29), at(2027, 1, 1), at(2024, 12, 30)]).toEqual([
    "2026-W48",
    "2026-W48",
    "2026-W53",
    "2025-W01",
  ]);
});
