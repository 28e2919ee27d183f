import type { AlarmLimit } from "@watchroom/shared/alarm";
import { formatValue, type MetricId } from "@watchroom/shared/metric";

/** The first limits in force, as they stand beside a value: "50–120", "≥92", "≤160"; empty without a limit. */
export function limitText(metric: MetricId, limit: AlarmLimit | undefined): string {
  if (limit === undefined) return "";
  const low = limit.low === null ? null : formatValue(metric, limit.low);
  const high = limit.high === null ? null : formatValue(metric, limit.high);
  if (low !== null && high !== null) return `${low}–${high}`;
  if (low !== null) return `≥${low}`;
  return high === null ? "" : `≤${high}`;
}

/** All four limits of a metric in words, for lists and readers. */
export function limitSentence(metric: MetricId, limit: AlarmLimit | undefined): string {
  if (limit === undefined) return "no limit";
  const part = (name: string, value: number | null): string[] =>
    value === null ? [] : [`${name} ${formatValue(metric, value)}`];
  const parts = [
    ...part("critical low", limit.lowCritical),
    ...part("low", limit.low),
    ...part("high", limit.high),
    ...part("critical high", limit.highCritical),
  ];
  return parts.length === 0 ? "no limit" : parts.join(", ");
}
