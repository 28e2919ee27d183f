import type { TrendAnswer } from "@watchroom/shared/http";
import type { KeptEntry, KeptReading } from "../journal/entry.ts";

/** A device that is silent for 2.5 of its own updates, and at least 15 s, leaves a gap in the line. */
const UPDATES_MISSED = 2.5;
const GAP_MIN_MS = 15_000;
const SECOND_MS = 1_000;
const UPDATE_PERIOD_PRESET_S = 1;

export type OximetryPoint = {
  readonly at: number;
  readonly spo2: number | null;
  readonly pulseRate: number | null;
  readonly updatePeriodMs: number;
};
type Oximetry = TrendAnswer["oximetry"];
type Cuff = TrendAnswer["cuffs"][number];
type Kept = { readonly at: number; readonly reading: KeptReading; readonly late: boolean };

/** Readings at the moment that counts: when they came, or, when they came late, when they were measured. */
function keptReadings(entries: readonly KeptEntry[], from: number): Kept[] {
  const kept: Kept[] = [];
  for (const { at, body } of entries) {
    if (body.kind === "reading") kept.push({ at, reading: body.reading, late: false });
    // A late one from before is another patient's, or nobody's.
    else if (body.kind === "lateReading" && body.reading.measuredAt >= from) {
      kept.push({ at: body.reading.measuredAt, reading: body.reading, late: true });
    }
  }
  return kept.toSorted((a, b) => a.at - b.at);
}

/** The measured part of a trend, oldest first. `from` in EpochMs; at most `pointsMax` points a line. */
export function measuredTrend(
  entries: readonly KeptEntry[],
  from: number,
  pointsMax: number,
): { oximetry: Oximetry; cuffs: Cuff[] } {
  const points: OximetryPoint[] = [];
  const cuffs: Cuff[] = [];
  for (const { at, reading, late } of keptReadings(entries, from)) {
    if (reading.kind === "oximetry") points.push(pointOf(at, reading));
    else if (reading.state !== "measuring") cuffs.push(cuffOf(at, reading, late));
  }
  cuffs.push(...typedPressures(entries));
  return { oximetry: downsample(points, pointsMax), cuffs: cuffs.toSorted((a, b) => a.at - b.at) };
}

/** What a person read off a cuff stands among the cuff's own values, also when it was before the watch began. */
function typedPressures(entries: readonly KeptEntry[]): Cuff[] {
  return entries.flatMap(({ at, body }) => {
    if (body.kind !== "command" || body.command.name !== "enterPressure") return [];
    const { systolic, diastolic, at: measuredAt } = body.command.payload;
    return [{ at: measuredAt ?? at, systolic, diastolic, mean: null, pulseRate: null, failure: null, late: false }];
  });
}

function pointOf(at: number, reading: KeptReading & { kind: "oximetry" }): OximetryPoint {
  const isOff = reading.sensor === "off" || reading.sensor === "disconnected";
  return {
    at,
    spo2: isOff ? null : (reading.spo2 ?? null),
    pulseRate: isOff ? null : (reading.pulseRate ?? null),
    updatePeriodMs: (reading.updatePeriodS ?? UPDATE_PERIOD_PRESET_S) * SECOND_MS,
  };
}

function cuffOf(at: number, reading: KeptReading & { kind: "bloodPressure" }, late: boolean): Cuff {
  const failed = reading.state === "failed";
  return {
    at,
    systolic: failed ? null : (reading.systolic ?? null),
    diastolic: failed ? null : (reading.diastolic ?? null),
    mean: failed ? null : (reading.mean ?? null),
    pulseRate: failed ? null : (reading.pulseRate ?? null),
    failure: failed ? (reading.failure ?? "failed") : null,
    late,
  };
}

/**
 * Pure. At most `pointsMax` points, oldest first, in steps of equal time. A step shows its newest value, and keeps its
 * lowest SpO2 and highest pulse rate, so that a short deep dip stays to be seen at any zoom. Where nothing came, a null
 * stands between.
 */
export function downsample(points: readonly OximetryPoint[], pointsMax: number): Oximetry {
  const whole = columns(points);
  if (whole.at.length <= pointsMax) return whole;
  const steps = columns(inSteps(points, pointsMax));
  // Each gap took a point more: half as many steps leave room for one after each.
  return steps.at.length <= pointsMax ? steps : columns(inSteps(points, Math.floor(pointsMax / 2)));
}

type Step = OximetryPoint & { spo2Low: number | null; pulseRateHigh: number | null; readonly firstAt: number };

const stepOf = (point: OximetryPoint): Step => ({
  ...point,
  spo2Low: point.spo2,
  pulseRateHigh: point.pulseRate,
  firstAt: point.at,
});

function inSteps(points: readonly OximetryPoint[], stepsMax: number): Step[] {
  const first = points[0]?.at ?? 0;
  const spanMs = (points.at(-1)?.at ?? 0) - first + 1;
  const steps: Step[] = [];
  let current = -1;
  for (const point of points) {
    const index = Math.floor(((point.at - first) * stepsMax) / spanMs);
    const step = steps.at(-1);
    if (index !== current || step === undefined) steps.push(stepOf(point));
    else steps[steps.length - 1] = merged(step, point);
    current = index;
  }
  return steps;
}

const merged = (step: Step, point: OximetryPoint): Step => ({
  at: point.at,
  firstAt: step.firstAt,
  spo2: point.spo2 ?? step.spo2,
  pulseRate: point.pulseRate ?? step.pulseRate,
  spo2Low: extreme(Math.min, step.spo2Low, point.spo2),
  pulseRateHigh: extreme(Math.max, step.pulseRateHigh, point.pulseRate),
  updatePeriodMs: Math.max(step.updatePeriodMs, point.updatePeriodMs),
});

const extreme = (pick: (a: number, b: number) => number, a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : pick(a, b);

function columns(points: readonly (OximetryPoint | Step)[]): Oximetry {
  const out: Oximetry = { at: [], spo2: [], spo2Low: [], pulseRate: [], pulseRateHigh: [] };
  let before: Step | null = null;
  for (const point of points) {
    const step: Step = "firstAt" in point ? point : stepOf(point);
    if (before !== null && step.firstAt - before.at > gapMs(before)) {
      pushStep(out, { ...stepOf({ ...before, at: midway(before.at, step.firstAt), spo2: null, pulseRate: null }) });
    }
    pushStep(out, step);
    before = step;
  }
  return out;
}

const gapMs = ({ updatePeriodMs }: OximetryPoint): number => Math.max(GAP_MIN_MS, UPDATES_MISSED * updatePeriodMs);
const midway = (from: number, to: number): number => Math.floor((from + to) / 2);

function pushStep(out: Oximetry, step: Step): void {
  out.at.push(step.at);
  out.spo2.push(step.spo2);
  out.spo2Low.push(step.spo2Low);
  out.pulseRate.push(step.pulseRate);
  out.pulseRateHigh.push(step.pulseRateHigh);
}
