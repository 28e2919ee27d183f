import { ASSESSMENTS, type AssessmentId } from "@watchroom/shared/assessment";
import { keyOf, uniformAt } from "../random.ts";
import type { Patient } from "./patient.ts";

type Step = { readonly aboveNgMl: number; readonly value: number };

/**
 * What a clinician would see, by the concentration at the effect site, highest first. Chosen so that after two nasal devices
 * sedation begins at about 15 min and has resolved at 60 to 90, and dissociation is strongest at 30 to 40 (clinical.md 1.3).
 */
const SEEN: Readonly<Partial<Record<AssessmentId, readonly Step[]>>> = {
  sedation: [
    { aboveNgMl: 220, value: 3 },
    { aboveNgMl: 100, value: 4 },
  ],
  dissociation: [
    { aboveNgMl: 190, value: 2 },
    { aboveNgMl: 110, value: 1 },
  ],
  cadss6: [
    { aboveNgMl: 190, value: 11 },
    { aboveNgMl: 110, value: 4 },
  ],
  nausea: [{ aboveNgMl: 180, value: 1 }],
  comfort: [{ aboveNgMl: 230, value: 1 }],
  gait: [
    { aboveNgMl: 130, value: 0 },
    { aboveNgMl: 85, value: 1 },
  ],
  padss: [
    { aboveNgMl: 130, value: 5 },
    { aboveNgMl: 85, value: 7 },
  ],
};
const HEADACHE = 1;
/** Above this a patient says that the head aches; our choice. */
const HEADACHE_SYSTOLIC = 172;
/** The scale's value when nothing is wrong, where a release does not name it. */
const CALM = 0;
/** Below this SpO2 breathing is seen to be slow; our choice. */
const SLOW_BREATH_SPO2 = 90;

/** The value of a scale as this patient is now. One patient needs more of the drug than another: some 15 % either way. */
export function judged({ profile, effectNgMl, vitals }: Patient, id: AssessmentId): number {
  const calm = ASSESSMENTS[id].resolvedAt ?? CALM;
  if (id === "respiration") return vitals.spo2 < SLOW_BREATH_SPO2 ? 1 : calm;
  if (id === "symptoms") return vitals.systolic > HEADACHE_SYSTOLIC ? HEADACHE : calm;
  const sensitivity = 0.9 + 0.3 * uniformAt(keyOf(profile.seed, "sensitivity"), 0);
  return SEEN[id]?.find(({ aboveNgMl }) => effectNgMl > aboveNgMl * sensitivity)?.value ?? calm;
}
