import { ASSESSMENT_IDS, type AssessmentId } from "@watchroom/shared/assessment";
import type { SessionView } from "@watchroom/shared/session";

type PadScales = { readonly shown: readonly AssessmentId[]; readonly more: readonly AssessmentId[] };

/**
 * Pure. What this session asks for (a check, a release criterion), in the order of the list; after it what was judged
 * besides or was `opened` to be judged, so that a scale stays in its place when its value is entered. `more`: the rest.
 */
export function padScales(
  { dues, release, assessments }: Pick<SessionView, "dues" | "release" | "assessments">,
  opened: readonly AssessmentId[],
): PadScales {
  const named = new Set<string>([...dues.map(({ what }) => what), ...release.map(({ id }) => id)]);
  // Symptoms that are due are asked where they are due, beside the pressure that asks for them.
  named.delete("symptoms");
  const asked = ASSESSMENT_IDS.filter((id) => named.has(id));
  const besides = ASSESSMENT_IDS.filter(
    (id) => !named.has(id) && (assessments[id] !== undefined || opened.includes(id)),
  );
  const shown = [...asked, ...besides];
  return { shown, more: ASSESSMENT_IDS.filter((id) => !shown.includes(id)) };
}
