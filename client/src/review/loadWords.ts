import type { LoadFigures } from "@watchroom/shared/alarm-review";
import { lengthText } from "./reviewWords.ts";

const PERCENT = 100;
/** Below one a second decimal: a high alarm in six room-hours and one in seven are not the same. */
export const rateText = (rate: number | null): string =>
  rate === null ? "–" : rate.toFixed(rate > 0 && rate < 1 ? 2 : 1);
export const shareText = (share: number | null): string => (share === null ? "–" : `${Math.round(share * PERCENT)} %`);

/** One figure, and the sentence that says what it means. */
type Figure = { readonly label: string; readonly value: string; readonly means: string };

/** Pure. What a rate a room-hour counts, and what it leaves out: "13 alarms in 2.5 hours of treatment, 21 more outside". */
export function countedText({
  alarms,
  inSession,
  roomHours,
}: Pick<LoadFigures, "alarms" | "inSession" | "roomHours">): string {
  const outside = alarms > inSession ? `, ${alarms - inSession} more outside` : "";
  return `${inSession} ${inSession === 1 ? "alarm" : "alarms"} in ${roomHours.toFixed(1)} hours of treatment${outside}`;
}

/** Pure. The figures in a clinic lead's words. */
export function figuresOf(figures: LoadFigures): Figure[] {
  const { alarms, perRoomHour, highPerRoomHour, high, heldBack, judged, actionable } = figures;
  const { acknowledged, acknowledgeMedianMs, acknowledgeP90Ms, escalated } = figures;
  return [
    {
      label: "Alarms per room-hour",
      value: rateText(perRoomHour),
      means: countedText(figures),
    },
    {
      label: "High priority per room-hour",
      value: rateText(highPerRoomHour),
      means: `${high} of high priority, ${escalated} went beyond the room's nurse`,
    },
    {
      label: "Worth it",
      value: shareText(figures.actionableShare),
      means:
        judged === 0
          ? "Nobody has said yet what the alarms were"
          : `${actionable} of ${judged} judged: treated or expected effect, not artefact or sensor`,
    },
    {
      label: "Taken within",
      value: acknowledgeMedianMs === null ? "–" : lengthText(acknowledgeMedianMs),
      means:
        acknowledgeP90Ms === null
          ? "None was acknowledged"
          : `half of ${acknowledged}; nine of ten within ${lengthText(acknowledgeP90Ms)}`,
    },
    {
      label: "Never taken",
      value: String(alarms - acknowledged),
      means: "ended before anybody acknowledged them, or are still there",
    },
    {
      label: "Held back",
      value: String(heldBack),
      means: "a value that came back within its delay, or a cuff on the same arm: kept, not signalled",
    },
  ];
}

/** Pure. What changed, in words: "2.4 to 1.2, half as many". Null where one side has no figure. */
export function changeText(before: number | null, after: number | null): string | null {
  if (before === null || after === null) return null;
  if (before === 0) return after === 0 ? "none before and after" : "none before";
  const change = Math.round((after / before - 1) * PERCENT);
  if (change === 0) return "as many as before";
  return change < 0 ? `${-change} % fewer` : `${change} % more`;
}
