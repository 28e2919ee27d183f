import type { AlarmLimit } from "@watchroom/shared/alarm";
import { ASSESSMENTS, assessmentText } from "@watchroom/shared/assessment";
import type { TrendAnswer } from "@watchroom/shared/http";
import { formatValue, METRICS, type MetricId } from "@watchroom/shared/metric";
import { assertNever } from "@watchroom/shared/result";
import { type DoseAction, PHASE_LABELS, ROUTES } from "@watchroom/shared/session";
import type { Payload } from "@watchroom/shared/wire";
import type { CommandEntry, KeptEntry } from "../journal/entry.ts";

type Marker = TrendAnswer["markers"][number];
const SECOND_MS = 1_000;

/** What people did, as it stands beside the trend, in the order of its time. */
export function markersOf(entries: readonly KeptEntry[]): Marker[] {
  const markers: Marker[] = [];
  for (const { at, body } of entries) {
    if (body.kind !== "command") continue;
    const words = wordsOf(body.command);
    if (words !== null) markers.push({ ...words, at: momentOf(body.command, at), by: body.by.name });
  }
  return markers.toSorted((a, b) => a.at - b.at);
}

/** What may be entered late carries the time at which it really was. */
const momentOf = ({ payload }: CommandEntry, at: number): number => ("at" in payload ? (payload.at ?? at) : at);

/** Null: the alarm list tells of it already. */
function wordsOf(command: CommandEntry): { kind: string; text: string } | null {
  switch (command.name) {
    case "startSession": {
      const { initials, route } = command.payload;
      return { kind: "session", text: `Session started: ${initials}, ${ROUTES[route].label}` };
    }
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
    case "endSession":
      return { kind: "session", text: "Session ended" };
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
    case "acknowledge":
    case "alarmReset":
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

const DOSE_WORDS: Readonly<Record<DoseAction, string>> = {
  start: "Infusion started",
  pause: "Infusion paused",
  resume: "Infusion resumed",
  give: "Dose given",
  end: "Dosing ended",
  stopEarly: "Stopped early",
};

const doseText = ({ action, amountMg, lot, despite }: Payload<"recordDose">): string =>
  [
    DOSE_WORDS[action],
    amountMg === null ? "" : `${amountMg} mg`,
    lot === null ? "" : `lot ${lot}`,
    despite === undefined ? "" : `decided by ${despite.physician}: ${despite.reason}`,
  ]
    .filter(Boolean)
    .join(", ");

const cuffArmText = (arm: "same" | "other" | null): string =>
  arm === null ? "Cuff arm not known" : `Cuff on the ${arm} arm${arm === "same" ? " as the sensor" : ""}`;
