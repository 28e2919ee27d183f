import { DISPOSITIONS, Disposition } from "@watchroom/shared/alarm";
import {
  type Episode,
  type HeldBack,
  isEscalated,
  type Load,
  type LoadFigures,
  ReviewPhase,
} from "@watchroom/shared/alarm-review";
import type { SessionRow } from "../store/store.ts";
import type { AlarmRecord, Span } from "./alarm-record.ts";
import { grouped } from "./grouped.ts";
import { heldBackOnce, interruptionsOf } from "./interruptions.ts";

const HOUR_MS = 3_600_000;
/** Of each list of what was worst. */
const WORST_MAX = 10;
const P90 = 0.9;
const HALF = 0.5;

/** A calendar day, from its first to its last millisecond. */
export type Day = Span & { readonly day: string };
type Alarms = Pick<AlarmRecord, "episodes" | "heldBack" | "sessions">;

/**
 * Pure. The alarm load of a span: how often, where, by what, what became of it. A session that still runs counts to the
 * end of the span. An alarm belongs to the day on which it began. What interrupted people once counts once.
 */
export function loadOf(all: Alarms, span: Span, days: readonly Day[]): Load {
  const alarms = { ...all, episodes: interruptionsOf(all.episodes), heldBack: heldBackOnce(all.heldBack) };
  const { episodes, heldBack, sessions } = alarms;
  const figures = figuresOf(alarms, span);
  return {
    figures,
    byPhase: ReviewPhase.options.map((phase) => {
      const own = episodes.filter((episode) => episode.phase === phase);
      const roomHours = hoursOf(sessions, span, phase);
      return {
        phase,
        roomHours,
        alarms: own.length,
        perRoomHour: phase === "outside" ? null : per(own.length, roomHours),
      };
    }),
    byCondition: byCondition(episodes, heldBack, figures.roomHours),
    byDisposition: [...Disposition.options, null].map((disposition) => ({
      disposition,
      alarms: episodes.filter((episode) => episode.disposition === disposition).length,
    })),
    byDay: days.map(({ day, from, to }) => ({
      from,
      day,
      figures: figuresOf(alarms, { from, to: Math.min(to, span.to) }),
    })),
    unheard: most(episodes, ({ unheardMs }) => unheardMs),
    slowest: most(episodes, ({ acknowledgedAfterMs }) => acknowledgedAfterMs),
    longest: most(episodes, ({ lengthMs }) => lengthMs),
  };
}

const per = (count: number, hours: number): number | null => (hours > 0 ? count / hours : null);

function figuresOf({ episodes: all, heldBack, sessions }: Alarms, span: Span): LoadFigures {
  const isIn = ({ since }: { since: number }): boolean => since >= span.from && since <= span.to;
  const episodes = all.filter(isIn);
  const inSession = episodes.filter(({ sessionId }) => sessionId !== null);
  const roomHours = hoursOf(sessions, span);
  const answered = episodes.flatMap(({ acknowledgedAfterMs }) => acknowledgedAfterMs ?? []);
  const judged = judgedOf(episodes);
  const counts = countsOf(inSession);
  return {
    roomHours,
    alarms: episodes.length,
    inSession: inSession.length,
    ...countsOf(episodes),
    perRoomHour: per(inSession.length, roomHours),
    highPerRoomHour: per(counts.high, roomHours),
    mediumPerRoomHour: per(counts.medium, roomHours),
    lowPerRoomHour: per(counts.low, roomHours),
    heldBack: heldBack.filter(isIn).length,
    escalated: episodes.filter(isEscalated).length,
    ...judged,
    actionableShare: judged.judged === 0 ? null : judged.actionable / judged.judged,
    acknowledged: answered.length,
    acknowledgeMedianMs: quantile(answered, HALF),
    acknowledgeP90Ms: quantile(answered, P90),
  };
}

const countsOf = (episodes: readonly Episode[]): Pick<LoadFigures, "high" | "medium" | "low"> => {
  const count = (priority: Episode["priority"]): number => episodes.filter((one) => one.priority === priority).length;
  return { high: count("high"), medium: count("medium"), low: count("low") };
};

/** Only what a person said something of tells whether alarms are worth it. */
function judgedOf(episodes: readonly Episode[]): Pick<LoadFigures, "judged" | "actionable"> {
  const judged = episodes.flatMap(({ disposition }) => disposition ?? []);
  return { judged: judged.length, actionable: judged.filter((one) => DISPOSITIONS[one].actionable).length };
}

/** Pure. The value below which this share of all lies, between two of them in proportion; null of none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (place - Math.floor(place));
}

/** Hours in session over all rooms, or those of one phase. */
function hoursOf(sessions: readonly SessionRow[], span: Span, phase: ReviewPhase | null = null): number {
  return sessions.reduce((sum, session) => sum + overlap(stretchOf(session, phase), span), 0) / HOUR_MS;
}

const overlap = (stretch: Span | null, { from, to }: Span): number =>
  stretch === null ? 0 : Math.max(0, Math.min(stretch.to, to) - Math.max(stretch.from, from));

/**
 * When a session was in this phase, as `phaseAt` has it; null: never. A dose that was entered as given before the record
 * began, or after its end, moves no hour that nobody watched into a phase.
 */
function stretchOf({ recordFrom, endedAt, facts }: SessionRow, phase: ReviewPhase | null): Span | null {
  const to = endedAt ?? Number.POSITIVE_INFINITY;
  const within = (moment: number): number => Math.max(recordFrom, Math.min(moment, to));
  const doseAt = within(facts.doseAt ?? to);
  const dosingEndedAt = Math.max(doseAt, within(facts.dosingEndedAt ?? to));
  switch (phase) {
    case null:
      return { from: recordFrom, to };
    case "beforeDose":
      return { from: recordFrom, to: doseAt };
    case "dosing":
      return { from: doseAt, to: dosingEndedAt };
    case "observation":
      return { from: dosingEndedAt, to };
    case "outside":
      return null;
  }
}

function byCondition(
  episodes: readonly Episode[],
  heldBack: readonly HeldBack[],
  roomHours: number,
): Load["byCondition"] {
  const byLabel = grouped(episodes, ({ label }) => label);
  const held = grouped(heldBack, ({ label }) => label);
  return [...new Set([...byLabel.keys(), ...held.keys()])]
    .map((label) => {
      const own = byLabel.get(label) ?? [];
      const inSession = own.filter(({ sessionId }) => sessionId !== null).length;
      const heldBackCount = held.get(label)?.length ?? 0;
      return {
        label,
        ...countsOf(own),
        alarms: own.length,
        perRoomHour: per(inSession, roomHours),
        ...judgedOf(own),
        heldBack: heldBackCount,
      };
    })
    .toSorted((a, b) => b.alarms - a.alarms || b.heldBack - a.heldBack || (a.label < b.label ? -1 : 1));
}

function most(episodes: readonly Episode[], of: (episode: Episode) => number | null): Episode[] {
  return episodes
    .filter((episode) => (of(episode) ?? 0) > 0)
    .toSorted((a, b) => (of(b) ?? 0) - (of(a) ?? 0) || a.since - b.since)
    .slice(0, WORST_MAX);
}

/** Pure. The same record, real treatments or simulated ones. */
export function only(simulated: boolean, { episodes, heldBack, sessions }: AlarmRecord): AlarmRecord {
  const isSo = (one: { readonly simulated: boolean }): boolean => one.simulated === simulated;
  return { episodes: episodes.filter(isSo), heldBack: heldBack.filter(isSo), sessions: sessions.filter(isSo) };
}
