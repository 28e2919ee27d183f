import { ASSESSMENTS, faultOfAssessment } from "@watchroom/shared/assessment";
import { type Dose, type DosePlan, doseActions, endsDosing } from "@watchroom/shared/dose";
import type { Protocol } from "@watchroom/shared/protocol";
import { type Result, refuse } from "@watchroom/shared/result";
import type { SessionView } from "@watchroom/shared/session";
import type { Instant } from "@watchroom/shared/time";
import type { CommandFailure, Payload } from "@watchroom/shared/wire";
import type { Actor } from "../journal/entry.ts";
import type { Draft } from "./draft.ts";
import { faultOfTime } from "./entered.ts";
import { decided, holdOfPreCheck } from "./preparation.ts";
import { takeTypedPressure } from "./typed-pressure.ts";

type Refusal = Extract<Result<never, CommandFailure>, { ok: false }>;
const MINUTE_MS = 60_000;
const ACTION_NAMES: Readonly<Record<Dose["action"], string>> = {
  start: "start the infusion",
  pause: "pause it",
  resume: "resume it",
  changeRate: "change its rate",
  give: "give a dose",
  swallow: "record it swallowed",
  spit: "record it spat out",
  end: "end dosing",
  stopEarly: "stop early",
};

/** Records a dose. The first one begins the dosing phase and takes the last pressure before it as the baseline. */
export function recordDose(draft: Draft, payload: Payload<"recordDose">, by: Actor, now: Instant): Refusal | null {
  const { session, protocol } = draft;
  if (session === null || protocol === null) return refuse("no-session", "Start a session first.");
  const { action, amountMg, lot } = payload;
  const at = Math.min(payload.at ?? now.wall, now.wall);
  const fault = faultOfDose(session, payload, at) ?? faultOfTime(payload.at ?? now.wall, "A dose", now);
  if (fault) return fault;
  const isFirst = session.doseAt === null;
  const held = isFirst && payload.despite === undefined ? holdOf(draft, session, protocol.hold, at) : null;
  if (held !== null) return refuse("hold", held);
  const rateMgPerH = action === "start" ? rateOf(payload, session.dosePlan) : (payload.rateMgPerH ?? null);
  const planned = action === "start" ? (amountMg ?? session.dosePlan?.amountMg ?? null) : amountMg;
  const doses: Dose[] = [...session.doses, { at, action, amountMg: planned, rateMgPerH, lot, by: by.name }];
  const isOver = endsDosing(protocol.dosing, doses);
  const known = isFirst && payload.despite !== undefined ? decided(session, payload.despite, by, now) : session;
  draft.session = {
    ...known,
    doses,
    doseAt: session.doseAt ?? at,
    baseline: isFirst ? baselineBefore(draft, at) : session.baseline,
    ...(isOver ? { phase: "observation" as const, phaseSince: at, dosingEndedAt: at } : {}),
    ...(isFirst && !isOver ? { phase: "dosing" as const, phaseSince: at } : {}),
  };
  return null;
}

/** Why this cannot be recorded now; null when it can. */
function faultOfDose(session: SessionView, payload: Payload<"recordDose">, at: number): Refusal | null {
  const { action, amountMg, rateMgPerH } = payload;
  const allowed = doseActions(session.protocol.dosing, session.doses);
  if (!allowed.includes(action)) {
    const can = allowed.map((one) => ACTION_NAMES[one]).join(", ");
    return refuse("refused", can === "" ? "Dosing has ended in this session." : `Now you can: ${can}.`);
  }
  if (action === "give" && amountMg === null) return refuse("refused", "Say how many mg were given.");
  if (action === "changeRate" && rateMgPerH === undefined) return refuse("refused", "Say the new rate in mg an hour.");
  if (at < (session.doses.at(-1)?.at ?? 0)) return refuse("refused", "This is before the dose already recorded.");
  return null;
}

const MINUTES_AN_HOUR = 60;
/** The rate that the plan asks for, to a tenth of a milligram. */
function rateOf({ rateMgPerH }: Payload<"recordDose">, plan: DosePlan | null): number | null {
  if (rateMgPerH !== undefined) return rateMgPerH;
  return plan === null ? null : Math.round((plan.amountMg / plan.minutes) * MINUTES_AN_HOUR * 10) / 10;
}

function baselineBefore({ pressures, session }: Draft, doseAt: number): SessionView["baseline"] {
  const last = pressures.findLast(({ at }) => at <= doseAt);
  if (last === undefined) return session?.baseline ?? null;
  return { systolic: last.systolic, diastolic: last.diastolic, at: last.at };
}

/** Why the first dose waits for a person: never a silent block, never a silent pass. */
function holdOf(draft: Draft, session: SessionView, hold: Protocol["hold"], doseAt: number): string | null {
  const reasons = [holdOfPressure(draft, hold, doseAt), holdOfPreCheck(session)].filter((one) => one !== null);
  return reasons.length === 0 ? null : reasons.join(" ");
}

function holdOfPressure({ pressures }: Draft, hold: Protocol["hold"], doseAt: number): string | null {
  const last = pressures.findLast(({ at }) => at <= doseAt);
  const choice = "Measure again, or record a physician's decision with a reason.";
  if (!last || doseAt - last.at > hold.pressureWithinMin * MINUTE_MS) {
    return `No blood pressure in the ${hold.pressureWithinMin} min before the dose. ${choice}`;
  }
  if (last.systolic <= hold.systolicAbove && last.diastolic <= hold.diastolicAbove) return null;
  const limit = `${hold.systolicAbove}/${hold.diastolicAbove}`;
  return `Blood pressure ${last.systolic}/${last.diastolic} is above ${limit} before the dose. ${choice}`;
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
