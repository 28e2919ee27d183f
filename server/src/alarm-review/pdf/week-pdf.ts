import { STARS } from "@watchroom/shared/alarm";
import { type Episode, type Load, REVIEW_PHASE_LABELS } from "@watchroom/shared/alarm-review";
import { Paper, type PaperName } from "../../review/pdf/paper.ts";
import { drawTable } from "../../review/pdf/table.ts";
import type { Zone } from "../../review/zone.ts";
import type { Span } from "../alarm-record.ts";
import { type DayColumn, drawConditions, drawDays, rateText } from "./bars.ts";

type Week = {
  readonly clinic: string;
  /** "2026-W47". */
  readonly week: string;
  readonly span: Span;
  readonly load: Load;
  readonly zone: Zone;
  readonly simulated: boolean;
  readonly madeAt: number;
  readonly paper: PaperName;
  readonly compress?: boolean;
  /** Lets others run in between. */
  readonly pause: () => Promise<void>;
};

/** A week's alarm load as a tagged PDF, black on white. */
export async function weekPdf(week: Week): Promise<Buffer> {
  const { load, madeAt, compress = true, pause } = week;
  const title = `Alarm report, ${weekText(week.week)}`;
  const paper = new Paper({ paper: week.paper, title, frame: frameOf(week), madeAt, compress, pause });
  paper.tagged("H1", null, () => {
    paper.write(title, paper.left, paper.y, paper.width, { font: "bold", size: 16 });
  });
  paper.y += 24;
  if (madeAt < week.span.to) paper.paragraph("The week is not over: this report is not complete.", { font: "bold" });
  for (const sentence of sentencesOf(load)) paper.paragraph(sentence);
  if (load.figures.alarms === 0) {
    if (load.figures.roomHours > 0) await drawDayTable(paper, week);
    return paper.finish();
  }
  drawDays(paper, "Alarms per room-hour, by day", columnsOf(week));
  drawConditions(paper, "Alarms by condition", load.byCondition);
  await drawDayTable(paper, week);
  await drawPhases(paper, load);
  await drawEpisodes(paper, week, {
    title: "The ten slowest answers",
    empty: "No alarm was acknowledged.",
    head: "Acknowledged",
    rows: load.slowest,
    of: ({ acknowledgedAfterMs, acknowledgedBy }) =>
      `after ${lengthOf(acknowledgedAfterMs ?? 0)} by ${acknowledgedBy ?? ""}`,
  });
  await drawEpisodes(paper, week, {
    title: "The ten longest",
    empty: "No alarm has ended.",
    head: "Lasted",
    rows: load.longest,
    of: ({ lengthMs }) => lengthOf(lengthMs ?? 0),
  });
  await drawEpisodes(paper, week, {
    title: "Longest until somebody could hear it",
    empty: "Every alarm sounded at once.",
    head: "Unheard",
    rows: load.unheard,
    of: ({ unheardMs, heardAt }) => `${lengthOf(unheardMs)}${heardAt === 0 ? ", sounded nowhere" : ""}`,
  });
  return paper.finish();
}

/** "week 47 of 2026". */
function weekText(week: string): string {
  const [year = "", number = ""] = week.split("-W");
  return `week ${Number(number)} of ${year}`;
}

function frameOf({
  clinic,
  week,
  span,
  zone,
  simulated,
  madeAt,
}: Week): ConstructorParameters<typeof Paper>[0]["frame"] {
  return {
    clinic,
    patient: `Alarms of ${weekText(week)}`,
    session: [
      `${zone.date(span.from)} to ${zone.date(span.to)}`,
      `times in ${zone.name(span.from)}`,
      simulated ? "simulated treatments only" : "no simulated treatments",
    ].join("  ·  "),
    foot:
      "Watchroom is a secondary display: this is its own record of what it signalled and what people did, not the " +
      `record of a medical device.\nPrinted ${zone.date(madeAt)}, ${zone.time(madeAt)}.`,
    simulated,
  };
}

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const PERCENT = 100;

/** "41 s", "12 min 05". */
function lengthOf(ms: number): string {
  const seconds = Math.round(ms / SECOND_MS);
  if (seconds < 2 * MINUTE_S) return `${seconds} s`;
  return `${Math.floor(seconds / MINUTE_S)} min ${String(seconds % MINUTE_S).padStart(2, "0")}`;
}
const shareText = (share: number | null): string => (share === null ? "–" : `${Math.round(share * PERCENT)} %`);

