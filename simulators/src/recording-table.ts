import { ok, type Result, refuse } from "@watchroom/shared/result";

/** One value of a recording. `metric`: a name of NAMES, or as the file has it. */
type RecordedValue = { readonly atS: number; readonly metric: string; readonly value: number };
type RecordedTable = {
  readonly values: readonly RecordedValue[];
  /** What could not be read and was left out, in words; the first few. */
  readonly faults: readonly string[];
  readonly faultCount: number;
};

/** What monitors and public recordings (MIMIC, BIDMC, VitalDB) call what an oximeter or a cuff measures. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  spo2: ["spo2", "%spo2", "pleth_spo2", "spo2_pct"],
  pulse_rate: ["pulse_rate", "pulse", "pr", "pleth_hr", "spo2_pulse"],
  heart_rate: ["heart_rate", "hr"],
  nibp_sys: ["nibp_sys", "nibp_sbp", "nbp_sys", "nbps", "nibp_systolic"],
  nibp_dia: ["nibp_dia", "nibp_dbp", "nbp_dia", "nbpd", "nibp_diastolic"],
  nibp_mean: ["nibp_mean", "nibp_mbp", "nbp_mean", "nbpm", "nibp_map"],
};
const METRIC_OF = new Map(Object.entries(NAMES).flatMap(([metric, all]) => all.map((name) => [name, metric] as const)));
const TIMES = new Set(["t_seconds", "time", "time_s", "t", "seconds", "timestamp"]);
/** How files write that there is no value. */
const NOTHING = new Set(["", "nan", "na", "n/a", "null", "none", "-", "--"]);
const FAULTS_SHOWN = 5;
const MS_A_SECOND = 1_000;

/** "Time [s]" is "time", "Solar8000/PLETH_SPO2" is "pleth_spo2". */
const plain = (column: string): string =>
  column
    .replace(/[[(].*?[\])]/g, "")
    .replace(/^.*\//, "")
    .replace(/["'\uFEFF]/g, "")
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
const metricOf = (name: string): string => METRIC_OF.get(plain(name)) ?? plain(name);

/** Seconds: a number, "hh:mm:ss", or a date with its time. Null: none of these. */
function secondsOf(text: string): number | null {
  if (text === "") return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds;
  const clock = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text);
  if (clock !== null) return Number(clock[1]) * 3_600 + Number(clock[2]) * 60 + Number(clock[3]);
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms / MS_A_SECOND;
}

type Columns = { readonly time: number; readonly metric: number; readonly value: number; readonly names: string[] };

/** Where things are: a metric and a value a line ("long"), or a column for each metric (`metric` is then -1). */
function columnsOf(header: readonly string[]): Columns | null {
  const names = header.map(plain);
  const time = names.findIndex((name) => TIMES.has(name));
  const [metric, value] = [names.indexOf("metric"), names.indexOf("value")];
  const isLong = metric >= 0 && value >= 0;
  const isWide = names.some((name) => METRIC_OF.has(name));
  return time >= 0 && (isLong || isWide)
    ? { time, metric: isLong ? metric : -1, value, names: header.map(metricOf) }
    : null;
}

/**
 * Reads a CSV of numerics, separated by commas, semicolons or tabs, long ("t_seconds,metric,value") or wide ("Time [s],
 * PULSE, SpO2"). A line or value that cannot be read is left out and named; "bad-recording" when nothing can be.
 */
export function readTable(text: string): Result<RecordedTable, "bad-recording"> {
  const [header = "", ...lines] = text.trim().split(/\r?\n/);
  const separator = ["\t", ";", ","].find((mark) => header.includes(mark)) ?? ",";
  const columns = columnsOf(header.split(separator));
  if (columns === null) {
    const found = header.slice(0, 60);
    return refuse(
      "bad-recording",
      `The first line must name a time and what was measured, like "t_seconds,metric,value" or "time,spo2,pulse_rate", and is "${found}".`,
    );
  }
  const values: RecordedValue[] = [];
  const faults: string[] = [];
  for (const [index, line] of lines.entries()) {
    const cells = line.split(separator).map((cell) => cell.trim());
    const atS = secondsOf(cells[columns.time] ?? "");
    const { read, unread } = atS === null ? { read: [], unread: [line.slice(0, 60)] } : valuesOf(columns, cells, atS);
    for (const value of read) values.push(value);
    for (const part of unread) faults.push(`line ${index + 2}: ${part}`);
  }
  if (values.length === 0) {
    return refuse(
      "bad-recording",
      `The recording has no values.${faults[0] === undefined ? "" : ` Not read: ${faults[0]}`}`,
    );
  }
  return ok({ values, faults: faults.slice(0, FAULTS_SHOWN), faultCount: faults.length });
}

/** The values of one line, and what is neither a number nor nothing. */
function valuesOf({ time, metric, value, names }: Columns, cells: readonly string[], atS: number) {
  const named =
    metric >= 0
      ? [[metricOf(cells[metric] ?? ""), cells[value] ?? "?"] as const]
      : names.flatMap((name, index) => (index === time ? [] : [[name, cells[index] ?? ""] as const]));
  const read: RecordedValue[] = [];
  const unread: string[] = [];
  for (const [name, cell] of named) {
    if (NOTHING.has(cell.toLowerCase())) continue;
    const number = Number(cell);
    if (name !== "" && Number.isFinite(number)) read.push({ atS, metric: name, value: number });
    // A column that nobody asks for may hold words.
    else if (metric >= 0 || METRIC_OF.has(name)) unread.push(`${name} ${cell}`.slice(0, 60));
  }
  return { read, unread };
}
