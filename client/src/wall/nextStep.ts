import { type AlarmView, TECHNICAL_CONDITIONS } from "@watchroom/shared/alarm";
import { assertNever } from "@watchroom/shared/result";
import { type SessionView, sessionClock } from "@watchroom/shared/session";
import type { RoomView } from "@watchroom/shared/wire";
import { hoursAndMinutes } from "./duration.ts";

/** What a person should do about the alarm that matters most; null when it asks for nothing more. */
function forAlarm(alarm: AlarmView): string | null {
  if (alarm.signal === "latched") return "Reset the ended alarm";
  if (alarm.kind === "technical" && alarm.technical !== null) return TECHNICAL_CONDITIONS[alarm.technical].action;
  return alarm.signal === "on" ? "Look at the patient" : null;
}

function forPhase(session: SessionView, now: number): string {
  const { elapsedMs, plannedMs } = sessionClock(session, now);
  const left = plannedMs === null ? null : plannedMs - elapsedMs;
  switch (session.phase) {
    case "checkIn":
      return "Next: baseline";
    case "baseline":
      return "Next: dosing";
    case "dosing":
      if (left === null) return "Next: observation";
      return left > 0 ? `Dosing: ${hoursAndMinutes(left)} h left` : "Dosing time over: observation";
    case "observation":
      if (left === null) return "Next: release check";
      return left > 0 ? `Observe: ${hoursAndMinutes(left)} h left` : "Time over: check for release";
    case "readyForRelease":
      return "Release: end the session";
    default:
      return assertNever(session.phase);
  }
}

/** Pure. One line, the first thing to do in this room: the alarm's own action, else the next step of the session. */
export function nextStep(room: Pick<RoomView, "alarms" | "session" | "watchingSince">, now: number): string {
  const [top] = room.alarms;
  const action = top === undefined ? null : forAlarm(top);
  if (action !== null) return action;
  if (room.session !== null) return forPhase(room.session, now);
  return room.watchingSince === null ? "" : "Start the session";
}
