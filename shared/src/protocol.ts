import { z } from "zod";
import intramuscular from "../presets/protocols/intramuscular.json" with { type: "json" };
import intranasal from "../presets/protocols/intranasal.json" with { type: "json" };
import intravenous from "../presets/protocols/intravenous.json" with { type: "json" };
import oral from "../presets/protocols/oral.json" with { type: "json" };
import sublingual from "../presets/protocols/sublingual.json" with { type: "json" };
import {
  comparePriority,
  EscalationRow,
  faultOfWeakSignalDelay,
  faultsOfEscalation,
  PhaseTier,
  Side,
} from "./alarm.ts";
import { ASSESSMENTS, AssessmentId } from "./assessment.ts";
import { Dosing } from "./dose.ts";
import { METRICS, MetricId } from "./metric.ts";
import { PreCheckItem } from "./precheck.ts";
import { LIMIT_PHASE_LABELS, LIMIT_PHASES, LimitPhase, Route } from "./session.ts";

const Minutes = z.number().min(0).max(600);
const Source = z.string().min(1);

/**
 * A check that comes again each so many minutes while its phase lasts. It may be done up to `earlyMin` before, which lets
 * neighbouring rooms take turns.
 */
const Every = z.object({ everyMin: Minutes.positive(), earlyMin: z.number().int().min(0).max(10).default(0) });
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

/** The limits of one metric and side in some phases: instead of the clinic's own. */
const PhaseLimit = z.object({
  metric: MetricId,
  side: Side,
  phases: z.array(LimitPhase).min(1),
  tiers: z.array(PhaseTier).min(1).max(2),
});
export type PhaseLimit = z.infer<typeof PhaseLimit>;

/** Limits by phase. The peak lasts from the end of dosing until so many minutes from the first dose. */
const Limits = z.object({ peakUntilMin: Minutes, rows: z.array(PhaseLimit).max(60), source: Source });

const Standby = z.object({
  places: z
    .array(z.object({ place: z.string().trim().min(2).max(30), limitMin: Minutes.positive().max(60) }))
    .min(1)
    .max(6),
  /** Monitoring returns when the signal was good for so long. */
  returnAfterS: z.number().int().min(5).max(120),
  source: Source,
});

/** What protocols of before these parts were kept without. */
const NO_LIMITS = { peakUntilMin: 0, rows: [], source: "The clinic's own limits in every phase" };
const PRESET_STANDBY = {
  places: [{ place: "Bathroom", limitMin: 10 }],
  returnAfterS: 20,
  source: "Watchroom's choice, for the clinic to review",
};

/** No station may be turned down further while a session runs by this protocol, at night neither. */
const Sound = z.object({ volumeAtLeastPercent: z.number().int().min(20).max(100), source: Source });
const PRESET_SOUND = {
  volumeAtLeastPercent: 20,
  source: "Watchroom's choice, for the clinic to review in its own rooms",
};

/** The clinic's plan for one route, as a versioned document. `faultsOfProtocol` holds what a schema cannot say. */
export const Protocol = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  name: z.string().trim().min(3).max(80),
  version: z.number().int().positive(),
  author: z.string(),
  route: Route,
  preCheck: z.array(PreCheckItem).max(40).default([]),
  dosing: Dosing,
  observation: z.object({ minutes: Minutes.positive(), from: z.enum(["firstDose", "endOfDosing"]), source: Source }),
  checks: z.array(Check).min(1).max(40),
  limits: Limits.default(NO_LIMITS),
  sound: Sound.default(PRESET_SOUND),
  /** Instead of the clinic's own chain, in some phases. */
  escalation: z
    .array(EscalationRow.extend({ phases: z.array(LimitPhase).min(1) }))
    .max(12)
    .default([]),
  standby: Standby.default(PRESET_STANDBY),
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

/** What is wrong, in a sentence, and where in the document: `["checks", 2, "timing", "atMin"]`. */
export type ProtocolFault = { readonly path: readonly (string | number)[]; readonly sentence: string };

/** One sentence per fault; empty when the protocol can be used. */
export const faultsOfProtocol = (protocol: Protocol): string[] =>
  placedFaultsOf(protocol).map(({ sentence }) => sentence);

