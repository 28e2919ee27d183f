import type { AlarmView } from "@watchroom/shared/alarm";

/** Pure. What an alarm is known by wherever it stands on the screen: to the styles, and to the receipts of what was painted and seen. */
export const alarmMarks = ({ priority, signal, episodeId, signalledAt }: AlarmView) => ({
  "data-priority": priority,
  "data-signal": signal,
  "data-episode": episodeId,
  "data-signalled-at": signalledAt ?? undefined,
});
