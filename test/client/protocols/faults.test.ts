import { PROTOCOLS } from "@watchroom/shared/protocol";
import { judgedProtocol, placeLabel } from "@watchroom/shared/protocol-faults";
import { Route } from "@watchroom/shared/session";
import { describe, expect, it } from "vitest";
import { setAt } from "../../../client/src/protocols/edit/draft.ts";
import { sentencesAt } from "../../../client/src/protocols/edit/faults.ts";

const draft = PROTOCOLS.intranasal;
type Path = (string | number)[];

describe("the form's judgement of a protocol", () => {
  it("finds nothing wrong with the presets", () => {
    for (const route of Route.options) {
      expect(judgedProtocol(PROTOCOLS[route])).toEqual({ protocol: PROTOCOLS[route], faults: [] });
    }
  });

  const mistakes: [what: string, path: Path, value: unknown, place: Path, sentence: string][] = [
    ["a number that is none", ["dosing", "gapMin"], "5 min", ["dosing", "gapMin"], "give a number"],
    ["an empty number", ["hold", "systolicAbove"], null, ["hold", "systolicAbove"], "give a number"],
    ["a name of nothing", ["name"], " ", ["name"], "at least 3 letters"],
    ["a number without its source", ["hold", "source"], "", ["hold", "source"], "must not be empty"],
    ["too many minutes", ["observation", "minutes"], 601, ["observation", "minutes"], "at most 600"],
    [
      "a minute that is none",
      ["checks", 2, "timing", "atMin"],
      [40, "x"],
      ["checks", 2, "timing", "atMin", 1],
      "number",
    ],
    ["no minute at all", ["checks", 2, "timing", "atMin"], [], ["checks", 2, "timing", "atMin"], "at least 1"],
    [
      "half a minute early",
      ["checks", 2, "timing"],
      { everyMin: 15, earlyMin: 0.5 },
      ["checks", 2, "timing", "earlyMin"],
      "whole number",
    ],
    [
      "a distance that waits to be written",
      ["limits", "rows", 0, "tiers", 0, "fromBaseline"],
      { percent: null },
      ["limits", "rows", 0, "tiers", 0, "fromBaseline", "percent"],
      "give a number",
    ],
    ["no phase", ["checks", 2, "phases"], [], ["checks", 2, "phases"], "at least 1"],
    ["minutes that fall", ["checks", 2, "timing", "atMin"], [120, 40], ["checks", 2, "timing", "atMin"], "must rise"],
    ["a doubled name", ["preCheck", 3, "id"], "aneurysm", ["preCheck", 3, "id"], "Two questions"],
    [
      "a limit out of the metric's range",
      ["limits", "rows", 0, "tiers", 1, "limit"],
      400,
      ["limits", "rows", 0, "tiers", 1, "limit"],
      "outside 0 to 300",
    ],
    [
      "a second limit that is nearer than the first",
      ["limits", "rows", 0, "tiers", 1, "limit"],
      150,
      ["limits", "rows", 0, "tiers", 1, "limit"],
      "further out",
    ],
    [
      "a low limit above the high one",
      ["limits", "rows", 1],
      { ...draft.limits.rows[0], side: "low", tiers: [{ ...draft.limits.rows[0]?.tiers[0], fromBaseline: null }] },
      ["limits", "rows", 1, "tiers", 0, "limit"],
      "must be below",
    ],
    [
      "a chain without a phase",
      ["escalation"],
      [{ priority: "high", phases: [], steps: [{ to: "physician", afterS: 30 }], source: "ours" }],
      ["escalation", 0, "phases"],
      "at least 1",
    ],
    [
      "a step that comes before the one above it",
      ["escalation"],
      [
        {
          priority: "high",
          phases: ["peak"],
          steps: [
            { to: "allStations", afterS: 30 },
            { to: "physician", afterS: 20 },
          ],
          source: "ours",
        },
      ],
      ["escalation", 0],
      "must come later",
    ],
    [
      "a sum of points and seconds that nothing reaches",
      ["limits", "rows", 0, "tiers", 0, "pointSeconds"],
      5_000,
      ["limits", "rows", 0, "tiers", 0, "pointSeconds"],
      "at most 500",
    ],
    [
      "a wait on a weak signal where no signal is",
      ["limits", "rows", 0, "tiers", 0, "weakSignalDelayMs"],
      20_000,
      ["limits", "rows", 0, "tiers", 0, "weakSignalDelayMs"],
      "only SpO₂ and pulse rate",
    ],
    [
      "a wait on a weak signal that is too long",
      ["limits", "rows", 0, "tiers", 0, "weakSignalDelayMs"],
      31_000,
      ["limits", "rows", 0, "tiers", 0, "weakSignalDelayMs"],
      "at most 30",
    ],
    ["overdue before due", ["repeat", "overdueMin"], 3, ["repeat", "overdueMin"], "later than it is due"],
  ];
  it.each(mistakes)("says %s beside its field", (_what, path, value, place, sentence) => {
    const { protocol, faults } = judgedProtocol(setAt(draft, path, value));
    expect(protocol).toBeNull();
    expect(sentencesAt(faults, place, false).join(" ")).toContain(sentence);
  });

  it("says a gap in the plan beside the checks as a whole", () => {
    const checks = draft.checks.filter(({ what }) => what !== "bloodPressure");
    expect(sentencesAt(judgedProtocol({ ...draft, checks }).faults, ["checks"], false)).toEqual([
      "No blood pressure is asked for during observation: a gap in the plan.",
      "No blood pressure is asked for before the dose: there would be no baseline.",
    ]);
  });

  it("says where it is in the words of the form", () => {
    const [fault] = judgedProtocol(setAt(draft, ["checks", 2, "timing", "atMin"], [40, "x"])).faults;
    expect(fault?.sentence).toBe('Checks, "pressure", At minutes, number 2: give a number, not "x".');
    expect(placeLabel(["limits", "rows", 0, "tiers", 1, "conditionDelayMs"])).toBe("Delay");
  });

  it("has a sentence for what is no protocol at all", () => {
    for (const other of [null, 7, "protocol", [], {}, { ...draft, route: "by post" }]) {
      const { protocol, faults } = judgedProtocol(other);
      expect(protocol).toBeNull();
      expect(faults.length).toBeGreaterThan(0);
      for (const { sentence } of faults) expect(sentence).toMatch(/^\S.+: .+\.$/);
    }
  });
});