/** The same faults with their places, for a form that shows each beside its field. */
export const placedFaultsOf = (protocol: Protocol): ProtocolFault[] => [
  ...faultsOfChecks(protocol),
  ...faultsOfDosing(protocol),
  ...faultsOfPreCheck(protocol),
  ...protocol.limits.rows.flatMap(faultsOfPhaseLimit),
  ...faultsOfOverlaps(protocol),
  ...faultsOfChains(protocol),
  ...faultsOfRelease(protocol),
];

/** Collects faults below one part of the document. */
function faultsUnder(...part: ProtocolFault["path"]) {
  const faults: ProtocolFault[] = [];
  const add = (place: ProtocolFault["path"], sentence: string): void => {
    faults.push({ path: [...part, ...place], sentence });
  };
  return { faults, add };
}

function faultsOfChecks({ checks, observation, dosing }: Protocol): ProtocolFault[] {
  const { faults, add } = faultsUnder("checks");
  const ids = new Set<string>();
  for (const [index, { id, what, timing }] of checks.entries()) {
    if (ids.has(id)) add([index, "id"], `Two checks are called "${id}"; each needs a name of its own.`);
    ids.add(id);
    if ("atMin" in timing && timing.atMin.some((minute, nth) => minute <= (timing.atMin[nth - 1] ?? -1))) {
      add([index, "timing", "atMin"], `Check "${id}": its minutes must rise.`);
    }
    if ("everyMin" in timing && timing.earlyMin >= timing.everyMin) {
      add([index, "timing", "earlyMin"], `Check "${id}": it may be early by less than its ${timing.everyMin} min.`);
    }
    if (what !== "bloodPressure" && !(what in ASSESSMENTS)) {
      add([index, "what"], `Check "${id}": there is no scale "${what}".`);
    }
  }
  for (const phase of ["dosing", "observation"] as const) {
    const isWatched = checks.some(({ what, phases }) => what === "bloodPressure" && phases.includes(phase));
    const isLong = phase === "observation" ? observation.minutes > 0 : dosing.form === "infusion";
    if (isLong && !isWatched) add([], `No blood pressure is asked for during ${phase}: a gap in the plan.`);
  }
  const isBefore = checks.some(
    ({ what, phases }) => what === "bloodPressure" && (phases.includes("checkIn") || phases.includes("baseline")),
  );
  if (!isBefore) add([], "No blood pressure is asked for before the dose: there would be no baseline.");
  return faults;
}

function faultsOfDosing({ dosing }: Protocol): ProtocolFault[] {
  const { faults, add } = faultsUnder("dosing");
  const { form, partsMax, amountsMg, held, plannedMin } = dosing;
  if (form !== "infusion" && partsMax === null) add(["partsMax"], "Dosing: say how many parts are given at most.");
  if (form !== "infusion" && amountsMg.length === 0) {
    add(["amountsMg"], "Dosing: give at least one amount to choose from.");
  }
  if (form === "infusion" && plannedMin === 0) {
    add(["plannedMin"], "Dosing: say how many minutes the infusion is planned for.");
  }
  if (held && form !== "lozenge") add(["held"], "Dosing: only a lozenge is held in the mouth.");
  if (amountsMg.some((amount, index) => amount <= (amountsMg[index - 1] ?? 0))) {
    add(["amountsMg"], "Dosing: the amounts must rise.");
  }
  return faults;
}

function faultsOfPreCheck({ preCheck }: Protocol): ProtocolFault[] {
  const { faults, add } = faultsUnder("preCheck");
  const ids = preCheck.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) !== index) {
      add([index, "id"], `Two questions are called "${id}"; each needs a name of its own.`);
    }
  }
  return faults;
}

function faultsOfRelease({ release, repeat }: Protocol): ProtocolFault[] {
  const { faults, add } = faultsUnder();
  for (const assessment of release.assessments) {
    if (ASSESSMENTS[assessment].resolvedAt === null) {
      const sentence = `Release: ${ASSESSMENTS[assessment].label} has no value at which it has resolved.`;
      add(["release", "assessments"], sentence);
    }
  }
  const { spo2AtLeast } = release;
  if (spo2AtLeast !== null && (spo2AtLeast < 50 || spo2AtLeast > 100)) {
    add(["release", "spo2AtLeast"], `Release: SpO₂ of at least ${spo2AtLeast} % is outside 50 to 100.`);
  }
  if (repeat.overdueMin <= repeat.dueMin) {
    add(["repeat", "overdueMin"], "Repeat after an abnormal pressure: it must be overdue later than it is due.");
  }
  return faults;
}

