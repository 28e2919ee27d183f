import { faultsOfLimitSet, type LimitRow, type LimitSet, type PhaseTier, type Side } from "./alarm.ts";
import { METRICS, type MetricId } from "./metric.ts";
import { faultsOfProtocol, type PhaseLimit, type Protocol } from "./protocol.ts";
import { LIMIT_PHASES, type LimitPhase } from "./session.ts";
import type { LimitChange, TierChange, WhatIfBody } from "./what-if.ts";

/** One row that can be changed: of the clinic (`phases` null), or of a protocol in some phases. */
export type ChangeableRow = {
  readonly metric: MetricId;
  readonly side: Side;
  readonly phases: readonly LimitPhase[] | null;
  readonly tiers: readonly PhaseTier[];
  /** False: the protocol says nothing here, so that the clinic's own limit holds. */
  readonly isOwn: boolean;
};

const ofClinic = ({ tiers }: LimitRow): PhaseTier[] => tiers.map((tier) => ({ ...tier, fromBaseline: null }));

/** Pure. The clinic's own limits. */
export const clinicRows = (limits: readonly LimitRow[]): ChangeableRow[] =>
  limits.map((row) => ({ metric: row.metric, side: row.side, phases: null, tiers: ofClinic(row), isOwn: true }));

const phasesLeft = (rows: readonly PhaseLimit[], metric: MetricId, side: Side): LimitPhase[] =>
  LIMIT_PHASES.filter(
    (phase) => !rows.some((row) => row.metric === metric && row.side === side && row.phases.includes(phase)),
  );

/** Pure. What holds in sessions of this protocol: its own rows, and the clinic's in the phases that it leaves open. */
export function protocolRows(limits: readonly LimitRow[], { limits: { rows } }: Protocol): ChangeableRow[] {
  const open = limits.flatMap((row): ChangeableRow[] => {
    const phases = phasesLeft(rows, row.metric, row.side);
    const { metric, side } = row;
    return phases.length === 0 ? [] : [{ metric, side, phases, tiers: ofClinic(row), isOwn: false }];
  });
  return [...rows.map((row) => ({ ...row, isOwn: true })), ...open];
}

/** Stands as the source of a changed number until somebody writes a better one. */
const SOURCE = "What-if over the clinic's own sessions";

/** What a degree need not have: a change takes it away with null. */
const MAY_BE_ABSENT = ["weakSignalDelayMs", "immediateBeyond", "pointSeconds"] as const;

function changedTier<Tier extends PhaseTier | LimitRow["tiers"][number]>(tier: Tier, change: TierChange): Tier {
  const { limit = tier.limit, conditionDelayMs = tier.conditionDelayMs } = change;
  const changed = { ...tier, limit, conditionDelayMs, source: SOURCE };
  for (const name of MAY_BE_ABSENT) {
    const value = change[name] === undefined ? tier[name] : change[name];
    if (value == null) delete changed[name];
    else changed[name] = value;
  }
  const isSame = (["limit", "conditionDelayMs", ...MAY_BE_ABSENT] as const).every(
    (name) => changed[name] === tier[name],
  );
  return isSame ? tier : changed;
}

const changedTiers = <Tier extends PhaseTier | LimitRow["tiers"][number]>(
  tiers: readonly Tier[],
  { tiers: changes }: LimitChange,
): Tier[] => tiers.map((tier, index) => changedTier(tier, changes[index] ?? {}));

type Changes = Pick<WhatIfBody, "changes" | "flapMs">;

/** Pure. The clinic's set with the changes of its own rows; the same object when nothing of it changes. */
export function changedSet(set: LimitSet, { changes, flapMs }: Changes): LimitSet {
  const own = changes.filter(({ protocolId }) => protocolId === null);
  if (own.length === 0 && (flapMs === null || flapMs === set.timing.flapMs)) return set;
  const limits = set.limits.map((row) => {
    const found = own.findLast(({ metric, side }) => metric === row.metric && side === row.side);
    return found === undefined ? row : { ...row, tiers: changedTiers(row.tiers, found) };
  });
  return { ...set, limits, timing: { ...set.timing, flapMs: flapMs ?? set.timing.flapMs } };
}

