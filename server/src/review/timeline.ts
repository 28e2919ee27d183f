import type { Priority } from "@watchroom/shared/alarm";
import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import { PHASE_LABELS } from "@watchroom/shared/session";
import { markersOf } from "../http/markers.ts";
import type { KeptEntry } from "../journal/entry.ts";
import type { FoldedSession } from "./session-fold.ts";
import { minuteOf } from "./zone.ts";

type TimelineRow = ReportAnswer["timeline"][number];
type AlarmRow = ReportAnswer["alarms"][number];

/** Everything that people did, each phase that followed from it, and each alarm, in order of time. */
export function timelineOf(
  entries: readonly KeptEntry[],
  folded: FoldedSession,
  alarms: readonly AlarmRow[],
): TimelineRow[] {
  const { doseAt } = folded.session;
  const rows = [...actsOf(entries, folded), ...phasesOf(folded), ...alarms.map(alarmRow)];
  return rows.map((row) => ({ ...row, minute: minuteOf(row.at, doseAt) })).toSorted((a, b) => a.at - b.at);
}

type Row = Omit<TimelineRow, "minute">;

/** What came after the end belongs to whoever is in the room then. */
function actsOf(entries: readonly KeptEntry[], { ending, takenBack }: FoldedSession): Row[] {
  const until = ending?.seq ?? Number.POSITIVE_INFINITY;
  const acts = entries.filter(({ seq, body }) => seq <= until && body.kind === "command");
  const undoneBy = new Map([...takenBack].map(([seq, undo]) => [undo.seq, seq]));
  return acts.flatMap((entry) => {
    const undone = acts.find(({ seq }) => seq === undoneBy.get(entry.seq));
    // An undo is told with what it takes back.
    if (undone !== undefined) return markersOf([undone, entry]).filter(({ kind }) => kind === "undo");
    const undo = takenBack.get(entry.seq);
    const by = undo?.body.kind === "command" ? ` by ${undo.body.by.name}` : "";
    return markersOf([entry]).map((marker) => ({
      ...marker,
      text: undo === undefined ? marker.text : `${marker.text} (taken back${by})`,
    }));
  });
}

/** A phase that a person set is among the acts; these came of doses and criteria. */
function phasesOf({ phases }: FoldedSession): Row[] {
  const last = phases.findLastIndex(({ phase }) => phase === "readyForRelease");
  return phases
    .filter(({ phase }, index) => {
      if (phase === "checkIn" || phase === "baseline") return false;
      // A signal that comes and goes at the end would fill the page: the last time counts.
      const isAgain = phase === "observation" && phases[index - 1]?.phase === "readyForRelease";
      return phase === "readyForRelease" ? index === last : !isAgain;
    })
    .map(({ phase, from }) => ({ at: from, kind: "phase", text: PHASE_LABELS[phase], by: null }));
}

const PRIORITY_WORDS: Readonly<Record<Priority, string>> = {
  high: "High",
  medium: "Medium",
  low: "Low",
};

const alarmRow = ({ episode, text, acknowledgedBy }: AlarmRow): Row => ({
  at: episode.since,
  kind: "alarm",
  text: `${PRIORITY_WORDS[episode.priority]} alarm: ${text}`,
  by: acknowledgedBy === null ? null : `acknowledged: ${acknowledgedBy}`,
});
