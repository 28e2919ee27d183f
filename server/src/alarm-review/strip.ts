import { changeText, DISPOSITIONS, ESCALATION_LABELS, type LimitSet } from "@watchroom/shared/alarm";
import type { Episode, StripAnswer } from "@watchroom/shared/alarm-review";
import type { EpochMs, MonoMs, RoomId, SessionId } from "@watchroom/shared/time";
import { markersOf } from "../http/markers.ts";
import { measuredTrend } from "../http/trend.ts";
import type { KeptEntry } from "../journal/entry.ts";
import { type FoldedSession, foldSession } from "../review/session-fold.ts";
import type { SessionRow } from "../store/store.ts";
import { alarmsWithin, type RecordParts, receiptsWithin, type Span } from "./alarm-record.ts";
import type { KeptChange } from "./episodes.ts";
import { judgementsOf } from "./judgements.ts";

/** Shown before its begin and after its end. */
const AROUND_MS = 60_000;
/** A strip is read in full: an alarm that goes on for longer is shown to here. */
const SHOWN_MAX_MS = 20 * 60_000;
/** A thinning that never thins: every reading is shown. */
const EVERY_POINT = Number.MAX_SAFE_INTEGER;

type StripSpan = Span & { readonly isCut: boolean };
type Measured = Pick<StripAnswer, "oximetry" | "cuffs">;

/** Pure. From before the alarm to behind it, within the record of whoever it was. */
export function stripSpan(
  { since, endedAt, sessionId }: Episode,
  sessions: readonly SessionRow[],
  { roomId, now }: { readonly roomId: string; readonly now: number },
): StripSpan {
  const own = sessions.find((session) => session.sessionId === sessionId);
  const others = sessions.filter((session) => session.roomId === roomId && session !== own);
  // Outside a session it is nobody's: what belongs to the patients before and after is not.
  const before = Math.max(0, ...others.flatMap((one) => (one.recordFrom <= since ? (one.endedAt ?? []) : [])));
  const after = Math.min(now, ...others.flatMap((one) => (one.recordFrom > since ? one.recordFrom : [])));
  const end = endedAt ?? now;
  const last = Math.min(end, since + SHOWN_MAX_MS);
  return {
    from: Math.max(since - AROUND_MS, own?.recordFrom ?? before),
    to: Math.max(since, Math.min(last + AROUND_MS, own?.endedAt ?? now, after)),
    isCut: end > last,
  };
}

/** Everything that was measured in the room in that time, at full rate. */
function measuredOf(entries: readonly KeptEntry[], { from, to }: Span): Measured {
  const near = entries.filter(({ at, body }) => at >= from || body.kind !== "reading");
  const { oximetry, cuffs } = measuredTrend(near, from, EVERY_POINT);
  const { at, spo2, pulseRate } = oximetry;
  return { oximetry: { at, spo2, pulseRate }, cuffs: cuffs.filter((cuff) => cuff.at <= to) };
}

type StripParts = RecordParts & { readonly set: LimitSet };

/** The strip of one episode, folded from its session's record. */
export async function stripOf(parts: StripParts, episode: Episode): Promise<StripAnswer> {
  const roomId = episode.roomId as RoomId;
  const { wall: now } = parts.clock.now();
  const day = { from: episode.since - AROUND_MS, to: Math.min(now, episode.since + SHOWN_MAX_MS + AROUND_MS) };
  const near = await alarmsWithin(parts, day, [roomId]);
  const span = stripSpan(episode, near.sessions, { roomId, now });
  const own = near.sessions.find(({ sessionId }) => sessionId === episode.sessionId);
  const from = own?.recordFrom ?? span.from;
  const entries = await parts.store.entries({ roomId, from: from as EpochMs, to: span.to as EpochMs });
  const course = own === undefined ? null : await foldedTo(span.to, entries, own.sessionId as SessionId, parts);
  const until = (episode.endedAt ?? now) + AROUND_MS;
  const changes = await parts.store.alarmChangesOfRoom(roomId, episode.since as EpochMs, until as EpochMs);
  return {
    episode,
    ...span,
    ...measuredOf(entries, span),
    ...groundOf(course, episode, span),
    done: [...actsOf(entries, span), ...changesOf(changes, episode), ...(await wordsOf(parts, episode))].toSorted(
      (a, b) => a.at - b.at,
    ),
    others: othersOf(near.episodes, episode, span),
    heard: heardOf(await receiptsWithin(parts, roomId, { from: episode.since, to: now }), episode),
  };
}

