import { ESCALATION_LABELS, type EscalationRow, type PhaseTier } from "./alarm.ts";
import { ASSESSMENTS, type AssessmentId } from "./assessment.ts";
import type { DoseForm } from "./dose.ts";
import { METRICS, type MetricId } from "./metric.ts";
import type { ProtocolCheck } from "./protocol.ts";
import { PHASE_LABELS } from "./session.ts";

/** What the parts of a protocol are called, in the order in which people read it. */
export const PROTOCOL_PARTS = {
  name: "Name and route",
  preCheck: "Pre-session check",
  hold: "Hold before the first dose",
  dosing: "Dosing",
  observation: "Observation",
  checks: "Checks",
  limits: "Limits",
  sound: "Sound",
  escalation: "Escalation",
  repeat: "Repeat after an abnormal pressure",
  standby: "Standby",
  release: "Release",
} as const;
export type ProtocolPart = keyof typeof PROTOCOL_PARTS;

/** What each place is called, the same in the form, the document and the differences. `*`: a number in a list. */
export const PLACE_LABELS = {
  name: "Name",
  route: "Route",
  "preCheck.*.id": "Name in the record",
  "preCheck.*.group": "Group",
  "preCheck.*.question": "Question",
  "preCheck.*.expected": "Expected answer",
  "preCheck.*.source": "Source",
  "hold.systolicAbove": "Held above systolic",
  "hold.diastolicAbove": "Held above diastolic",
  "hold.pressureWithinMin": "Pressure may be this old",
  "hold.source": "Source",
  "dosing.form": "Form",
  "dosing.amountsMg": "Amounts to choose from",
  "dosing.partsMax": "Parts at most",
  "dosing.gapMin": "Least time between parts",
  "dosing.plannedMin": "Planned time of dosing",
  "dosing.lotNumber": "Lot number is recorded",
  "dosing.held": "Lozenge is held in the mouth",
  "dosing.mgPerKg": "Usual amount for the weight",
  "dosing.source": "Source",
  "observation.minutes": "At least",
  "observation.from": "Counted from",
  "observation.source": "Source",
  "checks.*.id": "Name in the record",
  "checks.*.what": "What is checked",
  "checks.*.phases": "Phases",
  "checks.*.timing": "When",
  "checks.*.timing.everyMin": "Every",
  "checks.*.timing.earlyMin": "May be early by",
  "checks.*.timing.atMin": "At minutes",
  "checks.*.timing.from": "Counted from",
  "checks.*.timing.once": "Once",
  "checks.*.source": "Source",
  "limits.peakUntilMin": "Peak lasts from the end of dosing until",
  "limits.source": "Source",
  "limits.rows.*.metric": "Measured value",
  "limits.rows.*.side": "Side",
  "limits.rows.*.phases": "Phases",
  "limits.rows.*.tiers.*.limit": "Limit",
  "limits.rows.*.tiers.*.fromBaseline": "Distance from the baseline",
  "limits.rows.*.tiers.*.fromBaseline.by": "Distance",
  "limits.rows.*.tiers.*.fromBaseline.percent": "Distance",
  "limits.rows.*.tiers.*.priority": "Priority",
  "limits.rows.*.tiers.*.conditionDelayMs": "Delay",
  "limits.rows.*.tiers.*.weakSignalDelayMs": "Delay while the signal is weak",
  "limits.rows.*.tiers.*.latching": "Kept until reset",
  "limits.rows.*.tiers.*.immediateBeyond": "At once beyond",
  "limits.rows.*.tiers.*.pointSeconds": "Points times seconds, instead of the delay",
  "limits.rows.*.tiers.*.source": "Source",
  "sound.volumeAtLeastPercent": "No station quieter than",
  "sound.source": "Source",
  "escalation.*.priority": "Priority",
  "escalation.*.phases": "Phases",
  "escalation.*.steps": "Who is called",
  "escalation.*.steps.*.to": "Who",
  "escalation.*.steps.*.afterS": "After",
  "escalation.*.source": "Source",
  "repeat.dueMin": "Due after",
  "repeat.overdueMin": "Overdue after",
  "repeat.source": "Source",
  "standby.places.*.place": "Place",
  "standby.places.*.limitMin": "At most",
  "standby.returnAfterS": "Monitoring returns after a good signal of",
  "standby.source": "Source",
  "release.pressureWithinPercent": "Two pressures within so much of the baseline",
  "release.spo2AtLeast": "SpO₂ at least",
  "release.assessments": "Scales that must have resolved",
  "release.source": "Source",
} as const;
export type PlaceLabel = keyof typeof PLACE_LABELS;

export const FORM_LABELS: Readonly<Record<DoseForm, string>> = {
  infusion: "Infusion",
  injection: "Injection",
  device: "Nasal device",
  lozenge: "Lozenge",
};

export const COUNTED_FROM_LABELS = {
  firstDose: "the first dose",
  lastDose: "the last dose",
  endOfDosing: "the end of dosing",
} as const;

/** What a check asks for: "Blood pressure", or the scale's name. */
export const checkedText = (what: "bloodPressure" | AssessmentId): string =>
  what === "bloodPressure" ? "Blood pressure" : ASSESSMENTS[what].label;

/** "at 40, 120 min from the first dose", "every 15 min, up to 2 min early", "once, as soon as the phase begins". */
export function timingText(timing: ProtocolCheck["timing"]): string {
  if ("once" in timing) return "once, as soon as the phase begins";
  if ("atMin" in timing) return `at ${timing.atMin.join(", ")} min from ${COUNTED_FROM_LABELS[timing.from]}`;
  const early = timing.earlyMin === 0 ? "" : `, up to ${timing.earlyMin} min early`;
  return `every ${timing.everyMin} min${early}`;
}

export const checkPhasesText = (phases: ProtocolCheck["phases"]): string =>
  phases.map((phase) => PHASE_LABELS[phase]).join(", ");

/** "160 or baseline + 40", "baseline − 20 %", "92". */
export function tierText(side: "low" | "high", { limit, fromBaseline }: PhaseTier): string {
  const number = limit === null ? [] : [String(limit)];
  if (fromBaseline === null) return number[0] ?? "none";
  const distance = "by" in fromBaseline ? `${fromBaseline.by}` : `${fromBaseline.percent} %`;
  return [...number, `baseline ${side === "low" ? "−" : "+"} ${distance}`].join(" or ");
}

/** "at once", "10 s". */
export const delayText = (ms: number): string => (ms === 0 ? "at once" : `${ms / 1_000} s`);

/** "Systolic high". */
export const limitName = (metric: MetricId, side: "low" | "high"): string => `${METRICS[metric].label} ${side}`;

/** "all stations after 30 s, physician after 90 s". */
export const stepsText = ({ steps }: Pick<EscalationRow, "steps">): string =>
  steps
    .map(({ to, afterS }) => `${ESCALATION_LABELS[to]} ${afterS === 0 ? "at once" : `after ${afterS} s`}`)
    .join(", ");

/** The points beyond the limit of which the examples are made: a shallow fall and a deep one. */
const EXAMPLE_POINTS = [3, 10] as const;

/** What so many points times seconds mean: "3 points beyond the limit for 17 s, or 10 points for 5 s". */
export const pointSecondsText = (pointSeconds: number): string => {
  const [shallow, deep] = EXAMPLE_POINTS;
  const seconds = (points: number): number => Math.ceil(pointSeconds / points);
  return `${shallow} points beyond the limit for ${seconds(shallow)} s, or ${deep} points for ${seconds(deep)} s`;
};
