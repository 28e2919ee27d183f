import { givenMg } from "@watchroom/shared/dose";
import type { RemsField } from "@watchroom/shared/http-sessions";
import { SESSION_END_LABELS } from "@watchroom/shared/session";
import { type FormPart, found, notFound, sectionOf } from "./rems-field.ts";
import { minuteOf } from "./zone.ts";

/** Doses that have a box of their own on the form (clinical.md 1.2, field 5). */
const DOSES_MG = [56, 84];

/** Section 5 and 6: when, how much, how long, and when the patient could have left. */
export function treatmentFields(part: FormPart): RemsField[] {
  const field = sectionOf("Treatment");
  return [
    field("treatmentDate", "Treatment date", dateOf(part)),
    field("dose", "Dose", doseOf(part)),
    field("lots", "Lot number", lotsOf(part)),
    field("totalMinutes", "Total monitoring minutes from the first device", totalOf(part)),
    field("couldHaveLeft", "Ready to leave without the 2 h minimum, minutes from the start", readyOf(part)),
  ];
}

function dateOf({ review: { report }, zone }: FormPart) {
  const first = report.session.doses[0];
  if (first === undefined) return notFound("No device was recorded");
  return found(zone.usDate(first.at), "person", `First device, recorded by ${first.by}`, first.at);
}

function doseOf({ review: { report } }: FormPart) {
  const { doses } = report.session;
  const given = doses.filter(({ action }) => action === "give");
  const last = given.at(-1);
  const total = givenMg(doses, report.madeAt);
  if (last === undefined || total === null) return notFound("No device was recorded");
  const value = DOSES_MG.includes(total) ? `${total} mg` : `Other: ${total} mg`;
  const parts = given.map(({ amountMg }) => `${amountMg ?? "--"} mg`).join(" + ");
  return found(value, "person", `Devices of ${parts}, recorded by ${last.by}`, last.at);
}

function lotsOf({ review: { report } }: FormPart) {
  const given = report.session.doses.filter(({ action }) => action === "give");
  const withLot = given.filter(({ lot }) => lot !== null);
  const last = withLot.at(-1);
  if (last === undefined) return notFound("No lot number was recorded");
  const lots = [...new Set(withLot.map(({ lot }) => lot))].join(", ");
  const text = `${withLot.length} of ${given.length} devices with a lot number, recorded by ${last.by}`;
  return found(lots, "person", text, last.at);
}

function totalOf({ review: { report, folded }, zone }: FormPart) {
  const { session, row } = report;
  if (session.doseAt === null) return notFound("No device was recorded");
  if (row.endedAt === null) return notFound("The session is still running");
  const minutes = minuteOf(row.endedAt, session.doseAt);
  const by = folded.ending?.body.kind === "command" ? `, by ${folded.ending.body.by.name}` : "";
  const how = row.facts.ending === null ? "the end" : `"${SESSION_END_LABELS[row.facts.ending.how]}"`;
  const text = `From the first device at ${zone.second(session.doseAt)} to ${how} at ${zone.second(row.endedAt, session.doseAt)}${by}; whole minutes`;
  return found(String(minutes), "computed", text, row.endedAt);
}

function readyOf({ review: { report, folded } }: FormPart) {
  const { doseAt, release } = report.session;
  const others = release.filter(({ id }) => id !== "time");
  const rule = `The first moment from which ${others.map(({ label }) => label).join(", ")} were all met until the end`;
  if (doseAt === null || others.length === 0) return notFound("No device was recorded");
  if (folded.readySince === null) return notFound(`${rule}: there was none`);
  return found(String(minuteOf(folded.readySince, doseAt)), "computed", rule, folded.readySince);
}
