import { UNKNOWN_PATIENT } from "@watchroom/shared/session";
import { describe, expect, it } from "vitest";
import {
  draftOfPatient,
  faultOfPatient,
  missingOfPatient,
  NOBODY_TYPED,
  patientOf,
  patientText,
} from "../../../client/src/room/patient.ts";

const TODAY = "2026-11-22";
const KNOWN = { recordNumber: "4711", birthDate: "1980-02-29", name: null };

describe("who the patient is", () => {
  it("may be without record number and birth date, and then says what is missing", () => {
    expect(faultOfPatient({ ...NOBODY_TYPED, initials: "A. L." }, TODAY)).toBeNull();
    expect(missingOfPatient(UNKNOWN_PATIENT)).toBe("record number and birth date");
    expect(missingOfPatient({ ...KNOWN, birthDate: null })).toBe("birth date");
    expect(missingOfPatient(KNOWN)).toBeNull();
  });
  it("is never without initials", () => {
    expect(faultOfPatient(NOBODY_TYPED, TODAY)).toBe("One to eight letters, as A. L.");
  });
  it("was born on a day of the calendar that lies behind us", () => {
    const born = (birthDate: string) => faultOfPatient({ ...NOBODY_TYPED, initials: "A. L.", birthDate }, TODAY);
    expect(born("1980-02-29")).toBeNull();
    expect(born("1981-02-29")).toContain("birth date");
    expect(born("2026-11-23")).toBe("The birth date lies in the future.");
    expect(born("0198-01-01")).toBe("The birth date lies before 1900.");
  });
  it("is kept as typed, without spaces around, and an empty field as not known", () => {
    expect(patientOf({ ...NOBODY_TYPED, recordNumber: " 4711 ", birthDate: "1980-02-29" })).toEqual(KNOWN);
    expect(patientOf(draftOfPatient("A. L.", KNOWN))).toEqual(KNOWN);
  });
  it("stands in one line", () => {
    expect(patientText({ ...KNOWN, name: "Anna Lind" })).toBe("Anna Lind · born 1980-02-29 · No 4711");
    expect(patientText(UNKNOWN_PATIENT)).toBe("");
  });
});
