import type { RemsAnswer, RemsField, RemsListAnswer } from "@watchroom/shared/http-sessions";
import { momentText } from "../sessions/sessionWords.ts";
import { timeOfDayExact } from "../wall/duration.ts";

export type RemsRow = RemsListAnswer["sessions"][number];

/** How much of the seven days is left: "5 days left", "last day", "2 days overdue". */
export function daysText(daysLeft: number): string {
  if (daysLeft < 0) return count(Math.ceil(-daysLeft), "overdue");
  const days = Math.floor(daysLeft);
  return days === 0 ? "last day" : count(days, "left");
}

const count = (days: number, word: string): string => `${days} ${days === 1 ? "day" : "days"} ${word}`;

const DAY_MS = 86_400_000;
/** Days from now until the form must be submitted; negative when it is overdue. */
export const daysLeftAt = (submitBy: number, now: number): number => (submitBy - now) / DAY_MS;

/** Overdue and the last day are for today; three days are soon. */
export function urgencyOf(daysLeft: number): "overdue" | "soon" | "later" {
  if (daysLeft < 0) return "overdue";
  return daysLeft < 3 ? "soon" : "later";
}

type Section = { readonly title: string; readonly fields: readonly RemsField[] };

/** Pure. The fields under the headings of the form, both in the form's own order. */
export function sectionsOf(fields: readonly RemsField[]): readonly Section[] {
  const sections = new Map<string, RemsField[]>();
  for (const field of fields) sections.set(field.section, [...(sections.get(field.section) ?? []), field]);
  return [...sections].map(([title, own]) => ({ title, fields: own }));
}

/** Pure. What the person has to fill in by hand. */
export const missingFields = (fields: readonly RemsField[]): readonly RemsField[] =>
  fields.filter(({ required, value }) => required && value === null);

const NOT_IN_RECORD = "not in the record";

/** "cuff C-2, 14:47:10"; what was computed has no time of its own. */
export const sourceText = ({ source }: Pick<RemsField, "source">): string =>
  source === null ? "" : source.at === null ? source.text : `${source.text}, ${timeOfDayExact(source.at)}`;

/** Pure. The whole form as lines of text, to be pasted. It says first when it must not be submitted. */
export function remsText(answer: RemsAnswer, heading: string): string {
  const simulated = answer.simulated ? ["SIMULATED: NOT FOR SUBMISSION"] : [];
  const sections = sectionsOf(answer.fields).flatMap(({ title, fields }) => [
    "",
    title,
    ...fields.map(({ label, value }) => `${label}: ${value ?? NOT_IN_RECORD}`),
  ]);
  return [
    ...simulated,
    `REMS Patient Monitoring Form (${answer.formVersion})`,
    heading,
    ...sections,
    "",
    ...timesText(answer),
    `Submit by ${momentText(answer.submitBy)}. Filled by Watchroom from its record; it was not sent by Watchroom.`,
  ].join("\n");
}

/** Pure. The minutes that the form asks for, as far as the record knows them. */
const timesText = ({ totalMinutes, couldHaveLeft }: RemsAnswer): readonly string[] => [
  `Total monitoring: ${totalMinutes === null ? NOT_IN_RECORD : `${totalMinutes} min from the first device`}`,
  `Could have left: ${
    couldHaveLeft === null
      ? NOT_IN_RECORD
      : `${couldHaveLeft.minutes} min from the first device, at ${timeOfDayExact(couldHaveLeft.at)}`
  }`,
];

export const REMS_LIST_PATH = "/rems";
/** The form of one session. */
export const remsPath = (sessionId: string): string => `/sessions/${encodeURIComponent(sessionId)}/rems`;
