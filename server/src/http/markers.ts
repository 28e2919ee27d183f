import type { AlarmLimit } from "@watchroom/shared/alarm";
import { ASSESSMENTS, assessmentText } from "@watchroom/shared/assessment";
import { DOSE_LABELS, type DosePlan } from "@watchroom/shared/dose";
import { eventText } from "@watchroom/shared/event";
import type { TrendAnswer } from "@watchroom/shared/http";
import { formatValue, METRICS, type MetricId } from "@watchroom/shared/metric";
import { assertNever } from "@watchroom/shared/result";
import { PHASE_LABELS, ROUTES, SESSION_END_LABELS } from "@watchroom/shared/session";
import type { Payload } from "@watchroom/shared/wire";
import type { CommandEntry, EntryBody, KeptEntry } from "../journal/entry.ts";

type Marker = TrendAnswer["markers"][number];
type CommandBody = Extract<EntryBody, { kind: "command" }>;
type Words = { readonly kind: string; readonly text: string };
const SECOND_MS = 1_000;

/** What people did, as it stands beside the trend, in the order of its time. */
export function markersOf(entries: readonly KeptEntry[]): Marker[] {
  const markers: Marker[] = [];
  let last: Words | null = null;
  for (const { at, body } of entries) {
    if (body.kind !== "command") continue;
    const words: Words | null = body.command.name === "undo" ? takenBack(last) : wordsOf(body);
    if (CAN_BE_TAKEN_BACK.has(body.command.name)) last = words;
    if (words !== null) markers.push({ ...words, at: momentOf(body.command, at), by: body.by.name });
  }
  return markers.toSorted((a, b) => a.at - b.at);
}

/** What an undo is about is the last of these: the core refuses all others. */
const CAN_BE_TAKEN_BACK: ReadonlySet<CommandEntry["name"]> = new Set([
  "recordDose",
  "assess",
  "setPhase",
  "recordEvent",
  "enterPressure",
  "answerPreCheck",
  "decidePreCheck",
  "setDosePlan",
  "identify",
  "handOver",
  "release",
  "endSession",
]);

const takenBack = (last: Words | null): Words => ({
  kind: "undo",
  text: `Taken back: ${last?.text ?? "the last act"}`,
});

/** What may be entered late carries the time at which it really was. */
const momentOf = ({ payload }: CommandEntry, at: number): number => ("at" in payload ? (payload.at ?? at) : at);

/** Null: the alarm list tells of it already. */
function wordsOf({ command, by, to }: CommandBody): Words | null {
  switch (command.name) {
    case "startSession": {
      const { initials, route } = command.payload;
      return { kind: "session", text: `Session started: ${initials}, ${ROUTES[route].label}` };
    }
    case "identify":
      // No name: the trend is seen by whoever looks at the screen.
      return { kind: "session", text: "Patient's details corrected" };
    case "answerPreCheck":
      return { kind: "preCheck", text: preCheckText(command.payload) };
    case "decidePreCheck": {
      const { physician, reason } = command.payload.decision;
      return { kind: "preCheck", text: `Pre-session check decided by ${physician}: ${reason}` };
    }
    case "setDosePlan":
      return { kind: "plan", text: planText(command.payload.plan) };
    case "recordDose":
      return { kind: "dose", text: doseText(command.payload) };
    case "assess": {
      const { assessment, value } = command.payload;
      return { kind: "assessment", text: `${ASSESSMENTS[assessment].label} ${assessmentText(assessment, value)}` };
    }
    case "enterPressure":
      return { kind: "typed", text: `Pressure typed: ${command.payload.systolic}/${command.payload.diastolic}` };
    case "release": {
      const { despite } = command.payload;
      return {
        kind: "session",
        text: despite === null ? "Released" : `Released by ${despite.physician}: ${despite.reason}`,
      };
    }
    case "endSession": {
      const { how, reason } = command.payload;
      return { kind: "session", text: `${SESSION_END_LABELS[how]}: ${reason}` };
    }
    case "recordEvent":
      return { kind: "event", text: eventText(command.payload) };
    case "standby":
      return { kind: "standby", text: `Standby: ${command.payload.place}` };
    case "endStandby":
      return { kind: "standby", text: "Back from standby" };
    case "measureNow":
      return { kind: "cuff", text: "Cuff asked to measure" };
    case "handOver":
      return { kind: "owner", text: ownerText(by.operatorId, to) };
    case "clearRoom":
      return { kind: "session", text: "Room cleared" };
    case "setPhase":
      return { kind: "phase", text: PHASE_LABELS[command.payload.phase] };
    case "setAlarmLimit":
      return { kind: "limit", text: limitText(command.payload.metric, command.payload.limit) };
    case "setCuffArm":
      return { kind: "cuffArm", text: cuffArmText(command.payload.arm) };
    case "pauseAudio":
      return { kind: "audio", text: `Audio paused for ${Math.round(command.payload.durationMs / SECOND_MS)} s` };
    case "resumeAudio":
      return { kind: "audio", text: "Audio on again" };
    case "addMarker":
      return { kind: "marker", text: command.payload.text };
    case "callForHelp":
      return { kind: "help", text: "Help called" };
    case "endHelp":
      return { kind: "help", text: "Help is here" };
    case "acknowledge":
    case "annotate":
    case "declineAlarm":
    case "alarmReset":
    case "undo":
      return null;
    default:
      return assertNever(command);
  }
}

function limitText(metric: MetricId, limit: AlarmLimit): string {
  const side = (word: string, value: number | null, critical: number | null): string => {
    if (value === null) return `no ${word}`;
    const further = critical === null ? "" : ` (critical ${formatValue(metric, critical)})`;
    return `${word} ${formatValue(metric, value)}${further}`;
  };
  const low = side("low", limit.low, limit.lowCritical);
  const high = side("high", limit.high, limit.highCritical);
  return `${METRICS[metric].label} limits: ${low}, ${high}`;
}

const doseText = ({ action, amountMg, rateMgPerH, lot, despite }: Payload<"recordDose">): string =>
  [
    DOSE_LABELS[action],
    amountMg === null ? "" : `${amountMg} mg`,
    rateMgPerH === undefined ? "" : `${rateMgPerH} mg/h`,
    lot === null ? "" : `lot ${lot}`,
    despite === undefined ? "" : `decided by ${despite.physician}: ${despite.reason}`,
  ]
    .filter(Boolean)
    .join(", ");

const cuffArmText = (arm: "same" | "other" | null): string =>
  arm === null ? "Cuff arm not known" : `Cuff on the ${arm} arm${arm === "same" ? " as the sensor" : ""}`;

function preCheckText({ answers, confirmedFrom }: Payload<"answerPreCheck">): string {
  const count = answers.length === 1 ? "one answer" : `${answers.length} answers`;
  return `Pre-session check: ${count}${confirmedFrom === null ? "" : " of an earlier session confirmed"}`;
}

function planText({ weightKg, mgPerKg, amountMg, minutes }: DosePlan): string {
  const made = [mgPerKg === null ? "" : `${mgPerKg} mg/kg`, weightKg === null ? "" : `${weightKg} kg`];
  return [`Dose plan: ${amountMg} mg in ${minutes} min`, ...made].filter(Boolean).join(", ");
}

function ownerText(operatorId: string, to: CommandBody["to"]): string {
  if (to === undefined) return "Room handed over";
  return to.operatorId === operatorId ? `Room taken by ${to.name}` : `Room handed over to ${to.name}`;
}
