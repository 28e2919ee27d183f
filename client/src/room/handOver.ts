import { alarmSentence, compareAlarms } from "@watchroom/shared/alarm";
import { openPreCheck } from "@watchroom/shared/precheck";
import type { RoomView } from "@watchroom/shared/wire";
import { compareDues, dueState, dueText } from "../board/dueWords.ts";
import { standbyText } from "../wall/standbyWords.ts";

type OpenRoom = Pick<RoomView, "alarms" | "session" | "standby">;

/** How many checks that come are named beside those that wait. */
const NEXT_MAX = 2;

/**
 * Pure. What the next nurse must know of this room, the most pressing first: alarms, what is due or overdue and the next
 * two checks, a patient on standby, a pre-session check that is not complete. Empty: nothing is open.
 */
export function openInRoom({ alarms, session, standby }: OpenRoom, now: number): readonly string[] {
  const lines = [...alarms].sort(compareAlarms).map((alarm) => `Alarm: ${alarmSentence(alarm)}`);
  if (standby !== null) lines.push(`Standby: ${standbyText(standby, now)}`);
  if (session === null) return lines;
  const { unanswered, undecided } = openPreCheck(session.preCheck);
  const dues = [...session.dues].sort((a, b) => compareDues(a, b, now));
  const isWaiting = (due: (typeof dues)[number]): boolean => ["overdue", "due"].includes(dueState(due, now));
  const next = dues.filter((due) => !isWaiting(due)).slice(0, NEXT_MAX);
  for (const due of [...dues.filter(isWaiting), ...next]) lines.push(dueText(due, now));
  if (session.doseAt !== null) return lines;
  if (unanswered.length > 0) lines.push(`Pre-session check: ${unanswered.length} not answered`);
  if (undecided.length > 0) lines.push("Pre-session check: a physician has to decide");
  return lines;
}
