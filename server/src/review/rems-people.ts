import type { RemsField } from "@watchroom/shared/http-sessions";
import { namePartsOf } from "./name-parts.ts";
import { type FormPart, found, notFound, sectionOf, yesNo } from "./rems-field.ts";

/** "1980-02-29" as "02/29/1980": a calendar day has no zone. */
const usDay = (day: string): string => day.replace(/^(\d+)-(\d+)-(\d+)$/, "$2/$3/$1");

/** Section 1 and 2: who the patient is, and what else the patient takes. */
export function patientFields(part: FormPart): RemsField[] {
  const { session } = part.review.report;
  const { patient } = session;
  const field = sectionOf("Patient");
  const name = patient.name === null ? null : namePartsOf(patient.name);
  const asEntered = (value: string | null) =>
    value === null ? notFound() : found(value, "person", "As entered at check-in", session.startedAt);
  const isNew = part.site.formVersion === "2025";
  return [
    field("firstName", "First name", asEntered(name?.first ?? null)),
    field("middleInitial", "Middle initial", asEntered(name?.middle ?? null), { required: false }),
    field("lastName", "Last name", asEntered(name?.last ?? null)),
    field("birthDate", "Date of birth", asEntered(patient.birthDate === null ? null : usDay(patient.birthDate))),
    field("sex", "Sex", notFound("Watchroom does not ask for it")),
    ...(isNew
      ? [
          field("firstTreatment", "First treatment", notFound("Watchroom does not know of treatments elsewhere")),
          field("enrolled", "Enrolled in the REMS", notFound("Watchroom does not ask for it")),
        ]
      : []),
    ...medicineFields(part),
  ];
}

/** Questions of the pre-session check by which the form's own are answered, in the form's order. */
const MEDICINES = [
  { item: "benzodiazepines", label: "Benzodiazepines", since: "2021" },
  { item: "hypnotics", label: "Non-benzodiazepine sedative-hypnotics", since: "2021" },
  { item: "opioids", label: "Opioids", since: "2025" },
  { item: "stimulants", label: "Psychostimulants", since: "2021" },
  { item: "maoi", label: "Monoamine oxidase inhibitors", since: "2021" },
] as const;

function medicineFields({ review, site }: FormPart): RemsField[] {
  const field = sectionOf("Concomitant medicines");
  const { answers } = review.report.session.preCheck;
  return MEDICINES.filter(({ since }) => since <= site.formVersion).map(({ item, label }) => {
    const answer = answers.findLast((one) => one.item === item);
    if (answer === undefined) return field(item, label, notFound("Not asked in the pre-session check"));
    const earlier = answer.confirmedFrom === null ? "" : ", confirmed from an earlier session";
    const text = `Pre-session check, ${answer.by}${earlier}`;
    return field(item, label, found(yesNo(answer.answer === "yes"), "person", text, answer.at));
  });
}

/** Section 3: the person who conducted the monitoring: who signed as nurse, else whose room it was. */
export function personFields({ review, site }: FormPart): RemsField[] {
  const field = sectionOf("Person who monitored");
  const { session, signatures } = review.report;
  const signed = signatures.findLast(({ role }) => role === "nurse");
  const person =
    signed !== undefined
      ? { name: signed.by, text: `Signed as nurse: ${signed.by}`, at: signed.at }
      : session.owner === null
        ? null
        : { name: session.owner.name, text: `Had the room: ${session.owner.name}`, at: session.owner.since };
  const parts = person === null ? null : namePartsOf(person.name);
  const named = (value: string | null) =>
    person === null || value === null ? notFound() : found(value, "person", person.text, person.at);
  return [
    field("monitorFirstName", "First name of the person", named(parts?.first ?? null)),
    field("monitorLastName", "Last name of the person", named(parts?.last ?? null)),
    field("monitorPhone", "Phone", ofSite(site.phone)),
    field("monitorEmail", "E-mail", ofSite(site.email)),
  ];
}

const ofSite = (text: string) =>
  text === "" ? notFound("Not written in the clinic's settings") : found(text, "clinic", "The clinic's settings", null);

/** Section 4: the place. */
export function siteFields({ site }: FormPart): RemsField[] {
  const field = sectionOf("Healthcare setting");
  const place = found(
    yesNo(site.inpatient),
    "clinic",
    "The clinic's settings; an inpatient place does not submit",
    null,
  );
  return [
    field("siteName", "Name of the setting", ofSite(site.name)),
    field("siteAddress", "Address", ofSite(site.address)),
    field("siteCity", "City", ofSite(site.city)),
    field("siteState", "State", ofSite(site.state)),
    field("siteZip", "ZIP code", ofSite(site.zip)),
    field("inpatient", "Inpatient place", place, { required: false }),
  ];
}
