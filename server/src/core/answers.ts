import { type Result, refuse } from "@watchroom/shared/result";
import { addMs, type EpochMs, type Instant } from "@watchroom/shared/time";
import type { CommandFailure, Payload } from "@watchroom/shared/wire";
import type { Actor } from "../journal/entry.ts";
import type { Stepped } from "./alarm/alarm.ts";
import { acknowledge, annotate, passOn, reset } from "./alarm/answers.ts";
import { type Draft, put, ruleOf } from "./draft.ts";
import type { RoomAlarm } from "./room.ts";

type Refusal = Extract<Result<never, CommandFailure>, { ok: false }>;

const alarmOf = (draft: Draft, episodeId: string): RoomAlarm | undefined =>
  Object.values(draft.alarms).find(({ alarm }) => alarm.episodeId === episodeId);

/** Who came second hears who came first; an alarm that is over is not there to be answered. */
function settle(draft: Draft, known: RoomAlarm | undefined, stepped: Stepped | null): Refusal | null {
  if (known && stepped) {
    put(draft, known.condition, stepped);
    return null;
  }
  const taken = known?.alarm.signal === "acknowledged" ? known.alarm.acknowledged : null;
  return refuse(
    "no-such-alarm",
    taken ? `${taken.by} has already acknowledged this alarm.` : "This alarm is already over.",
  );
}

export function takeNote(
  draft: Draft,
  { episodeId, disposition }: Payload<"acknowledge">,
  by: Actor,
  now: Instant,
): Refusal | null {
  const known = alarmOf(draft, episodeId);
  return settle(draft, known, known ? acknowledge(known.alarm, by.name, now, disposition ?? null) : null);
}

export function annotateAlarm(
  draft: Draft,
  { episodeId, disposition, note }: Payload<"annotate">,
  by: Actor,
  now: Instant,
): Refusal | null {
  const known = alarmOf(draft, episodeId);
  const stepped = known ? annotate(known.alarm, by.name, { disposition, note }, now) : null;
  if (stepped === null) return refuse("no-such-alarm", "This alarm is over: annotate it in the session's review.");
  return settle(draft, known, stepped);
}

export function declineAlarm(draft: Draft, episodeId: string, by: Actor, now: Instant): Refusal | null {
  const known = alarmOf(draft, episodeId);
  const rule = known ? ruleOf(draft, known.condition) : null;
  return settle(draft, known, known && rule ? passOn(known.alarm, rule, by.name, now) : null);
}

export function resetAlarms(draft: Draft, by: Actor, now: Instant): Refusal | null {
  let count = 0;
  for (const { condition, alarm } of Object.values(draft.alarms)) {
    const stepped = reset(alarm, by.name, now);
    if (!stepped) continue;
    put(draft, condition, stepped);
    count += 1;
  }
  return count > 0 ? null : refuse("no-such-alarm", "No ended alarm is waiting for a reset here.");
}

export function pauseAudio(draft: Draft, durationMs: number, by: Actor, now: Instant): Refusal | null {
  const { audioPauseMaxMs } = draft.set.timing;
  if (durationMs > audioPauseMaxMs) {
    return refuse("refused", `Audio can be paused for ${audioPauseMaxMs / 1_000} s at most.`);
  }
  const until: Instant = { mono: addMs(now.mono, durationMs), wall: (now.wall + durationMs) as EpochMs };
  draft.audioPaused = { until, by: by.name };
  return null;
}
