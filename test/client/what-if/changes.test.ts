import { PROTOCOLS } from "@watchroom/shared/protocol";
import { describe, expect, it } from "vitest";
import {
  askedText,
  changesOf,
  lineName,
  linesOf,
  mayHave,
  NUMBERS,
  nowText,
} from "../../../client/src/what-if/changes.ts";
import { firstChoice, spanOf } from "../../../client/src/what-if/span.ts";
import { SET } from "../../support/core-script.ts";

const clinic = linesOf(SET.limits, null);
const keyOf = (metric: string, side: string, nth: number): string => `|${metric}|${side}||${nth}`;
const SPO2 = keyOf("spo2", "low", 0);

describe("what a clinic lead can change", () => {
  it("each limit stands with its present numbers beside it", () => {
    const line = clinic.find(({ key }) => key === keyOf("spo2", "low", 1));
    if (line === undefined) throw new Error("the preset has a second SpO2 limit");
    expect(lineName(line)).toBe("SpO₂ low, second limit");
    expect(NUMBERS.map((number) => nowText(line, number))).toEqual(["88", "5", "20", "82", "none"]);
  });

  it("a protocol shows its own limits by phase, and the clinic's where it has none", () => {
    const names = linesOf(SET.limits, PROTOCOLS.intranasal).map(lineName);
    expect(names).toContain("Systolic high, first limit (Dosing, Peak, Recovery)");
    expect(names).toContain("SpO₂ low, first limit (Before the dose, Dosing, Peak, Recovery)");
    expect(names).toContain("Systolic high, first limit (Before the dose)");
  });

  it("what is typed becomes one change a metric and side, in the server's units", () => {
    const typed = { [SPO2]: { limit: "90", delay: "20,5" }, [keyOf("spo2", "low", 1)]: { atOnce: "none", points: "" } };
    expect(changesOf(clinic, typed)).toEqual({
      faults: [],
      changes: [
        {
          protocolId: null,
          phases: null,
          metric: "spo2",
          side: "low",
          tiers: [{ limit: 90, conditionDelayMs: 20_500 }, { immediateBeyond: null }],
        },
      ],
    });
  });

  it("the wait on a weak signal is asked of what an oximeter measures, up to its longest, or taken away", () => {
    const typed = (weak: string) => changesOf(clinic, { [SPO2]: { weak } });
    expect(typed("25").changes[0]?.tiers).toEqual([{ weakSignalDelayMs: 25_000 }]);
    expect(typed("none").changes[0]?.tiers).toEqual([{ weakSignalDelayMs: null }]);
    expect(typed("31").faults).toEqual([
      'SpO₂ low, first limit: weak signal (s) "31" is no number from 0 to 30, or "none".',
    ]);
    expect(askedText({ changes: typed("none").changes, flapMs: null }, SET.limits, [], 0)).toEqual([
      "SpO₂ low, first limit: weak signal (s) 20 → none",
    ]);
    const asks = clinic.filter((line) => mayHave(line, "weak")).map(({ row }) => row.metric);
    expect(new Set(asks)).toEqual(new Set(["spo2", "pulseRate"]));
  });

  it("what is no number is said with its limit, and a limit cannot be taken away", () => {
    expect(changesOf(clinic, { [SPO2]: { limit: "none", delay: "500" } }).faults).toEqual([
      'SpO₂ low, first limit: limit "none" is no number from 0 to 100.',
      'SpO₂ low, first limit: delay (s) "500" is no number from 0 to 120.',
    ]);
  });

  it("what was asked is said with the number before", () => {
    const { changes } = changesOf(clinic, { [SPO2]: { limit: "90", delay: "20" } });
    expect(askedText({ changes, flapMs: 30_000 }, SET.limits, [], 60_000)).toEqual([
      "SpO₂ low, first limit: 92 → 90; delay 15 → 20 s",
      "The same alarm when it comes back within: 60 s → 30 s",
    ]);
  });
});

describe("which sessions", () => {
  const now = new Date(2026, 10, 23, 14).getTime();

  it("are those of the last three months, real ones unless the clinic is simulated", () => {
    expect(firstChoice(now, false)).toEqual({ from: "2026-08-25", to: "2026-11-23", route: "all", patients: "real" });
    expect(firstChoice(now, true).patients).toBe("simulated");
  });

  it("the last day counts to its end", () => {
    const span = spanOf({ ...firstChoice(now, false), from: "2026-11-23" });
    expect(span).toEqual({
      from: new Date(2026, 10, 23).getTime(),
      to: new Date(2026, 10, 24).getTime() - 1,
      route: null,
      patients: "real",
    });
    expect(spanOf({ ...firstChoice(now, false), to: "" })).toBeNull();
  });
});
