import { ASSESSMENTS, faultOfAssessment } from "@watchroom/shared/assessment";
import type { Protocol } from "@watchroom/shared/protocol";
import { type Result, refuse } from "@watchroom/shared/result";
import { type Dose, doseActions } from "@watchroom/shared/session";
import type { Instant } from "@watchroom/shared/time";
import { BACKDATE_MAX_MS, type CommandFailure, type Payload } from "@watchroom/shared/wire";
import type { Actor } from "../journal/entry.ts";
import type { Draft } from "./draft.ts";
import { takeTypedPressure } from "./readings.ts";

type Refusal = Extract<Result<never, CommandFailure>, { ok: false }>;
const MINUTE_MS = 60_000;
/** A station's clock may be so far ahead of the server's. */
const AHEAD_MS = 60_000;

/** Why something cannot have happened then; null when it can. */
export function faultOfTime(at: number, what: string, now: Instant): Refusal | null {
  if (at > now.wall + AHEAD_MS) return refuse("refused", `${what} cannot be in the future.`);
  if (at < now.wall - BACKDATE_MAX_MS) return refuse("refused", `${what} can be entered at most 4 hours late.`);
  return null;
}

const ACTION_NAMES: Readonly<Record<Dose["action"], string>> = {
  start: "start the infusion",
  pause: "pause it",
  resume: "resume it",
  give: "give a dose",
  end: "end dosing",
  stopEarly: "stop early",
};

/** Records a dose. The first one begins the dosing phase and takes the last pressure before it as the baseline. */
export function recordDose(draft: Draft, payload: Payload<"recordDose">, by: Actor, now: Instant): Refusal | null {
  const { session, protocol } = draft;
  if (session === null || protocol === null) return refuse("no-session", "Start a session first.");
  const { form, partsMax } = protocol.dosing;
  const { action, amountMg, lot } = payload;
  const allowed = doseActions(form, session.doses, partsMax);
  if (!allowed.includes(action)) {
    const can = allowed.map((one) => ACTION_NAMES[one]).join(", ");
    return refuse("refused", can === "" ? "Dosing has ended in this session." : `Now you can: ${can}.`);
  }
  if (action === "give" && amountMg === null) return refuse("refused", "Say how many mg were given.");
  const at = Math.min(payload.at ?? now.wall, now.wall);
  const fault = faultOfTime(payload.at ?? now.wall, "A dose", now);
  if (fault) return fault;
  if (at < (session.doses.at(-1)?.at ?? 0)) return refuse("refused", "This is before the dose already recorded.");
  const held = session.doseAt === null && payload.despite === undefined ? holdOf(draft, protocol.hold, at) : null;
  if (held) return held;
  const doses = [...session.doses, { at, action, amountMg, lot, by: by.name }];
  const given = doses.filter((dose) => dose.action === "give").length;
  const isOver = action === "end" || action === "stopEarly" || (form !== "infusion" && given === partsMax);
  const isFirst = session.doseAt === null;
  draft.session = {
    ...session,
    doses,
    doseAt: session.doseAt ?? at,
    baseline: isFirst
      ? (draft.pressures.findLast((pressure) => pressure.at <= at) ?? session.baseline)
      : session.baseline,
    ...(isOver ? { phase: "observation" as const, phaseSince: at, dosingEndedAt: at } : {}),
    ...(isFirst && !isOver ? { phase: "dosing" as const, phaseSince: at } : {}),
  };
  return null;
}

/** Why the first dose waits for a person: never a silent block, never a silent pass. */
function holdOf({ pressures }: Draft, hold: Protocol["hold"], doseAt: number): Refusal | null {
  const last = pressures.findLast(({ at }) => at <= doseAt);
  const choice = "Measure again, or record a physician's decision with a reason.";
  if (!last || doseAt - last.at > hold.pressureWithinMin * MINUTE_MS) {
    return refuse("hold", `No blood pressure in the ${hold.pressureWithinMin} min before the dose. ${choice}`);
  }
  if (last.systolic <= hold.systolicAbove && last.diastolic <= hold.diastolicAbove) return null;
  const limit = `${hold.systolicAbove}/${hold.diastolicAbove}`;
  return refuse(
    "hold",
    `Blood pressure ${last.systolic}/${last.diastolic} is above ${limit} before the dose. ${choice}`,
  );
}

/** A clinician's judgement. A late one never replaces a newer one. */
export function assess(
  draft: Draft,
  { assessment, value, at }: Payload<"assess">,
  by: Actor,
  now: Instant,
): Refusal | null {
  const { session } = draft;
  if (session === null) return refuse("no-session", "Start a session first.");
  const fault = faultOfAssessment(assessment, value);
  if (fault !== null) return refuse("refused", fault);
  const late = faultOfTime(at ?? now.wall, ASSESSMENTS[assessment].label, now);
  if (late) return late;
  const assessedAt = Math.min(at ?? now.wall, now.wall);
  if ((session.assessments[assessment]?.at ?? 0) > assessedAt) return null;
  const known = { ...session.assessments, [assessment]: { value, at: assessedAt, by: by.name } };
  draft.session = { ...session, assessments: known };
  return null;
}

/** A cuff value that a person read off. It counts like a device's, and says who typed it. */
export function enterPressure(
  draft: Draft,
  payload: Payload<"enterPressure">,
  by: Actor,
  now: Instant,
): Refusal | null {
  const { systolic, diastolic } = payload;
  if (draft.session === null) return refuse("no-session", "Start a session first.");
  if (diastolic >= systolic) return refuse("refused", `Systolic ${systolic} must be above diastolic ${diastolic}.`);
  const late = faultOfTime(payload.at ?? now.wall, "A pressure", now);
  if (late) return late;
  const at = Math.min(payload.at ?? now.wall, now.wall);
  takeTypedPressure(draft, { systolic, diastolic, at, by: by.name }, now);
  return null;
}

/** Whether the session may end as a release. */
export function faultOfRelease(draft: Draft, { despite }: Payload<"release">): Refusal | null {
  const { session } = draft;
  if (session === null) return refuse("no-session", "No session is running in this room.");
  const open = session.release.filter(({ state }) => state !== "met");
  if (session.doseAt === null) return refuse("refused", "No dose was given: end the session without a release.");
  if (open.length === 0 || despite !== null) return null;
  const names = open.map(({ label }) => label).join(", ");
  return refuse("refused", `Not all criteria are met: ${names}. A physician's name and a reason are needed.`);
}
