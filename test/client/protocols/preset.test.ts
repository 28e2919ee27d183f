import { PROTOCOLS } from "@watchroom/shared/protocol";
import { describe, expect, it } from "vitest";
import { addAt, moveAt, removeAt, setAt } from "../../../client/src/protocols/edit/draft.ts";
import { presetAt } from "../../../client/src/protocols/edit/preset.ts";

const preset = PROTOCOLS.intranasal;
const valueAt = (draft: object, path: (string | number)[]): unknown => presetAt({ ...draft }, preset, path)?.value;

describe("the preset's value beside a field", () => {
  it("is that of the same field", () => {
    expect(valueAt(setAt(preset, ["hold", "systolicAbove"], 150), ["hold", "systolicAbove"])).toBe(140);
  });
  it("follows a question that was moved", () => {
    const moved = moveAt(preset, ["preCheck"], 0, 1);
    expect(valueAt(moved, ["preCheck", 1, "question"])).toBe(preset.preCheck[0]?.question);
  });
  it("follows a check when another one before it was removed", () => {
    const fewer = removeAt(preset, ["checks"], 0);
    expect(valueAt(fewer, ["checks", 1, "timing", "atMin"])).toEqual([40, 120]);
  });
  it("is that of the limit for the same value, side and phase, wherever it stands", () => {
    const fewer = removeAt(preset, ["limits", "rows"], 0);
    expect(valueAt(fewer, ["limits", "rows", 0, "tiers", 0, "limit"])).toBe(100);
  });
  it("is none for what the preset does not have", () => {
    const more = addAt(preset, ["checks"], { id: "of-our-own" });
    expect(presetAt(more, preset, ["checks", preset.checks.length])).toBeNull();
    expect(presetAt(more, preset, ["checks", preset.checks.length, "what"])).toBeNull();
  });
});