const nameOf = ({ metric, side, phases }: PhaseLimit): string =>
  `${METRICS[metric].label} ${side} (${phases.map((phase) => LIMIT_PHASE_LABELS[phase]).join(", ")})`;

/** Only these have a baseline of this patient: the last pressure before the first dose. */
export const METRICS_WITH_BASELINE: readonly MetricId[] = ["systolic", "diastolic"];

function faultsOfPhaseLimit(row: PhaseLimit, index: number): ProtocolFault[] {
  const { faults, add } = faultsUnder("limits", "rows", index, "tiers");
  const name = nameOf(row);
  const [low, high] = METRICS[row.metric].range;
  for (const [nth, tier] of row.tiers.entries()) {
    const { limit, fromBaseline } = tier;
    const weak = faultOfWeakSignalDelay(name, row.metric, tier);
    if (weak !== null) add([nth, "weakSignalDelayMs"], weak);
    if (limit === null && fromBaseline === null) add([nth, "limit"], `${name}: a limit needs a number or a distance.`);
    if (limit !== null && (limit < low || limit > high)) {
      add([nth, "limit"], `${name}: ${limit} is outside ${low} to ${high}.`);
    }
    if (fromBaseline !== null && !METRICS_WITH_BASELINE.includes(row.metric)) {
      add([nth, "fromBaseline"], `${name}: no baseline is taken of it.`);
    }
    if (fromBaseline !== null && row.phases.includes("preDose")) {
      add([nth, "fromBaseline"], `${name}: before the dose there is no baseline yet.`);
    }
  }
  const [first, second] = row.tiers;
  if (first === undefined || second === undefined) return faults;
  if (first.limit !== null && second.limit !== null) {
    const isFurther = row.side === "low" ? second.limit < first.limit : second.limit > first.limit;
    if (!isFurther) {
      add([1, "limit"], `${name}: the second limit ${second.limit} must be further out than ${first.limit}.`);
    }
  }
  if (comparePriority(second.priority, first.priority) <= 0) {
    add([1, "priority"], `${name}: the second limit must be more urgent.`);
  }
  return faults;
}

/** Two rows for one phase, or a low limit that is not below the high one. */
function faultsOfOverlaps({ limits }: Protocol): ProtocolFault[] {
  const { faults, add } = faultsUnder("limits", "rows");
  for (const phase of LIMIT_PHASES) {
    const rows = [...limits.rows.entries()].filter(([, { phases }]) => phases.includes(phase));
    for (const [nth, [, row]] of rows.entries()) {
      const others = rows.slice(nth + 1).filter(([, { metric }]) => metric === row.metric);
      for (const [index, other] of others) {
        const where = `${METRICS[row.metric].label}, ${LIMIT_PHASE_LABELS[phase]}`;
        if (other.side === row.side) add([index], `${where}: two rows for the ${row.side} side.`);
        const low = (row.side === "low" ? row : other).tiers[0]?.limit ?? null;
        const high = (row.side === "high" ? row : other).tiers[0]?.limit ?? null;
        if (other.side !== row.side && low !== null && high !== null && low >= high) {
          add([index, "tiers", 0, "limit"], `${where}: low ${low} must be below high ${high}.`);
        }
      }
    }
  }
  return faults;
}

/** Steps that do not rise, or two chains for one priority in one phase. */
function faultsOfChains({ escalation }: Protocol): ProtocolFault[] {
  const { faults, add } = faultsUnder("escalation");
  for (const [index, row] of escalation.entries()) {
    for (const sentence of faultsOfEscalation(row)) add([index], sentence);
    const earlier = escalation.slice(0, index).filter(({ priority }) => priority === row.priority);
    for (const phase of row.phases.filter((one) => earlier.some(({ phases }) => phases.includes(one)))) {
      add([index, "phases"], `Escalation of ${row.priority} alarms, ${LIMIT_PHASE_LABELS[phase]}: two chains.`);
    }
  }
  return faults;
}

/** The preset of each route. */
export const PROTOCOLS: Readonly<Record<Route, Protocol>> = z
  .record(Route, Protocol)
  .parse({ intravenous, intramuscular, intranasal, sublingual, oral });
