import type { StripAnswer } from "@watchroom/shared/alarm-review";
import type { MetricId } from "@watchroom/shared/metric";

/** Values from the top of a plot to its bottom. */
export type Band = { readonly low: number; readonly high: number; readonly step: number };
type Bound = "low" | "lowCritical" | "high" | "highCritical";
type LimitLine = { readonly bound: Bound; readonly from: number; readonly to: number; readonly value: number };

const BOUNDS: readonly Bound[] = ["low", "lowCritical", "high", "highCritical"];
const SECOND_MS = 1_000;

/** Pure. The limits of a metric as they stood, each as a line over its time; a limit that stays is one line. */
export function limitLines(
  { limits, to, from }: Pick<StripAnswer, "limits" | "from" | "to">,
  metric: MetricId,
): LimitLine[] {
  const lines: LimitLine[] = [];
  for (const bound of BOUNDS) {
    for (const [index, stretch] of limits.entries()) {
      const value = stretch.limits[metric]?.[bound] ?? null;
      const begin = Math.max(from, stretch.from);
      const end = limits[index + 1]?.from ?? to;
      if (value === null || end <= begin) continue;
      const last = lines.at(-1);
      if (last?.bound === bound && last.value === value && last.to === begin) {
        lines[lines.length - 1] = { ...last, to: end };
      } else lines.push({ bound, from: begin, to: end, value });
    }
  }
  return lines;
}

/** Pure. A band that holds every value and every limit near them, at least as tall as what is usual. */
export function bandOf(values: readonly (number | null)[], usual: readonly [number, number], step: number): Band {
  const known = [...usual, ...values.filter((value) => value !== null)];
  const low = Math.floor(Math.min(...known) / step) * step;
  const high = Math.ceil(Math.max(...known) / step) * step;
  const wide = high - low > 6 * step;
  return { low, high, step: wide ? 2 * step : step };
}

/** Pure. An SVG path over the values; where there is none, nothing is drawn. A value alone is a dot. */
export function pathOf(
  at: readonly number[],
  values: readonly (number | null)[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  const parts: string[] = [];
  let isDrawing = false;
  for (const [index, moment] of at.entries()) {
    const value = values[index] ?? null;
    if (value === null) {
      isDrawing = false;
      continue;
    }
    const point = `${round(x(moment))} ${round(y(value))}`;
    parts.push(isDrawing ? `L${point}` : `M${point}h0.1`);
    isDrawing = true;
  }
  return parts.join("");
}
const round = (value: number): number => Math.round(value * 10) / 10;

const STEPS_S = [15, 30, 60, 120, 300, 600];
const TICKS_MAX = 7;
const NARROW = 480;
const TICKS_NARROW = 5;

/** Pure. Seconds from the alarm's begin at which the axis is marked, so few that they can be read. */
export function ticksOf(
  { from, to }: { readonly from: number; readonly to: number },
  since: number,
  width: number,
): number[] {
  const most = width < NARROW ? TICKS_NARROW : TICKS_MAX;
  const spanS = (to - from) / SECOND_MS;
  const step = (STEPS_S.find((one) => spanS / one <= most) ?? 900) * SECOND_MS;
  const first = Math.ceil((from - since) / step) * step;
  const count = Math.floor((to - since - first) / step) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => since + first + index * step);
}

/** "−60 s", "0", "+2 min": from the alarm's begin. */
export function tickText(at: number, since: number): string {
  const seconds = Math.round((at - since) / SECOND_MS);
  if (seconds === 0) return "begin";
  const sign = seconds < 0 ? "−" : "+";
  const size = Math.abs(seconds);
  return size >= 120 && size % 60 === 0 ? `${sign}${size / 60} min` : `${sign}${size} s`;
}

/** Pure. The sentence that a reader who cannot see the plot hears. */
export function stripText({ oximetry, episode, cuffs }: Pick<StripAnswer, "oximetry" | "episode" | "cuffs">): string {
  const spo2 = oximetry.spo2.filter((value) => value !== null);
  const least =
    spo2.length === 0 ? "SpO₂ was not measured" : `SpO₂ from ${Math.max(...spo2)} to ${Math.min(...spo2)} %`;
  const pressures = cuffs.flatMap(({ systolic, diastolic }) =>
    systolic === null ? [] : [`${systolic}/${diastolic ?? "--"}`],
  );
  const pressure = pressures.length === 0 ? "no pressure was measured" : `pressure ${pressures.join(", ")}`;
  return `${episode.text}. Around it ${least}; ${pressure}.`;
}
