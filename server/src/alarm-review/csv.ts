import { DISPOSITIONS, ESCALATION_LABELS } from "@watchroom/shared/alarm";
import { type Episode, REVIEW_PHASE_LABELS } from "@watchroom/shared/alarm-review";

const SECOND_MS = 1_000;
const TENTH = 10;

type Cell = string | number | boolean | null;
const iso = (at: number | null): string => (at === null ? "" : new Date(at).toISOString());
const seconds = (ms: number | null): number | null =>
  ms === null ? null : Math.round((ms / SECOND_MS) * TENTH) / TENTH;

/** One line each: the name at its head, and what stands below it. */
const COLUMNS: readonly (readonly [head: string, of: (episode: Episode) => Cell])[] = [
  ["began", ({ since }) => iso(since)],
  ["room", ({ room }) => room],
  ["initials", ({ initials }) => initials],
  ["route", ({ route }) => route],
  ["phase", ({ phase }) => REVIEW_PHASE_LABELS[phase]],
  ["minute from dose", ({ minute }) => minute],
  ["alarm", ({ label }) => label],
  ["text", ({ text }) => text],
  ["kind", ({ kind }) => kind],
  ["device", ({ device }) => device],
  ["priority", ({ priority }) => priority],
  ["limit", ({ limit }) => limit],
  ["worst", ({ worst }) => worst],
  ["ended", ({ endedAt }) => iso(endedAt)],
  ["length [s]", ({ lengthMs }) => seconds(lengthMs)],
  ["onsets", ({ onsets }) => onsets],
  ["acknowledged by", ({ acknowledgedBy }) => acknowledgedBy],
  ["acknowledged after [s]", ({ acknowledgedAfterMs }) => seconds(acknowledgedAfterMs)],
  ["escalated to", ({ escalatedTo }) => (escalatedTo === null ? null : ESCALATION_LABELS[escalatedTo])],
  ["heard at stations", ({ heardAt }) => heardAt],
  ["heard after [s]", ({ heardAfterMs }) => seconds(heardAfterMs)],
  ["disposition", ({ disposition }) => (disposition === null ? null : DISPOSITIONS[disposition].label)],
  ["note", ({ note }) => note],
  ["judged by", ({ judgedBy }) => judgedBy],
  ["reviewed by", ({ reviewedBy }) => reviewedBy],
  ["reviewed", ({ reviewedAt }) => iso(reviewedAt)],
  ["session", ({ sessionId }) => sessionId],
  ["episode", ({ episodeId }) => episodeId],
  ["simulated", ({ simulated }) => simulated],
];

/** Text is quoted, and never taken as a formula by a spreadsheet. */
function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  return value === "" ? "" : `"${/^[=+\-@\t\r]/.test(value) ? "'" : ""}${value.replaceAll('"', '""')}"`;
}

/** Pure. One row an alarm (RFC 4180); each row says whether it is simulated. */
export function csvOf(episodes: readonly Episode[]): string {
  const head = COLUMNS.map(([name]) => name).join(",");
  return [head, ...episodes.map((episode) => COLUMNS.map(([, of]) => cell(of(episode))).join(","))].join("\r\n");
}
