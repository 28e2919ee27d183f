import { z } from "zod";
import { METRICS, type MetricId } from "./metric.ts";

/** Trust in a value. `ongoing`: the measurement is still being made (a cuff that inflates). */
const VALIDITIES = ["valid", "questionable", "invalid", "ongoing"] as const;
export const Validity = z.enum(VALIDITIES);
export type Validity = z.infer<typeof Validity>;

export const DEVICE_KINDS = ["oximeter", "cuff", "gateway"] as const;
export const DeviceKind = z.enum(DEVICE_KINDS);
export type DeviceKind = z.infer<typeof DeviceKind>;

export const SensorState = z.enum(["on", "off", "weak", "disconnected"]);
export type SensorState = z.infer<typeof SensorState>;

/** Longest batch a call may carry. */
export const READINGS_A_CALL_MAX = 1_000;

const value = (metric: MetricId) => z.number().min(METRICS[metric].range[0]).max(METRICS[metric].range[1]).nullish();

const ReadingBase = {
  /** Given by the device: the same id from the same device is taken once. */
  id: z.string().min(1).max(128),
  /** Which of a gateway's rooms this is from; other devices leave it out. */
  room: z.string().min(1).max(64).optional(),
  /** The device's own time, ISO 8601 with offset. Kept, and never decides anything live. */
  measuredAt: z.iso.datetime({ offset: true }),
};

export const OximetryReading = z.object({
  ...ReadingBase,
  kind: z.literal("oximetry"),
  spo2: value("spo2"),
  pulseRate: value("pulseRate"),
  perfusionIndex: value("perfusionIndex"),
  sensor: SensorState.optional(),
  /** Percent left. */
  battery: z.number().min(0).max(100).nullish(),
  /** Seconds between two updates of this device; staleness follows it. */
  updatePeriodS: z.number().positive().max(3_600).optional(),
});
export type OximetryReading = z.infer<typeof OximetryReading>;

export const BloodPressureReading = z.object({
  ...ReadingBase,
  kind: z.literal("bloodPressure"),
  systolic: value("systolic"),
  diastolic: value("diastolic"),
  mean: value("mean"),
  pulseRate: value("cuffPulseRate"),
  state: z.enum(["done", "measuring", "failed"]).optional(),
  /** Why an attempt failed, in the device's words. */
  failure: z.string().max(200).nullish(),
  battery: z.number().min(0).max(100).nullish(),
});
export type BloodPressureReading = z.infer<typeof BloodPressureReading>;

/** What a device sends: a value that it did not measure is null or absent. */
export const Reading = z.discriminatedUnion("kind", [OximetryReading, BloodPressureReading]);
export type Reading = z.infer<typeof Reading>;

const REJECTION_CODES = [
  "bad-reading",
  "unknown-kind",
  "out-of-range",
  "wrong-room",
  "no-room",
  "record-not-saved",
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** The answer for one reading of a batch. `late`: kept at its measured time, not shown as live. */
export const ReadingResult = z.object({
  id: z.string().nullable(),
  status: z.enum(["accepted", "duplicate", "rejected"]),
  code: z.enum([...REJECTION_CODES, "late"]).optional(),
  message: z.string().optional(),
});
export type ReadingResult = z.infer<typeof ReadingResult>;
