import type { RemsAnswer, RemsField } from "@watchroom/shared/http-sessions";
import { courseFields } from "./rems-course.ts";
import type { FormPart, Site } from "./rems-field.ts";
import { patientFields, personFields, siteFields } from "./rems-people.ts";
import { fortyMinuteRule, pressureFields } from "./rems-pressures.ts";
import { treatmentFields } from "./rems-treatment.ts";
import type { Review } from "./report.ts";
import { minuteOf, type Zone } from "./zone.ts";

/** The form goes to the REMS within so many calendar days (clinical.md 1.1). */
const SUBMIT_DAYS = 7;

/** The last moment of the last day on which the form can be submitted, by the calendar of the place. */
export const submitByOf = (facts: { readonly doseAt: number | null }, startedAt: number, zone: Zone): number =>
  zone.endOfDay(facts.doseAt ?? startedAt, SUBMIT_DAYS);

/**
 * The Spravato REMS patient monitoring form, filled from the record: fields of clinical.md 1.2. Nothing is guessed: what
 * the record does not hold is missing, and a person fills it in and sends it.
 */
export function remsOf(review: Review, site: Site, zone: Zone): RemsAnswer {
  const { report, folded } = review;
  const { session, row: sessionRow } = report;
  const part: FormPart = { review, site, zone };
  const fields: RemsField[] = [
    ...patientFields(part),
    ...personFields(part),
    ...siteFields(part),
    ...treatmentFields(part),
    ...pressureFields(part),
    ...courseFields(part),
  ];
  return {
    sessionId: sessionRow.sessionId,
    simulated: sessionRow.simulated,
    formVersion: site.formVersion,
    fields,
    missing: fields.filter(({ required, value }) => required && value === null).map(({ label }) => label),
    totalMinutes: sessionRow.endedAt === null ? null : minuteOf(sessionRow.endedAt, session.doseAt),
    couldHaveLeft: couldHaveLeft(review),
    window: fortyMinuteRule(folded.protocol).sentence,
    submitBy: submitByOf(session, session.startedAt, zone),
    submitted: sessionRow.facts.rems,
  };
}

function couldHaveLeft({ report, folded }: Review): RemsAnswer["couldHaveLeft"] {
  const minutes = folded.readySince === null ? null : minuteOf(folded.readySince, report.session.doseAt);
  return folded.readySince === null || minutes === null ? null : { at: folded.readySince, minutes };
}
