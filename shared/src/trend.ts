import { z } from "zod";
import type { EpochMs } from "./time.ts";

/** The tile's sparkline: what was measured in the last minutes, one point a step. */
export const SPARK_STEP_MS = 5_000;
export const SPARK_POINTS = 120;

const Point = z.number().nullable();
/** `firstStep` counts steps of `SPARK_STEP_MS` since 1970; both lists are equally long, at most `SPARK_POINTS`. */
export const Spark = z.object({ firstStep: z.number().int(), spo2: z.array(Point), pulseRate: z.array(Point) });
export type Spark = z.infer<typeof Spark>;

export const EMPTY_SPARK: Spark = { firstStep: 0, spo2: [], pulseRate: [] };

/**
 * Pure. Puts one oximeter reading into the step it was received in. Within a step the lowest SpO2 stays, so that a short
 * dip is not averaged away. Steps without a reading are null: a gap is a gap.
 */
export function addToSpark(spark: Spark, at: EpochMs | number, spo2: number | null, pulseRate: number | null): Spark {
  const step = Math.floor(at / SPARK_STEP_MS);
  const length = spark.spo2.length;
  if (length === 0) return { firstStep: step, spo2: [spo2], pulseRate: [pulseRate] };
  const index = step - spark.firstStep;
  if (index < 0) return spark;
  if (index >= length + SPARK_POINTS) return { firstStep: step, spo2: [spo2], pulseRate: [pulseRate] };
  const low = [...spark.spo2];
  const pulse = [...spark.pulseRate];
  while (low.length <= index) {
    low.push(null);
    pulse.push(null);
  }
  const before = low[index] ?? null;
  low[index] = before === null ? spo2 : spo2 === null ? before : Math.min(before, spo2);
  pulse[index] = pulseRate ?? pulse[index] ?? null;
  const dropped = Math.max(0, low.length - SPARK_POINTS);
  return { firstStep: spark.firstStep + dropped, spo2: low.slice(dropped), pulseRate: pulse.slice(dropped) };
}
