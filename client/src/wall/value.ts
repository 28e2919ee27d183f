import { formatValue, goneAfterMs, type MetricId, staleAfterMs } from "@watchroom/shared/metric";
import type { MetricView, RoomView } from "@watchroom/shared/wire";

/** `none`: never measured, or the device says that it has no value. `gone`: too old to be shown. */
export type ValueState = "live" | "questionable" | "stale" | "gone" | "none";

type ShownValue = {
  /** The digits, or "--". */
  readonly text: string;
  readonly state: ValueState;
  /** Milliseconds since the server received it; null when nothing was ever received. */
  readonly ageMs: number | null;
};

const NO_VALUE = "--";

/**
 * What may be shown of a metric's newest value at `now` (server's clock). A value past its stale time is never live; past
 * its gone time, or without a valid measurement, no digits are shown at all.
 */
export function showValue(metric: MetricId, view: MetricView | undefined, now: number): ShownValue {
  if (view === undefined) return { text: NO_VALUE, state: "none", ageMs: null };
  const ageMs = Math.max(0, now - view.at);
  if (view.value === null || view.validity === "invalid" || view.validity === "ongoing") {
    return { text: NO_VALUE, state: "none", ageMs };
  }
  if (ageMs > goneAfterMs(metric, view.updatePeriodMs)) return { text: NO_VALUE, state: "gone", ageMs };
  const text = formatValue(metric, view.value);
  if (ageMs > staleAfterMs(metric, view.updatePeriodMs)) return { text, state: "stale", ageMs };
  return { text, state: view.validity === "questionable" ? "questionable" : "live", ageMs };
}

type ShownPressure = {
  readonly systolic: string;
  readonly diastolic: string;
  readonly mean: string;
  /** Who typed it in; null for what a cuff sent. */
  readonly typedBy: string | null;
  readonly state: ValueState;
  readonly ageMs: number | null;
};

const WORST_FIRST: readonly ValueState[] = ["none", "gone", "stale", "questionable", "live"];
const worse = (a: ValueState, b: ValueState): ValueState => (WORST_FIRST.indexOf(a) < WORST_FIRST.indexOf(b) ? a : b);

/** The three pressures of one cuff reading as one value: it is only as good as the worse of systolic and diastolic. */
export function showPressure(metrics: RoomView["metrics"], now: number): ShownPressure {
  const systolic = showValue("systolic", metrics.systolic, now);
  const diastolic = showValue("diastolic", metrics.diastolic, now);
  const mean = showValue("mean", metrics.mean, now);
  return {
    systolic: systolic.text,
    diastolic: diastolic.text,
    mean: mean.text,
    typedBy: metrics.systolic?.typedBy ?? null,
    state: worse(systolic.state, diastolic.state),
    ageMs: systolic.ageMs ?? diastolic.ageMs,
  };
}

/** For a reader: what is seen as a strike or a mark. */
export const VALUE_STATE_WORDS: Readonly<Record<ValueState, string>> = {
  live: "",
  questionable: "questionable",
  stale: "old",
  gone: "too old to show",
  none: "no value",
};

/** The same value while nothing is known about now (the line is cut): whatever it was, it is not live. */
export const asNotLive = (shown: ShownValue): ShownValue =>
  shown.state === "live" || shown.state === "questionable" ? { ...shown, state: "stale" } : shown;
