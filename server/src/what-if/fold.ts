import type { AlarmChange, LimitSet } from "@watchroom/shared/alarm";
import { Protocol } from "@watchroom/shared/protocol";
import type { SessionId } from "@watchroom/shared/time";
import type { WhatIfBody } from "@watchroom/shared/what-if";
import { changedProtocol, changedSet } from "@watchroom/shared/what-if-limits";
import type { KeptEntry } from "../journal/entry.ts";
import { type Comparison, compare } from "./compare.ts";
import { recordedOf } from "./recorded.ts";
import { replayBoth } from "./side-by-side.ts";

/** The limits in force, and what is asked of them. */
export type Plan = { readonly set: LimitSet; readonly asked: Pick<WhatIfBody, "changes" | "flapMs"> };

/** One ended session of the record. */
export type SessionSpan = { readonly sessionId: SessionId; readonly recordFrom: number; readonly endedAt: number };

export type Folded = { readonly comparison: Comparison; readonly isAsRecorded: boolean };
type SessionFold = (entries: readonly KeptEntry[], span: SessionSpan) => Folded | null;

/** Folds sessions by a plan, each twice. Null when the entries do not hold the session's start. */
export function sessionFold({ set, asked }: Plan): SessionFold {
  const next = changedSet(set, asked);
  // What is derived from a protocol is kept by its object: one for all sessions that ran by the same version.
  const changed = new Map<string, { readonly before: Protocol; readonly after: Protocol }>();
  return (entries, { sessionId, recordFrom, endedAt }) => {
    const recorded = recordedOf(entries, sessionId);
    if (recorded === null) return null;
    const kept = recorded.start.protocol;
    const key = `${kept.id} ${kept.version}`;
    const protocols = changed.get(key) ?? pairOf(kept, set, asked);
    changed.set(key, protocols);
    const limits = {
      before: { set, protocol: protocols.before },
      after: { set: next, protocol: protocols.after },
      changed: asked.changes,
    };
    const { before, after } = replayBoth(recorded, limits, endedAt);
    const changes = recordedChanges(entries);
    const isAsRecorded = areAlike(changes, before.changes, recordFrom);
    return { comparison: asKept(compare(before, after, endedAt), before.changes, changes), isAsRecorded };
  };
}

function pairOf(kept: Protocol, set: LimitSet, asked: Plan["asked"]): { before: Protocol; after: Protocol } {
  const before = Protocol.parse(kept); // an older one lacks parts that the core knows today
  return { before, after: { ...changedProtocol(before, set.limits, asked) } };
}

const recordedChanges = (entries: readonly KeptEntry[]): AlarmChange[] =>
  entries.flatMap(({ body }) => (body.kind === "alarm" ? body.change : []));

const beginning = ({ alarm }: AlarmChange): string => `${alarm.condition} ${alarm.since}`;

/** With the names that the record has for these alarms: a replay gives them names of its own. */
function asKept(found: Comparison, replayed: readonly AlarmChange[], recorded: readonly AlarmChange[]): Comparison {
  const kept = new Map(recorded.map((change) => [beginning(change), change.alarm.episodeId]));
  const named = new Map(replayed.map((change) => [change.alarm.episodeId, kept.get(beginning(change)) ?? null]));
  const nameOf = (episodeId: string | null): string | null =>
    episodeId === null ? null : (named.get(episodeId) ?? null);
  return { ...found, episodes: found.episodes.map((one) => ({ ...one, episodeId: nameOf(one.episodeId) })) };
}

/** Limits decide these alone; alarms of the watch itself also follow from what was in the room before. */
function areAlike(recorded: readonly AlarmChange[], replayed: readonly AlarmChange[], from: number): boolean {
  const told = (changes: readonly AlarmChange[]): string =>
    changes
      .filter(({ alarm }) => alarm.kind === "physiological" && alarm.since >= from)
      .map(({ at, change, alarm }) => `${at} ${alarm.condition} ${change} ${alarm.priority}`)
      .join("\n");
  return told(recorded) === told(replayed);
}
