import { z } from "zod";
import routePresets from "../presets/routes.json" with { type: "json" };
import { AssessmentId } from "./assessment.ts";

export const Route = z.enum(["intravenous", "intramuscular", "intranasal", "sublingual", "oral"]);
export type Route = z.infer<typeof Route>;

/** Phases of a session that a nurse can set today; release follows with the protocols. */
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

const RoutePreset = z.object({ label: z.string(), short: z.string() });
export const ROUTES: Readonly<Record<Route, z.infer<typeof RoutePreset>>> = z
  .record(Route, RoutePreset)
  .parse(routePresets);

/** Patient initials: what the wall shows of a name. */
export const Initials = z
  .string()
  .trim()
  .regex(/^\p{L}[\p{L}. '-]{0,7}$/u, "One to eight letters, as A. L.");

// ---- Doses ----------------------------------------------------------------------------------------------------------

/** How a dose is given, which decides what a nurse can record. */
export const DoseForm = z.enum(["infusion", "injection", "device", "lozenge"]);
export type DoseForm = z.infer<typeof DoseForm>;

const Minutes = z.number().min(0).max(600);

export const Dosing = z.object({
  form: DoseForm,
  /** Amounts that a nurse can pick with one tap, in mg; for a device, of one device. */
  amountsMg: z.array(z.number().positive()).max(8),
  /** At most so many are given in one session; null for an infusion. */
  partsMax: z.number().int().positive().nullable(),
  /** Least minutes between two parts. */
  gapMin: Minutes,
  /** Minutes that dosing is planned to take. */
  plannedMin: Minutes,
  lotNumber: z.boolean(),
  source: z.string().min(1),
});

/** `give`: one injection, device or lozenge. The others are of an infusion, but `end` and `stopEarly`, which end any dosing. */
const DOSE_ACTIONS = ["start", "pause", "resume", "give", "end", "stopEarly"] as const;
export const DoseAction = z.enum(DOSE_ACTIONS);
export type DoseAction = z.infer<typeof DoseAction>;

export const Dose = z.object({
  at: z.number(),
  action: DoseAction,
  amountMg: z.number().positive().nullable(),
  lot: z.string().nullable(),
  by: z.string(),
});
export type Dose = z.infer<typeof Dose>;

/** What can be recorded next. Pure: the same rule for the button and for the server. */
export function doseActions(form: DoseForm, doses: readonly Dose[], partsMax: number | null): DoseAction[] {
  const last = doses.at(-1)?.action;
  if (last === "end" || last === "stopEarly") return [];
  if (form === "infusion") {
    if (last === undefined) return ["start"];
    return last === "pause" ? ["resume", "stopEarly"] : ["pause", "end", "stopEarly"];
  }
  const given = doses.filter(({ action }) => action === "give").length;
  if (given === 0) return ["give"];
  // The last part ends dosing by itself.
  return given < (partsMax ?? 1) ? ["give", "end"] : [];
}

// ---- What is due, and what a release waits for ----------------------------------------------------------------------

/** The next time of one check. `what`: a cuff value, one scale, or the next part of the dose. */
export const DueCheck = z.object({
  checkId: z.string(),
  what: z.union([z.literal("bloodPressure"), z.literal("dose"), AssessmentId]),
  label: z.string(),
  dueAt: z.number(),
  /** From then on it is an alarm; null: it never is. */
  overdueAt: z.number().nullable(),
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

/** A scale's newest value. */
const Assessed = z.object({ value: z.number(), at: z.number(), by: z.string() });

export const SessionView = z.object({
  sessionId: z.string(),
  initials: z.string(),
  route: Route,
  phase: Phase,
  startedAt: z.number(),
  startedBy: z.string(),
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
  }),
  doses: z.array(Dose),
  assessments: z.partialRecord(AssessmentId, Assessed),
  /** The last cuff value before the first dose. */
  baseline: z.object({ systolic: z.number(), diastolic: z.number(), at: z.number() }).nullable(),
  /** In order of time. */
  dues: z.array(DueCheck),
  release: z.array(Criterion),
});
export type SessionView = z.infer<typeof SessionView>;

const MINUTE_MS = 60_000;

/** Elapsed and planned milliseconds of what counts now; planned is null where nothing is planned. */
export function sessionClock(session: SessionView, now: number): { elapsedMs: number; plannedMs: number | null } {
  const { dosing, observation } = session.protocol;
  if (session.doseAt === null) return { elapsedMs: now - session.startedAt, plannedMs: null };
  if (session.phase === "dosing" && dosing.plannedMin > 0 && observation.from === "endOfDosing") {
    return { elapsedMs: now - session.doseAt, plannedMs: dosing.plannedMin * MINUTE_MS };
  }
  const from = observation.from === "endOfDosing" ? (session.dosingEndedAt ?? session.doseAt) : session.doseAt;
  return { elapsedMs: now - from, plannedMs: observation.minutes * MINUTE_MS };
}
