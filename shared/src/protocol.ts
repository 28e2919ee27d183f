import { z } from "zod";
import intramuscular from "../presets/protocols/intramuscular.json" with { type: "json" };
import intranasal from "../presets/protocols/intranasal.json" with { type: "json" };
import intravenous from "../presets/protocols/intravenous.json" with { type: "json" };
import oral from "../presets/protocols/oral.json" with { type: "json" };
import sublingual from "../presets/protocols/sublingual.json" with { type: "json" };
import { ASSESSMENTS, AssessmentId } from "./assessment.ts";
import { Dosing, Route } from "./session.ts";

const Minutes = z.number().min(0).max(600);
const Source = z.string().min(1);

/** A check that comes again each so many minutes while its phase lasts. */
const Every = z.object({ everyMin: Minutes.positive() });
/** A check at stated minutes from a dose. */
const At = z.object({ atMin: z.array(Minutes).min(1), from: z.enum(["firstDose", "lastDose"]) });
/** A check once, as soon as its phase begins. */
const Once = z.object({ once: z.literal(true) });

const Check = z.object({
  id: z.string().regex(/^[a-z][a-zA-Z0-9-]{0,39}$/),
  what: z.union([z.literal("bloodPressure"), AssessmentId]),
  phases: z.array(z.enum(["checkIn", "baseline", "dosing", "observation"])).min(1),
  timing: z.union([Every, At, Once]),
  source: Source,
});
export type ProtocolCheck = z.infer<typeof Check>;

const Release = z.object({
  /** Two cuff values in a row within so many percent of the baseline; null: not asked. */
  pressureWithinPercent: z.number().positive().nullable(),
  spo2AtLeast: z.number().nullable(),
  /** Scales that must have resolved. */
  assessments: z.array(AssessmentId),
  source: Source,
});

/** The clinic's plan for one route, as a versioned document. `faultsOfProtocol` holds what a schema cannot say. */
export const Protocol = z.object({
  id: z.string(),
  name: z.string(),
  version: z.number().int().positive(),
  author: z.string(),
  route: Route,
  dosing: Dosing,
  observation: z.object({ minutes: Minutes.positive(), from: z.enum(["firstDose", "endOfDosing"]), source: Source }),
  checks: z.array(Check).min(1),
  /** Above these before the first dose it is held until it is measured again or a physician decides. */
  hold: z.object({
    systolicAbove: z.number().positive(),
    diastolicAbove: z.number().positive(),
    /** The pressure may be so old. */
    pressureWithinMin: Minutes.positive(),
    source: Source,
  }),
  /** A pressure beyond its alarm limit is measured again, and symptoms are asked for. */
  repeat: z.object({ dueMin: Minutes.positive(), overdueMin: Minutes.positive(), source: Source }),
  release: Release,
});
export type Protocol = z.infer<typeof Protocol>;

/** One sentence per fault; empty when the protocol can be used. */
export function faultsOfProtocol(protocol: Protocol): string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  for (const { id, what, timing } of protocol.checks) {
    if (ids.has(id)) faults.push(`Two checks are called "${id}"; each needs a name of its own.`);
    ids.add(id);
    if ("atMin" in timing && timing.atMin.some((minute, index) => minute <= (timing.atMin[index - 1] ?? -1))) {
      faults.push(`Check "${id}": its minutes must rise.`);
    }
    if (what !== "bloodPressure" && !(what in ASSESSMENTS)) faults.push(`Check "${id}": there is no scale "${what}".`);
  }
  for (const assessment of protocol.release.assessments) {
    if (ASSESSMENTS[assessment].resolvedAt === null) {
      faults.push(`Release: ${ASSESSMENTS[assessment].label} has no value at which it has resolved.`);
    }
  }
  if (protocol.repeat.overdueMin <= protocol.repeat.dueMin) {
    faults.push("Repeat after an abnormal pressure: it must be overdue later than it is due.");
  }
  if (protocol.dosing.form !== "infusion" && protocol.dosing.partsMax === null) {
    faults.push("Dosing: say how many parts are given at most.");
  }
  return faults;
}

/** The preset of each route. */
export const PROTOCOLS: Readonly<Record<Route, Protocol>> = z
  .record(Route, Protocol)
  .parse({ intravenous, intramuscular, intranasal, sublingual, oral });
