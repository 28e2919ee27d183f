import type { AlarmChange } from "@watchroom/shared/alarm";
import { METRICS } from "@watchroom/shared/metric";
import type { Excursion, WhatIfEpisode, WhatIfRow } from "@watchroom/shared/what-if";
import { type Episode, episodesOf, extentOf, lengthMs, lengthOutsideMs, meets, within } from "./episodes.ts";
import type { Span } from "./excursions.ts";
import type { Replay } from "./replay.ts";

/** What the change does to one session. Pure data: it crosses between threads. */
export type Comparison = {
  readonly rows: readonly WhatIfRow[];
  readonly episodes: readonly EpisodeHere[];
  /** Seconds from the begin of each signalled excursion to its signal. */
  readonly delaysS: { readonly before: readonly number[]; readonly after: readonly number[] };
  readonly actsLeftOut: number;
};
/** Without what every alarm of the session has in common. */
type EpisodeHere = Omit<WhatIfEpisode, "sessionId" | "room" | "simulated">;

type Side = { readonly episodes: readonly Episode[]; readonly changes: readonly AlarmChange[] };

/** Of two replays of one session, the first with the limits that were in force. */
export function compare(before: Replay, after: Replay, endedAt: number): Comparison {
  const [old, next] = [before, after].map(
    ({ changes }): Side => ({ changes, episodes: episodesOf(changes, endedAt) }),
  ) as [Side, Side];
  const rows = new Rows();
  const listed: EpisodeHere[] = [];
  const delaysS = { before: [] as number[], after: [] as number[] };
  for (const condition of new Set([...old.episodes, ...next.episodes].map((episode) => episode.condition))) {
    const is = (episode: Episode): boolean => episode.condition === condition;
    const excursions = before.excursions.get(condition) ?? [];
    const pairs = pairsOf(old.episodes.filter(is), next.episodes.filter(is));
    listed.push(...pairs.flatMap((pair) => rows.add(pair, pairs, excursions) ?? []));
    const view = pairs[0]?.before?.view ?? pairs[0]?.after?.view;
    if (view?.metric == null || METRICS[view.metric].modality === "bloodPressure") continue;
    delaysS.before.push(...delaysOf(excursions, pairs, "before"));
    delaysS.after.push(...delaysOf(excursions, pairs, "after"));
  }
  rows.addHeldBack(old.changes, "before");
  rows.addHeldBack(next.changes, "after");
  return { rows: rows.all(), episodes: listed, delaysS, actsLeftOut: after.actsLeftOut - before.actsLeftOut };
}

type Pair = { readonly before: Episode | null; readonly after: Episode | null };

/** Each alarm goes on as at most one of the other replay, the first that it has time in common with. */
function pairsOf(before: readonly Episode[], after: readonly Episode[]): Pair[] {
  const left = [...after];
  const pairs = before.map((episode): Pair => {
    const place = left.findIndex((other) => meets(extentOf(episode), [extentOf(other)]));
    return { before: episode, after: place < 0 ? null : (left.splice(place, 1)[0] ?? null) };
  });
  return [...pairs, ...left.map((episode) => ({ before: null, after: episode }))];
}

const spansOf = (pairs: readonly Pair[], side: keyof Pair): Span[] =>
  pairs.flatMap((pair) => pair[side]?.spans ?? []).toSorted((a, b) => a.from - b.from);

function delaysOf(excursions: readonly Span[], pairs: readonly Pair[], side: keyof Pair): number[] {
  const spans = spansOf(pairs, side);
  return excursions.flatMap((excursion) => {
    const [first] = within([excursion], spans);
    return first === undefined ? [] : [(first.from - excursion.from) / MS_A_SECOND];
  });
}

const MS_A_SECOND = 1_000;
const seconds = (ms: number): number => Math.round(ms / 100) / 10;
export const NO_EXCURSION: Excursion = { missedS: 0, missedValues: 0, gainedS: 0, gainedValues: 0 };

