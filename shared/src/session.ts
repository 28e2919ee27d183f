import { z } from "zod";
import routePresets from "../presets/routes.json" with { type: "json" };
import { AssessmentId } from "./assessment.ts";
import { Dose, DosePlan, Dosing } from "./dose.ts";
import { SessionEvent } from "./event.ts";
import { PreCheckView } from "./precheck.ts";

export const Route = z.enum(["intravenous", "intramuscular", "intranasal", "sublingual", "oral"]);
export type Route = z.infer<typeof Route>;

/** Phases of a running session; released, stopped early and moved to other care are its ends. */
export const PHASES = ["checkIn", "baseline", "dosing", "observation", "readyForRelease"] as const;
export const Phase = z.enum(PHASES);
export type Phase = z.infer<typeof Phase>;

export const PHASE_LABELS: Readonly<Record<Phase, string>> = {
  checkIn: "Check-in",
  baseline: "Baseline",
  dosing: "Dosing",
  observation: "Observation",
  readyForRelease: "Ready for release",
};

/** What limits a session runs by: which limit set of its protocol. */
export const LIMIT_PHASES = ["preDose", "dosing", "peak", "recovery"] as const;
export const LimitPhase = z.enum(LIMIT_PHASES);
export type LimitPhase = z.infer<typeof LimitPhase>;

export const LIMIT_PHASE_LABELS: Readonly<Record<LimitPhase, string>> = {
  preDose: "Before the dose",
  dosing: "Dosing",
  peak: "Peak",
  recovery: "Recovery",
};

/** How a session ended. `released`: by its criteria, or despite them with a physician's name. */
export const SessionEnd = z.enum(["released", "stoppedEarly", "movedToOtherCare", "notTreated"]);
export type SessionEnd = z.infer<typeof SessionEnd>;

export const SESSION_END_LABELS: Readonly<Record<SessionEnd, string>> = {
  released: "Released",
  stoppedEarly: "Stopped early",
  movedToOtherCare: "Moved to other care",
  notTreated: "Not treated",
};

/** The next phase that a person may set; doses and criteria set the others. Null: none. */
export const nextPhase = (phase: Phase): Phase | null => (phase === "checkIn" ? "baseline" : null);

const RoutePreset = z.object({ label: z.string(), short: z.string() });
export const ROUTES: Readonly<Record<Route, z.infer<typeof RoutePreset>>> = z
  .record(Route, RoutePreset)
  .parse(routePresets);

/** Patient initials: what the wall shows of a name. */
export const Initials = z
  .string()
  .trim()
  .regex(/^\p{L}[\p{L}. '-]{0,7}$/u, "One to eight letters, as A. L.");

/** Who the patient is: asked at check-in, never more than is needed. A calendar day: "1980-02-29". */
export const Patient = z.object({
  recordNumber: z.string().trim().min(1).max(40).nullable(),
  birthDate: z.iso.date().nullable(),
  name: z.string().trim().min(1).max(80).nullable(),
});
export type Patient = z.infer<typeof Patient>;
export const UNKNOWN_PATIENT: Patient = { recordNumber: null, birthDate: null, name: null };

// ---- What is due, and what a release waits for ----------------------------------------------------------------------

/** The next time of one check. `what`: a cuff value, one scale, or the next part of the dose. */
export const DueCheck = z.object({
  checkId: z.string(),
  what: z.union([z.literal("bloodPressure"), z.literal("dose"), AssessmentId]),
  label: z.string(),
  dueAt: z.number(),
  /** From then on it is an alarm; null: it never is. */
  overdueAt: z.number().nullable(),
  /** Where the protocol counts from one dose and somebody may count from the other: that time, only to be shown. */
  otherwise: z
    .object({ from: z.enum(["firstDose", "lastDose"]), dueAt: z.number() })
    .nullable()
    .default(null),
});
export type DueCheck = z.infer<typeof DueCheck>;

const CriterionId = z.union([z.enum(["time", "pressure", "spo2"]), AssessmentId]);
export const Criterion = z.object({
  id: CriterionId,
  label: z.string(),
  state: z.enum(["met", "notMet", "unknown"]),
  /** The value and the time that say so. */
  detail: z.string(),
});
export type Criterion = z.infer<typeof Criterion>;

/** A person who has taken the room. */
const Owner = z.object({ operatorId: z.string(), name: z.string(), since: z.number() });

/** A scale's newest value. */
const Assessed = z.object({ value: z.number(), at: z.number(), by: z.string() });

export const SessionView = z.object({
  sessionId: z.string(),
  initials: z.string(),
  patient: Patient.default(UNKNOWN_PATIENT),
  route: Route,
  phase: Phase,
  startedAt: z.number(),
  startedBy: z.string(),
  /** The nurse whose room it is; null: nobody has taken it. */
  owner: Owner.nullable().default(null),
  phaseSince: z.number(),
  /** When dosing began and ended; null before. */
  doseAt: z.number().nullable(),
  dosingEndedAt: z.number().nullable(),
  /** From here on the record is this patient's: the start, or when the sensor went on. */
  recordFrom: z.number(),
  simulated: z.boolean(),
  /** What the screen needs of the protocol that this session runs by. */
  protocol: z.object({
    id: z.string(),
    name: z.string(),
    version: z.number(),
    dosing: Dosing,
    observation: z.object({ minutes: z.number(), from: z.enum(["firstDose", "endOfDosing"]) }),
    volumeAtLeastPercent: z.number().default(20),
    standbyPlaces: z.array(z.object({ place: z.string(), limitMin: z.number() })).default([]),
  }),
  preCheck: PreCheckView.default({ items: [], answers: [], decision: null }),
  dosePlan: DosePlan.nullable().default(null),
  doses: z.array(Dose),
  events: z.array(SessionEvent).default([]),
  assessments: z.partialRecord(AssessmentId, Assessed),
  /** The last cuff value before the first dose. */
  baseline: z.object({ systolic: z.number(), diastolic: z.number(), at: z.number() }).nullable(),
  limitPhase: LimitPhase.default("preDose"),
  /** In order of time. */
  dues: z.array(DueCheck),
  release: z.array(Criterion),
});
export type SessionView = z.infer<typeof SessionView>;

const MINUTE_MS = 60_000;

/** Elapsed and planned milliseconds of what counts now; planned is null where nothing is planned. */
export function sessionClock(session: SessionView, now: number): { elapsedMs: number; plannedMs: number | null } {
  const { observation } = session.protocol;
  const plannedMin = session.dosePlan?.minutes ?? session.protocol.dosing.plannedMin;
  if (session.doseAt === null) return { elapsedMs: now - session.startedAt, plannedMs: null };
  if (session.phase === "dosing" && plannedMin > 0 && observation.from === "endOfDosing") {
    return { elapsedMs: now - session.doseAt, plannedMs: plannedMin * MINUTE_MS };
  }
  const from = observation.from === "endOfDosing" ? (session.dosingEndedAt ?? session.doseAt) : session.doseAt;
  return { elapsedMs: now - from, plannedMs: observation.minutes * MINUTE_MS };
}
