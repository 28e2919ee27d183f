import { z } from "zod";

/** The two kinds of measurement that a device of today makes. */
const MODALITIES = ["oximetry", "bloodPressure"] as const;
type Modality = (typeof MODALITIES)[number];

type MetricRow = {
  readonly label: string;
  /** For a narrow place. */
  readonly short: string;
  readonly unit: string;
  readonly ucum: string;
  /** IEEE 11073-10101 code. */
  readonly mdc: number;
  readonly loinc: readonly string[];
  readonly modality: Modality;
  /** Outside it: not a measurement. */
  readonly range: readonly [low: number, high: number];
  readonly decimals: number;
  /** Older than this the value is struck through and its age shown. */
  readonly staleAfterMs: number;
  /** Older than this it is shown as "--". */
  readonly goneAfterMs: number;
  /** Name of the parameter's text colour in the client's palette. */
  readonly colour: "spo2" | "pulse" | "pressure" | "perfusion";
};

const MINUTE_MS = 60_000;

/**
 * One row a metric. Codes: clinical.md 4.4 (MDC 10101, LOINC, UCUM). Stale times: oximetry 10 s (clinical.md 7, after
 * ISO 80601-2-61), cuff 1 h (Philips shows a cuff value for one hour at most; peers.md 1.1).
 */
export const METRICS = {
  spo2: {
    label: "SpO₂",
    short: "SpO₂",
    unit: "%",
    ucum: "%",
    mdc: 150456,
    loinc: ["2708-6", "59408-5"],
    modality: "oximetry",
    range: [0, 100],
    decimals: 0,
    staleAfterMs: 10_000,
    goneAfterMs: MINUTE_MS,
    colour: "spo2",
  },
  pulseRate: {
    label: "Pulse rate",
    short: "PR",
    unit: "/min",
    ucum: "/min",
    mdc: 149530,
    loinc: ["8867-4"],
    modality: "oximetry",
    range: [0, 350],
    decimals: 0,
    staleAfterMs: 10_000,
    goneAfterMs: MINUTE_MS,
    colour: "pulse",
  },
  perfusionIndex: {
    label: "Perfusion index",
    short: "PI",
    unit: "%",
    ucum: "%",
    mdc: 150448,
    loinc: ["61006-3"],
    modality: "oximetry",
    range: [0, 30],
    decimals: 1,
    staleAfterMs: 10_000,
    goneAfterMs: MINUTE_MS,
    colour: "perfusion",
  },
  systolic: {
    label: "Systolic",
    short: "Sys",
    unit: "mmHg",
    ucum: "mm[Hg]",
    mdc: 150021,
    loinc: ["8480-6"],
    modality: "bloodPressure",
    range: [0, 300],
    decimals: 0,
    staleAfterMs: 60 * MINUTE_MS,
    goneAfterMs: 120 * MINUTE_MS,
    colour: "pressure",
  },
  diastolic: {
    label: "Diastolic",
    short: "Dia",
    unit: "mmHg",
    ucum: "mm[Hg]",
    mdc: 150022,
    loinc: ["8462-4"],
    modality: "bloodPressure",
    range: [0, 300],
    decimals: 0,
    staleAfterMs: 60 * MINUTE_MS,
    goneAfterMs: 120 * MINUTE_MS,
    colour: "pressure",
  },
  mean: {
    label: "Mean pressure",
    short: "Mean",
    unit: "mmHg",
    ucum: "mm[Hg]",
    mdc: 150023,
    loinc: ["8478-0"],
    modality: "bloodPressure",
    range: [0, 300],
    decimals: 0,
    staleAfterMs: 60 * MINUTE_MS,
    goneAfterMs: 120 * MINUTE_MS,
    colour: "pressure",
  },
  cuffPulseRate: {
    label: "Cuff pulse rate",
    short: "PR cuff",
    unit: "/min",
    ucum: "/min",
    mdc: 149546,
    loinc: ["8867-4"],
    modality: "bloodPressure",
    range: [0, 350],
    decimals: 0,
    staleAfterMs: 60 * MINUTE_MS,
    goneAfterMs: 120 * MINUTE_MS,
    colour: "pulse",
  },
} as const satisfies Record<string, MetricRow>;

export type MetricId = keyof typeof METRICS;
export const METRIC_IDS = Object.keys(METRICS) as [MetricId, ...MetricId[]];
export const MetricId = z.enum(METRIC_IDS);

/** A slow device's value is not stale between two of its own updates: 2.5 of them must be missed. */
const UPDATES_MISSED = 2.5;
const slowest = (floorMs: number, updatePeriodMs: number | null): number =>
  Math.max(floorMs, updatePeriodMs === null ? 0 : UPDATES_MISSED * updatePeriodMs);

/** Milliseconds after which a value of this metric, from a device with this update period, is stale. */
export const staleAfterMs = (metric: MetricId, updatePeriodMs: number | null): number =>
  slowest(METRICS[metric].staleAfterMs, updatePeriodMs);

/** Milliseconds after which it is no longer shown at all. */
export const goneAfterMs = (metric: MetricId, updatePeriodMs: number | null): number =>
  staleAfterMs(metric, updatePeriodMs) + METRICS[metric].goneAfterMs - METRICS[metric].staleAfterMs;

/** The value as people read it: the metric's decimals, no unit. */
export const formatValue = (metric: MetricId, value: number): string => value.toFixed(METRICS[metric].decimals);