/** What was signalled of true excursion before and is not now, and the reverse. */
function excursionOf({ before, after }: Pair, pairs: readonly Pair[], excursions: readonly Span[]): Excursion {
  const metric = (before ?? after)?.view.metric ?? null;
  if (metric === null) return NO_EXCURSION;
  const [old, next] = [spansOf(pairs, "before"), spansOf(pairs, "after")];
  const [mine, its] = [before?.spans ?? [], after?.spans ?? []];
  if (METRICS[metric].modality === "bloodPressure") {
    const only = (spans: readonly Span[], others: readonly Span[]): number =>
      excursions.filter((value) => meets(value, spans) && !meets(value, others)).length;
    return { ...NO_EXCURSION, missedValues: only(mine, next), gainedValues: only(its, old) };
  }
  return {
    ...NO_EXCURSION,
    missedS: seconds(lengthOutsideMs(within(excursions, mine), next)),
    gainedS: seconds(lengthOutsideMs(within(excursions, its), old)),
  };
}

/** "checkOverdue:pressure" and "checkOverdue:sedation" are one row. */
const rowName = ({ condition, technical }: Episode["view"]): string => technical ?? condition;

class Rows {
  readonly #rows = new Map<string, WhatIfRow>();

  all(): WhatIfRow[] {
    return [...this.#rows.values()];
  }

  /** The alarm for the list, when it is another one after the change. */
  add(pair: Pair, pairs: readonly Pair[], excursions: readonly Span[]): EpisodeHere | null {
    const { before, after } = pair;
    const shown = before ?? after;
    if (shown === null) return null;
    const excursion = excursionOf(pair, pairs, excursions);
    const row = this.#row(shown);
    row.missedS += excursion.missedS;
    row.missedValues += excursion.missedValues;
    row.gainedS += excursion.gainedS;
    row.gainedValues += excursion.gainedValues;
    if (before !== null) this.#count(before, "before");
    if (after !== null) this.#count(after, "after");
    if (after === null) row.saved += 1;
    if (before === null) row.added += 1;
    return isListed(pair, excursion) ? listedOf(pair, shown, excursion, pairs) : null;
  }

  addHeldBack(changes: readonly AlarmChange[], when: "before" | "after"): void {
    for (const { change, alarm } of changes) {
      if (change === "heldBack") this.#row({ view: alarm, priority: alarm.priority }).heldBack[when] += 1;
    }
  }

  #count(episode: Episode, when: "before" | "after"): void {
    const load = this.#row(episode)[when];
    load.alarms += 1;
    load.seconds += seconds(lengthMs(episode.spans));
  }

  #row({ view, priority }: Pick<Episode, "view" | "priority">): WhatIfRow {
    const condition = rowName(view);
    const key = `${condition} ${priority}`;
    const row = this.#rows.get(key) ?? emptyRow(condition, priority);
    this.#rows.set(key, row);
    return row;
  }
}

export const emptyRow = (condition: string, priority: Episode["priority"]): WhatIfRow => ({
  condition,
  priority,
  before: { alarms: 0, seconds: 0 },
  after: { alarms: 0, seconds: 0 },
  saved: 0,
  added: 0,
  heldBack: { before: 0, after: 0 },
  ...NO_EXCURSION,
});

function isListed({ before, after }: Pair, excursion: Excursion): boolean {
  if (before === null || after === null) return true;
  return before.priority !== after.priority || Object.values(excursion).some((value) => value > 0);
}

function listedOf(pair: Pair, shown: Episode, excursion: Excursion, pairs: readonly Pair[]): EpisodeHere {
  const { before, after } = pair;
  const { view, priority, signalledAt, acknowledgedBy, spans } = shown;
  const { metric, side, since, worst, disposition } = view;
  // One of several that are a single longer alarm now: it is saved, and its seconds are not missed.
  const partOf =
    before === null ? null : pairs.find((one) => one.after !== null && meets(extentOf(before), one.after.spans));
  const now = after ?? partOf?.after ?? null;
  return {
    kind: before === null ? "added" : after === null ? "saved" : "changed",
    episodeId: before === null ? null : view.episodeId,
    condition: rowName(view),
    metric,
    side,
    priority,
    since,
    signalledAt,
    seconds: seconds(lengthMs(spans)),
    worst,
    acknowledgedBy,
    disposition,
    after:
      now === null || before === null
        ? null
        : { priority: now.priority, signalledAt: now.signalledAt, seconds: seconds(lengthMs(now.spans)) },
    ...excursion,
  };
}