/** Pure. The protocol with the changes that are for it; the same object when there are none. */
export const changedProtocol = (protocol: Protocol, limits: readonly LimitRow[], { changes }: Changes): Protocol =>
  changes
    .filter(({ protocolId }) => protocolId === protocol.id)
    .reduce((made, change) => withRow(made, limits, change), protocol);

/**
 * Pure. The protocol with all changes in it, those of the clinic's own limits as rows of its own in the phases that it
 * left open: a draft, for a person to look at. How soon an alarm counts as another one is the clinic's, not a protocol's.
 */
export const draftOf = (protocol: Protocol, limits: readonly LimitRow[], { changes }: Changes): Protocol =>
  changes
    .filter(({ protocolId }) => protocolId === null || protocolId === protocol.id)
    .reduce((made, change) => {
      const phases = change.phases ?? phasesLeft(protocol.limits.rows, change.metric, change.side);
      return phases.length === 0 ? made : withRow(made, limits, { ...change, phases });
    }, protocol);

function withRow(protocol: Protocol, limits: readonly LimitRow[], change: LimitChange): Protocol {
  const { metric, side } = change;
  const phases = change.phases ?? LIMIT_PHASES;
  const { rows } = protocol.limits;
  const isIt = (row: Pick<PhaseLimit, "metric" | "side">): boolean => row.metric === metric && row.side === side;
  const kept = rows.flatMap((row): PhaseLimit[] => {
    const rest = isIt(row) ? row.phases.filter((phase) => !phases.includes(phase)) : row.phases;
    return rest.length === 0 ? [] : [{ ...row, phases: rest }];
  });
  const changed = rows.filter(isIt).flatMap((row): PhaseLimit[] => {
    const within = row.phases.filter((phase) => phases.includes(phase));
    return within.length === 0 ? [] : [{ ...row, phases: within, tiers: changedTiers(row.tiers, change) }];
  });
  const open = phasesLeft(rows, metric, side).filter((phase) => phases.includes(phase));
  const base = limits.find(isIt);
  const added: PhaseLimit[] =
    base === undefined || open.length === 0
      ? []
      : [{ metric, side, phases: open, tiers: changedTiers(ofClinic(base), change) }];
  return { ...protocol, limits: { ...protocol.limits, rows: [...kept, ...changed, ...added] } };
}

/** Pure. Why these changes cannot be asked for, a sentence each. `protocols`: those that can be changed, by any version. */
export function faultsOfChanges(asked: Changes, set: LimitSet, protocols: readonly Protocol[]): string[] {
  const faults: string[] = [];
  for (const { protocolId, metric, side, tiers } of asked.changes) {
    const name = `${METRICS[metric].label} ${side}`;
    const ofIt = protocols.filter(({ id }) => id === protocolId);
    if (protocolId !== null && ofIt.length === 0) faults.push(`${name}: there is no protocol "${protocolId}".`);
    const rows = [...set.limits, ...ofIt.flatMap(({ limits }) => limits.rows)];
    const most = rows.filter((row) => row.metric === metric && row.side === side).map((row) => row.tiers.length);
    if (most.length === 0) faults.push(`${name}: there is no such limit to change.`);
    else if (tiers.length > Math.max(...most)) faults.push(`${name}: it has no second limit to change.`);
  }
  const made = protocols.map((protocol) => [protocol, changedProtocol(protocol, set.limits, asked)] as const);
  const ofProtocols = made
    .filter(([before, after]) => before !== after)
    .flatMap(([, after]) => faultsOfProtocol(after));
  return [...new Set([...faults, ...faultsOfLimitSet(changedSet(set, asked)), ...ofProtocols])];
}
