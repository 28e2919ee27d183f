import type { AlarmLimit, Side } from "@watchroom/shared/alarm";
import { METRICS, type MetricId, staleAfterMs } from "@watchroom/shared/metric";
import type { MetricView } from "@watchroom/shared/wire";
import { physiologicalId, type RoomState } from "../core/room.ts";

/** From one moment to another, of the wall clock. */
export type Span = { readonly from: number; readonly to: number };

type Watched = {
  view: MetricView | undefined;
  limit: AlarmLimit | undefined;
  /** The value is believed until then, unless another one comes. */
  until: number;
  /** Since when it is beyond, by side. */
  readonly beyond: { low: number | null; high: number | null };
};

const SIDES: readonly Side[] = ["low", "high"];

function isBeyond({ view, limit }: Watched, side: Side): boolean {
  const bound = limit?.[side] ?? null;
  if (bound === null || view === undefined || view.value === null || view.validity !== "valid") return false;
  return side === "low" ? view.value < bound : view.value > bound;
}

/**
 * Collects when a valid value was beyond its first limit, as it was in force for this patient then. Of an oximeter one span an
 * excursion; of a cuff one a measured value, which stands until the next. A value holds until it is stale.
 */
export class Excursions {
  readonly #watched = new Map<MetricId, Watched>();
  readonly #found = new Map<string, Span[]>();

  /** After each step, in order of time. */
  see({ metrics, limits }: RoomState, at: number): void {
    for (const metric in limits)
      this.#seeMetric(metric as MetricId, metrics[metric as MetricId], limits[metric as MetricId], at);
  }

  /** Ends what is still going on. By condition, in order of time. */
  end(at: number): ReadonlyMap<string, readonly Span[]> {
    for (const [metric, watched] of this.#watched) for (const side of SIDES) this.#close(metric, watched, side, at);
    return this.#found;
  }

  #seeMetric(metric: MetricId, view: MetricView | undefined, limit: AlarmLimit | undefined, at: number): void {
    const known = this.#watched.get(metric);
    if (known !== undefined && known.view === view && known.limit === limit) return;
    const watched = known ?? { view, limit, until: at, beyond: { low: null, high: null } };
    const isNew = watched.view !== view;
    const isCuff = METRICS[metric].modality === "bloodPressure";
    const isGap = at > watched.until;
    if (isNew && (isCuff || isGap)) for (const side of SIDES) this.#close(metric, watched, side, at);
    watched.view = view;
    watched.limit = limit;
    if (isNew || known === undefined)
      watched.until = view === undefined ? at : view.at + staleAfterMs(metric, view.updatePeriodMs);
    this.#watched.set(metric, watched);
    for (const side of SIDES) {
      const beyond = at <= watched.until && isBeyond(watched, side);
      if (beyond) watched.beyond[side] ??= at;
      else this.#close(metric, watched, side, at);
    }
  }

  #close(metric: MetricId, { beyond, until }: Watched, side: Side, at: number): void {
    const from = beyond[side];
    if (from === null) return;
    beyond[side] = null;
    const condition = physiologicalId(metric, side);
    const spans = this.#found.get(condition);
    const span = { from, to: Math.max(from, Math.min(at, until)) };
    if (spans === undefined) this.#found.set(condition, [span]);
    else spans.push(span);
  }
}
