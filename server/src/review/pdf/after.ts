import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import { SESSION_END_LABELS } from "@watchroom/shared/session";
import type { Zone } from "../zone.ts";
import type { Paper } from "./paper.ts";
import { drawTable } from "./table.ts";

/** The check before, the criteria and the end, everything in order, and what was added after the end. */
export async function drawAfter(paper: Paper, report: ReportAnswer, zone: Zone): Promise<void> {
  const day = report.session.startedAt;
  const time: Moment = (at) => zone.time(at, day);
  await drawPreCheck(paper, report, time);
  await drawCriteria(paper, report);
  drawEnding(paper, report, time);
  await drawTimeline(paper, report, (at) => zone.second(at, day));
  await drawCorrections(paper, report, time);
  drawSignatures(paper, report, zone);
}

type Moment = (at: number) => string;
const yesNo = (answer: "yes" | "no"): string => (answer === "yes" ? "Yes" : "No");

async function drawPreCheck(paper: Paper, { session }: ReportAnswer, time: Moment): Promise<void> {
  const { items, answers, decision } = session.preCheck;
  await drawTable(paper, {
    title: "Pre-session check",
    empty: "This protocol asks nothing before the first dose.",
    columns: [
      { head: "Question", weight: 42 },
      { head: "Answer", weight: 16 },
      { head: "Expected", weight: 12 },
      { head: "By", weight: 32 },
    ],
    rows: items.map(({ id, question, expected }) => {
      const given = answers.findLast(({ item }) => item === id);
      if (given === undefined) return [question, "not answered", yesNo(expected), ""];
      const isOther = given.answer !== expected;
      const earlier = given.confirmedFrom === null ? "" : ", confirmed from an earlier session";
      return [
        question,
        isOther ? `${yesNo(given.answer)} (not expected)` : yesNo(given.answer),
        yesNo(expected),
        `${time(given.at)} ${given.by}${earlier}`,
      ];
    }),
  });
  if (decision === null) return;
  const { physician, reason, by, at } = decision;
  paper.y += 3;
  paper.paragraph(`Decided by ${physician}: ${reason} (entered by ${by} at ${time(at)}).`);
}

const STATES = { met: "Met", notMet: "Not met", unknown: "Not known" } as const;

async function drawCriteria(paper: Paper, { session, row }: ReportAnswer): Promise<void> {
  await drawTable(paper, {
    title: row.endedAt === null ? "Release criteria now" : "Release criteria at the end",
    empty: "No dose was given: there are no criteria.",
    columns: [
      { head: "Criterion", weight: 36 },
      { head: "State", weight: 14 },
      { head: "What says so", weight: 50 },
    ],
    rows: session.release.map(({ label, state, detail }) => [label, STATES[state], detail]),
  });
}

function drawEnding(paper: Paper, { row }: ReportAnswer, time: Moment): void {
  const { ending } = row.facts;
  const text =
    row.endedAt === null
      ? "The session is still running."
      : ending === null
        ? `Ended at ${time(row.endedAt)}.`
        : endText(ending, time(row.endedAt));
  paper.heading("Ending", paper.heightOf(text, paper.width));
  paper.paragraph(text);
}

type Ending = NonNullable<ReportAnswer["row"]["facts"]["ending"]>;

function endText({ how, by, reason, physician }: Ending, at: string): string {
  const decided = physician === null ? "" : ` Decided by ${physician}, with a criterion unmet.`;
  const why = reason === null ? "" : ` Reason: ${reason}`;
  return `${SESSION_END_LABELS[how]} at ${at} by ${by}.${decided}${why}`;
}

async function drawTimeline(paper: Paper, { timeline }: ReportAnswer, second: Moment): Promise<void> {
  await drawTable(paper, {
    title: "Everything in order",
    empty: "Nothing was recorded.",
    columns: [
      { head: "Time", weight: 12 },
      { head: "Min", weight: 8, align: "right" },
      { head: "What", weight: 57 },
      { head: "By", weight: 25 },
    ],
    rows: timeline.map(({ at, minute, text, by }) => [
      second(at),
      minute === null ? "" : String(minute).replace("-", "−"),
      text,
      by ?? "",
    ]),
  });
}

async function drawCorrections(paper: Paper, { corrections }: ReportAnswer, time: Moment): Promise<void> {
  await drawTable(paper, {
    title: "Corrections",
    empty: "None was added.",
    columns: [
      { head: "Added", weight: 14 },
      { head: "What", weight: 20 },
      { head: "Was", weight: 18 },
      { head: "Is", weight: 18 },
      { head: "Reason", weight: 20 },
      { head: "By", weight: 16 },
    ],
    rows: corrections.map(({ at, subject, was, is, reason, by }) => [time(at), subject, was, is, reason, by]),
  });
}

const ROLES = [
  { role: "nurse", label: "Nurse" },
  { role: "physician", label: "Physician" },
] as const;

function drawSignatures(paper: Paper, { signatures, row }: ReportAnswer, zone: Zone): void {
  const texts = ROLES.map(({ role, label }) => {
    const given = signatures.filter((signature) => signature.role === role);
    if (given.length === 0) return `${label}: not signed.`;
    const of = ({ by, at, meaning }: (typeof given)[number]): string =>
      `${label}: ${by}, ${zone.date(at)}, ${zone.time(at)}. ${meaning}.`;
    return given.map(of).join(" ");
  });
  const isLocked = ROLES.every(({ role }) => signatures.some((signature) => signature.role === role));
  const state = isLocked
    ? "Signed by both: the record is locked. Corrections stand beside it."
    : row.endedAt === null
      ? "A session is signed after its end."
      : "The record is not locked until a nurse and a physician have signed it in Watchroom.";
  paper.heading(
    "Signatures",
    [...texts, state].reduce((sum, text) => sum + paper.heightOf(text, paper.width) + 3, 0),
  );
  for (const text of [...texts, state]) paper.paragraph(text);
}
