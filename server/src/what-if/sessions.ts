import type { EpochMs } from "@watchroom/shared/time";
import type { WhatIfBody, WhatIfResult } from "@watchroom/shared/what-if";
import type { EntryKind, SessionRow, StoreClient } from "../store/store.ts";

type Store = Pick<StoreClient, "sessions" | "entries">;
export type EndedSession = SessionRow & { readonly endedAt: EpochMs };
type Chosen = { readonly sessions: readonly EndedSession[]; readonly leftOut: WhatIfResult["leftOut"] };

/** Of the newest so many the asked ones are chosen; so many of them are replayed in one run. */
const KNOWN_MAX = 10_000;
const REPLAYED_MAX = 2_000;

/** The sessions that are asked for, oldest first, and how many of the span are not among them. */
export async function sessionsOf(store: Store, { from, to, route, patients }: WhatIfBody): Promise<Chosen> {
  const isIn = ({ startedAt, route: its }: SessionRow): boolean =>
    startedAt >= from && startedAt <= to && (route === null || its === route);
  const all = (await store.sessions({ limit: KNOWN_MAX })).filter(isIn);
  const ended = all.flatMap((row) => (row.endedAt === null ? [] : { ...row, endedAt: row.endedAt })).toReversed();
  const asked = ended.filter(({ simulated }) => patients === "mixed" || simulated === (patients === "simulated"));
  const sessions = asked.slice(-REPLAYED_MAX);
  return {
    sessions,
    leftOut: {
      otherPatients: ended.length - asked.length,
      running: all.length - ended.length,
      notWhole: 0,
      tooMany: asked.length - sessions.length,
    },
  };
}

/** What is folded, and the recorded alarms that acts of people were about. */
const KINDS: readonly EntryKind[] = [
  "reading",
  "devices",
  "link",
  "command",
  "hearing",
  "record",
  "rebuilt",
  "channel",
  "alarm",
];
/** Decoded and handed on within a few milliseconds, so that nothing of the ward waits for it. */
const PAGE_MS = 600_000;

/** A session's entries, page after page. */
export async function* pagesOf(
  { entries }: Store,
  { roomId, recordFrom, endedAt }: EndedSession,
): AsyncGenerator<Awaited<ReturnType<Store["entries"]>>> {
  for (let from: number = recordFrom; from <= endedAt; from += PAGE_MS) {
    const to = Math.min(from + PAGE_MS - 1, endedAt) as EpochMs;
    yield entries({ roomId, from: from as EpochMs, to, kinds: KINDS });
  }
}
