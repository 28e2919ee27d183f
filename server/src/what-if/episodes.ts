import { type AlarmChange, type AlarmView, comparePriority, type Priority } from "@watchroom/shared/alarm";
import type { Span } from "./excursions.ts";

/** One alarm from its begin to its end. */
export type Episode = {
  readonly condition: string;
  /** As it was last shown. */
  readonly view: AlarmView;
  /** The most urgent that it was. */
  readonly priority: Priority;
  readonly signalledAt: number;
  readonly acknowledgedBy: string | null;
  /** While the condition was present as an alarm. */
  readonly spans: readonly Span[];
};

type Open = { -readonly [Part in keyof Episode]: Episode[Part] } & { openSince: number | null; readonly spans: Span[] };

const BEGINS: ReadonlySet<AlarmChange["change"]> = new Set(["began", "resumed"]);
const ENDS: ReadonlySet<AlarmChange["change"]> = new Set(["ended", "latched", "cleared"]);

/** The alarms that these changes tell of, in order of their beginning; `heldBack` changes are of none. */
export function episodesOf(changes: readonly AlarmChange[], endedAt: number): Episode[] {
  const byId = new Map<string, Open>();
  for (const { change, at, by, alarm } of changes) {
    if (change === "heldBack") continue;
    const known = byId.get(alarm.episodeId) ?? begun(alarm, at);
    byId.set(alarm.episodeId, known);
    known.view = alarm;
    if (comparePriority(alarm.priority, known.priority) > 0) known.priority = alarm.priority;
    if (change === "acknowledged") known.acknowledgedBy ??= by;
    if (BEGINS.has(change)) known.openSince ??= at;
    if (ENDS.has(change)) close(known, at);
  }
  for (const known of byId.values()) close(known, endedAt);
  return [...byId.values()];
}

const begun = (alarm: AlarmView, at: number): Open => ({
  condition: alarm.condition,
  view: alarm,
  priority: alarm.priority,
  signalledAt: at,
  acknowledgedBy: null,
  spans: [],
  openSince: null,
});

function close(episode: Open, at: number): void {
  if (episode.openSince === null) return;
  episode.spans.push({ from: episode.openSince, to: Math.max(episode.openSince, at) });
  episode.openSince = null;
}

export const lengthMs = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + to - from, 0);

/** What of `spans` lies within `others`. Both in order, each without overlaps. */
export function within(spans: readonly Span[], others: readonly Span[]): Span[] {
  return spans.flatMap(({ from, to }) =>
    others.flatMap((other) => {
      const part = { from: Math.max(from, other.from), to: Math.min(to, other.to) };
      return part.from < part.to ? [part] : [];
    }),
  );
}

/** Milliseconds of `spans` that lie in none of `others`. */
export const lengthOutsideMs = (spans: readonly Span[], others: readonly Span[]): number =>
  lengthMs(spans) - lengthMs(within(spans, others));

/** True when they have time in common, or begin together: a span may be a moment. */
export const meets = (a: Span, others: readonly Span[]): boolean =>
  others.some(({ from, to }) => from === a.from || (from < a.to && a.from < to));

/** From the begin of its excursion to the end of its last presence. */
export const extentOf = ({ view, spans }: Episode): Span => ({
  from: view.since,
  to: spans.at(-1)?.to ?? view.since,
});
