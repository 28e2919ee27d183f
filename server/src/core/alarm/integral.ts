import type { MonoMs } from "@watchroom/shared/time";

const MS_A_SECOND = 1_000;
/** So many excursions within a minute are present whatever their sum (clinical.md 3.3). */
const EXCURSIONS_MAX = 3;
const EXCURSIONS_WITHIN_MS = 60_000;
/** In range the sum falls by so many points each second. Watchroom's choice: the source says only that it falls. */
const FALLS_PER_S = 1;

/**
 * Points beyond a limit times seconds, for each degree (SatSeconds of clinical.md 3.3). `depths`: how far beyond each
 * bound since `at`; 0 in range.
 */
export type Integral = {
  readonly at: MonoMs | null;
  readonly sums: readonly number[];
  readonly depths: readonly number[];
  /** When the value last went beyond the first bound, within the minute. */
  readonly excursions: readonly MonoMs[];
};
export const INTEGRAL_AT_REST: Integral = { at: null, sums: [], depths: [], excursions: [] };

/** The sum of one degree at a moment, the value having stayed as it was last seen. */
function integralAt({ at, sums, depths }: Integral, index: number, now: number): number {
  const sum = sums[index] ?? 0;
  if (at === null) return 0;
  const seconds = (now - at) / MS_A_SECOND;
  const depth = depths[index] ?? 0;
  return depth > 0 ? sum + depth * seconds : Math.max(0, sum - FALLS_PER_S * seconds);
}

/** Takes in how far beyond each bound the value is from now on. At rest again when every sum has fallen to nothing. */
export function sumUp(integral: Integral, depths: readonly number[], now: MonoMs): Integral {
  const sums = depths.map((_, index) => integralAt(integral, index, now));
  const begins = (depths[0] ?? 0) > 0 && (integral.depths[0] ?? 0) === 0;
  const recent = integral.excursions.filter((at) => now - at < EXCURSIONS_WITHIN_MS);
  const excursions = begins ? [...recent, now] : recent;
  const isAtRest = depths.every((depth) => depth === 0) && sums.every((sum) => sum === 0) && excursions.length === 0;
  return isAtRest ? INTEGRAL_AT_REST : { at: now, sums, depths, excursions };
}

/** When the value went beyond the first bound once too often within a minute; null: it did not. */
export function repeatedAt({ at, excursions }: Integral): MonoMs | null {
  return at === null || excursions.length < EXCURSIONS_MAX ? null : (excursions.at(-1) ?? null);
}

/** When the sum of a degree reaches its mark, the value staying as it is; null: never. */
export function reachesAt(integral: Integral, index: number, pointSeconds: number): number | null {
  const { at, sums, depths } = integral;
  if (at === null) return null;
  const repeated = repeatedAt(integral);
  if (repeated !== null) return repeated;
  const depth = depths[index] ?? 0;
  if (depth <= 0) return null;
  return at + Math.max(0, ((pointSeconds - (sums[index] ?? 0)) / depth) * MS_A_SECOND);
}
