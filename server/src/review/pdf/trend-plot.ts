import type { TrendAnswer } from "@watchroom/shared/http";
import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import type { MetricId } from "@watchroom/shared/metric";
import { PHASE_LABELS } from "@watchroom/shared/session";
import type { LimitsFrom, PhaseStart } from "../session-fold.ts";
import { GREY, type Paper } from "./paper.ts";

type Oximetry = TrendAnswer["oximetry"];
type Trend = {
  readonly report: ReportAnswer;
  readonly oximetry: Oximetry;
  readonly phases: readonly PhaseStart[];
  readonly limits: readonly LimitsFrom[];
  readonly from: number;
  readonly to: number;
};
type Panel = {
  readonly label: string;
  readonly unit: string;
  readonly height: number;
  readonly low: number;
  readonly high: number;
  readonly step: number;
};

const MINUTE_MS = 60_000;
const AXIS_WIDTH = 62;
const BETWEEN = 10;
/** Above the panels: the phases' names in rows, then the doses. */
const ROWS = 3;
const ROW = 9;
const MARKS = ROWS * ROW + 10;
const TICKS = 16;
const SMALL = { size: 7 } as const;

/** SpO₂, pulse and pressure over minutes from the first dose, one above the other. A gap in the record is a gap here. */
export function drawTrend(paper: Paper, trend: Trend): void {
  const panels = panelsOf(trend);
  const height = panels.reduce((sum, panel) => sum + panel.height + BETWEEN, MARKS + TICKS);
  paper.heading("Trend", height);
  const top = paper.y;
  paper.tagged("Figure", null, () => drawAll(paper, trend, panels, top), altOf(trend));
  paper.y = top + height;
}

function drawAll(paper: Paper, trend: Trend, panels: readonly [Panel, Panel, Panel], top: number): void {
  const x = xOf(paper, trend);
  const bottom = top + MARKS + panels.reduce((sum, panel) => sum + panel.height + BETWEEN, 0) - BETWEEN;
  drawPhases(paper, trend, x, top, bottom);
  drawMinutes(paper, trend, x, top + MARKS, bottom);
  const [spo2, pulse, pressure] = panels;
  let y = top + MARKS;
  drawFrame(paper, spo2, y);
  drawLimits(paper, trend, "spo2", x, { ...spo2, top: y });
  drawLine(paper, trend.oximetry.at, trend.oximetry.spo2Low, x, yOf(spo2, y));
  y += spo2.height + BETWEEN;
  drawFrame(paper, pulse, y);
  drawLimits(paper, trend, "pulseRate", x, { ...pulse, top: y });
  drawLine(paper, trend.oximetry.at, trend.oximetry.pulseRate, x, yOf(pulse, y));
  y += pulse.height + BETWEEN;
  drawFrame(paper, pressure, y);
  drawLimits(paper, trend, "systolic", x, { ...pressure, top: y });
  drawPressures(paper, trend, x, yOf(pressure, y));
}

const xOf = (paper: Paper, { from, to }: Trend): ((at: number) => number) => {
  const [left, right] = [paper.left + AXIS_WIDTH, paper.left + paper.width - 4];
  return (at) => left + ((at - from) / Math.max(1, to - from)) * (right - left);
};
const yOf = ({ low, high, height }: Panel, top: number): ((value: number) => number) => {
  return (value) => top + height - ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * height;
};

/** Each panel holds every value; its least range is what is usual, so that nothing small looks large. */
function panelsOf({ report, oximetry }: Trend): [Panel, Panel, Panel] {
  const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
  const spo2Low = Math.min(90, ...known(oximetry.spo2Low));
  const pulse = known(oximetry.pulseRate);
  const pressures = known(report.vitals.flatMap(({ systolic, diastolic }) => [systolic, diastolic]));
  return [
    { label: "SpO₂", unit: "%", height: 78, low: down(spo2Low - 1, 5), high: 100, step: spo2Low < 80 ? 10 : 5 },
    panel({ label: "Pulse", unit: "/min", height: 78 }, 20, [50, 100, ...pulse]),
    panel({ label: "Pressure", unit: "mmHg", height: 96 }, 20, [60, 140, ...pressures]),
  ];
}

const down = (value: number, step: number): number => Math.floor(value / step) * step;

function panel(named: Pick<Panel, "label" | "unit" | "height">, step: number, values: readonly number[]): Panel {
  const low = down(
    values.reduce((a, b) => Math.min(a, b)),
    step,
  );
  const high = -down(-values.reduce((a, b) => Math.max(a, b)), step);
  return { ...named, low, high, step: high - low > 120 ? 2 * step : step };
}

function drawFrame(paper: Paper, { label, unit, low, high, step, height }: Panel, top: number): void {
  const left = paper.left + AXIS_WIDTH;
  const right = paper.left + paper.width - 4;
  const y = yOf({ label, unit, low, high, step, height }, top);
  paper.doc
    .lineWidth(0.6)
    .strokeColor("black")
    .rect(left, top, right - left, height)
    .stroke();
  for (let value = low; value <= high; value += step) {
    if (value > low && value < high) paper.line(left, y(value), right, y(value), { width: 0.3, colour: "#bbbbbb" });
    paper.write(String(value), left - 22, y(value) - 4.5, 19, { ...SMALL, align: "right" });
  }
  paper.write(label, paper.left, top + height / 2 - 10, 38, { ...SMALL, font: "bold" });
  paper.write(unit, paper.left, top + height / 2, 38, SMALL);
}

const LIMIT_WORDS: Partial<Record<MetricId, string>> = { systolic: "– – limit of systolic" };

