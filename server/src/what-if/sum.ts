import type { WhatIfResult, WhatIfRow, WhatIfSession } from "@watchroom/shared/what-if";
import { type Comparison, emptyRow, NO_EXCURSION } from "./compare.ts";

/** A session, and what the change does to it. */
export type Outcome = Comparison & {
  readonly session: Pick<WhatIfSession, "sessionId" | "room" | "startedAt" | "hours" | "simulated" | "isAsRecorded">;
};

/** So many alarms are listed one by one. */
const LISTED_MAX = 1_000;
type Counts = Pick<WhatIfRow, "before" | "after" | "saved" | "added" | keyof typeof NO_EXCURSION>;

const noCounts = (): Counts => ({
  before: { alarms: 0, seconds: 0 },
  after: { alarms: 0, seconds: 0 },
  saved: 0,
  added: 0,
  ...NO_EXCURSION,
});

/** Tenths of seconds stay tenths however many are added. */
const plus = (a: number, b: number): number => Math.round((a + b) * 10) / 10;

function add(sum: Counts, one: Counts): void {
  for (const when of ["before", "after"] as const) {
    sum[when].alarms += one[when].alarms;
    sum[when].seconds = plus(sum[when].seconds, one[when].seconds);
  }
  sum.saved += one.saved;
  sum.added += one.added;
  sum.missedS = plus(sum.missedS, one.missedS);
  sum.gainedS = plus(sum.gainedS, one.gainedS);
  sum.missedValues += one.missedValues;
  sum.gainedValues += one.gainedValues;
}

/** All sessions of a run together. */
export function sumOf(outcomes: readonly Outcome[], leftOut: WhatIfResult["leftOut"]): WhatIfResult {
  const rows = new Map<string, WhatIfRow>();
  const totals = noCounts();
  const sessions = outcomes.map(({ session, rows: own, actsLeftOut }): WhatIfSession => {
    const counts = noCounts();
    for (const row of own) {
      add(counts, row);
      const key = `${row.condition} ${row.priority}`;
      const sum = rows.get(key) ?? emptyRow(row.condition, row.priority);
      rows.set(key, sum);
      add(sum, row);
      sum.heldBack.before += row.heldBack.before;
      sum.heldBack.after += row.heldBack.after;
    }
    add(totals, counts);
    return { ...session, ...counts, actsLeftOut };
  });
  const episodes = outcomes
    .flatMap(({ session: { sessionId, room, simulated }, episodes: own }) =>
      own.map((episode) => ({ sessionId, room, simulated, ...episode })),
    )
    .toSorted((a, b) => b.missedS - a.missedS || b.missedValues - a.missedValues || a.since - b.since);
  const count = (is: (session: WhatIfSession) => boolean): number => sessions.filter(is).length;
  return {
    totals: {
      ...totals,
      sessions: sessions.length,
      simulatedSessions: count(({ simulated }) => simulated),
      hours: sessions.reduce((sum, { hours }) => sum + hours, 0),
      isNotAsRecorded: count(({ isAsRecorded }) => !isAsRecorded),
      actsLeftOut: sessions.reduce((sum, one) => sum + one.actsLeftOut, 0),
      delays: {
        before: delaysOf(outcomes.flatMap(({ delaysS }) => delaysS.before)),
        after: delaysOf(outcomes.flatMap(({ delaysS }) => delaysS.after)),
      },
    },
    leftOut,
    rows: [...rows.values()].toSorted((a, b) => b.before.alarms - a.before.alarms),
    sessions,
    episodes: episodes.slice(0, LISTED_MAX),
    episodesLeftOff: Math.max(0, episodes.length - LISTED_MAX),
  };
}

function delaysOf(delaysS: readonly number[]): WhatIfResult["totals"]["delays"]["before"] {
  const sorted = delaysS.toSorted((a, b) => a - b);
  return {
    signalled: sorted.length,
    medianS: sorted[Math.floor((sorted.length - 1) / 2)] ?? null,
    longestS: sorted.at(-1) ?? null,
  };
}
