import { givenMg } from "@watchroom/shared/dose";
import type { TrendAnswer } from "@watchroom/shared/http";
import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import { ROUTES, SESSION_END_LABELS } from "@watchroom/shared/session";
import type { FoldedSession } from "../session-fold.ts";
import { birthDateText, minuteOf, type Zone } from "../zone.ts";
import { drawAfter } from "./after.ts";
import { type PageFrame, Paper, type PaperName } from "./paper.ts";
import { drawTables } from "./tables.ts";
import { drawTrend } from "./trend-plot.ts";

type Printed = {
  readonly report: ReportAnswer;
  readonly oximetry: TrendAnswer["oximetry"];
  readonly folded: Pick<FoldedSession, "phases" | "limits">;
  readonly zone: Zone;
  readonly paper: PaperName;
  readonly compress?: boolean;
  /** Lets others run in between. */
  readonly pause: () => Promise<void>;
};

/** The whole report as a tagged PDF, black on white. */
export async function reportPdf(printed: Printed): Promise<Buffer> {
  const { report, oximetry, folded, zone, compress = true, pause } = printed;
  const { session, row, madeAt } = report;
  const title = `Session report: ${session.initials}, ${zone.date(session.startedAt)}`;
  const paper = new Paper({ paper: printed.paper, title, frame: frameOf(report, zone), madeAt, compress, pause });
  paper.tagged("H1", null, () => {
    paper.write("Session report", paper.left, paper.y, paper.width, { font: "bold", size: 16 });
  });
  paper.y += 24;
  drawSummary(paper, report, zone);
  // Doses and pressures may have been entered late, from before the room was watched.
  const moments = [row.recordFrom, ...session.doses.map(({ at }) => at), ...report.vitals.map(({ at }) => at)];
  const from = moments.reduce((a, b) => Math.min(a, b));
  const { phases, limits } = folded;
  drawTrend(paper, { report, oximetry, phases, limits, from, to: row.endedAt ?? madeAt });
  await drawTables(paper, report, zone);
  await drawAfter(paper, report, zone);
  return paper.finish();
}

function frameOf({ clinic, session, row, madeAt }: ReportAnswer, zone: Zone): PageFrame {
  const { patient } = session;
  const who = [
    session.initials,
    ...(patient.name === null ? [] : [patient.name]),
    patient.recordNumber === null ? "record number not given" : `record number ${patient.recordNumber}`,
    patient.birthDate === null ? "birth date not given" : `born ${birthDateText(patient.birthDate)}`,
  ];
  const what = [
    ROUTES[session.route].label,
    `${session.protocol.name}, version ${session.protocol.version}`,
    zone.date(session.startedAt),
    `times in ${zone.name(session.startedAt)}`,
  ];
  return {
    clinic,
    patient: who.join("  ·  "),
    session: what.join("  ·  "),
    foot:
      "Watchroom is a secondary display: this is its own record of what it was sent and what people entered, not the " +
      `record of a medical device.\nPrinted ${zone.date(madeAt)}, ${zone.time(madeAt)}.`,
    simulated: row.simulated,
  };
}

type Fact = readonly [label: string, text: string];

function drawSummary(paper: Paper, report: ReportAnswer, zone: Zone): void {
  for (const [label, text] of factsOf(report, zone)) {
    const width = 118;
    const height = Math.max(
      paper.heightOf(text, paper.width - width),
      paper.heightOf(label, width - 6, { font: "bold" }),
    );
    paper.ensure(height);
    paper.tagged("P", null, () => {
      paper.write(label, paper.left, paper.y, width - 6, { font: "bold" });
      paper.write(text, paper.left + width, paper.y, paper.width - width);
    });
    paper.y += height + 3;
  }
}

function factsOf({ session, row, devices, madeAt }: ReportAnswer, zone: Zone): Fact[] {
  const time = (at: number): string => zone.time(at, session.startedAt);
  const given = givenMg(session.doses, row.endedAt ?? madeAt);
  const { ending } = row.facts;
  const end =
    row.endedAt === null
      ? "Still running: this report is not complete."
      : `${ending === null ? "Ended" : SESSION_END_LABELS[ending.how]} at ${time(row.endedAt)}`;
  const minutes = row.endedAt === null ? null : minuteOf(row.endedAt, session.doseAt);
  return [
    ["Room", row.room],
    ["Started", `${time(session.startedAt)} by ${session.startedBy}`],
    ["Had the room", session.owner === null ? "nobody" : `${session.owner.name} since ${time(session.owner.since)}`],
    ["First dose", session.doseAt === null ? "none was given" : zone.second(session.doseAt, session.startedAt)],
    ...(session.dosingEndedAt === null
      ? []
      : [["Dosing ended", zone.second(session.dosingEndedAt, session.startedAt)] satisfies Fact]),
    ["Given in all", givenText(session.doseAt, given)],
    ["End", minutes === null ? end : `${end}, ${minutes} min from the first dose`],
    ["Devices", devices.length === 0 ? "none" : devices.join(", ")],
  ];
}

function givenText(doseAt: number | null, given: number | null): string {
  if (doseAt === null) return "nothing";
  return given === null ? "not known: no rate was recorded" : `${Math.round(given * 10) / 10} mg`;
}
