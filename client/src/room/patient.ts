import { Initials, Patient } from "@watchroom/shared/session";

/** Who the patient is, as typed: an empty field is not known. */
export type PatientDraft = Readonly<Record<"initials" | "recordNumber" | "birthDate" | "name", string>>;

export const NOBODY_TYPED: PatientDraft = { initials: "", recordNumber: "", birthDate: "", name: "" };

export const draftOfPatient = (initials: string, { recordNumber, birthDate, name }: Patient): PatientDraft => ({
  initials,
  recordNumber: recordNumber ?? "",
  birthDate: birthDate ?? "",
  name: name ?? "",
});

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

export const patientOf = ({ recordNumber, birthDate, name }: PatientDraft): Patient => ({
  recordNumber: textOrNull(recordNumber),
  birthDate: textOrNull(birthDate),
  name: textOrNull(name),
});

/** Nobody alive was born before: a slip of the finger in the year is seen. */
const BORN_SINCE = "1900-01-01";

/** Pure. Why this cannot be kept, in one sentence; null when it can. `today`: a calendar day, "2026-11-22". */
export function faultOfPatient(draft: PatientDraft, today: string): string | null {
  const initials = Initials.safeParse(draft.initials);
  if (!initials.success) return initials.error.issues[0]?.message ?? "Give the patient's initials.";
  const patient = patientOf(draft);
  if (!Patient.safeParse(patient).success) return "Give the birth date as a day of the calendar, or leave it empty.";
  const { birthDate } = patient;
  if (birthDate === null) return null;
  if (birthDate > today) return "The birth date lies in the future.";
  return birthDate < BORN_SINCE ? "The birth date lies before 1900." : null;
}

/** Pure. What is not known of who the patient is: "record number and birth date"; null when both are there. */
export function missingOfPatient({ recordNumber, birthDate }: Patient): string | null {
  const missing = [...(recordNumber === null ? ["record number"] : []), ...(birthDate === null ? ["birth date"] : [])];
  return missing.length === 0 ? null : missing.join(" and ");
}

/** Pure. "No 4711 · born 1980-02-29 · Anna Lind": what is known beside the initials. */
export function patientText({ recordNumber, birthDate, name }: Patient): string {
  const parts = [
    ...(name === null ? [] : [name]),
    ...(birthDate === null ? [] : [`born ${birthDate}`]),
    ...(recordNumber === null ? [] : [`No ${recordNumber}`]),
  ];
  return parts.join(" · ");
}
