import type { SessionRowAnswer } from "@watchroom/shared/http-sessions";
import {
  openPreCheck,
  type PreCheckAnswer,
  type PreCheckItem,
  type PreCheckView,
  type YesNo,
} from "@watchroom/shared/precheck";
import type { SessionView } from "@watchroom/shared/session";
import { lastName } from "../../wall/alarmWords.ts";
import { timeOfDay } from "../../wall/duration.ts";

type Group = PreCheckItem["group"];

/** What was said in an earlier session, and when: to be confirmed by a person, never taken over by itself. */
export type EarlierAnswer = { readonly sessionId: string; readonly answer: YesNo; readonly at: number };

export type PreCheckRow = {
  readonly item: PreCheckItem;
  readonly answer: PreCheckAnswer | null;
  /** The answer is not the expected one. */
  readonly isAgainst: boolean;
  readonly earlier: EarlierAnswer | null;
};
export type PreCheckGroup = {
  readonly group: Group;
  readonly rows: readonly PreCheckRow[];
  /** Every question here expects "no": what is not answered yet can be said with one tap. Empty: nothing is left. */
  readonly none: readonly PreCheckItem[];
};

const GROUPS: readonly Group[] = ["contraindication", "medicine", "preparation"];

/** Pure. The questions in their groups; a group without a question is left out. */
export function preCheckGroups(
  { items, answers }: PreCheckView,
  earlier: ReadonlyMap<string, EarlierAnswer>,
): readonly PreCheckGroup[] {
  const rowOf = (item: PreCheckItem): PreCheckRow => {
    const answer = answers.find((one) => one.item === item.id) ?? null;
    const isAgainst = answer !== null && answer.answer !== item.expected;
    return { item, answer, isAgainst, earlier: earlier.get(item.id) ?? null };
  };
  return GROUPS.flatMap((group) => {
    const rows = items.filter((item) => item.group === group).map(rowOf);
    if (rows.length === 0) return [];
    const isNone = rows.every(({ item }) => item.expected === "no");
    const none = isNone ? rows.filter(({ answer }) => answer === null).map(({ item }) => item) : [];
    return { group, rows, none };
  });
}

/**
 * Pure. The newest answer to each question from this patient's earlier sessions. A real session knows nothing of simulated
 * ones, nor the other way round.
 */
export function earlierAnswers(
  sessions: readonly Pick<SessionRowAnswer, "sessionId" | "startedAt" | "simulated" | "facts">[],
  { sessionId, startedAt, simulated }: Pick<SessionView, "sessionId" | "startedAt" | "simulated">,
): ReadonlyMap<string, EarlierAnswer> {
  const found = new Map<string, EarlierAnswer>();
  const before = sessions.filter(
    (one) => one.sessionId !== sessionId && one.startedAt < startedAt && one.simulated === simulated,
  );
  for (const one of before.sort((a, b) => a.startedAt - b.startedAt)) {
    for (const { item, answer, at } of one.facts.preCheck) found.set(item, { sessionId: one.sessionId, answer, at });
  }
  return found;
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** Pure. What still keeps the first dose waiting, in one line; null when the check is complete. */
export function preCheckHold(preCheck: PreCheckView): string | null {
  const { unanswered, undecided } = openPreCheck(preCheck);
  const parts = [
    ...(unanswered.length > 0 ? [`${count(unanswered.length, "question", "questions")} not answered`] : []),
    ...(undecided.length > 0 ? [`${count(undecided.length, "answer waits", "answers wait")} for a physician`] : []),
  ];
  return parts.length === 0 ? null : parts.join(", ");
}

/** Pure. The complete check in one line: who answered, what is against the expectation and who decided. */
export function preCheckSummary({ items, answers, decision }: PreCheckView): string {
  const people = [...new Set(answers.map(({ by }) => lastName(by) ?? by))].join(", ");
  const against = items.filter((item) => answers.some((one) => one.item === item.id && one.answer !== item.expected));
  const newest = Math.max(...answers.map(({ at }) => at));
  const when = answers.length === 0 ? "" : ` · ${people} ${timeOfDay(newest)}`;
  if (against.length === 0) return `${count(answers.length, "answer", "answers")}, all as expected${when}`;
  const decided = decision === null ? "" : ` · ${decision.physician} decided: ${decision.reason}`;
  return `${against.map(({ question }) => question).join(", ")}${decided}${when}`;
}

/** The expected answer first: it is the one that is mostly tapped. */
export const answersOf = ({ expected }: PreCheckItem): readonly [YesNo, YesNo] =>
  expected === "yes" ? ["yes", "no"] : ["no", "yes"];

export const YES_NO: Readonly<Record<YesNo, string>> = { yes: "Yes", no: "No" };
