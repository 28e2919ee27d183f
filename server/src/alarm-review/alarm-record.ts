import type { Episode } from "@watchroom/shared/alarm-review";
import type { Clock, EpochMs, RoomId } from "@watchroom/shared/time";
import type { Receipt } from "@watchroom/shared/wire";
import type { SessionRow, StoreClient } from "../store/store.ts";
import { type Episodes, episodesOf, withSound } from "./episodes.ts";
import { grouped } from "./grouped.ts";
import { judgementsOf } from "./judgements.ts";

export type RecordParts = {
  readonly store: StoreClient;
  readonly clock: Clock;
  /** Lets others run in between: a month of alarms takes a while, and no alarm of the ward waits for it. */
  readonly pause: () => Promise<unknown>;
};
export type Span = { readonly from: number; readonly to: number };
export type AlarmRecord = Episodes & { readonly sessions: readonly SessionRow[] };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** An alarm that began in the span is followed for so long behind it. */
const FOLLOWED_MS = DAY_MS;
/** What stations did is written within this after the signal's end. */
const RECEIPTS_MS = 10 * MINUTE_MS;
const SESSIONS_AT_FIRST = 500;

/** All alarms of the clinic that began in the span, without what stations heard of them. */
export async function alarmsWithin(parts: RecordParts, span: Span, rooms?: readonly RoomId[]): Promise<AlarmRecord> {
  const sessions = await sessionsWithin(parts.store, span);
  const found: Episodes[] = [];
  const { wall } = parts.clock.now();
  const isSimulatedClinic = (await parts.store.clinic())?.simulated ?? false;
  for (const roomId of rooms ?? (await parts.store.rooms()).map((room) => room.roomId)) {
    const until = Math.min(span.to + FOLLOWED_MS, wall) as EpochMs;
    const [changes, judgements] = await Promise.all([
      parts.store.alarmChangesOfRoom(roomId, span.from as EpochMs, until),
      judgementsOf(parts.store, roomId, span.from),
    ]);
    found.push(within(span, { changes, judgements, sessions, isSimulatedClinic, now: wall, receipts: [] }));
    await parts.pause();
  }
  return {
    sessions,
    episodes: found.flatMap(({ episodes }) => episodes).toSorted(byBegin),
    heldBack: found.flatMap(({ heldBack }) => heldBack).toSorted((a, b) => a.since - b.since),
  };
}

const byBegin = (a: Episode, b: Episode): number => a.since - b.since || (a.episodeId < b.episodeId ? -1 : 1);

function within({ from, to }: Span, kept: Parameters<typeof episodesOf>[0]): Episodes {
  const { episodes, heldBack } = episodesOf(kept);
  const isIn = ({ since }: { since: number }): boolean => since >= from && since <= to;
  return { episodes: episodes.filter(isIn), heldBack: heldBack.filter(isIn) };
}

/** Sessions whose record meets the span, the newest first. */
async function sessionsWithin(store: StoreClient, { from, to }: Span): Promise<SessionRow[]> {
  const open = await store.sessions({ open: true, limit: SESSIONS_AT_FIRST });
  let limit = SESSIONS_AT_FIRST;
  let rows = await store.sessions({ limit });
  // Nobody is treated for longer than a day; what still runs is there whatever its age.
  while (rows.length === limit && (rows.at(-1)?.startedAt ?? 0) > from - DAY_MS) {
    limit *= 4;
    rows = await store.sessions({ limit });
  }
  const all = new Map([...rows, ...open].map((session) => [session.sessionId, session]));
  return [...all.values()].filter(({ recordFrom, endedAt }) => recordFrom <= to && (endedAt ?? to) >= from);
}

/** The same alarms with what stations heard of them. */
export async function withReceipts(parts: RecordParts, episodes: readonly Episode[]): Promise<Episode[]> {
  const { wall } = parts.clock.now();
  const receipts: Receipt[] = [];
  for (const { roomId, from, to } of spansOf(episodes, wall)) {
    receipts.push(...(await receiptsWithin(parts, roomId, { from, to })));
    await parts.pause();
  }
  const byEpisode = grouped(receipts, ({ episodeId }) => episodeId);
  return episodes.map((episode) => withSound(episode, byEpisode.get(episode.episodeId) ?? []));
}

/** Everything that stations said in a room. */
export async function receiptsWithin(parts: RecordParts, roomId: RoomId, { from, to }: Span): Promise<Receipt[]> {
  const span = { roomId, from: from as EpochMs, to: to as EpochMs };
  const entries = await parts.store.entries({ ...span, kinds: ["receipt"] });
  return entries.flatMap(({ body }) => (body.kind === "receipt" ? [body.receipt] : []));
}

/** Stretches of each room in which the receipts of these alarms are, those that meet taken together. */
function spansOf(episodes: readonly Episode[], now: number): (Span & { roomId: RoomId })[] {
  const spans: (Span & { roomId: RoomId })[] = [];
  for (const { roomId, since, endedAt, acknowledgedAt } of episodes.toSorted(byRoomAndBegin)) {
    const to = Math.max(endedAt ?? now, acknowledgedAt ?? 0) + RECEIPTS_MS;
    const last = spans.at(-1);
    if (last?.roomId === roomId && since <= last.to) {
      spans[spans.length - 1] = { ...last, to: Math.max(last.to, to) };
    } else spans.push({ roomId: roomId as RoomId, from: since, to });
  }
  return spans;
}
const byRoomAndBegin = (a: Episode, b: Episode): number =>
  a.roomId === b.roomId ? a.since - b.since : a.roomId < b.roomId ? -1 : 1;

/** How far back an alarm is looked for, step by step: those of today are asked for most. */
const LOOK_BACK_DAYS = [2, 30, 366, 36_500] as const;

/** These alarms wherever they are in the record, in the order that was asked for; one that there is not is left out. */
export async function alarmsOf(parts: RecordParts, episodeIds: readonly string[]): Promise<Episode[]> {
  const { wall } = parts.clock.now();
  const wanted = new Set(episodeIds);
  const found = new Map<string, Episode>();
  const rooms = (await parts.store.rooms()).filter(({ roomId }) =>
    episodeIds.some((episodeId) => episodeId.startsWith(`${roomId}:`)),
  );
  for (const days of LOOK_BACK_DAYS) {
    if (wanted.size === found.size || rooms.length === 0) break;
    const span = { from: Math.max(0, wall - days * DAY_MS), to: wall };
    const ids = rooms.map(({ roomId }) => roomId);
    const { episodes } = await alarmsWithin(parts, span, ids);
    for (const episode of episodes) if (wanted.has(episode.episodeId)) found.set(episode.episodeId, episode);
  }
  return withReceipts(
    parts,
    [...wanted].flatMap((episodeId) => found.get(episodeId) ?? []),
  );
}
