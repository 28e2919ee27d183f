import type { FromBaseline, LimitRow, LimitSet, PhaseTier } from "@watchroom/shared/alarm";
import { formatValue, type MetricId } from "@watchroom/shared/metric";
import type { PhaseLimit, Protocol } from "@watchroom/shared/protocol";
import type { LimitPhase, SessionView } from "@watchroom/shared/session";
import type { RoomState } from "./room.ts";

const MINUTE_MS = 60_000;

/** When the peak of this session is over; null before the first dose. */
export const peakEndsAt = ({ limits }: Protocol, { doseAt }: SessionView): number | null =>
  doseAt === null ? null : doseAt + limits.peakUntilMin * MINUTE_MS;

/** Which of the protocol's limits hold at this moment. */
export function limitPhaseOf(protocol: Protocol, session: SessionView, now: number): LimitPhase {
  const endsAt = peakEndsAt(protocol, session);
  if (endsAt === null) return "preDose";
  if (session.phase === "dosing") return "dosing";
  return now < endsAt ? "peak" : "recovery";
}

type Baseline = SessionView["baseline"];
type Source = Pick<RoomState, "protocol" | "session">;

const baselineOf = (metric: MetricId, baseline: Baseline): number | null => {
  if (baseline === null) return null;
  return metric === "systolic" ? baseline.systolic : metric === "diastolic" ? baseline.diastolic : null;
};

const distance = (from: FromBaseline, baseline: number): number =>
  "by" in from ? from.by : Math.round((from.percent / 100) * baseline);

/** The bound of one degree for this patient: what is reached first. Null: neither number is there. */
function boundOf({ limit, fromBaseline }: PhaseTier, row: PhaseLimit, baseline: Baseline): number | null {
  const base = fromBaseline === null ? null : baselineOf(row.metric, baseline);
  if (base === null || fromBaseline === null) return limit;
  const relative = row.side === "high" ? base + distance(fromBaseline, base) : base - distance(fromBaseline, base);
  if (limit === null) return relative;
  return row.side === "high" ? Math.min(limit, relative) : Math.max(limit, relative);
}

/** The row with this patient's numbers; null when none of its degrees has one yet. */
function rowFor(row: PhaseLimit, baseline: Baseline): LimitRow | null {
  const tiers = row.tiers.flatMap(({ fromBaseline: _, ...tier }, index) => {
    const given = row.tiers[index];
    const limit = given === undefined ? null : boundOf(given, row, baseline);
    return limit === null ? [] : [{ ...tier, limit }];
  });
  const [first, second] = tiers;
  if (first === undefined) return null;
  if (second === undefined) return { metric: row.metric, side: row.side, tiers: [first] };
  // A distance can carry the first limit past the second: then both begin together.
  const nearer = row.side === "high" ? Math.min(first.limit, second.limit) : Math.max(first.limit, second.limit);
  return { metric: row.metric, side: row.side, tiers: [{ ...first, limit: nearer }, second] };
}

const keyOf = ({ limitPhase, baseline }: SessionView): string =>
  `${limitPhase} ${baseline === null ? "" : `${baseline.systolic}/${baseline.diastolic}`}`;

type Made = { readonly base: LimitSet; readonly sets: Map<string, LimitSet> };
const made = new WeakMap<Protocol, Made>();

/**
 * The limits in force: the clinic's own, with the rows of the session's protocol for its phase in their places. The same
 * object as long as phase and baseline stay, so that what is derived from it is made once.
 */
export function limitSetOf(base: LimitSet, { protocol, session }: Source): LimitSet {
  if (protocol === null || session === null) return base;
  if (protocol.limits.rows.length === 0 && protocol.escalation.length === 0) return base;
  const known = made.get(protocol);
  const sets = known?.base === base ? known.sets : new Map<string, LimitSet>();
  if (known?.base !== base) made.set(protocol, { base, sets });
  const key = keyOf(session);
  const set = sets.get(key) ?? makeSet(base, protocol, session);
  sets.set(key, set);
  return set;
}

function makeSet(base: LimitSet, protocol: Protocol, session: SessionView): LimitSet {
  const rows = protocol.limits.rows.filter(({ phases }) => phases.includes(session.limitPhase));
  const chains = protocol.escalation.filter(({ phases }) => phases.includes(session.limitPhase));
  if (rows.length === 0 && chains.length === 0) return base;
  const replaced = (one: LimitRow): boolean =>
    rows.some(({ metric, side }) => metric === one.metric && side === one.side);
  const limits = [
    ...base.limits.filter((row) => !replaced(row)),
    ...rows.flatMap((row) => rowFor(row, session.baseline) ?? []),
  ];
  const others = base.escalation.filter(({ priority }) => !chains.some((chain) => chain.priority === priority));
  return { ...base, limits, escalation: [...others, ...chains] };
}

/** Why a limit is what it is, where it comes from this patient's baseline: "high 158: baseline 118 + 40". */
export function limitNotesOf({ protocol, session }: Source): Partial<Record<MetricId, string>> {
  if (protocol === null || session === null) return {};
  const notes: Partial<Record<MetricId, string>> = {};
  for (const row of protocol.limits.rows) {
    if (!row.phases.includes(session.limitPhase)) continue;
    const base = baselineOf(row.metric, session.baseline);
    const parts = row.tiers.flatMap((tier) => {
      const bound = boundOf(tier, row, session.baseline);
      if (base === null || tier.fromBaseline === null || bound === null || bound === tier.limit) return [];
      const sign = row.side === "high" ? "+" : "−";
      const by = distance(tier.fromBaseline, base);
      return [`${row.side} ${formatValue(row.metric, bound)}: baseline ${formatValue(row.metric, base)} ${sign} ${by}`];
    });
    if (parts.length > 0) notes[row.metric] = [notes[row.metric], ...parts].filter(Boolean).join("; ");
  }
  return notes;
}
