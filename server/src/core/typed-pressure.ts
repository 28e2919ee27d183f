import type { MetricId } from "@watchroom/shared/metric";
import type { Instant } from "@watchroom/shared/time";
import { type Draft, rulesFor, see } from "./draft.ts";
import { forgetValue, keepPressure, seeValue, setSource } from "./readings.ts";
import type { Pressure } from "./release.ts";
import type { RoomState } from "./room.ts";

/** The cuff that was asked has not begun: as good as a failed measurement. */
export function missCuff(draft: Draft, now: Instant): void {
  draft.measureAsked = null;
  const cuff = Object.values(draft.devices).find(({ canMeasure }) => canMeasure);
  if (cuff === undefined) return;
  const { deviceId } = cuff.device;
  const cuffFailures = cuff.cuffFailures + 1;
  draft.devices = { ...draft.devices, [deviceId]: { ...cuff, cuffFailures } };
  const failed = rulesFor(draft).thresholds.cuffFailed.filter((threshold) => cuffFailures >= threshold).length;
  const condition = {
    kind: "technical",
    metric: null,
    side: null,
    technical: "cuffFailed",
    subject: deviceId,
  } as const;
  // A cuff that does not begin repeats nothing by itself, and somebody waits for it.
  const seen = { level: failed, immediate: failed, value: null, cause: "was asked, did not begin" };
  see(draft, condition, seen, now);
}

/** A cuff value that a person typed in: as good as a device's, its age counted from when it was read off. */
export function takeTypedPressure(draft: Draft, typed: Pressure & { readonly by: string }, now: Instant): void {
  const { systolic, diastolic, at, by } = typed;
  keepPressure(draft, { systolic, diastolic, at, typedIn: true });
  // One from before the newest belongs in the record, not on the tile.
  if (draft.pressures.at(-1)?.at !== at) return;
  const view = { validity: "valid", at, updatePeriodMs: null, typedBy: by } as const;
  const values = { systolic, diastolic, mean: null, cuffPulseRate: null } as const;
  for (const [metric, value] of Object.entries(values) as [MetricId, number | null][]) {
    draft.metrics = {
      ...draft.metrics,
      [metric]: value === null ? { ...view, value, validity: "invalid" } : { ...view, value },
    };
    const { [metric]: _device, ...sources } = draft.sources;
    draft.sources = sources;
    // A mean of before says nothing about this pressure, whose own two numbers are judged.
    if (value === null) forgetValue(draft, metric, now);
    else seeValue(draft, metric, value, "plain", now);
  }
}

const PRESSURE_METRICS = ["systolic", "diastolic", "mean", "cuffPulseRate"] as const satisfies readonly MetricId[];

/** A typed value is taken back: what stood there before stands there again, unless the cuff has measured since. */
export function takeBackPressure(
  draft: Draft,
  before: Pick<RoomState, "pressures" | "metrics" | "sources">,
  now: Instant,
): void {
  const typed = draft.pressures.filter(({ typedIn }) => typedIn === true);
  const was = new Set(before.pressures.map(({ at }) => at));
  const taken = typed.find(({ at }) => !was.has(at));
  draft.pressures = draft.pressures.filter((pressure) => pressure !== taken);
  if (draft.metrics.systolic?.typedBy === undefined || draft.metrics.systolic === before.metrics.systolic) return;
  for (const metric of PRESSURE_METRICS) {
    const { [metric]: _typed, ...others } = draft.metrics;
    const view = before.metrics[metric];
    draft.metrics = view === undefined ? others : { ...others, [metric]: view };
    const source = before.sources[metric];
    if (source !== undefined) setSource(draft, metric, source);
    if (view?.value != null && view.validity === "valid") seeValue(draft, metric, view.value, "plain", now);
    else forgetValue(draft, metric, now);
  }
}
