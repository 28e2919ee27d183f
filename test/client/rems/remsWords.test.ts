import type { RemsAnswer, RemsField } from "@watchroom/shared/http-sessions";
import { describe, expect, it } from "vitest";
import { localInput, momentOfInput } from "../../../client/src/rems/localInput.ts";
import {
  daysLeftAt,
  daysText,
  missingFields,
  remsText,
  sectionsOf,
  sourceText,
  urgencyOf,
} from "../../../client/src/rems/remsWords.ts";
import { at } from "../sessions/session-row.ts";

const field = (id: string, changes: Partial<RemsField> = {}): RemsField => ({
  id,
  section: "Patient",
  label: id,
  value: null,
  required: true,
  source: null,
  ...changes,
});

const answer = (changes: Partial<RemsAnswer> = {}): RemsAnswer => ({
  sessionId: "s1",
  simulated: false,
  formVersion: "2025",
  fields: [
    field("Date of birth", { value: "02/29/1980" }),
    field("Sex"),
    field("Dose", { section: "Treatment", value: "84 mg" }),
  ],
  missing: ["Sex"],
  totalMinutes: 125,
  couldHaveLeft: { at: at(3, 15, 45), minutes: 90 },
  window: "The pressure nearest to 40 min",
  submitBy: at(10, 23, 59),
  submitted: null,
  ...changes,
});

describe("the days that are left for a form", () => {
  it("are counted down to the last day, and then up as overdue", () => {
    expect([6.9, 1.2, 0.4, -0.1, -2.5].map(daysText)).toEqual([
      "6 days left",
      "1 day left",
      "last day",
      "1 day overdue",
      "3 days overdue",
    ]);
    expect([6, 2, 0, -0.1].map(urgencyOf)).toEqual(["later", "soon", "soon", "overdue"]);
    expect(daysLeftAt(at(10, 12, 0), at(8, 12, 0))).toBe(2);
  });
});

describe("the form for the REMS", () => {
  it("stands under its headings in its own order", () => {
    expect(sectionsOf(answer().fields).map(({ title, fields }) => [title, fields.length])).toEqual([
      ["Patient", 2],
      ["Treatment", 1],
    ]);
  });
  it("lists what is required and not in the record, and only that", () => {
    const optional = field("Address", { required: false });
    expect(missingFields([...answer().fields, optional]).map(({ id }) => id)).toEqual(["Sex"]);
  });
  it("says of each value where it came from and when", () => {
    const moment = new Date(2026, 1, 3, 14, 47, 10).getTime();
    expect(sourceText(field("x", { source: { kind: "reading", text: "cuff C-2", at: moment } }))).toBe(
      "cuff C-2, 14:47:10",
    );
    expect(sourceText(field("x", { source: { kind: "clinic", text: "Settings", at: null } }))).toBe("Settings");
    expect(sourceText(field("x"))).toBe("");
  });
  it("copied as text has every field, says what is missing, and never claims to have been sent", () => {
    const text = remsText(answer(), "A. L., Room 1");
    expect(text).toContain("Date of birth: 02/29/1980");
    expect(text).toContain("Sex: not in the record");
    expect(text).toContain("Treatment\nDose: 84 mg");
    expect(text).toContain("Total monitoring: 125 min from the first device");
    expect(text).toContain("it was not sent by Watchroom");
    expect(text).not.toContain("SIMULATED");
  });
  it("of a simulated patient says first that it is not for submission", () => {
    expect(remsText(answer({ simulated: true }), "A. L.")).toMatch(/^SIMULATED: NOT FOR SUBMISSION\n/);
  });
});

describe("day and time of a submission", () => {
  it("are those of the place, and come back as they were written", () => {
    expect(localInput(at(3, 14, 7))).toBe("2026-02-03T14:07");
    expect(momentOfInput("2026-02-03T14:07")).toBe(at(3, 14, 7));
    expect(momentOfInput("")).toBeNull();
  });
});
