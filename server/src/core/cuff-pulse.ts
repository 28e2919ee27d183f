import { staleAfterMs } from "@watchroom/shared/metric";
import type { Instant } from "@watchroom/shared/time";
import { type Draft, rulesFor, see } from "./draft.ts";
import { levelOf } from "./limits.ts";
import type { RoomAlarm } from "./room.ts";

const BY_CUFF = "cuff";

/** What only the cuff has said: a sensor that is off says nothing about it. */
export const isByCuff = ({ alarm }: RoomAlarm): boolean => alarm.cause === BY_CUFF;

/**
 * A cuff counts the pulse too. While the oximeter has none it is the only one, and is held against the same limits with the
 * same delays; the oximeter's next value takes over from it.
 */
export function seeCuffPulse(draft: Draft, pulseRate: number, now: Instant): void {
  const known = draft.metrics.pulseRate;
  const isFresh = known !== undefined && now.wall - known.at <= staleAfterMs("pulseRate", known.updatePeriodMs);
  if (isFresh && known.value !== null) return;
  for (const rule of rulesFor(draft).byMetric.get("pulseRate") ?? []) {
    const { level } = levelOf(rule, pulseRate, "plain");
    const condition = {
      ...({ kind: "physiological", metric: "pulseRate", side: rule.side } as const),
      ...{ technical: null, subject: null },
    };
    see(draft, condition, { level, immediate: 0, value: pulseRate, cause: BY_CUFF }, now);
  }
}
