import { type AlarmView, TECHNICAL_CONDITIONS } from "@watchroom/shared/alarm";
import { openPreCheck } from "@watchroom/shared/precheck";
import { assertNever } from "@watchroom/shared/result";
import { type SessionView, sessionClock } from "@watchroom/shared/session";
import type { RoomView } from "@watchroom/shared/wire";
import { compareDues, dueText } from "../board/dueWords.ts";
import { hoursAndMinutes } from "./duration.ts";
import { releaseText } from "./releaseWords.ts";
import { standbyNext } from "./standbyWords.ts";

/** What a person should do about the alarm that matters most; null when it asks for nothing more. */
function forAlarm(alarm: AlarmView): string | null {
  if (alarm.signal === "latched") return "Reset the ended alarm";
  // What is overdue, and since when, is said by the session's own list.
  if (alarm.technical === "checkOverdue") return null;
  // The whole action stands in the room; the tile's line is short.
  if (alarm.technical === "standbyOver") return "Look for the patient";
  if (alarm.kind === "technical" && alarm.technical !== null) return TECHNICAL_CONDITIONS[alarm.technical].action;
  return alarm.signal === "on" ? "Look at the patient" : null;
}

/** What has to be done now: overdue first, and how many more there are. Null: nothing is due yet. */
function forDueNow({ dues }: SessionView, now: number): string | null {
  const waiting = dues.filter((due) => now >= due.dueAt).sort((a, b) => compareDues(a, b, now));
  const [first] = waiting;
  if (first === undefined) return null;
  const more = waiting.length - 1;
  return more === 0 ? dueText(first, now) : `${dueText(first, now)} · +${more}`;
}

/** What keeps the first dose waiting; null when it was given, or nothing does. */
function forPreCheck({ preCheck, doseAt }: SessionView): string | null {
  if (doseAt !== null) return null;
  const { unanswered, undecided } = openPreCheck(preCheck);
  if (unanswered.length > 0) return `Pre-check: ${unanswered.length} open`;
  return undecided.length > 0 ? "Pre-check: physician decides" : null;
}

/** A step of the session whose time has come; null while its time runs. */
function forPhaseOver(session: SessionView, now: number): string | null {
  const { elapsedMs, plannedMs } = sessionClock(session, now);
  if (session.phase === "readyForRelease") return `Release: ${releaseText(session.release)}`;
  if (plannedMs === null || elapsedMs < plannedMs) return null;
  if (session.phase === "dosing" && session.protocol.observation.from === "endOfDosing")
    return "Planned dosing time over";
  return session.phase === "observation" ? "Minimum time met" : null;
}

function forPhase(session: SessionView, now: number): string {
  const { elapsedMs, plannedMs } = sessionClock(session, now);
  const left = plannedMs === null ? "" : `: ${hoursAndMinutes(plannedMs - elapsedMs)} h left`;
  switch (session.phase) {
    case "checkIn":
      return "Next: baseline";
    case "baseline":
      return "Next: first dose";
    case "dosing":
      return `Dosing${left}`;
    case "observation":
      return `Observe${left}`;
    case "readyForRelease":
      return "Release";
    default:
      return assertNever(session.phase);
  }
}

/** What is due, else the step whose time has come, else what comes next. */
function forSession(session: SessionView, now: number): string {
  const due = forDueNow(session, now) ?? forPreCheck(session) ?? forPhaseOver(session, now);
  if (due !== null) return due;
  const [next] = [...session.dues].sort((a, b) => a.dueAt - b.dueAt);
  return next === undefined ? forPhase(session, now) : dueText(next, now);
}

/**
 * Pure. One line, the first thing to do in this room: the alarm's own action, else when a patient on standby is expected,
 * else what is due, else the next step of the session.
 */
export function nextStep(
  room: Pick<RoomView, "alarms" | "session" | "watchingSince" | "standby">,
  now: number,
): string {
  const [top] = room.alarms;
  const action = top === undefined ? null : forAlarm(top);
  if (action !== null) return action;
  if (room.standby !== null) return standbyNext(room.standby, now);
  if (room.session !== null) return forSession(room.session, now);
  return room.watchingSince === null ? "" : "Start the session";
}
