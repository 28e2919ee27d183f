import { ASSESSMENTS, type AssessmentId, isResolved } from "@watchroom/shared/assessment";
import { eventText } from "@watchroom/shared/event";
import type { RemsField } from "@watchroom/shared/http-sessions";
import { type FormPart, found, notFound, sectionOf } from "./rems-field.ts";
import { minuteOf } from "./zone.ts";

type Sign = {
  readonly id: AssessmentId;
  readonly label: string;
  /** What counts as present, in words (clinical.md 1.2, field 9; 1.3). */
  readonly rule: string;
  readonly since: "2021" | "2025";
};
const SIGNS: readonly Sign[] = [
  { id: "sedation", label: "Sedation", rule: "MOAA/S of 4 or less", since: "2021" },
  { id: "dissociation", label: "Dissociation", rule: "judged mild or marked", since: "2021" },
  { id: "respiration", label: "Respiratory depression", rule: "breathing judged other than normal", since: "2025" },
];

/** Section 9 and 10: what happened to the patient. */
export function courseFields(part: FormPart): RemsField[] {
  const signs = SIGNS.filter(({ since }) => since <= part.site.formVersion);
  return [...signs.flatMap((sign) => signFields(sign, part)), medicationField(part), ...seriousFields(part)];
}

function signFields({ id, label, rule }: Sign, part: FormPart): RemsField[] {
  const field = sectionOf(label);
  const { assessments, session } = part.review.report;
  const { doseAt } = session;
  const judged = assessments.filter(
    ({ label: of, at }) => of === ASSESSMENTS[id].label && doseAt !== null && at >= doseAt,
  );
  const present = judged.filter(({ value }) => !isResolved(id, value));
  const [onset] = present;
  const last = present.at(-1);
  const resolved =
    last === undefined ? undefined : judged.find(({ at, value }) => at > last.at && isResolved(id, value));
  const newest = judged.at(-1);
  const answer =
    newest === undefined
      ? notFound("Not judged since the first device")
      : onset === undefined
        ? found("No", "computed", `${rule}; judged ${judged.length} times, newest by ${newest.by}`, newest.at)
        : found("Yes", "person", `${rule}; ${onset.text}, ${onset.by}`, onset.at);
  const hasOnset = onset !== undefined;
  return [
    field(`${id}Present`, label, answer),
    field(`${id}Onset`, `${label}, onset`, momentOf(onset, part), { required: hasOnset }),
    field(`${id}Resolved`, `${label}, resolved`, momentOf(resolved, part), { required: hasOnset }),
  ];
}

type Judged = FormPart["review"]["report"]["assessments"][number];

/** When it was judged so: the record does not know what was between two judgements. */
function momentOf(judged: Judged | undefined, { review, zone }: FormPart) {
  if (judged === undefined) return notFound();
  const { doseAt } = review.report.session;
  const value = `${zone.time(judged.at, doseAt ?? judged.at)}, ${minuteOf(judged.at, doseAt)} min`;
  return found(value, "person", `${judged.text}, ${judged.by}`, judged.at);
}

const MEDICINES: ReadonlySet<string> = new Set(["antiemetic", "antihypertensive", "oxygenOn"]);

function medicationField({ review: { report } }: FormPart): RemsField {
  const given = report.session.events.filter(({ event }) => MEDICINES.has(event));
  const last = given.at(-1);
  const answer =
    last === undefined
      ? found("None", "computed", "No such event was recorded", null)
      : found(given.map(eventText).join("; "), "person", `Recorded by ${last.by}`, last.at);
  return sectionOf("Given for it")("medication", "Medicine or oxygen given", answer, { required: false });
}

function seriousFields({ review: { report } }: FormPart): RemsField[] {
  const field = sectionOf("Serious adverse event");
  const events = report.session.events.filter(({ event }) => event === "seriousEvent");
  const [first] = events;
  if (first === undefined) {
    // That nobody recorded one is no answer: a person gives it.
    const answer = notFound('No event "Serious adverse event" was recorded: a person answers No or Yes');
    return [field("seriousEvent", "Serious adverse event", answer)];
  }
  const what = events.map(({ detail }) => detail ?? "not described").join("; ");
  return [
    field("seriousEvent", "Serious adverse event", found("Yes", "person", `Recorded by ${first.by}`, first.at)),
    field("seriousEventText", "What happened", found(what, "person", `Recorded by ${first.by}`, first.at)),
  ];
}
