import type { Reading } from "@watchroom/shared/reading";
import { ok, type Result, refuse } from "@watchroom/shared/result";

type Pressures = { readonly systolic: number | null; readonly diastolic: number | null; readonly mean: number | null };
/** What an oximeter and a cuff showed at one time of a recording. */
type RecordedStep = {
  readonly atS: number;
  /** Null: the file has no oximeter at all. */
  readonly oximetry: { readonly spo2: number | null; readonly pulseRate: number | null } | null;
  readonly bloodPressure: Pressures | null;
};
export type Recording = {
  readonly steps: readonly RecordedStep[];
  /** Seconds between two values: the most frequent distance in the file. */
  readonly intervalS: number;
  /** Metrics that no oximeter or cuff measures, with their number of values. */
  readonly notSent: ReadonlyMap<string, number>;
};

type Row = { readonly atS: number; readonly metric: string; readonly value: number };
const HEADER = "t_seconds,metric,value";
const SENT = ["spo2", "pulse_rate", "nibp_sys", "nibp_dia", "nibp_mean"];

function parseRows(text: string): Result<Row[], "bad-recording"> {
  const [header = "", ...lines] = text.trim().split(/\r?\n/);
  if (header.trim() !== HEADER)
    return refuse("bad-recording", `The first line must be "${HEADER}", and is "${header.slice(0, 60)}".`);
  const rows: Row[] = [];
  for (const [index, line] of lines.entries()) {
    const [at = "", metric = "", value = ""] = line.split(",").map((part) => part.trim());
    const row = { atS: Number(at), metric, value: Number(value) };
    if (at === "" || value === "" || metric === "" || !Number.isFinite(row.atS) || !Number.isFinite(row.value)) {
      return refuse("bad-recording", `Line ${index + 2} is not "seconds,metric,value": ${line.slice(0, 60)}`);
    }
    rows.push(row);
  }
  return rows.length === 0 ? refuse("bad-recording", "The recording has no values.") : ok(rows);
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
}

/**
 * A CSV of numerics to what the devices of a room would have sent. Where other values go on and the oximeter has none, it
 * measured nothing: null, and the file does not say why. Without an oximeter's pulse rate in the file, the heart rate is it.
 */
export function parseRecording(text: string): Result<Recording, "bad-recording"> {
  const rows = parseRows(text);
  if (!rows.ok) return rows;
  const has = (name: string) => rows.value.some(({ metric }) => metric === name);
  const pulse = has("pulse_rate") ? "pulse_rate" : "heart_rate";
  const groups = new Map<number, Map<string, number>>();
  const notSent = new Map<string, number>();
  for (const { atS, metric, value } of rows.value) {
    groups.set(atS, (groups.get(atS) ?? new Map<string, number>()).set(metric, value));
    if (!SENT.includes(metric) && metric !== pulse) notSent.set(metric, (notSent.get(metric) ?? 0) + 1);
  }
  const hasOximeter = has("spo2") || has(pulse);
  const times = [...groups.keys()].sort((a, b) => a - b);
  const steps = times.map((atS): RecordedStep => {
    const value = (metric: string) => groups.get(atS)?.get(metric) ?? null;
    const bloodPressure = { systolic: value("nibp_sys"), diastolic: value("nibp_dia"), mean: value("nibp_mean") };
    const isMeasured = Object.values(bloodPressure).some((pressure) => pressure !== null);
    return {
      atS,
      oximetry: hasOximeter ? { spo2: value("spo2"), pulseRate: value(pulse) } : null,
      bloodPressure: isMeasured ? bloodPressure : null,
    };
  });
  return ok({ steps, intervalS: mostFrequent(times.slice(1).map((atS, index) => atS - (times[index] ?? 0))), notSent });
}

type Stamp = { readonly id: string; readonly measuredAt: string; readonly updatePeriodS: number };

/** The readings of one step; the sensor's state is left out, since the recording does not hold it. */
export function readingsOf(
  step: RecordedStep,
  { id, measuredAt, updatePeriodS }: Stamp,
): { oximetry: Reading | null; bloodPressure: Reading | null } {
  const { oximetry, bloodPressure } = step;
  return {
    oximetry: oximetry && { id: `${id}-o`, kind: "oximetry", measuredAt, ...oximetry, updatePeriodS },
    bloodPressure: bloodPressure && {
      id: `${id}-b`,
      kind: "bloodPressure",
      measuredAt,
      state: "done",
      ...bloodPressure,
    },
  };
}
