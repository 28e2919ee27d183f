import type { Me } from "@watchroom/shared/http";
import { COMMAND_NAMES } from "@watchroom/shared/wire";
import { describe, expect, it } from "vitest";
import { whyNot } from "../../../client/src/wall/mayAct.ts";

const nurse: Me = {
  operatorId: "o1",
  name: "okafor",
  displayName: "M. Okafor",
  role: "nurse",
  locked: false,
  idleLockMs: 600_000,
};
const real = { simulated: false };

describe("who may act in a room", () => {
  it("is every nurse and physician, in every room, for every act", () => {
    for (const role of ["nurse", "physician"] as const) {
      for (const name of COMMAND_NAMES) expect(whyNot(name, { ...nurse, role }, real)).toBeNull();
    }
  });
  it("is a trainer in a simulated room only", () => {
    expect(whyNot("acknowledge", { ...nurse, role: "trainer" }, { simulated: true })).toBeNull();
    expect(whyNot("acknowledge", { ...nurse, role: "trainer" }, real)).toBe("A trainer acts in simulated rooms only.");
  });
  it("is never an administrator", () => {
    expect(whyNot("acknowledge", { ...nurse, role: "administrator" }, { simulated: true })).toContain("not act");
  });
  it("is nobody while the station is locked", () => {
    expect(whyNot("acknowledge", { ...nurse, locked: true }, real)).toContain("locked");
  });
});
