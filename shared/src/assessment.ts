import { z } from "zod";

export const ASSESSMENT_IDS = [
  "sedation",
  "dissociation",
  "cadss6",
  "nausea",
  "respiration",
  "comfort",
  "pain",
  "gait",
  "escort",
  "symptoms",
  "padss",
] as const;
export const AssessmentId = z.enum(ASSESSMENT_IDS);
export type AssessmentId = z.infer<typeof AssessmentId>;

type AssessmentRow = {
  readonly label: string;
  readonly short: string;
  /** The scale's values in its own wording, short. A scale of many steps has only its ends worded. */
  readonly values: readonly { readonly value: number; readonly text: string }[];
  /** The value that a release waits for; null: it is no criterion. */
  readonly resolvedAt: number | null;
  /** True when the higher value is the better one. */
  readonly higherIsBetter: boolean;
  readonly source: string;
};

const steps = (from: number, to: number, texts: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ value: from + index, text: texts[from + index] ?? "" }));

/** One row a scale that a clinician judges by. Wording after the scales named in clinical.md 2.4. */
export const ASSESSMENTS: Readonly<Record<AssessmentId, AssessmentRow>> = {
  sedation: {
    label: "Sedation (MOAA/S)",
    short: "MOAA/S",
    values: steps(0, 5, {
      0: "No response to a squeeze",
      1: "Only to a painful squeeze",
      2: "To mild shaking",
      3: "Only to loud or repeated voice",
      4: "Lethargic to name",
      5: "Readily to name",
    }),
    resolvedAt: 5,
    higherIsBetter: true,
    source: "clinical.md 2.4: MOAA/S 0 to 5",
  },
  dissociation: {
    label: "Dissociation",
    short: "Dissoc.",
    values: [
      { value: 0, text: "None" },
      { value: 1, text: "Mild" },
      { value: 2, text: "Marked" },
    ],
    resolvedAt: 0,
    higherIsBetter: false,
    source: "The clinician's judgement; clinical.md 1.1: observe until dissociation has resolved",
  },
  cadss6: {
    label: "CADSS-6",
    short: "CADSS-6",
    values: steps(0, 24),
    resolvedAt: null,
    higherIsBetter: false,
    source: "clinical.md 2.4: items 1, 2, 6, 7, 15, 22, total 0 to 24 (Rodrigues 2021)",
  },
  nausea: {
    label: "Nausea",
    short: "Nausea",
    values: steps(0, 3, { 0: "None", 1: "Mild", 2: "Moderate", 3: "Severe or vomiting" }),
    resolvedAt: null,
    higherIsBetter: false,
    source: "Four steps, none to severe",
  },
  respiration: {
    label: "Breathing",
    short: "Breathing",
    values: [
      { value: 0, text: "Normal" },
      { value: 1, text: "Slow or shallow" },
      { value: 2, text: "Obstructed or pauses" },
    ],
    resolvedAt: 0,
    higherIsBetter: false,
    source: "clinical.md 1.1: observe until respiratory depression has resolved",
  },
  comfort: {
    label: "Comfort",
    short: "Comfort",
    values: steps(0, 3, { 0: "Calm", 1: "Uneasy", 2: "Anxious", 3: "Distressed" }),
    resolvedAt: null,
    higherIsBetter: false,
    source: "Four steps, calm to distressed",
  },
  pain: {
    label: "Pain",
    short: "Pain",
    values: steps(0, 10, { 0: "None", 10: "Worst" }),
    resolvedAt: null,
    higherIsBetter: false,
    source: "Numeric rating, 0 to 10",
  },
  gait: {
    label: "Walking",
    short: "Walking",
    values: [
      { value: 0, text: "Not tried or dizzy" },
      { value: 1, text: "With help" },
      { value: 2, text: "Steady" },
    ],
    resolvedAt: 2,
    higherIsBetter: true,
    source: "clinical.md 2.4: MPADSS ambulation",
  },
  escort: {
    label: "Escort",
    short: "Escort",
    values: [
      { value: 0, text: "Not here" },
      { value: 1, text: "Here" },
    ],
    resolvedAt: 1,
    higherIsBetter: true,
    source: "clinical.md 1.1: pre-arranged transport, no driving until the next day",
  },
  symptoms: {
    label: "Symptoms with the pressure",
    short: "Symptoms?",
    values: [
      { value: 0, text: "None" },
      { value: 1, text: "Headache" },
      { value: 2, text: "Chest pain or breathless" },
      { value: 3, text: "Vision, speech or strength" },
    ],
    resolvedAt: null,
    higherIsBetter: false,
    source:
      "clinical.md 2.1: an emergency is told from a high number by its symptoms (Yip 2022); 2.2: chest pain, neuro signs",
  },
  padss: {
    label: "PADSS",
    short: "PADSS",
    values: steps(0, 10, { 9: "Fit to leave", 10: "Fit to leave" }),
    resolvedAt: 9,
    higherIsBetter: true,
    source: "clinical.md 2.4: PADSS, five items of 0 to 2; 9 or more fit for discharge",
  },
};

/** True when the value is at least as good as the one that a release waits for. */
export function isResolved(id: AssessmentId, value: number): boolean {
  const { resolvedAt, higherIsBetter } = ASSESSMENTS[id];
  if (resolvedAt === null) return false;
  return higherIsBetter ? value >= resolvedAt : value <= resolvedAt;
}

/** Why this value cannot be entered on this scale; null when it can. */
export function faultOfAssessment(id: AssessmentId, value: number): string | null {
  const row = ASSESSMENTS[id];
  const isStep = row.values.some((step) => step.value === value);
  const last = row.values.at(-1)?.value ?? 0;
  return isStep ? null : `${row.label}: ${value} is not a step from ${row.values[0]?.value ?? 0} to ${last}.`;
}

/** "4 Lethargic to name". */
export function assessmentText(id: AssessmentId, value: number): string {
  const text = ASSESSMENTS[id].values.find((step) => step.value === value)?.text ?? "";
  return text === "" ? String(value) : `${value} ${text}`;
}
