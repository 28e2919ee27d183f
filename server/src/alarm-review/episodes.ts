import {
  type AlarmView,
  alarmSentence,
  comparePriority,
  type Disposition,
  EscalationStep,
  TECHNICAL_CONDITIONS,
} from "@watchroom/shared/alarm";
import type { Episode, HeldBack, ReviewPhase } from "@watchroom/shared/alarm-review";
import { METRICS } from "@watchroom/shared/metric";
import { Route } from "@watchroom/shared/session";
import type { Receipt } from "@watchroom/shared/wire";
import { minuteOf } from "../review/zone.ts";
import type { SessionRow, Store } from "../store/store.ts";
import { grouped } from "./grouped.ts";
import type { JudgementEntry } from "./judgements.ts";

/** One change of one alarm as the store keeps it, with room and session. */
export type KeptChange = ReturnType<Store["alarmChanges"]>[number];

type Kept = {
  /** In order of time. */
  readonly changes: readonly KeptChange[];
  readonly receipts: readonly Receipt[];
  /** What people said in the review, in order of time. */
  readonly judgements: readonly JudgementEntry[];
  /** Those that the alarms may belong to. */
  readonly sessions: readonly SessionRow[];
  /** The clinic itself is simulated: then so is what comes outside a session. */
  readonly isSimulatedClinic: boolean;
  readonly now: number;
};
export type Episodes = { readonly episodes: readonly Episode[]; readonly heldBack: readonly HeldBack[] };

/**
 * Pure. One row an episode, and one for each time that nothing was signalled, in order of their begin: from the changes
 * that the journal holds, which is what people saw and heard.
 */
export function episodesOf(kept: Kept): Episodes {
  const byEpisode = new Map<string, KeptChange[]>();
  const heldBack: HeldBack[] = [];
  const sessionOf = sessionFinder(kept.sessions);
  for (const change of kept.changes) {
    const { episodeId } = change.alarm;
    if (change.change === "heldBack") heldBack.push(heldBackOf(change, sessionOf(change), kept));
    else if (episodeId !== "") byEpisode.set(episodeId, [...(byEpisode.get(episodeId) ?? []), change]);
  }
  const receipts = grouped(kept.receipts, ({ episodeId }) => episodeId);
  const judgements = grouped(kept.judgements, ({ act }) => act.episodeId);
  const episodes = [...byEpisode].flatMap(([episodeId, changes]) => {
    const [first] = changes;
    // Without its begin it is an alarm of before: whoever asks for that time sees it there.
    if (first?.change !== "began") return [];
    const known = { receipts: receipts.get(episodeId) ?? [], judgements: judgements.get(episodeId) ?? [] };
    return [episodeOf(first, changes, sessionOf(first), { ...kept, ...known })];
  });
  const inOrder = <Row extends { since: number }>(rows: readonly Row[]): Row[] =>
    rows.toSorted((a, b) => a.since - b.since);
  return { episodes: inOrder(episodes), heldBack: inOrder(heldBack) };
}

/** The session that the entry names, or the one whose record the moment is in: the sensor went on before it was started. */
function sessionFinder(sessions: readonly SessionRow[]): (change: KeptChange) => SessionRow | null {
  const byId = new Map<string, SessionRow>(sessions.map((session) => [session.sessionId, session]));
  const byRoom = grouped(sessions, ({ roomId }): string => roomId);
  return ({ sessionId, roomId, alarm }) => {
    const named = sessionId === null ? undefined : byId.get(sessionId);
    const isWithin = ({ recordFrom, endedAt }: SessionRow): boolean =>
      recordFrom <= alarm.since && alarm.since <= (endedAt ?? Number.POSITIVE_INFINITY);
    return named ?? byRoom.get(roomId)?.find(isWithin) ?? null;
  };
}

/** Pure. Where in its treatment a moment is. */
export function phaseAt(session: Pick<SessionRow, "facts"> | null, at: number): ReviewPhase {
  if (session === null) return "outside";
  const { doseAt, dosingEndedAt } = session.facts;
  if (doseAt === null || at < doseAt) return "beforeDose";
  return dosingEndedAt === null || at < dosingEndedAt ? "dosing" : "observation";
}

/** "SpO₂ low", "Link lost": without the device, so that figures of all rooms meet. */
function labelOf({ metric, side, technical, condition }: AlarmView): string {
  if (technical !== null) return TECHNICAL_CONDITIONS[technical].text;
  return metric === null || side === null ? condition : `${METRICS[metric].label} ${side}`;
}

type Whose = Omit<HeldBack, "worst" | "endedAt">;
function whoseOf({ roomId, room, alarm }: KeptChange, session: SessionRow | null, { isSimulatedClinic }: Kept): Whose {
  const { condition, since, limit } = alarm;
  return {
    roomId,
    room,
    sessionId: session?.sessionId ?? null,
    initials: session?.initials ?? null,
    route: session === null ? null : Route.parse(session.route),
    simulated: session?.simulated ?? isSimulatedClinic,
    phase: phaseAt(session, since),
    minute: minuteOf(since, session?.facts.doseAt ?? null),
    condition,
    label: labelOf(alarm),
    since,
    limit,
  };
}

