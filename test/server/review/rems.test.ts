import { PROTOCOLS } from "@watchroom/shared/protocol";
import { expect, test } from "vitest";
import { remsOf } from "../../../server/src/review/rems.ts";
import type { Review } from "../../../server/src/review/report.ts";
import { zoneOf } from "../../../server/src/review/zone.ts";
import { NURSE } from "../../support/core-script.ts";
import { afterDose, afterword, DOSE_S, END_S, review, SIGNED, SPRAVATO, spravato } from "./spravato.ts";

const SITE = {
  name: "Northside Clinic",
  address: "1 Harbour Road",
  city: "Portland",
  state: "ME",
  zip: "04101",
  phone: "207 555 0100",
  email: "",
  inpatient: false,
  formVersion: "2025",
} as const;
const zone = zoneOf("America/New_York") ?? zoneOf("UTC");
function formOf(made: Review, site: Parameters<typeof remsOf>[1] = SITE) {
  if (zone === null) throw new Error("there is a zone");
  return remsOf(made, site, zone);
}
const fieldOf = (form: ReturnType<typeof formOf>, id: string) => form.fields.find((field) => field.id === id);
const answerOf = (form: ReturnType<typeof formOf>, id: string) => fieldOf(form, id)?.value;

test("the form holds the journal's numbers", async () => {
  const form = formOf(await review(spravato(), { afterwords: SIGNED }));
  const values = Object.fromEntries(form.fields.map(({ id, value }) => [id, value]));
  expect(values).toMatchObject({
    firstName: "Ana",
    middleInitial: "Maria",
    lastName: "Łukić",
    birthDate: "02/29/1980",
    sex: null,
    benzodiazepines: "Yes",
    opioids: "No",
    monitorFirstName: "Nora",
    monitorLastName: "Lindqvist",
    siteZip: "04101",
    treatmentDate: "01/15/2027",
    dose: "56 mg",
    lots: "A1207, A1208",
    totalMinutes: "122",
    couldHaveLeft: "100",
    acceptableBefore: "Yes",
    acceptableAtEnd: "Yes",
    pressureBefore: "118/76",
    pressure40: "142/88",
    pressureAtEnd: "120/77",
    sedationPresent: "Yes",
    dissociationPresent: "Yes",
    respirationPresent: "No",
    medication: "Antiemetic: ondansetron 4 mg",
    seriousEvent: null,
  });
  expect(form.totalMinutes).toBe(122);
  expect(form.couldHaveLeft).toEqual({ at: afterDose(100), minutes: 100 });
});

test("each value says where it came from, with its time", async () => {
  const form = formOf(await review(spravato(), { afterwords: SIGNED }));
  expect(fieldOf(form, "pressure40")?.source).toEqual({
    kind: "reading",
    text: "Cuff, 41 min from the first device, 35 min from the last",
    at: afterDose(41),
  });
  expect(fieldOf(form, "sedationOnset")).toMatchObject({
    value: expect.stringContaining("20 min"),
    source: { kind: "person", at: afterDose(20) },
  });
  expect(fieldOf(form, "sedationResolved")?.source?.at).toBe(afterDose(90));
  const without = form.fields.filter(({ value, source }) => value !== null && source === null);
  expect(without).toEqual([]);
});

test("what the record does not hold is listed as missing, and nothing is guessed", async () => {
  const form = formOf(await review(spravato(), { afterwords: SIGNED }));
  expect(form.missing).toEqual(["Sex", "First treatment", "Enrolled in the REMS", "E-mail", "Serious adverse event"]);
});

test("a pressure outside 35 to 45 min is not the 40-min one; the nearest is named", async () => {
  const { [DOSE_S + 41 * 60]: cuff, ...without } = SPRAVATO;
  const script = { ...without, [DOSE_S + 46 * 60]: cuff ?? (() => {}) };
  const form = formOf(await review(spravato({}, script)));
  const field = fieldOf(form, "pressure40");
  expect(field?.value).toBeNull();
  expect(field?.source?.text).toContain("the nearest is 142/88, Cuff, 46 min from the first device");
  expect(form.missing).toContain("40 minutes after administration (mmHg)");
});

test("where the protocol counts from the last device, so does the form", async () => {
  const made = await review(spravato());
  const checks = PROTOCOLS.intranasal.checks.map((check) =>
    "atMin" in check.timing ? { ...check, timing: { ...check.timing, from: "lastDose" as const } } : check,
  );
  const folded = { ...made.folded, protocol: { ...made.folded.protocol, checks } };
  const form = formOf({ ...made, folded });
  expect(form.window).toBe("The pressure nearest to 40 min from the last device, from 35 to 45 min.");
  // 41:00 from the first device is 35:50 from the second, which was given 5:10 later.
  expect(answerOf(form, "pressure40")).toBe("142/88");
});

test("a high pressure before the dose is not called acceptable", async () => {
  const made = await review(spravato());
  const hold = { ...made.folded.protocol.hold, systolicAbove: 117 };
  const form = formOf({ ...made, folded: { ...made.folded, protocol: { ...made.folded.protocol, hold } } });
  expect(fieldOf(form, "acceptableBefore")).toMatchObject({
    value: "No",
    source: { text: expect.stringContaining("not above 117/90 within 30 min before the first device; it was 118/76") },
  });
});

test("the form of 2021 asks neither for opioids nor for breathing", async () => {
  const form = formOf(await review(spravato()), { ...SITE, formVersion: "2021" });
  const ids = form.fields.map(({ id }) => id);
  expect(ids).not.toContain("opioids");
  expect(ids).not.toContain("respirationPresent");
  expect(ids).not.toContain("enrolled");
  expect(ids).toContain("maoi");
});

test("while the session runs the form has no total, no end and no last pressure", async () => {
  const journal = spravato({}, SPRAVATO, DOSE_S + 3_000);
  const form = formOf(await review(journal, { endedS: null, nowS: DOSE_S + 3_000 }));
  expect([form.totalMinutes, form.couldHaveLeft, answerOf(form, "pressureAtEnd")]).toEqual([null, null, null]);
});

test("seven calendar days are left, to the end of the last one by the place's own calendar", async () => {
  const form = formOf(await review(spravato()));
  // 15 January 2027 in New York; the 22nd ends at 05:00 UTC of the 23rd.
  expect(form.submitBy).toBe(Date.UTC(2027, 0, 23, 5) - 1);
});

test("only a person's word makes it submitted", async () => {
  const made = await review(spravato(), { afterwords: SIGNED });
  expect(formOf(made).submitted).toBeNull();
  const told = afterword(END_S + 500, { name: "remsSubmitted", submitted: { how: "fax", at: null } }, NURSE);
  const after = formOf(await review(spravato(), { afterwords: [...SIGNED, told] }));
  expect(after.submitted).toMatchObject({ how: "fax", by: "N. Okafor" });
});