function sentencesOf({ figures }: Load): string[] {
  const { roomHours, alarms, inSession, perRoomHour, highPerRoomHour, heldBack, judged, actionable } = figures;
  const { acknowledged, acknowledgeMedianMs, acknowledgeP90Ms, escalated } = figures;
  const held = `${heldBack} times a value came back within its delay, while a cuff was inflating or on a weak signal: kept, and not signalled.`;
  if (alarms === 0) {
    return [
      roomHours === 0 ? "No session and no alarm." : `${roomHours.toFixed(1)} room-hours in session, and no alarm.`,
      ...(heldBack === 0 ? [] : [held]),
    ];
  }
  const hours = `${roomHours.toFixed(1)} room-hours in session; ${alarms} alarms, ${inSession} of them in a session`;
  const rates = `${rateText(perRoomHour)} alarms per room-hour, ${rateText(highPerRoomHour)} of high priority`;
  const worth =
    judged === 0
      ? "Nobody said what the alarms were."
      : `${judged} were judged; ${actionable} of them (${shareText(figures.actionableShare)}) were treated or an expected effect, the rest artefact or sensor.`;
  const answers =
    acknowledgeMedianMs === null || acknowledgeP90Ms === null
      ? "None was acknowledged."
      : `${acknowledged} were acknowledged: half of them within ${lengthOf(acknowledgeMedianMs)}, nine of ten within ${lengthOf(acknowledgeP90Ms)}.`;
  const once =
    "What interrupts a person once is one alarm: one cuff value beyond several limits, or what all rooms had at once.";
  return [`${hours}: ${rates}.`, once, held, worth, `${answers} ${escalated} went beyond the room's nurse.`];
}

/** "23 Nov": the year stands on every page. */
const dayOf = (zone: Zone, at: number): string => zone.date(at).split(" ").slice(0, 2).join(" ");

function columnsOf({ load, zone }: Week): DayColumn[] {
  return load.byDay.map(({ from, figures }) => ({
    label: dayOf(zone, from),
    under: `${figures.roomHours.toFixed(1)} room-h`,
    ...{ high: figures.highPerRoomHour, medium: figures.mediumPerRoomHour, low: figures.lowPerRoomHour },
  }));
}

async function drawDayTable(paper: Paper, { load, zone }: Week): Promise<void> {
  await drawTable(paper, {
    title: "By day",
    empty: "",
    columns: [
      { head: "Day", weight: 16 },
      { head: "Room-hours", weight: 13, align: "right" },
      { head: "Alarms", weight: 10, align: "right" },
      { head: "High !!!", weight: 10, align: "right" },
      { head: "Held back", weight: 12, align: "right" },
      { head: "Worth it", weight: 11, align: "right" },
      { head: "Median to acknowledge", weight: 22, align: "right" },
    ],
    rows: load.byDay.map(({ from, figures }) => [
      zone.date(from),
      figures.roomHours.toFixed(1),
      String(figures.alarms),
      String(figures.high),
      String(figures.heldBack),
      shareText(figures.actionableShare),
      figures.acknowledgeMedianMs === null ? "–" : lengthOf(figures.acknowledgeMedianMs),
    ]),
  });
}

async function drawPhases(paper: Paper, { byPhase }: Load): Promise<void> {
  await drawTable(paper, {
    title: "By phase",
    empty: "",
    columns: [
      { head: "Phase", weight: 30 },
      { head: "Room-hours", weight: 20, align: "right" },
      { head: "Alarms", weight: 20, align: "right" },
      { head: "Per room-hour", weight: 20, align: "right" },
    ],
    rows: byPhase.map(({ phase, roomHours, alarms, perRoomHour }) => [
      REVIEW_PHASE_LABELS[phase],
      phase === "outside" ? "–" : roomHours.toFixed(1),
      String(alarms),
      rateText(perRoomHour),
    ]),
  });
}

type Listed = {
  readonly title: string;
  readonly empty: string;
  readonly head: string;
  readonly rows: readonly Episode[];
  readonly of: (episode: Episode) => string;
};

async function drawEpisodes(paper: Paper, { zone }: Week, { title, empty, head, rows, of }: Listed): Promise<void> {
  await drawTable(paper, {
    title,
    empty,
    columns: [
      { head: "Began", weight: 16 },
      { head: "Room", weight: 20 },
      { head: "Alarm", weight: 33 },
      { head: "Phase", weight: 16 },
      { head, weight: 29 },
    ],
    rows: rows.map((episode) => [
      `${dayOf(zone, episode.since)}, ${zone.second(episode.since)}`,
      [episode.room, episode.initials ?? ""].filter(Boolean).join(", "),
      `${STARS[episode.priority]} ${episode.text}`,
      REVIEW_PHASE_LABELS[episode.phase],
      of(episode),
    ]),
  });
}
