import { type AlarmView, comparePriority, type Priority } from "@watchroom/shared/alarm";
import type { TrendAnswer } from "@watchroom/shared/http";
import type { MetricId } from "@watchroom/shared/metric";
import { SPARK_STEP_MS, type Spark } from "@watchroom/shared/trend";
import type { RoomView } from "@watchroom/shared/wire";

/** One step of the plot. `spo2` is the lowest of the step, so that a short dip is seen. Null: a gap. */
export type TrendPoint = {
  readonly at: number;
  readonly spo2: number | null;
  readonly pulseRate: number | null;
  readonly pulseRateHigh: number | null;
};

/**
 * Pure. What the record holds, and after its last point what the line has brought since: the whole steps of the
 * sparkline. Nothing is drawn twice; a gap between the two stays a gap.
 */
export function trendPoints(oximetry: TrendAnswer["oximetry"] | undefined, spark: Spark): readonly TrendPoint[] {
  const recorded = (oximetry?.at ?? []).map((at, index) => ({
    at,
    spo2: oximetry?.spo2Low[index] ?? oximetry?.spo2[index] ?? null,
    pulseRate: oximetry?.pulseRate[index] ?? null,
    pulseRateHigh: oximetry?.pulseRateHigh[index] ?? null,
  }));
  const last = recorded.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const live = spark.spo2.map((spo2, index) => {
    const pulseRate = spark.pulseRate[index] ?? null;
    return { at: (spark.firstStep + index) * SPARK_STEP_MS, spo2, pulseRate, pulseRateHigh: pulseRate };
  });
  return [...recorded, ...live.filter((point) => point.at > last)];
}

export type CuffPoint = TrendAnswer["cuffs"][number];

/** Pure. The recorded cuff readings, and the one on the tile when the record was read before it came. */
export function cuffPoints(
  cuffs: readonly CuffPoint[] | undefined,
  metrics: RoomView["metrics"],
): readonly CuffPoint[] {
  const recorded = cuffs ?? [];
  const { systolic, diastolic, mean } = metrics;
  const at = systolic?.at ?? diastolic?.at;
  const known = recorded.some((cuff) => !cuff.late && at !== undefined && Math.abs(cuff.at - at) < SPARK_STEP_MS);
  const newest = Math.max(Number.NEGATIVE_INFINITY, ...recorded.map((cuff) => cuff.at));
  if (at === undefined || known || at <= newest || systolic?.value === null) return recorded;
  return [
    ...recorded,
    {
      at,
      systolic: systolic?.value ?? null,
      diastolic: diastolic?.value ?? null,
      mean: mean?.value ?? null,
      pulseRate: metrics.cuffPulseRate?.value ?? null,
      failure: null,
      late: false,
    },
  ];
}

/** Pure. In order of time, counted from 1: the number stands on the plot, the text in the list below it. */
export const numbered = <Marker extends { readonly at: number }>(markers: readonly Marker[]) =>
  [...markers].sort((a, b) => a.at - b.at).map((marker, index) => ({ ...marker, number: index + 1 }));

const LABEL_SHARE = 0.035;

/** Pure. The markers on the plot. Of those too close for a number each, the first says which: "5–8", the others nothing. */
export function markerLabels(
  markers: readonly { readonly at: number; readonly number: number }[],
  from: number,
  to: number,
): readonly { readonly at: number; readonly number: number; readonly label: string }[] {
  const groups: { readonly at: number; readonly number: number }[][] = [];
  for (const marker of markers.filter(({ at }) => at >= from && at <= to)) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group === undefined || first === undefined || marker.at - first.at > (to - from) * LABEL_SHARE) {
      groups.push([marker]);
    } else group.push(marker);
  }
  return groups.flatMap((group) =>
    group.map(({ at, number }, index) => {
      const last = group.at(-1)?.number ?? number;
      return { at, number, label: index > 0 ? "" : last === number ? `${number}` : `${number}–${last}` };
    }),
  );
}

export type AlarmEpisode = {
  readonly episodeId: string;
  readonly metric: MetricId | null;
  readonly priority: Priority;
  readonly from: number;
  readonly to: number;
};

/** Pure. From when to when each alarm condition was present, in its most urgent priority; one that lasts ends `now`. */
export function alarmEpisodes(
  changes: TrendAnswer["changes"],
  alarms: readonly AlarmView[],
  now: number,
): readonly AlarmEpisode[] {
  const episodes = new Map<string, AlarmEpisode>();
  const put = (alarm: AlarmView, endedAt: number | null): void => {
    const before = episodes.get(alarm.episodeId);
    const priority =
      before !== undefined && comparePriority(before.priority, alarm.priority) > 0 ? before.priority : alarm.priority;
    const { episodeId, metric, since: from } = alarm;
    episodes.set(episodeId, { episodeId, metric, priority, from, to: endedAt ?? now });
  };
  const over = new Set(["cleared", "reset"]);
  for (const { alarm, change, at } of changes) put(alarm, alarm.endedAt ?? (over.has(change) ? at : null));
  for (const alarm of alarms) put(alarm, alarm.endedAt);
  return [...episodes.values()];
}

const MINUTE_MS = 60_000;
const TICK_STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120] as const;
const TICKS_MAX = 9;

/** Pure. Moments for the time axis: whole minutes from `anchor` (the dose, or the start), at most nine. */
export function timeTicks(from: number, to: number, anchor: number): readonly number[] {
  const spanMin = (to - from) / MINUTE_MS;
  const stepMs = (TICK_STEPS_MIN.find((step) => spanMin / step <= TICKS_MAX) ?? 240) * MINUTE_MS;
  const ticks: number[] = [];
  for (let index = Math.ceil((from - anchor) / stepMs); anchor + index * stepMs <= to; index += 1) {
    ticks.push(anchor + index * stepMs);
  }
  return ticks;
}

/** "+20", "0", "−5": minutes from the anchor. */
export function minutesFrom(anchor: number, at: number): string {
  const minutes = Math.round((at - anchor) / MINUTE_MS);
  return minutes === 0 ? "0" : `${minutes > 0 ? "+" : "−"}${Math.abs(minutes)}`;
}

/** Pure. Whole numbers along a value axis, about four of them. */
export function valueTicks([low, high]: readonly [low: number, high: number]): readonly number[] {
  const step = [5, 10, 20, 30, 50].find((size) => (high - low) / size <= 5) ?? 100;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, index) => first + index * step);
}

/** Pure. The span of a value axis: at least `least`, wider by what was measured, in steps of ten. */
export function valueSpan(
  values: readonly (number | null)[],
  least: readonly [low: number, high: number],
): readonly [low: number, high: number] {
  let [low, high] = least;
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = Math.floor(value / 10) * 10;
    if (value > high) high = Math.ceil(value / 10) * 10;
  }
  return [low, high];
}
