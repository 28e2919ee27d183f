import { z } from "zod";
import routePresets from "../presets/routes.json" with { type: "json" };

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

const RoutePreset = z.object({
  label: z.string(),
  short: z.string(),
  /** Minutes that dosing is planned to take. */
  dosingMin: z.number().nonnegative(),
  /** Least minutes under watch, and from when they count. */
  observationMin: z.number().positive(),
  observationFrom: z.enum(["firstDose", "endOfDosing"]),
  source: z.string().min(1),
});
type RoutePreset = z.infer<typeof RoutePreset>;
export const ROUTES: Readonly<Record<Route, RoutePreset>> = z.record(Route, RoutePreset).parse(routePresets);

/** Patient initials: what the wall shows of a name. */
export const Initials = z
  .string()
  .trim()
  .regex(/^\p{L}[\p{L}. '-]{0,7}$/u, "One to eight letters, as A. L.");

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
});
export type SessionView = z.infer<typeof SessionView>;

/** Elapsed and planned milliseconds of what counts now; planned is null where nothing is planned. */
export function sessionClock(session: SessionView, now: number): { elapsedMs: number; plannedMs: number | null } {
  const preset = ROUTES[session.route];
  const minuteMs = 60_000;
  if (session.doseAt === null) return { elapsedMs: now - session.startedAt, plannedMs: null };
  if (session.phase === "dosing" && preset.dosingMin > 0 && preset.observationFrom === "endOfDosing") {
    return { elapsedMs: now - session.doseAt, plannedMs: preset.dosingMin * minuteMs };
  }
  const from = preset.observationFrom === "endOfDosing" ? (session.dosingEndedAt ?? session.doseAt) : session.doseAt;
  return { elapsedMs: now - from, plannedMs: preset.observationMin * minuteMs };
}
