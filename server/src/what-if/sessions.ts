import type { EpochMs } from "@watchroom/shared/time";
import type { WhatIfBody, WhatIfResult } from "@watchroom/shared/what-if";
import type { EntryKind, SessionRow, StoreClient } from "../store/store.ts";
import type { PackedSession } from "./messages.ts";

type Store = Pick<StoreClient, "sessions" | "blocks">;
export type EndedSession = SessionRow & { readonly endedAt: EpochMs };
type Chosen = { readonly sessions: readonly EndedSession[]; readonly leftOut: WhatIfResult["leftOut"] };

/** Of the newest so many the asked ones are chosen; so many of them are replayed in one run. */
const KNOWN_MAX = 10_000;
const REPLAYED_MAX = 2_000;

/** The sessions that are asked for, oldest first, and how many of the span are not among them. */
export async function sessionsOf(
  store: Pick<Store, "sessions">,
  { from, to, route, patients }: WhatIfBody,
): Promise<Chosen> {
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

/** A session's entries, unpacked by the thread that folds them. */
export async function packedOf(
  { blocks }: Pick<Store, "blocks">,
  { roomId, recordFrom, endedAt }: EndedSession,
): Promise<PackedSession> {
  const query = { roomId, from: recordFrom, to: endedAt, kinds: KINDS };
  return { blocks: await blocks(query), query };
}