/** As the session was at the strip's end, whatever came later. */
function foldedTo(
  to: number,
  entries: readonly KeptEntry[],
  sessionId: SessionId,
  { set, pause }: StripParts,
): Promise<FoldedSession | null> {
  const last = entries.at(-1);
  const mono = (last?.mono ?? 0) + Math.max(0, to - (last?.at ?? to));
  const now = { mono: mono as MonoMs, wall: to as EpochMs };
  return foldSession(entries, { sessionId, now, pause }, set);
}

type Ground = Pick<StripAnswer, "limits" | "phases" | "doses" | "baseline">;

/** What held in the strip: the first of each is what was so at its begin. */
function groundOf(course: FoldedSession | null, { metric, side, limit, since }: Episode, { from, to }: Span): Ground {
  if (course === null) {
    // Nothing to fold: only the limit that the alarm itself names is known.
    const known = { low: null, lowCritical: null, high: null, highCritical: null };
    const limits = metric === null || side === null ? {} : { [metric]: { ...known, [side]: limit } };
    return { limits: [{ from: Math.min(from, since), limits }], phases: [], doses: [], baseline: null };
  }
  const { limits, phases, session } = course;
  return {
    limits: heldWithin(limits, from, to),
    phases: heldWithin(phases, from, to),
    doses: session.doses.filter(({ at }) => at <= to),
    baseline: session.baseline,
  };
}

function heldWithin<Row extends { readonly from: number }>(rows: readonly Row[], from: number, to: number): Row[] {
  const first = rows.findLastIndex((row) => row.from <= from);
  return rows.slice(Math.max(0, first)).filter((row) => row.from <= to);
}

type Done = StripAnswer["done"];

const actsOf = (entries: readonly KeptEntry[], { from, to }: Span): Done =>
  markersOf(entries).filter(({ at }) => at >= from && at <= to);

const changesOf = (changes: readonly KeptChange[], { episodeId }: Episode): Done =>
  changes
    .filter(({ alarm }) => alarm.episodeId === episodeId)
    .map(({ at, change, by, alarm }) => {
      const called = change === "escalated" && alarm.escalation !== null ? ESCALATION_LABELS[alarm.escalation.to] : "";
      const was = alarm.disposition === null ? "" : DISPOSITIONS[alarm.disposition].label;
      const said = change === "annotated" || change === "acknowledged" ? [was, alarm.note ?? ""] : [];
      const words = [called, ...said].filter(Boolean).join(", ");
      return { at, kind: "alarm", text: `Alarm ${changeText(change)}${words === "" ? "" : `: ${words}`}`, by };
    });

/** What was said of it afterwards. */
async function wordsOf({ store }: RecordParts, { roomId, episodeId, since }: Episode): Promise<Done> {
  const all = await judgementsOf(store, roomId as RoomId, since);
  return all
    .filter(({ act }) => act.episodeId === episodeId)
    .map(({ at, by, act }) => {
      if (act.name === "reviewAlarm") return { at, kind: "review", text: "Reviewed and signed", by };
      const was = act.disposition === null ? [] : [DISPOSITIONS[act.disposition].label];
      return { at, kind: "review", text: `In the review: ${[...was, act.note ?? ""].filter(Boolean).join(", ")}`, by };
    });
}

const othersOf = (episodes: readonly Episode[], { episodeId }: Episode, { from, to }: Span): StripAnswer["others"] =>
  episodes
    .filter((one) => one.episodeId !== episodeId && one.since <= to && (one.endedAt ?? to) >= from)
    .map(({ episodeId: id, text, priority, since, endedAt }) => ({ episodeId: id, text, priority, since, endedAt }));

function heardOf(
  receipts: Awaited<ReturnType<typeof receiptsWithin>>,
  { episodeId, signalledAt }: Episode,
): StripAnswer["heard"] {
  const first = new Map<string, StripAnswer["heard"][number]>();
  for (const { episodeId: of, stationId, station, by, soundedAt } of receipts) {
    if (of !== episodeId || soundedAt === null) continue;
    const afterMs = Math.max(0, soundedAt - signalledAt);
    if ((first.get(stationId)?.afterMs ?? Number.POSITIVE_INFINITY) > afterMs)
      first.set(stationId, { station, by, afterMs });
  }
  return [...first.values()].toSorted((a, b) => a.afterMs - b.afterMs);
}
