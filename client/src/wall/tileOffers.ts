import type { AlarmView } from "@watchroom/shared/alarm";
import type { RoomView } from "@watchroom/shared/wire";
import { hasDisposition, isHelp } from "../alarm/answerWords.ts";

/** Pure. An alarm that somebody has taken, of which nobody has said what it was. */
export const isUnsaid = (alarm: AlarmView): boolean =>
  alarm.signal === "acknowledged" && alarm.disposition === null && hasDisposition(alarm);

/**
 * Pure. Something is wrong with the patient, whatever was said of it, and nobody has called for help yet. On a small tile,
 * where the button takes the place of the devices, what is of high priority.
 */
export const mayNeedHelp = ({ alarms }: Pick<RoomView, "alarms">, small: boolean): boolean =>
  !alarms.some(isHelp) &&
  alarms.some(
    ({ kind, present, priority }) =>
      kind === "physiological" && present && (priority === "high" || (!small && priority === "medium")),
  );

/** Pure. A patient is watched for whom nobody has started a session. */
export const isUnclaimed = ({ session, watchingSince }: Pick<RoomView, "session" | "watchingSince">): boolean =>
  session === null && watchingSince !== null;

/** Pure. True when the tile offers a button in this state. `small`: there is room for what cannot wait only. */
export const offersAction = (room: Pick<RoomView, "alarms" | "session" | "watchingSince">, small: boolean): boolean =>
  room.alarms.some(({ signal }) => signal === "on" || signal === "latched") ||
  mayNeedHelp(room, small) ||
  (!small && room.alarms.some(isUnsaid)) ||
  isUnclaimed(room);
