import type { WhatIfEpisode, WhatIfResult } from "@watchroom/shared/what-if";
import { describe, expect, it } from "vitest";
import {
  becomesText,
  cautionsOf,
  conditionText,
  excursionText,
  isOfKind,
  perHour,
  runOf,
  runPath,
  secondsText,
  whyNotAsk,
} from "../../../client/src/what-if/whatIfWords.ts";

const EPISODE: WhatIfEpisode = {
  kind: "changed",
  sessionId: "s1",
  episodeId: "r1:1",
  room: "Room 1",
  simulated: false,
  condition: "spo2.low",
  metric: "spo2",
  side: "low",
  priority: "high",
  since: 0,
  signalledAt: 5_000,
  seconds: 55,
  worst: 86,
  acknowledgedBy: null,
  disposition: null,
  after: { priority: "medium", signalledAt: 15_000, seconds: 45 },
  missedS: 10,
  missedValues: 0,
  gainedS: 0,
  gainedValues: 0,
};

const NONE_LEFT_OUT = { otherPatients: 0, running: 0, notWhole: 0, tooMany: 0 };
const resultOf = (
  totals: Partial<WhatIfResult["totals"]>,
  leftOut: Partial<WhatIfResult["leftOut"]> = {},
): WhatIfResult =>
  ({
    totals: { sessions: 4, simulatedSessions: 0, isNotAsRecorded: 0, actsLeftOut: 0, ...totals },
    leftOut: { ...NONE_LEFT_OUT, ...leftOut },
  }) as WhatIfResult;

describe("the words of a what-if", () => {
  it("an alarm is named by what is measured and which way, or by what failed", () => {
    expect(conditionText("spo2.low")).toBe("SpO₂ low");
    expect(conditionText("noData")).toBe("No data from oximeter");
  });

  it("seconds stay seconds while they are few", () => {
    expect([9.5, 42, 119, 725, 9_000].map(secondsText)).toEqual(["9.5 s", "42 s", "119 s", "12:05 min", "2.5 h"]);
    expect(excursionText(25, 1)).toBe("25 s, 1 cuff value");
    expect(excursionText(0, 0)).toBe("");
    expect([perHour(7, 2), perHour(0, 0)]).toEqual(["3.5", "–"]);
  });

  it("what becomes of an alarm is said by its priority and by how much later it comes", () => {
    expect(becomesText(EPISODE)).toBe("medium instead of high, 10 s later");
    expect(becomesText({ ...EPISODE, kind: "saved", after: null })).toBe("no alarm");
    expect(becomesText({ ...EPISODE, kind: "saved" })).toBe("part of a longer alarm");
    expect(becomesText({ ...EPISODE, kind: "added", after: null })).toBe("a new alarm");
  });

  it("an alarm that is given later still misses excursion", () => {
    expect(isOfKind(EPISODE, "missed")).toBe(true);
    expect(isOfKind(EPISODE, "saved")).toBe(false);
    expect(isOfKind({ ...EPISODE, missedS: 0, missedValues: 1 }, "missed")).toBe(true);
    expect(isOfKind({ ...EPISODE, missedS: 0 }, "missed")).toBe(false);
  });

  it("simulated patients among real ones are always said", () => {
    const mixed = resultOf({ simulatedSessions: 1 });
    expect(cautionsOf(mixed, "mixed")).toEqual([
      "SIMULATED and real patients are mixed: 1 of these 4 sessions are simulated.",
    ]);
    expect(cautionsOf(resultOf({}, { otherPatients: 3 }), "real")).toEqual([
      "Not counted: 3 sessions with a simulated patient.",
    ]);
    expect(cautionsOf(resultOf({}), "real")).toEqual([]);
  });

  it("answers of people that were left out are said, and sessions that were recorded otherwise", () => {
    const [recorded, answers] = cautionsOf(resultOf({ isNotAsRecorded: 1, actsLeftOut: 1 }), "real");
    expect(recorded).toMatch(/^In 1 session today's limits do not give the alarms of the record/);
    expect(answers).toMatch(/^1 answer of people .* and was left out\.$/);
  });

  it("a run's address leads back to it", () => {
    expect(runOf(runPath("a b").split("?")[1] ?? "")).toBe("a b");
    expect(runOf("")).toBeNull();
  });

  it("only physicians and administrators ask, at a station that is not locked", () => {
    expect(whyNotAsk({ role: "physician", locked: false })).toBeNull();
    expect(whyNotAsk({ role: "nurse", locked: false })).toMatch(/physicians and administrators/);
    expect(whyNotAsk({ role: "administrator", locked: true })).toMatch(/Unlock/);
  });
});
