import type { Priority } from "@watchroom/shared/alarm";
import { DOSE_LABELS } from "@watchroom/shared/dose";
import { eventText } from "@watchroom/shared/event";
import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import { minuteOf, type Zone } from "../zone.ts";
import type { Paper } from "./paper.ts";
import { type Column, drawTable } from "./table.ts";

const TIME: Column = { head: "Time", weight: 9 };
const MINUTE: Column = { head: "Min", weight: 8, align: "right" };

/** What was measured, given, judged, signalled and done: one table each, in order of time. */
export async function drawTables(paper: Paper, report: ReportAnswer, zone: Zone): Promise<void> {
  const day = report.session.startedAt;
  const time = (at: number): string => zone.time(at, day);
  const second = (at: number): string => zone.second(at, day);
  await drawVitals(paper, report, time);
  await drawDoses(paper, report, second);
  await drawAssessments(paper, report, time);
  await drawAlarms(paper, report, second);
  await drawEvents(paper, report, time);
}

type Moment = (at: number) => string;
const number = (value: number | null): string => (value === null ? "--" : String(Math.round(value)));
const minute = (value: number | null): string => (value === null ? "" : String(value).replace("-", "−"));

async function drawVitals(paper: Paper, { vitals, session }: ReportAnswer, time: Moment): Promise<void> {
  await drawTable(paper, {
    title: "Vital signs",
    empty: "Nothing was measured.",
    columns: [
      TIME,
      MINUTE,
      { head: "Pressure mmHg", weight: 16, align: "right" },
      { head: "Mean", weight: 8, align: "right" },
      { head: "Pulse /min", weight: 11, align: "right" },
      { head: "SpO₂ %", weight: 9, align: "right" },
      { head: "From", weight: 32 },
    ],
    rows: vitals.map((row) => [
      time(row.at),
      minute(row.minute),
      row.systolic === null && row.diastolic === null ? "" : `${number(row.systolic)}/${number(row.diastolic)}`,
      row.mean === null ? "" : number(row.mean),
      number(row.pulseRate),
      number(row.spo2),
      isBaseline(row.at, session) ? `${row.from} (baseline)` : row.from,
    ]),
  });
}

const isBaseline = (at: number, { baseline }: ReportAnswer["session"]): boolean => baseline?.at === at;

async function drawDoses(paper: Paper, { session, timeline }: ReportAnswer, second: Moment): Promise<void> {
  await drawTable(paper, {
    title: "Doses",
    empty: "No dose was given.",
    columns: [
      { head: "Time", weight: 12 },
      MINUTE,
      { head: "What", weight: 22 },
      { head: "Amount", weight: 13, align: "right" },
      { head: "Rate", weight: 13, align: "right" },
      { head: "Lot", weight: 16 },
      { head: "By", weight: 24 },
    ],
    rows: session.doses.map((dose) => [
      second(dose.at),
      minute(minuteOf(dose.at, session.doseAt)),
      DOSE_LABELS[dose.action],
      dose.amountMg === null ? "" : `${dose.amountMg} mg`,
      dose.rateMgPerH === null ? "" : `${Math.round(dose.rateMgPerH * 10) / 10} mg/h`,
      dose.lot ?? "",
      dose.by,
    ]),
  });
  const { dosePlan } = session;
  if (dosePlan !== null) {
    const weight = dosePlan.weightKg === null ? "" : `, weight ${dosePlan.weightKg} kg`;
    const perKg = dosePlan.mgPerKg === null ? "" : `, ${dosePlan.mgPerKg} mg/kg`;
    paper.y += 3;
    paper.paragraph(`Planned: ${dosePlan.amountMg} mg over ${dosePlan.minutes} min${weight}${perKg}.`);
  }
  for (const { text, by } of timeline.filter((row) => row.kind === "dose" && row.text.includes("decided by"))) {
    paper.paragraph(`${text}. Recorded by ${by ?? "nobody"}.`);
  }
}

async function drawAssessments(paper: Paper, { assessments }: ReportAnswer, time: Moment): Promise<void> {
  await drawTable(paper, {
    title: "Assessments",
    empty: "Nothing was assessed.",
    columns: [TIME, MINUTE, { head: "Scale", weight: 30 }, { head: "Value", weight: 32 }, { head: "By", weight: 24 }],
    rows: assessments.map((row) => [time(row.at), minute(row.minute), row.label, row.text, row.by]),
  });
}

const PRIORITY: Readonly<Record<Priority, string>> = { high: "High !!!", medium: "Medium !!", low: "Low !" };

async function drawAlarms(paper: Paper, { alarms }: ReportAnswer, second: Moment): Promise<void> {
  await drawTable(paper, {
    title: "Alarms",
    empty: "There was no alarm.",
    columns: [
      { head: "Began", weight: 11 },
      MINUTE,
      { head: "Priority", weight: 13 },
      { head: "Alarm", weight: 32 },
      { head: "Acknowledged", weight: 22 },
      { head: "Ended", weight: 20 },
    ],
    rows: alarms.map(({ episode, text, minute: from, acknowledgedBy, acknowledgedAt, endedAt }) => [
      second(episode.since),
      minute(from),
      PRIORITY[episode.priority],
      text,
      acknowledgedAt === null ? "by nobody" : `${second(acknowledgedAt)} ${acknowledgedBy ?? ""}`,
      endedAt === null ? "not ended" : `${second(endedAt)}, after ${lengthOf(endedAt - episode.since)}`,
    ]),
  });
}

const SECOND_MS = 1_000;
const SECONDS_A_MINUTE = 60;
function lengthOf(ms: number): string {
  const seconds = Math.round(ms / SECOND_MS);
  if (seconds < 2 * SECONDS_A_MINUTE) return `${seconds} s`;
  return `${Math.floor(seconds / SECONDS_A_MINUTE)} min`;
}

async function drawEvents(paper: Paper, { session }: ReportAnswer, time: Moment): Promise<void> {
  await drawTable(paper, {
    title: "Events",
    empty: "No event was recorded.",
    columns: [TIME, MINUTE, { head: "What", weight: 57 }, { head: "By", weight: 28 }],
    rows: session.events.map((event) => [
      time(event.at),
      minute(minuteOf(event.at, session.doseAt)),
      eventText(event),
      event.by,
    ]),
  });
}
