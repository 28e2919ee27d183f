import type { Load } from "@watchroom/shared/alarm-review";
import { GREY, type Paper } from "../../review/pdf/paper.ts";

const SMALL = { size: 7.5 } as const;
const AXIS_WIDTH = 30;
const DAY_HEIGHT = 110;
const DAY_LABELS = 26;
const LEGEND = 16;
const ROW = 15;
const NAME_WIDTH = 150;
const VALUE_WIDTH = 150;
const ROWS_MAX = 12;
const TICKS = 4;
/** From the most urgent: black, then lighter, so that a printer of one colour tells them apart. */
const FILLS = { high: "black", medium: "#8a8a8a", low: "#d9d9d9" } as const;
const KINDS = ["high", "medium", "low"] as const;

/** One column of a day: what stands below it, and its parts. */
export type DayColumn = { readonly label: string; readonly under: string } & Readonly<
  Record<(typeof KINDS)[number], number | null>
>;

/** Columns of a week, each in parts by priority; a day without a room-hour has none. */
export function drawDays(paper: Paper, title: string, columns: readonly DayColumn[]): void {
  const height = LEGEND + DAY_HEIGHT + DAY_LABELS;
  paper.heading(title, height);
  const top = paper.y;
  paper.tagged("Figure", null, () => drawColumns(paper, columns, top), altOf(title, columns));
  paper.y = top + height;
}

/** Below one a second decimal: a high alarm in six room-hours and one in seven are not the same. */
export const rateText = (rate: number | null): string =>
  rate === null ? "–" : rate.toFixed(rate > 0 && rate < 1 ? 2 : 1);
const sumOf = (column: DayColumn): number => KINDS.reduce((sum, kind) => sum + (column[kind] ?? 0), 0);

function drawColumns(paper: Paper, columns: readonly DayColumn[], top: number): void {
  const base = top + LEGEND + DAY_HEIGHT;
  const left = paper.left + AXIS_WIDTH;
  const step = stepOf(Math.max(...columns.map(sumOf), 0));
  const most = step * TICKS;
  for (let tick = 0; tick <= TICKS; tick++) {
    const y = base - (tick / TICKS) * DAY_HEIGHT;
    paper.line(left, y, paper.left + paper.width, y, { width: tick === 0 ? 0.8 : 0.3, colour: GREY });
    const text = (tick * step).toFixed(step < 1 ? 1 : 0);
    paper.write(text, paper.left, y - 4.5, AXIS_WIDTH - 6, { ...SMALL, align: "right" });
  }
  drawLegend(paper, left, top);
  const place = (paper.left + paper.width - left) / Math.max(1, columns.length);
  for (const [index, column] of columns.entries()) {
    const x = left + index * place;
    let y = base;
    for (const kind of KINDS) {
      const tall = ((column[kind] ?? 0) / most) * DAY_HEIGHT;
      y -= tall;
      if (tall > 0) box(paper, { x: x + place * 0.2, y, width: place * 0.6, height: tall }, FILLS[kind]);
    }
    const total = column.high === null ? "–" : rateText(sumOf(column));
    paper.write(total, x, y - 10, place, { ...SMALL, align: "center" });
    paper.write(column.label, x, base + 3, place, { ...SMALL, align: "center" });
    paper.write(column.under, x, base + 13, place, { ...SMALL, align: "center", colour: GREY });
  }
}

/** 1, 2 or 5 times a power of ten, so that the axis reads well. */
function stepOf(most: number): number {
  const least = Math.max(most, 0.4) / TICKS;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least - 1e-9) ?? 10) * power;
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
const box = (paper: Paper, { x, y, width, height }: Box, fill: string): void =>
  void paper.doc.lineWidth(0.5).rect(x, y, width, height).fillAndStroke(fill, "black");

function drawLegend(paper: Paper, left: number, top: number): void {
  let x = left;
  for (const kind of KINDS) {
    box(paper, { x, y: top, width: 8, height: 8 }, FILLS[kind]);
    paper.write(`${kind} priority`, x + 12, top - 0.5, 80, SMALL);
    x += 92;
  }
}

const altOf = (title: string, columns: readonly DayColumn[]): string => {
  const days = columns.map(
    (column) =>
      `${column.label} ${column.high === null ? "no session" : `${rateText(sumOf(column))}, ${rateText(column.high)} of high priority`}`,
  );
  return `${title}: ${days.join("; ")}.`;
};

/** Lying bars, the most frequent first, with counts and how many of the judged ones were worth it. */
export function drawConditions(paper: Paper, title: string, conditions: Load["byCondition"]): void {
  const shown = conditions.filter(({ alarms }) => alarms > 0).slice(0, ROWS_MAX);
  if (shown.length === 0) return;
  const height = LEGEND + shown.length * ROW;
  paper.heading(title, height);
  const top = paper.y;
  const texts = shown.map((row) => `${row.label} ${conditionText(row)}`);
  paper.tagged("Figure", null, () => drawRows(paper, shown, top), `${title}: ${texts.join("; ")}.`);
  paper.y = top + height;
}

function drawRows(paper: Paper, rows: Load["byCondition"], top: number): void {
  const left = paper.left + NAME_WIDTH;
  const width = paper.width - NAME_WIDTH - VALUE_WIDTH;
  const most = Math.max(...rows.map(({ alarms }) => alarms));
  drawLegend(paper, left, top);
  for (const [index, row] of rows.entries()) {
    const y = top + LEGEND + index * ROW;
    paper.write(row.label, paper.left, y, NAME_WIDTH - 6, SMALL);
    let x = left;
    for (const kind of KINDS) {
      const wide = (row[kind] / most) * width;
      if (wide > 0) box(paper, { x, y, width: wide, height: ROW - 6 }, FILLS[kind]);
      x += wide;
    }
    paper.write(conditionText(row), left + width + 8, y, VALUE_WIDTH - 8, SMALL);
  }
}

function conditionText({ alarms, judged, actionable, heldBack }: Load["byCondition"][number]): string {
  const worth = judged === 0 ? "none judged" : `${actionable} of ${judged} judged worth it`;
  return `${alarms}: ${worth}${heldBack === 0 ? "" : `; ${heldBack} held back`}`;
}
