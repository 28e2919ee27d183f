import { type AlarmChange, alarmSentence } from "@watchroom/shared/alarm";
import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import type { KeptEntry } from "../journal/entry.ts";
import { minuteOf } from "./zone.ts";

type AlarmRow = ReportAnswer["alarms"][number];

/**
 * One row an alarm, in order of its beginning: from the changes that the journal holds, which is what people saw and
 * heard, and not from folding it again. Alarms of before `from` are another patient's.
 */
export function episodesOf(entries: readonly KeptEntry[], from: number, doseAt: number | null): AlarmRow[] {
  const byEpisode = new Map<string, AlarmChange[]>();
  for (const { body } of entries) {
    if (body.kind !== "alarm" || body.change.alarm.since < from) continue;
    const { episodeId } = body.change.alarm;
    byEpisode.set(episodeId, [...(byEpisode.get(episodeId) ?? []), body.change]);
  }
  return [...byEpisode.values()]
    .flatMap((changes) => rowOf(changes, doseAt) ?? [])
    .toSorted((a, b) => a.episode.since - b.episode.since);
}

const ENDS: ReadonlySet<AlarmChange["change"]> = new Set(["ended", "latched", "cleared"]);

function rowOf(changes: readonly AlarmChange[], doseAt: number | null): AlarmRow | null {
  const last = changes.at(-1);
  if (last === undefined) return null;
  const taken = changes.filter(({ change }) => change === "acknowledged");
  const [first] = taken;
  const raised = changes.some(({ change }) => change === "priorityRaised");
  const again = changes.some(({ change }) => change === "signalledAgain");
  const text = [
    alarmSentence({ ...last.alarm, present: false }),
    ...(last.alarm.device === null ? [] : [last.alarm.device]),
    ...(raised ? ["became more urgent"] : []),
    ...(again ? ["signalled again"] : []),
    ...taken.slice(1).map(({ by }) => `acknowledged again by ${by ?? "a person"}`),
  ].join("; ");
  return {
    episode: last.alarm,
    text,
    minute: minuteOf(last.alarm.since, doseAt),
    acknowledgedBy: first?.by ?? null,
    acknowledgedAt: first?.at ?? null,
    endedAt: last.alarm.endedAt ?? changes.find(({ change }) => ENDS.has(change))?.at ?? null,
  };
}
