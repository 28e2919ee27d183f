import { ok, type Result, refuse } from "@watchroom/shared/result";
import { cellsOf, numberOf } from "./recording-cells.ts";
import { timesOf } from "./recording-time.ts";

/** One value of a recording. `metric`: a name of NAMES, or as the file has it. */
type RecordedValue = { readonly atS: number; readonly metric: string; readonly value: number };
type RecordedTable = {
  readonly values: readonly RecordedValue[];
  /** What could not be read and was left out, in words; the first few. */
  readonly faults: readonly string[];
  readonly faultCount: number;
  /** What was taken for granted of how the file is written, in sentences. */
  readonly notes: readonly string[];
};

/** What monitors and public recordings (MIMIC, BIDMC, VitalDB) call what an oximeter or a cuff measures. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  spo2: ["spo2", "pleth_spo2", "spo2_pct", "o2sat", "o2_sat"],
  pulse_rate: ["pulse_rate", "pulse", "pr", "pleth_hr", "spo2_pulse", "puls"],
  heart_rate: ["heart_rate", "hr"],
  nibp_sys: ["nibp_sys", "nibp_sbp", "nbp_sys", "nbps", "nibp_systolic"],
  nibp_dia: ["nibp_dia", "nibp_dbp", "nbp_dia", "nbpd", "nibp_diastolic"],
  nibp_mean: ["nibp_mean", "nibp_mbp", "nbp_mean", "nbpm", "nibp_map"],
};
const METRIC_OF = new Map(Object.entries(NAMES).flatMap(([metric, all]) => all.map((name) => [name, metric] as const)));
const TIMES = new Set(["t_seconds", "time", "time_s", "t", "seconds", "timestamp", "datetime", "zeit", "uhrzeit"]);
const DATES = new Set(["date", "datum"]);
/** Lines that are no part of the table: comments, and what a spreadsheet is told of the separator. */
const COMMENT = /^\s*(?:#|sep=)/i;
/** Between commas, in quotes: a thousand and more, or decimals. */
const MAYBE_THOUSANDS = /^[1-9]\d{0,2},\d{3}$/;
/** How files write that there is no value. */
const NOTHING = new Set(["", "nan", "na", "n/a", "null", "none", "-", "--"]);
const FAULTS_SHOWN = 5;
const PERCENT = 100;

/** "Time [s]" is "time", "Solar8000/PLETH_SPO2" is "pleth_spo2". */
const plain = (column: string): string =>
  column
    .replace(/[[(].*?[\])]/g, "")
    .replace(/^.*\//, "")
    .replace(/["'%\uFEFF]/g, "")
    .replaceAll("₂", "2")
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
const metricOf = (name: string): string => METRIC_OF.get(plain(name)) ?? plain(name);

type Columns = {
  readonly time: number;
  /** -1: the time holds the date, or there is none. */
  readonly date: number;
  /** -1: a column for each metric ("wide"), not a metric and a value a line ("long"). */
  readonly metric: number;
  readonly value: number;
  readonly names: readonly string[];
};

function columnsOf(header: readonly string[]): Columns | null {
  const names = header.map(plain);
  const clock = names.findIndex((name) => TIMES.has(name));
  const date = names.findIndex((name) => DATES.has(name));
  const [metric, value] = [names.indexOf("metric"), names.indexOf("value")];
  const isLong = metric >= 0 && value >= 0;
  const isWide = names.some((name) => METRIC_OF.has(name));
  const [time, isApart] = clock >= 0 ? [clock, date >= 0] : [date, false];
  if (time < 0 || !(isLong || isWide)) return null;
  return { time, date: isApart ? date : -1, metric: isLong ? metric : -1, value, names: header.map(metricOf) };
}

/** A date in a column of its own belongs to a clock without one. */
function timeTextOf({ time, date }: Columns, cells: readonly string[]): string {
  const [text = "", day = ""] = [cells[time], cells[date]];
  return day !== "" && /^\d{1,2}:/.test(text) ? `${day} ${text}` : text;
}

type Line = { readonly number: number; readonly text: string };

/**
 * Reads a CSV of numerics, separated by commas, semicolons or tabs, long ("t_seconds,metric,value") or wide ("Time [s],
 * PULSE, SpO2"). A line or value that cannot be read is left out and named; "bad-recording" when nothing can be.
 */
export function readTable(text: string): Result<RecordedTable, "bad-recording"> {
  const all = text
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .map((line, index): Line => ({ number: index + 1, text: line.replace("\uFEFF", "") }))
    .filter((line) => !COMMENT.test(line.text));
  const [first, ...lines] = all.slice(all.findIndex((line) => line.text.trim() !== ""));
  const header = first?.text ?? "";
  const separator = ["\t", ";", ","].find((mark) => header.includes(mark)) ?? ",";
  const columns = columnsOf(cellsOf(header, separator) ?? []);
  if (columns === null) {
    return refuse(
      "bad-recording",
      `The first line must name a time and what was measured, like "t_seconds,metric,value" or "time,spo2,pulse_rate", and is "${header.slice(0, 60)}".`,
    );
  }
  const { values, faults, notes } = asPercent(readLines(lines, columns, separator));
  if (values.length === 0) {
    return refuse(
      "bad-recording",
      `The recording has no values.${faults[0] === undefined ? "" : ` Not read: ${faults[0]}`}`,
    );
  }
  return ok({ values, faults: faults.slice(0, FAULTS_SHOWN), faultCount: faults.length, notes });
}

type Numbered = RecordedValue & { readonly line: number };
type Read<Value> = {
  readonly values: readonly Value[];
  readonly faults: readonly string[];
  readonly notes: readonly string[];
};

function readLines(lines: readonly Line[], columns: Columns, separator: string): Read<Numbered> {
  const rows = lines.map((line) => ({ ...line, cells: cellsOf(line.text, separator) ?? [] }));
  const texts = rows.map(({ cells }) => timeTextOf(columns, cells));
  const isDoubtful = (time: string): boolean => separator === "," && MAYBE_THOUSANDS.test(time);
  const { atS: times, notes } = timesOf(texts.map((time) => (isDoubtful(time) ? "" : time)));
  const values: Numbered[] = [];
  const faults: string[] = [];
  for (const [index, { number, text, cells }] of rows.entries()) {
    const atS = times[index] ?? null;
    // A number with a comma between commas has come apart: nothing behind it is where its name is.
    const isTooLong = cells.findLastIndex((cell) => cell !== "") >= columns.names.length;
    const isUnread = atS === null || isTooLong;
    const { read, unread } = isUnread ? { read: [], unread: [text.slice(0, 60)] } : valuesOf(columns, cells, atS);
    for (const value of read) values.push({ ...value, line: number });
    for (const part of unread) faults.push(`line ${number}: ${part}`);
  }
  return { values, faults, notes };
}

/** The values of one line, and what is neither a number nor nothing. */
function valuesOf({ time, date, metric, value, names }: Columns, cells: readonly string[], atS: number) {
  const named =
    metric >= 0
      ? [[metricOf(cells[metric] ?? ""), cells[value] ?? "?"] as const]
      : names.flatMap((name, index) => (index === time || index === date ? [] : [[name, cells[index] ?? ""] as const]));
  const read: RecordedValue[] = [];
  const unread: string[] = [];
  for (const [name, cell] of named) {
    if (NOTHING.has(cell.toLowerCase())) continue;
    const number = numberOf(cell);
    if (name !== "" && number !== null) read.push({ atS, metric: name, value: number });
    // A column that nobody asks for may hold words.
    else if (metric >= 0 || METRIC_OF.has(name)) unread.push(`${name} ${cell}`.slice(0, 60));
  }
  return { read, unread };
}

/** Nobody has an SpO2 of 1 %: up to 1 it is a fraction where most of the file are; of two forms the rarer is not read. */
function asPercent({ values, faults, notes }: Read<Numbered>): Read<RecordedValue> {
  const isFraction = ({ value }: RecordedValue): boolean => value <= 1;
  const measured = values.filter(({ metric, value }) => metric === "spo2" && value > 0);
  const fractions = measured.filter(isFraction);
  const isOfFractions = fractions.length > measured.length / 2;
  const odd = new Set(measured.filter((one) => isFraction(one) !== isOfFractions));
  const left = [...odd].map(
    ({ line, value }) => `line ${line}: spo2 ${value} among ${isOfFractions ? "fractions" : "percents"}`,
  );
  const kept = values.filter((one) => !odd.has(one));
  if (!isOfFractions) return { values: kept, faults: [...faults, ...left], notes };
  // Two decimals are more than an oximeter has, and free of what a product of fractions leaves behind.
  const percent = (value: number): number => Math.round(value * PERCENT * PERCENT) / PERCENT;
  return {
    values: kept.map((one) => (one.metric === "spo2" ? { ...one, value: percent(one.value) } : one)),
    faults: [...faults, ...left],
    notes: [...notes, "SpO2 is written as a fraction of 1: it was taken as per cent."],
  };
}
