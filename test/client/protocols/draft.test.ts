import { PROTOCOLS } from "@watchroom/shared/protocol";
import { getAt } from "@watchroom/shared/protocol-faults";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addAt,
  listAt,
  moveAt,
  nameFrom,
  numberOf,
  numbersOf,
  removeAt,
  setAt,
} from "../../../client/src/protocols/edit/draft.ts";

const draft = PROTOCOLS.intranasal;
const gap = ["dosing", "gapMin"];

describe("a change of a draft", () => {
  it("is found where it was made, and leaves the draft of before as it was", () => {
    const next = setAt(draft, gap, 7);
    expect(getAt(next, gap)).toBe(7);
    expect(getAt(draft, gap)).toBe(5);
  });
  it("leaves everything else the very same", () => {
    const next = setAt(draft, ["checks", 2, "timing", "atMin"], [45]);
    expect(getAt(next, ["checks", 1])).toBe(draft.checks[1]);
    expect(getAt(next, ["limits"])).toBe(draft.limits);
  });
  it("to nothing takes the field away", () => {
    const place = ["limits", "rows", 0, "tiers", 0, "immediateBeyond"];
    const next = setAt(setAt(draft, place, 190), place, undefined);
    expect(next).toEqual(draft);
  });
  it("adds an item at the end of a list, and takes that one away again", () => {
    const next = addAt(draft, ["preCheck"], { id: "new" });
    expect(listAt(next, ["preCheck"])).toHaveLength(draft.preCheck.length + 1);
    expect(removeAt(next, ["preCheck"], draft.preCheck.length)).toEqual(draft);
  });
  it("moves an item one place, and not beyond the ends of its list", () => {
    const ids = (one: object): unknown[] => listAt(one, ["preCheck"]).map((item) => getAt(item, ["id"]));
    const [first, second, third] = ids(draft);
    expect(ids(moveAt(draft, ["preCheck"], 0, 1)).slice(0, 3)).toEqual([second, first, third]);
    expect(moveAt(draft, ["preCheck"], 0, -1)).toBe(draft);
    expect(moveAt(draft, ["preCheck"], draft.preCheck.length - 1, 1)).toBe(draft);
  });
  it("of a field that is not there changes nothing else, whatever the place", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.nat(9)), { minLength: 1, maxLength: 4 }), (path) => {
        expect(() => getAt(draft, path)).not.toThrow();
        expect(() => setAt(draft, path, 1)).not.toThrow();
      }),
      { seed: 1 },
    );
  });
});

describe("what a person types", () => {
  it("is a number with a point or a comma, and nothing when the field is empty", () => {
    expect([" 40 ", "0,5", "2.", "-1"].map(numberOf)).toEqual([40, 0.5, 2, -1]);
    expect(numberOf("  ")).toBeNull();
  });
  it("stays text where it is no number, so that the form can say so", () => {
    expect(["4o", "1e3", "40 min", "--"].map(numberOf)).toEqual(["4o", "1e3", "40 min", "--"]);
    expect(numbersOf("20, 4o; 60")).toEqual([20, "4o", 60]);
  });
  it("gives a name for the record that no other item has", () => {
    expect(nameFrom("Größe vor der Dosis!", [])).toBe("gro-e-vor-der-dosis");
    expect(nameFrom("2nd pressure", ["nd-pressure"])).toBe("nd-pressure-2");
    expect(nameFrom("…", [])).toBe("item");
  });
});