const heldBackOf = (change: KeptChange, session: SessionRow | null, kept: Kept): HeldBack => ({
  ...whoseOf(change, session, kept),
  worst: change.alarm.worst,
  endedAt: change.alarm.endedAt ?? change.at,
});

function episodeOf(first: KeptChange, changes: readonly KeptChange[], session: SessionRow | null, kept: Kept): Episode {
  const alarm = changes.at(-1)?.alarm ?? first.alarm;
  const { metric, side, technical, device, kind } = first.alarm;
  const worst = worstOf(changes.map((change) => change.alarm));
  const endedAt = alarm.present ? null : (alarm.endedAt ?? changes.at(-1)?.at ?? null);
  const signalledAt = first.alarm.signalledAt ?? first.at;
  const taken = changes.find(({ change }) => change === "acknowledged");
  const until = taken?.at ?? endedAt ?? kept.now;
  const episode: Episode = {
    ...whoseOf(first, session, kept),
    ...{ episodeId: first.alarm.episodeId, kind, metric, side, technical, device, worst },
    cause: changes.findLast((change) => change.alarm.cause !== null)?.alarm.cause ?? null,
    // The limit of its begin: a later phase has another one.
    text: alarmSentence({ ...alarm, limit: first.alarm.limit, worst, present: false }),
    priority: changes.map((change) => change.alarm.priority).reduce((a, b) => (comparePriority(a, b) >= 0 ? a : b)),
    signalledAt,
    endedAt,
    lengthMs: endedAt === null ? null : endedAt - first.alarm.since,
    onsets: alarm.onsets,
    acknowledgedBy: taken?.by ?? null,
    acknowledgedAt: taken?.at ?? null,
    acknowledgedAfterMs: taken === undefined ? null : taken.at - signalledAt,
    escalatedTo: furthest(changes),
    heardAt: 0,
    heardAfterMs: null,
    unheardMs: Math.max(0, until - signalledAt),
    ...judgedOf(changes, kept.judgements),
  };
  return withSound(episode, kept.receipts);
}

/** An episode of several onsets is as bad as the worst of them. */
function worstOf(alarms: readonly AlarmView[]): number | null {
  const values = alarms.flatMap(({ worst }) => worst ?? []);
  if (values.length === 0) return null;
  return alarms[0]?.side === "low" ? Math.min(...values) : Math.max(...values);
}

const rankOf = (step: EscalationStep): number => EscalationStep.options.indexOf(step);
function furthest(changes: readonly KeptChange[]): EscalationStep | null {
  const called = changes.flatMap(({ change, alarm }) => (change === "escalated" ? (alarm.escalation?.to ?? []) : []));
  return called.toSorted((a, b) => rankOf(a) - rankOf(b)).at(-1) ?? null;
}

/** Pure. At how many stations it sounded, and after what time at the first of them. */
export function withSound(episode: Episode, receipts: readonly Receipt[]): Episode {
  const sounded = receipts.flatMap(({ stationId, soundedAt }) =>
    soundedAt === null ? [] : [{ stationId, soundedAt }],
  );
  if (sounded.length === 0) return episode;
  const first = Math.min(...sounded.map(({ soundedAt }) => soundedAt));
  const heardAfterMs = Math.max(0, first - episode.signalledAt);
  const heardAt = new Set(sounded.map(({ stationId }) => stationId)).size;
  return { ...episode, heardAt, heardAfterMs, unheardMs: heardAfterMs };
}

type Judged = Pick<Episode, "disposition" | "note" | "judgedBy" | "reviewedBy" | "reviewedAt">;
type Said = { readonly at: number; readonly by: string | null };

/** What the alarm was said to be, at the bedside and in the review: the newest word of each kind counts. */
function judgedOf(changes: readonly KeptChange[], judgements: readonly JudgementEntry[]): Judged {
  const live = saidLive(changes);
  const said = [...live, ...saidLater(judgements)].toSorted((a, b) => a.at - b.at);
  const disposition = said.findLast((one) => one.disposition !== null);
  // By their order: two words may be of the same millisecond.
  const last = judgements.at(-1);
  const isSigned = last?.act.name === "reviewAlarm" && last.at >= (live.at(-1)?.at ?? 0);
  return {
    disposition: disposition?.disposition ?? null,
    note: said.findLast((one) => one.note !== null)?.note ?? null,
    judgedBy: (disposition ?? said.at(-1))?.by ?? null,
    reviewedBy: isSigned ? last.by : null,
    reviewedAt: isSigned ? last.at : null,
  };
}

type Word = Said & { readonly disposition: Disposition | null; readonly note: string | null };

function saidLive(changes: readonly KeptChange[]): Word[] {
  return changes.flatMap(({ change, at, by, alarm }, index) => {
    if (change !== "annotated" && change !== "acknowledged") return [];
    const before = changes[index - 1]?.alarm;
    const disposition = alarm.disposition === before?.disposition ? null : alarm.disposition;
    const note = alarm.note === before?.note ? null : alarm.note;
    return disposition === null && note === null ? [] : [{ at, by, disposition, note }];
  });
}

const saidLater = (judgements: readonly JudgementEntry[]): Word[] =>
  judgements.flatMap(({ at, by, act }) =>
    act.name === "annotate" ? [{ at, by, disposition: act.disposition, note: act.note }] : [],
  );
