import type { TimelineRow } from "@watchroom/shared/http-sessions";
import { isTakenBack } from "./timeline.ts";

/** What stands on the trend in lanes of its own: the rest of the timeline is read below it. */
export const LANES = [
  { kind: "dose", label: "Dose", letter: "D" },
  { kind: "assessment", label: "Judged", letter: "A" },
  { kind: "event", label: "Event", letter: "E" },
] as const;
type Lane = (typeof LANES)[number]["kind"];

/** A row of the timeline that stands on the trend; `mark` is written at both places: "D2". */
export type Mark = { readonly at: number; readonly lane: Lane; readonly mark: string; readonly text: string };

/** Pure. Without what was taken back. The marks by the row they belong to; numbers count in each lane, in the order of time. */
export function marksOf(timeline: readonly TimelineRow[]): ReadonlyMap<TimelineRow, Mark> {
  const marks = new Map<TimelineRow, Mark>();
  for (const { kind, letter } of LANES) {
    const rows = timeline.filter((row) => row.kind === kind && !isTakenBack(row)).toSorted((a, b) => a.at - b.at);
    for (const [index, row] of rows.entries()) {
      marks.set(row, { at: row.at, lane: kind, mark: `${letter}${index + 1}`, text: row.text });
    }
  }
  return marks;
}

type LaneLabel = { readonly at: number; readonly label: string; readonly title: string };

/** How much of the axis a label takes, on paper and on a tablet: a little, and each letter of it. */
const LABEL_SHARE = 0.012;
const LETTER_SHARE = 0.012;

const labelOf = (group: readonly Mark[]): string => {
  const first = group[0]?.mark ?? "";
  return group.length < 2 ? first : `${first}–${group.at(-1)?.mark.slice(1) ?? ""}`;
};
const shareOf = (group: readonly Mark[]): number => LABEL_SHARE + labelOf(group).length * LETTER_SHARE;

/** Pure. The labels of one lane. Marks too close for one each share a label at the first: "A5–A8". */
export function laneLabels(marks: readonly Mark[], from: number, to: number): readonly LaneLabel[] {
  const groups: Mark[][] = [];
  for (const mark of marks.filter(({ at }) => at >= from && at <= to)) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group === undefined || first === undefined || mark.at - first.at > (to - from) * shareOf(group)) {
      groups.push([mark]);
    } else group.push(mark);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      { at: first.at, label: labelOf(group), title: group.map(({ mark, text }) => `${mark} ${text}`).join("; ") },
    ];
  });
}
