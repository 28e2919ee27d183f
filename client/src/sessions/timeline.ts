import type { Correction, TimelineRow } from "@watchroom/shared/http-sessions";
import { timeOfDay } from "../wall/duration.ts";

const KIND_LABELS: Readonly<Record<string, string>> = {
  session: "Session",
  preCheck: "Pre-session check",
  plan: "Dose plan",
  phase: "Phases",
  dose: "Doses",
  assessment: "Assessments",
  event: "Events",
  typed: "Typed pressures",
  alarm: "Alarms",
  standby: "Standby",
  cuff: "Cuff",
  cuffArm: "Cuff",
  limit: "Limits",
  audio: "Audio",
  marker: "Notes",
  owner: "Hand-over",
  undo: "Taken back",
};

/** A kind without a word of its own is still read as words: "roomFault" is "Room fault". */
const spelled = (kind: string): string => {
  const words = kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

export const kindLabel = (kind: string): string => KIND_LABELS[kind] ?? spelled(kind);

/** Its author took it back: it stays in the record and is marked there, and no longer counts. */
export const isTakenBack = ({ text }: Pick<TimelineRow, "text">): boolean => /\(taken back[^()]*\)$/.test(text);

type KindCount = { readonly label: string; readonly count: number };

/** Pure. What can be chosen from, in the order in which it first happened. */
export function kindsOf(timeline: readonly TimelineRow[]): readonly KindCount[] {
  const counts = new Map<string, number>();
  for (const { kind } of timeline) counts.set(kindLabel(kind), (counts.get(kindLabel(kind)) ?? 0) + 1);
  return [...counts].map(([label, count]) => ({ label, count }));
}

const SUBJECT_LENGTH_MAX = 120;

/** What a correction of this row is about, in words. By these words it is found again beside the row. */
export const subjectOf = ({ at, text }: Pick<TimelineRow, "at" | "text">): string =>
  `${timeOfDay(at)} ${text}`.slice(0, SUBJECT_LENGTH_MAX).trim();

/** Pure. What was corrected in this row, the oldest first. */
export const correctionsOf = (row: TimelineRow, corrections: readonly Correction[]): readonly Correction[] =>
  corrections.filter(({ subject }) => subject === subjectOf(row));

/** "was 158, is 138: misread". */
export const correctionText = ({ was, is, reason }: Pick<Correction, "was" | "is" | "reason">): string =>
  `${was === "" ? "" : `was ${was}, `}is ${is}: ${reason}`;
