import { DISPOSITIONS, Disposition, ESCALATION_LABELS, Priority } from "@watchroom/shared/alarm";
import { type Episode, isEscalated, REVIEW_PHASE_LABELS } from "@watchroom/shared/alarm-review";
import { Route } from "@watchroom/shared/session";
import { KINDS, type Kind } from "../sessions/sessionWords.ts";
import { soonText } from "../wall/duration.ts";

/** The page's parts, by their place in the address. */
export const TABS = ["queue", "all", "load"] as const;
export type Tab = (typeof TABS)[number];
export const TAB_LABELS: Readonly<Record<Tab, string>> = { queue: "To review", all: "All alarms", load: "Alarm load" };
const PAGE = "/alarms";
export const tabPath = (tab: Tab): string => (tab === "queue" ? PAGE : `${PAGE}/${tab}`);

/** Calendar days, today among them. */
export const DAYS = [1, 7, 30, 90] as const;
const DAYS_PRESET = 7;
const REVIEWED = ["all", "yes", "no"] as const;

export type ReviewFilter = {
  readonly days: number;
  readonly route: Route | "all";
  readonly condition: string;
  readonly priority: Priority | "all";
  readonly disposition: Disposition | "none" | "all";
  readonly reviewed: (typeof REVIEWED)[number];
  readonly kind: Kind;
};

const NO_FILTER: ReviewFilter = {
  days: DAYS_PRESET,
  route: "all",
  condition: "all",
  priority: "all",
  disposition: "all",
  reviewed: "all",
  kind: "all",
};

/** Pure. What the address of the page says of its filter; what it does not know is no filter. */
export function filterOf(search: string): ReviewFilter {
  const params = new URLSearchParams(search);
  const oneOf = <Value extends string>(name: string, values: readonly Value[]): Value | "all" =>
    values.find((value) => value === params.get(name)) ?? "all";
  return {
    days: DAYS.find((days) => String(days) === params.get("days")) ?? DAYS_PRESET,
    route: oneOf("route", Route.options),
    condition: params.get("condition") ?? "all",
    priority: oneOf("priority", Priority.options),
    disposition: oneOf("disposition", [...Disposition.options, "none"]),
    reviewed: oneOf("reviewed", REVIEWED),
    kind: oneOf("kind", KINDS),
  };
}

/** Pure. The address's part for a filter, "" for none. */
export function searchOf(filter: ReviewFilter): string {
  const params = new URLSearchParams();
  for (const name of Object.keys(NO_FILTER) as (keyof ReviewFilter)[]) {
    if (filter[name] !== NO_FILTER[name]) params.set(name, String(filter[name]));
  }
  return params.size === 0 ? "" : `?${params}`;
}

export const isNarrowed = (filter: ReviewFilter): boolean => searchOf({ ...filter, days: DAYS_PRESET }) !== "";

/** The first moment of the day that is so many calendar days back, today counted as the first. */
export function beginOf(days: number, now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - (days - 1)).getTime();
}

/** Pure. What is asked of the server: the queue always whole, the list by its filter. */
export function askedOf(tab: "queue" | "all", filter: ReviewFilter, now: number): URLSearchParams {
  if (tab === "queue") return new URLSearchParams({ awaiting: "yes" });
  const params = new URLSearchParams({ from: String(beginOf(filter.days, now)) });
  for (const name of ["route", "condition", "priority", "disposition", "reviewed"] as const) {
    if (filter[name] !== "all") params.set(name, filter[name]);
  }
  if (filter.kind !== "all") params.set("simulated", filter.kind === "simulated" ? "yes" : "no");
  return params;
}

/** One alarm; `search` and `tab` lead back to the list as it was. */
export function episodePath(episodeId: string, tab: "queue" | "all", search: string): string {
  const params = new URLSearchParams(search);
  if (tab === "queue") params.delete("in");
  else params.set("in", tab);
  return `${PAGE}/episodes/${encodeURIComponent(episodeId)}${params.size === 0 ? "" : `?${params}`}`;
}

/** Pure. The alarms before and after this one in the list that it was opened from; null at its ends. */
export function neighbours(ids: readonly string[], id: string): { before: string | null; after: string | null } {
  const place = ids.indexOf(id);
  return { before: ids[place - 1] ?? null, after: place < 0 ? null : (ids[place + 1] ?? null) };
}

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_MIN = 60;
/** "8 s", "3 min 20 s", "2 h 05 min": a length that is over. */
export function lengthText(ms: number): string {
  const seconds = Math.round(ms / SECOND_MS);
  if (seconds < MINUTE_S) return `${seconds} s`;
  const minutes = Math.floor(seconds / MINUTE_S);
  if (minutes < HOUR_MIN) return seconds % MINUTE_S === 0 ? `${minutes} min` : `${minutes} min ${seconds % MINUTE_S} s`;
  return `${Math.floor(minutes / HOUR_MIN)} h ${String(minutes % HOUR_MIN).padStart(2, "0")} min`;
}

/** What became of it, the most telling first: "taken by N. Okafor after 41 s". */
export function storyOf(episode: Episode): string[] {
  const { lengthMs, onsets, acknowledgedBy, acknowledgedAfterMs, heardAt, heardAfterMs, escalatedTo } = episode;
  return [
    lengthMs === null ? "still there" : `lasted ${lengthText(lengthMs)}`,
    ...(onsets > 1 ? [`came ${onsets} times`] : []),
    acknowledgedAfterMs === null
      ? "taken by nobody"
      : `taken by ${acknowledgedBy ?? "a person"} after ${lengthText(acknowledgedAfterMs)}`,
    heardAt === 0
      ? "sounded at no station"
      : `heard at ${heardAt} ${heardAt === 1 ? "station" : "stations"}${heardAfterMs === null ? "" : ` after ${soonText(heardAfterMs)}`}`,
    ...(escalatedTo !== null && isEscalated(episode) ? [`reached ${ESCALATION_LABELS[escalatedTo]}`] : []),
  ];
}

/** "Dosing, minute 12", "Outside a session". */
export const placeOf = ({ phase, minute }: Pick<Episode, "phase" | "minute">): string =>
  minute === null
    ? REVIEW_PHASE_LABELS[phase]
    : `${REVIEW_PHASE_LABELS[phase]}, minute ${String(minute).replace("-", "−")}`;

export const judgedText = ({ disposition }: Pick<Episode, "disposition">): string =>
  disposition === null ? "Not judged" : DISPOSITIONS[disposition].label;

/** ISO 8601: "2026-W48". */
export function weekOf(at: number): string {
  const date = new Date(at);
  const thursday = new Date(
    Date.UTC(date.getFullYear(), date.getMonth(), date.getDate() + 3 - ((date.getDay() + 6) % 7)),
  );
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = 1 + Math.floor((thursday.getTime() - first) / (7 * 24 * 3_600_000));
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
