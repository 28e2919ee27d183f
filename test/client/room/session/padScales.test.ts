import { describe, expect, it } from "vitest";
import { padScales } from "../../../../client/src/room/session/padScales.ts";
import { NOW, sessionOf } from "../../support/session.ts";

describe("the assessment pad", () => {
  const session = sessionOf("intranasal", {
    dues: [
      { checkId: "sedation", what: "sedation", label: "MOAA/S", dueAt: NOW, overdueAt: null, otherwise: null },
      { checkId: "pressure", what: "bloodPressure", label: "BP", dueAt: NOW, overdueAt: null, otherwise: null },
    ],
    release: [{ id: "gait", label: "Walking", state: "unknown", detail: "" }],
    assessments: { nausea: { value: 1, at: NOW, by: "M. Okafor" } },
  });
  it("shows the scales that are due or that a release waits for, then those judged besides; the others on demand", () => {
    const { shown, more } = padScales(session, []);
    expect(shown).toEqual(["sedation", "gait", "nausea"]);
    expect(more).toEqual(["dissociation", "cadss6", "respiration", "comfort", "pain", "escort", "symptoms", "padss"]);
  });
  it("leaves an opened scale in its place when its value is entered", () => {
    const opened = padScales(session, ["pain"]).shown;
    const assessments = { ...session.assessments, pain: { value: 3, at: NOW, by: "M. Okafor" } };
    expect(opened).toEqual(["sedation", "gait", "nausea", "pain"]);
    expect(padScales({ ...session, assessments }, ["pain"]).shown).toEqual(opened);
  });
  it("leaves symptoms that are due to the list of what is due, where they are asked beside the pressure", () => {
    const due = { checkId: "symptoms", what: "symptoms", label: "Symptoms?", dueAt: NOW, overdueAt: null } as const;
    expect(padScales({ ...session, dues: [{ ...due, otherwise: null }] }, []).shown).not.toContain("symptoms");
  });
});
