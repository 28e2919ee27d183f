import type { Reading } from "@watchroom/shared/reading";
import { ok, type Result } from "@watchroom/shared/result";
import { readTable } from "./recording-table.ts";

type Pressures = { readonly systolic: number | null; readonly diastolic: number | null; readonly mean: number | null };
/** What an oximeter and a cuff showed at one time of a recording. */
type RecordedStep = {
  readonly atS: number;
  /** Null: the oximeter says nothing at this time. */
  readonly oximetry: { readonly spo2: number | null; readonly pulseRate: number | null } | null;
  readonly bloodPressure: Pressures | null;
};
export type Recording = {
  readonly steps: readonly RecordedStep[];
  /** Seconds between two values of the oximeter: the most frequent distance in the file. */
  readonly intervalS: number;
  /** Metrics that no oximeter or cuff measures, with their number of values. */
  readonly notSent: ReadonlyMap<string, number>;
  /** What could not be read and was left out: how many, and the first few in words. */
  readonly faultCount: number;
  readonly faults: readonly string[];
  /** What was taken for granted of how the file is written, in sentences. */
  readonly notes: readonly string[];
};

const CUFF = ["nibp_sys", "nibp_dia", "nibp_mean"];
/** Tables that repeat the last pressure on every line: no cuff measures twice so soon. */
const CUFF_AGAIN_S = 60;

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
}

/**
 * A CSV of numerics (see `readTable`) to what the devices of a room would have sent. Where other values go on and the
 * oximeter has none when its next is due, it measured nothing: null, and the file does not say why. Without an
 * oximeter's pulse rate in the file, the heart rate is it.
 */
export function parseRecording(text: string): Result<Recording, "bad-recording"> {
  const table = readTable(text);
  if (!table.ok) return table;
  const { values, faults, faultCount, notes } = table.value;
  const metrics = new Set(values.map(({ metric }) => metric));
  const pulse = metrics.has("pulse_rate") ? "pulse_rate" : "heart_rate";
  const groups = new Map<number, Map<string, number>>();
  const notSent = new Map<string, number>();
  let replaced = 0;
  for (const { atS, metric, value } of values) {
    if (groups.get(atS)?.has(metric)) replaced += 1;
    groups.set(atS, (groups.get(atS) ?? new Map<string, number>()).set(metric, value));
    if (metric !== "spo2" && metric !== pulse && !CUFF.includes(metric))
      notSent.set(metric, (notSent.get(metric) ?? 0) + 1);
  }
  const times = [...groups.keys()].sort((a, b) => a - b);
  const ofOximeter = times.filter((atS) => groups.get(atS)?.has("spo2") || groups.get(atS)?.has(pulse));
  const intervalS = mostFrequent(distances(ofOximeter.length > 1 ? ofOximeter : times));
  const oximetryAt = oximetrySteps(ofOximeter, intervalS);
  const pressuresAt = pressureSteps();
  const steps = times.map((atS): RecordedStep => {
    const value = (metric: string) => groups.get(atS)?.get(metric) ?? null;
    const isOximeters = oximetryAt(atS);
    return {
      atS,
      oximetry: isOximeters ? { spo2: value("spo2"), pulseRate: value(pulse) } : null,
      bloodPressure: pressuresAt(atS, {
        systolic: value("nibp_sys"),
        diastolic: value("nibp_dia"),
        mean: value("nibp_mean"),
      }),
    };
  });
  const said = steps.filter(({ oximetry, bloodPressure }) => oximetry !== null || bloodPressure !== null);
  const twice = replaced === 0 ? [] : [`Of ${replaced} values that have the time of another the last one counts.`];
  return ok({ steps: said, intervalS, notSent, faults, faultCount, notes: [...notes, ...twice] });
}

const distances = (times: readonly number[]): number[] => times.slice(1).map((atS, index) => atS - (times[index] ?? 0));

/** Asked in order of time: whether the oximeter said something at this one, be it that it has nothing. */
function oximetrySteps(known: readonly number[], intervalS: number): (atS: number) => boolean {
  const hasValue = new Set(known);
  let last: number | null = null;
  return (atS) => {
    const isDue = last === null || atS - last >= intervalS;
    if (known.length === 0 || !(hasValue.has(atS) || isDue)) return false;
    last = atS;
    return true;
  };
}

/** Asked in order of time: the cuff's values, where they are a new measurement. */
function pressureSteps(): (atS: number, pressures: Pressures) => Pressures | null {
  let last: { readonly atS: number; readonly text: string } | null = null;
  return (atS, pressures) => {
    if (Object.values(pressures).every((pressure) => pressure === null)) return null;
    const text = Object.values(pressures).join("/");
    const isRepeated = last !== null && last.text === text && atS - last.atS < CUFF_AGAIN_S;
    last = { atS, text };
    return isRepeated ? null : pressures;
  };
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
