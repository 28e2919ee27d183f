import { ASSESSMENT_IDS, type AssessmentId } from "@watchroom/shared/assessment";
import type { SessionView } from "@watchroom/shared/session";

export type PadScales = { readonly shown: readonly AssessmentId[]; readonly more: readonly AssessmentId[] };

/**
 * Pure. The scales that this session asks for (a check, a release criterion, or already judged) in the order of the
 * list, and those that can be had besides.
 */
export function padScales({ dues, release, assessments }: SessionView): PadScales {
  const asked = new Set<string>([
    ...dues.map(({ what }) => what),
    ...release.map(({ id }) => id),
    ...Object.keys(assessments),
  ]);
  return {
    shown: ASSESSMENT_IDS.filter((id) => asked.has(id)),
    more: ASSESSMENT_IDS.filter((id) => !asked.has(id)),
  };
}
