import { ASSESSMENTS, assessmentText } from "@watchroom/shared/assessment";
import { DOSE_LABELS } from "@watchroom/shared/dose";
import { EVENTS } from "@watchroom/shared/event";
import { type Result, refuse } from "@watchroom/shared/result";
import { PHASE_LABELS, SESSION_END_LABELS } from "@watchroom/shared/session";
import { addMs, type EpochMs, type Instant } from "@watchroom/shared/time";
import type { CommandFailure } from "@watchroom/shared/wire";
import type { Actor, CommandEntry } from "../journal/entry.ts";
import type { Draft } from "./draft.ts";
import type { RoomState, Undoable } from "./room.ts";
import { takeBackPressure } from "./typed-pressure.ts";

type Refusal = Extract<Result<never, CommandFailure>, { ok: false }>;
/** The issue of this rule is a slip of the finger, which is seen at once. */
const UNDO_MS = 60_000;

/** What a person would call the act that was just done; null: it cannot be taken back by one tap. */
function wordsOf(command: CommandEntry): string | null {
  switch (command.name) {
    case "recordDose": {
      const { action, amountMg } = command.payload;
      return `${DOSE_LABELS[action]}${amountMg === null ? "" : `, ${amountMg} mg`}`;
    }
    case "assess": {
      const { assessment, value } = command.payload;
      return `${ASSESSMENTS[assessment].label} ${assessmentText(assessment, value)}`;
    }
    case "setPhase":
      return `Phase ${PHASE_LABELS[command.payload.phase]}`;
    case "recordEvent":
      return EVENTS[command.payload.event].label;
    case "enterPressure":
      return `Pressure ${command.payload.systolic}/${command.payload.diastolic}`;
    case "answerPreCheck":
      return "Pre-session check";
    case "decidePreCheck":
      return "Physician's decision";
    case "setDosePlan":
      return "Dose plan";
    case "identify":
      return "Patient's details";
    case "handOver":
      return "Hand-over";
    case "release":
      return SESSION_END_LABELS.released;
    case "endSession":
      return SESSION_END_LABELS[command.payload.how];
    default:
      return null;
  }
}

/** Acts that neither change the session nor stand between an act and its taking back. */
const LEAVES_UNDO: ReadonlySet<CommandEntry["name"]> = new Set([
  "acknowledge",
  "alarmReset",
  "pauseAudio",
  "resumeAudio",
  "setAlarmLimit",
  "setCuffArm",
  "addMarker",
  "measureNow",
  "standby",
  "endStandby",
  "undo",
]);

/** Remembers how the room was before this act, for a minute. */
export function rememberAct(draft: Draft, before: RoomState, command: CommandEntry, by: Actor, now: Instant): void {
  const what = wordsOf(command);
  if (what === null) {
    if (!LEAVES_UNDO.has(command.name)) draft.undo = null;
    return;
  }
  const until = { mono: addMs(now.mono, UNDO_MS), wall: (now.wall + UNDO_MS) as EpochMs };
  const isEnd = command.name === "release" || command.name === "endSession";
  const typed =
    command.name === "enterPressure"
      ? { pressures: before.pressures, metrics: before.metrics, sources: before.sources }
      : null;
  draft.undo = {
    what,
    by: by.name,
    operatorId: by.operatorId,
    until,
    session: before.session,
    typed,
    ended: isEnd ? watchOf(before) : null,
  };
}

/** What belongs to the patient whose session has just ended. */
const watchOf = (state: RoomState): Undoable["ended"] => ({
  watchingSince: state.watchingSince,
  protocol: state.protocol,
  turn: state.turn,
  pressures: state.pressures,
  cuffArm: state.cuffArm,
  limits: state.limits,
  limitsChanged: state.limitsChanged,
});

/** Takes the last act back, as a new act. Its author only, for a minute. */
export function undo(draft: Draft, by: Actor, now: Instant): Refusal | null {
  const { undo: last } = draft;
  if (last === null) return refuse("refused", "There is nothing to take back: a minute has passed, or more was done.");
  if (last.operatorId !== by.operatorId) return refuse("not-allowed", `Only ${last.by} can take this back.`);
  if (last.ended !== null) {
    if (draft.session !== null) return refuse("session-running", "The next session has started in this room.");
    Object.assign(draft, last.ended, { restUntil: null });
  }
  draft.session = last.session;
  draft.undo = null;
  if (last.typed !== null) takeBackPressure(draft, last.typed, now);
  return null;
}