/** The first limit of each side as it was in force; one that lies beyond the panel is far from every value. */
function drawLimits(
  paper: Paper,
  { limits, from, to }: Trend,
  metric: MetricId,
  x: (at: number) => number,
  panel: Panel & { readonly top: number },
): void {
  const y = yOf(panel, panel.top);
  paper.doc.dash(4, { space: 3 });
  for (const [index, { from: since, limits: set }] of limits.entries()) {
    const [begin, end] = [Math.max(from, since), Math.min(to, limits[index + 1]?.from ?? to)];
    for (const value of [set[metric]?.low ?? null, set[metric]?.high ?? null]) {
      if (value === null || value <= panel.low || value >= panel.high || begin >= end) continue;
      paper.line(x(begin), y(value), x(end), y(value), { width: 0.6, colour: GREY });
    }
  }
  paper.doc.undash();
  paper.write(LIMIT_WORDS[metric] ?? "– – limit", paper.left, panel.top + panel.height / 2 + 12, 38, SMALL);
}

function drawLine(
  paper: Paper,
  at: readonly number[],
  values: readonly (number | null)[],
  x: (at: number) => number,
  y: (value: number) => number,
): void {
  const { doc } = paper;
  doc.lineWidth(0.8).strokeColor("black");
  let isDrawing = false;
  for (const [index, moment] of at.entries()) {
    const value = values[index] ?? null;
    if (value === null) isDrawing = false;
    else if (isDrawing) doc.lineTo(x(moment), y(value));
    else doc.moveTo(x(moment), y(value)).lineTo(x(moment) + 0.3, y(value)); // a single value is seen as a dot
    if (value !== null) isDrawing = true;
  }
  doc.stroke();
}

/** From diastolic to systolic; an open ring in the middle where a person typed it. */
function drawPressures(paper: Paper, trend: Trend, x: (at: number) => number, y: (value: number) => number): void {
  const { doc } = paper;
  for (const { at, systolic, diastolic, from } of trend.report.vitals) {
    if (systolic === null || diastolic === null) continue;
    const [where, high, low] = [x(at), y(systolic), y(diastolic)];
    paper.line(where, high, where, low, { width: 1.2 });
    paper.line(where - 3, high, where + 3, high, { width: 1.2 });
    paper.line(where - 3, low, where + 3, low, { width: 1.2 });
    if (from.startsWith("typed")) doc.circle(where, (high + low) / 2, 2.2).fillAndStroke("white", "black");
  }
}

/** Where phases begin, with their names; and the doses as full triangles. */
function drawPhases(
  paper: Paper,
  { report, phases, from }: Trend,
  x: (at: number) => number,
  top: number,
  bottom: number,
): void {
  const right = paper.left + paper.width;
  const free = Array.from({ length: ROWS }, () => 0);
  const labels: (() => void)[] = [];
  for (const { phase, from: since } of phases) {
    const where = x(Math.max(since, from));
    const width = paper.widthOf(PHASE_LABELS[phase], SMALL) + 2;
    // At the right edge the name stands before its line.
    const begin = where + 2 + width > right ? where - width : where + 2;
    const row = free.findIndex((taken) => begin >= taken);
    paper.doc.dash(2, { space: 2 });
    paper.line(where, top + Math.max(0, row) * ROW, where, bottom, { width: 0.6, colour: GREY });
    paper.doc.undash();
    if (row < 0) continue;
    labels.push(() => {
      paper.doc.rect(begin, top + row * ROW, width - 1, ROW).fill("white");
      paper.write(PHASE_LABELS[phase], begin, top + row * ROW, width, SMALL);
    });
    free[row] = begin + width + 2;
  }
  // The line of a later phase must not cross a name.
  for (const label of labels) label();
  const base = top + MARKS - 1;
  for (const { at } of report.session.doses.filter(({ action }) => action === "give" || action === "start")) {
    const where = x(at);
    paper.doc.polygon([where - 3.5, base - 7], [where + 3.5, base - 7], [where, base]).fill("black");
  }
}

const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 240];
const TICKS_MAX = 12;

function drawMinutes(
  paper: Paper,
  { report, from, to }: Trend,
  x: (at: number) => number,
  top: number,
  bottom: number,
) {
  const origin = report.session.doseAt ?? report.session.startedAt;
  const step = STEPS_MIN.find((one) => (to - from) / (one * MINUTE_MS) <= TICKS_MAX) ?? 480;
  for (let tick = Math.ceil((from - origin) / MINUTE_MS / step) * step; origin + tick * MINUTE_MS <= to; tick += step) {
    const where = x(origin + tick * MINUTE_MS);
    paper.line(where, top, where, bottom, { width: 0.3, colour: "#bbbbbb" });
    paper.write(String(tick), where - 15, bottom + 3, 30, { ...SMALL, align: "center" });
  }
  paper.write("▼ dose", paper.left, top - 9, AXIS_WIDTH - 6, SMALL);
  paper.write("minutes", paper.left, bottom + 3, AXIS_WIDTH - 4, SMALL);
}

function altOf({ oximetry, report }: Trend): string {
  const spo2 = oximetry.spo2Low.filter((value) => value !== null);
  const systolic = report.vitals.flatMap((row) => row.systolic ?? []);
  const least = spo2.length === 0 ? "not measured" : `at least ${spo2.reduce((a, b) => Math.min(a, b))} %`;
  const most = systolic.length === 0 ? "not measured" : `at most ${systolic.reduce((a, b) => Math.max(a, b))} mmHg`;
  return `SpO₂, pulse and pressure over the session. SpO₂ ${least}, systolic ${most}. The vitals table has the numbers.`;
}
