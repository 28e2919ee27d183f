import type { Patient } from "@watchroom/shared/session";
import { DEVICE_MG, USUAL_LOZENGE_MG } from "./patient/pharmacology.ts";
import { drawProfile, type Profile } from "./patient/profile.ts";
import type { Prescription } from "./prescription.ts";
import { keyOf } from "./random.ts";

/** Somebody who does not exist, and who comes to the demo clinic again and again for the same treatment. */
export type Person = {
  readonly initials: string;
  readonly patient: Patient;
  readonly ordered: Prescription;
  /** What is not drawn from the seed. */
  readonly body?: Partial<Profile>;
  /** The question of the pre-session check that this person answers against what is expected, and what a physician says to it. */
  readonly objection?: { readonly item: string; readonly reason: string };
};

/** Another seed would be another clinic: what the first minutes show is tested for this one. */
export const DEMO_SEED = 2_026;

const infusion: Prescription = { route: "intravenous", parts: 1, mg: null };
const injection: Prescription = { route: "intramuscular", parts: 1, mg: 50 };
const lozenge: Prescription = { route: "sublingual", parts: 1, mg: USUAL_LOZENGE_MG };
const swallowed: Prescription = { route: "oral", parts: 1, mg: USUAL_LOZENGE_MG };
const devices = (parts: number): Prescription => ({ route: "intranasal", parts, mg: DEVICE_MG });

type Row = Pick<Person, "initials" | "ordered" | "body" | "objection"> & { readonly born: string };
const ROWS: readonly [Row, ...Row[]] = [
  { initials: "A. L.", born: "1984-05-17", ordered: infusion },
  {
    initials: "M. K.",
    born: "1971-11-02",
    ordered: devices(3),
    body: { systolic: 130, diastolic: 72, pressureSlope: 0.06 },
  },
  {
    initials: "J. S.",
    born: "1990-01-23",
    ordered: injection,
    body: { weightKg: 92, spo2: 98.7, pulseRate: 76, systolic: 122, diastolic: 76, pressureSlope: 0.06 },
  },
  { initials: "R. O.", born: "1966-08-09", ordered: devices(2) },
  { initials: "E. B.", born: "1995-03-30", ordered: infusion },
  { initials: "T. N.", born: "1979-12-12", ordered: lozenge },
  { initials: "S. W.", born: "1988-06-04", ordered: devices(2) },
  {
    initials: "F. G.",
    born: "1959-02-28",
    ordered: infusion,
    body: { systolic: 149, diastolic: 77, pressureSlope: 0.015 },
  },
  {
    initials: "C. D.",
    born: "1982-09-19",
    ordered: { ...lozenge, isSpatOut: true },
    objection: { item: "stimulants", reason: "Methylphenidate as always, none since yesterday: may go on." },
  },
  {
    initials: "P. H.",
    born: "1975-04-07",
    ordered: devices(3),
    objection: { item: "benzodiazepines", reason: "Half a tablet last night, awake and clear: may go on." },
  },
  { initials: "L. V.", born: "1993-10-26", ordered: swallowed },
];

const personOfRow = ({ born, ...row }: Row, index: number): Person => ({
  ...row,
  patient: { recordNumber: `DEMO-${String(index + 1).padStart(4, "0")}`, birthDate: born, name: null },
});
const [FIRST, ...OTHERS] = ROWS;
/** They share their initials with nobody, so that a session of theirs is known again after a restart. */
export const PEOPLE: readonly [Person, ...Person[]] = [
  personOfRow(FIRST, 0),
  ...OTHERS.map((row, index) => personOfRow(row, index + 1)),
];

/** Whose session this is, if it is one of theirs; a session of before they had record numbers is known by its initials. */
export const personOf = (initials: string, recordNumber: string | null): Person | null =>
  PEOPLE.find(
    (person) => person.initials === initials && (recordNumber === null || recordNumber === person.patient.recordNumber),
  ) ?? null;

/**
 * A patient of the demo: drawn as all are, but from the middle of the spread, so that alarms come from events and not
 * from a whole ward of hypertensive patients (limits: clinical.md 7), and that a dose is seen in each.
 * The initials make the patient, so that a restart does not change who lies there, and who comes again is the same.
 */
export function calmProfile(initials: string): Profile {
  const drawn = drawProfile(keyOf(DEMO_SEED, `patient ${initials}`));
  return {
    ...drawn,
    spo2: Math.max(95.5, drawn.spo2),
    pulseRate: Math.max(63, drawn.pulseRate),
    systolic: Math.max(108, Math.min(124, drawn.systolic)),
    diastolic: Math.max(66, Math.min(75, drawn.diastolic)),
    pressureSlope: Math.max(0.045, Math.min(0.06, drawn.pressureSlope)),
    dip: null,
    ...PEOPLE.find((person) => person.initials === initials)?.body,
  };
}
