import type { Me } from "@watchroom/shared/http";
import { describe, expect, it } from "vitest";
import { undoOffer } from "../../../client/src/wall/undoWords.ts";
import { NOW } from "../support/session.ts";

const ME: Me = {
  operatorId: "o1",
  name: "okafor",
  displayName: "M. Okafor",
  role: "nurse",
  locked: false,
  idleLockMs: 600_000,
};
const UNDO = { what: "Dose 28 mg", by: "Nora Lindqvist, RN", operatorId: "o2", until: NOW + 43_000 };

describe("taking back the last act", () => {
  it("is offered to its author while the minute runs, and told to the others with who did it", () => {
    expect(undoOffer({ undo: { ...UNDO, operatorId: "o1" } }, ME, NOW)).toEqual({
      what: "Dose 28 mg",
      leftMs: 43_000,
      onlyBy: null,
    });
    expect(undoOffer({ undo: UNDO }, ME, NOW)?.onlyBy).toBe("Lindqvist");
  });
  it("is over with the minute", () => {
    expect(undoOffer({ undo: UNDO }, ME, NOW + 43_000)).toBeNull();
    expect(undoOffer({ undo: null }, ME, NOW)).toBeNull();
  });
});
