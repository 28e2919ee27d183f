import { type AlarmView, comparePriority, type Melody } from "@watchroom/shared/alarm";
import type { RoomView } from "@watchroom/shared/wire";
import type { SoundKind } from "./burst.ts";

/** What this station has to sound now. `conditions` names all that call for it, the newest first. */
export type SoundDecision = {
  readonly kind: SoundKind;
  readonly melody: Melody;
  readonly conditions: readonly string[];
};

type RoomAlarms = Pick<RoomView, "alarms" | "audioPaused">;

const NO_CONNECTION: SoundDecision = { kind: "noConnection", melody: "equipment", conditions: ["noConnection"] };

/**
 * Pure. One voice: the highest priority that anybody still has to acknowledge, in a room whose audio is not paused.
 * Without a connection no alarm can be known to be present or acknowledged, so that alone is what sounds.
 * `now`: the server's time; a pause that has run out counts no more, whatever the line does.
 */
export function decideSound(
  rooms: Iterable<RoomAlarms>,
  link: "connecting" | "up" | "lost",
  now: number,
): SoundDecision | null {
  if (link === "lost") return NO_CONNECTION;
  const waiting: AlarmView[] = [];
  for (const { alarms, audioPaused } of rooms) {
    if (audioPaused !== null && audioPaused.until > now) continue;
    for (const alarm of alarms) if (alarm.signal === "on") waiting.push(alarm);
  }
  waiting.sort((a, b) => comparePriority(b.priority, a.priority) || b.since - a.since);
  const first = waiting[0];
  if (first === undefined) return null;
  const equal = waiting.filter((alarm) => alarm.priority === first.priority);
  return { kind: first.priority, melody: first.melody, conditions: equal.map((alarm) => alarm.episodeId) };
}

/**
 * Pure. Whether `next` must be heard at once: it is more or less urgent than what sounds, or as urgent with a condition
 * that was not heard yet. Else it waits for its turn, so that an acknowledgement does not set off a burst.
 */
export function interrupts(before: SoundDecision, next: SoundDecision): boolean {
  if (next.kind !== before.kind) return true;
  return next.conditions.some((condition) => !before.conditions.includes(condition));
}
