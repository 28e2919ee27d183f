import { describe, expect, it } from "vitest";
import { padScales } from "../../../../client/src/room/session/padScales.ts";
import { NOW, sessionOf } from "../../support/session.ts";

describe("the assessment pad", () => {
  it("shows the scales that are due, that a release waits for, or that were judged; the others on demand", () => {
    const { shown, more } = padScales(
      sessionOf("intranasal", {
        dues: [
          { checkId: "sedation", what: "sedation", label: "MOAA/S", dueAt: NOW, overdueAt: null },
          { checkId: "pressure", what: "bloodPressure", label: "BP", dueAt: NOW, overdueAt: null },
        ],
        release: [{ id: "gait", label: "Walking", state: "unknown", detail: "" }],
        assessments: { nausea: { value: 1, at: NOW, by: "M. Okafor" } },
      }),
    );
    expect(shown).toEqual(["sedation", "nausea", "gait"]);
    expect(more).toEqual(["dissociation", "cadss6", "respiration", "comfort", "pain", "escort"]);
  });
});
