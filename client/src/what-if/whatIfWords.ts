import { type Side, TECHNICAL_CONDITIONS, TechnicalId } from "@watchroom/shared/alarm";
import { formatValue, METRIC_IDS } from "@watchroom/shared/metric";
import { limitName } from "@watchroom/shared/protocol-words";
import type { WhatIfEpisode, WhatIfPatients, WhatIfResult, WhatIfRun } from "@watchroom/shared/what-if";
import { minutesAndSeconds } from "../wall/duration.ts";

const WHAT_IF_PAGE = "/what-if";
/** A run, or a kept result. */
export const runPath = (runId: string): string => `${WHAT_IF_PAGE}?run=${encodeURIComponent(runId)}`;
/** Pure. The run that the address asks for. */
export const runOf = (search: string): string | null => new URLSearchParams(search).get("run");

export const PATIENTS_LABELS: Readonly<Record<WhatIfPatients, string>> = {
  real: "Real patients only",
  simulated: "Simulated patients only",
  mixed: "Real and simulated together",
};

/** Pure. "SpO₂ low", "No data from oximeter". */
export function conditionText(condition: string): string {
  const technical = TechnicalId.safeParse(condition);
  if (technical.success) return TECHNICAL_CONDITIONS[technical.data].text;
  const [metric, side] = condition.split(".");
  const known = METRIC_IDS.find((id) => id === metric);
  return known === undefined ? condition : limitName(known, side as Side);
}

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** Pure. "9.5 s", "42 s", "12:05 min", "3.2 h". */
export function secondsText(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 2 * MINUTE_S) return `${Math.round(seconds)} s`;
  if (seconds < 2 * HOUR_S) return `${minutesAndSeconds(seconds * 1_000)} min`;
  return `${(seconds / HOUR_S).toFixed(1)} h`;
}

/** Pure. Alarms in an hour of a room in session: "3.4"; nothing without an hour. */
export const perHour = (alarms: number, hours: number): string => (hours > 0 ? (alarms / hours).toFixed(1) : "–");

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

/** Pure. Why the result is of fewer sessions than the span holds, or of other alarms than were heard; a sentence each. */
export function cautionsOf({ totals, leftOut }: WhatIfResult, patients: WhatIfPatients): string[] {
  const { sessions, simulatedSessions, isNotAsRecorded, actsLeftOut } = totals;
  const other = patients === "real" ? "with a simulated patient" : "with a real patient";
  const sentences: [number, string][] = [
    [
      patients === "mixed" && simulatedSessions < sessions ? simulatedSessions : 0,
      `SIMULATED and real patients are mixed: ${simulatedSessions} of these ${sessions} sessions are simulated.`,
    ],
    [leftOut.otherPatients, `Not counted: ${count(leftOut.otherPatients, "session")} ${other}.`],
    [leftOut.running, `Not counted: ${count(leftOut.running, "session")} that had not ended.`],
    [leftOut.notWhole, `Not counted: ${count(leftOut.notWhole, "session")} whose record does not hold its start.`],
    [
      leftOut.tooMany,
      `Not counted: the oldest ${count(leftOut.tooMany, "session")} of the span. Choose a shorter one.`,
    ],
    [
      isNotAsRecorded,
      `In ${count(isNotAsRecorded, "session")} today's limits do not give the alarms of the record: it was made under other limits, or by an earlier Watchroom. "Before" is then not what people heard.`,
    ],
    [
      actsLeftOut,
      `${count(actsLeftOut, "answer")} of people (acknowledgements, resets) had no alarm to answer after the change, and ${actsLeftOut === 1 ? "was" : "were"} left out.`,
    ],
  ];
  return sentences.filter(([number]) => number > 0).map(([, sentence]) => sentence);
}

export const KINDS = ["all", "saved", "added", "missed"] as const;
export type Kind = (typeof KINDS)[number];
export const KIND_LABELS: Readonly<Record<Kind, string>> = {
  all: "All that change",
  saved: "Saved",
  added: "Added",
  missed: "Missed excursion",
};

/** Pure. "Missed": some true excursion that was signalled before is not signalled now. */
export const isOfKind = (episode: WhatIfEpisode, kind: Kind): boolean =>
  kind === "all" || (kind === "missed" ? episode.missedS > 0 || episode.missedValues > 0 : episode.kind === kind);

/** Pure. "84", with the metric's decimals; "" without a value. */
export const worstText = ({ metric, worst }: Pick<WhatIfEpisode, "metric" | "worst">): string =>
  metric === null || worst === null ? "" : formatValue(metric, worst);

/** Pure. What becomes of one alarm, in words. */
export function becomesText(episode: WhatIfEpisode): string {
  const { kind, after, priority, signalledAt } = episode;
  if (kind === "added") return "a new alarm";
  if (after === null) return "no alarm";
  if (kind === "saved") return "part of a longer alarm";
  const laterS = (after.signalledAt - signalledAt) / 1_000;
  const parts = [
    ...(after.priority === priority ? [] : [`${after.priority} instead of ${priority}`]),
    ...(laterS === 0 ? [] : [`${secondsText(Math.abs(laterS))} ${laterS > 0 ? "later" : "earlier"}`]),
  ];
  return parts.length > 0 ? parts.join(", ") : `for ${secondsText(after.seconds)}`;
}

/** Pure. "25 s", "1 cuff value"; "" where nothing is. */
export const excursionText = (seconds: number, values: number): string =>
  [...(seconds > 0 ? [secondsText(seconds)] : []), ...(values > 0 ? [count(values, "cuff value")] : [])].join(", ");

/** Pure. How a run stands: "37 of 200 sessions, 12 s". */
export function progressText({ state, done, total, seconds, message }: Omit<WhatIfRun, "result">): string {
  switch (state) {
    case "waiting":
      return "Waits for the one before it";
    case "running":
      return `${done} of ${count(total, "session")}, ${Math.round(seconds)} s`;
    case "done":
      return `${count(total, "session")} in ${Math.round(seconds)} s`;
    case "cancelled":
      return `Cancelled after ${done} of ${count(total, "session")}`;
    case "failed":
      return message ?? "It failed. Run it again.";
  }
}

/** Pure. Why this person cannot ask, in one sentence; null when they can. The server decides. */
export function whyNotAsk({ role, locked }: { readonly role: string; readonly locked: boolean }): string | null {
  if (role !== "physician" && role !== "administrator") {
    return `Signed in as ${role}: physicians and administrators ask what other limits would do.`;
  }
  return locked ? "This station is locked. Unlock it to run a what-if." : null;
}
