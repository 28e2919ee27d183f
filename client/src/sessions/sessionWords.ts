import type { SessionsAnswer } from "@watchroom/shared/http";
import { Route } from "@watchroom/shared/session";
import { hoursAndMinutes, timeOfDay } from "../wall/duration.ts";

export type SessionRow = SessionsAnswer["sessions"][number];

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** A day that no country reads wrongly: "3 Feb 2026". */
export function dayText(at: number): string {
  const date = new Date(at);
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ""} ${date.getFullYear()}`;
}

/** When it was: "3 Feb 2026, 14:07 to 16:20"; the second day is said where there is one. */
export function spanText({ startedAt, endedAt }: Pick<SessionRow, "startedAt" | "endedAt">): string {
  const start = `${dayText(startedAt)}, ${timeOfDay(startedAt)}`;
  if (endedAt === null) return `${start}, running`;
  const day = dayText(endedAt) === dayText(startedAt) ? "" : `${dayText(endedAt)}, `;
  return `${start} to ${day}${timeOfDay(endedAt)}`;
}

/** Hours and minutes from the start to the end, or to now: "1:37". */
export const lengthText = ({ startedAt, endedAt }: Pick<SessionRow, "startedAt" | "endedAt">, now: number): string =>
  hoursAndMinutes((endedAt ?? now) - startedAt);

const KINDS = ["all", "real", "simulated"] as const;
type Kind = (typeof KINDS)[number];

export type SessionFilter = {
  readonly route: Route | "all";
  readonly kind: Kind;
  /** Any part of the initials or of the room's name. */
  readonly text: string;
};

/** Letters and digits only, so that "al" finds "A. L.". */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Pure. The sessions that the filter lets through, in the same order. */
export function sessionsShown(sessions: readonly SessionRow[], filter: SessionFilter): readonly SessionRow[] {
  const text = plain(filter.text);
  return sessions.filter(
    ({ route, simulated, initials, room }) =>
      (filter.route === "all" || filter.route === route) &&
      (filter.kind === "all" || (filter.kind === "simulated") === simulated) &&
      (plain(initials).includes(text) || plain(room).includes(text)),
  );
}

/** Pure. What the address of the page says of its filter; what it does not know is no filter. */
export function filterOf(search: string): Omit<SessionFilter, "text"> {
  const params = new URLSearchParams(search);
  const route = Route.safeParse(params.get("route"));
  const kind = KINDS.find((one) => one === params.get("kind"));
  return { route: route.success ? route.data : "all", kind: kind ?? "all" };
}

/** Pure. The address's part for a filter, "" for none. Initials are never in an address: addresses are kept in logs. */
export function searchOf({ route, kind }: Omit<SessionFilter, "text">): string {
  const params = new URLSearchParams();
  if (route !== "all") params.set("route", route);
  if (kind !== "all") params.set("kind", kind);
  return params.size === 0 ? "" : `?${params}`;
}

const PAGE = "/sessions";

/** The list; `search` keeps its filter. */
export const sessionsPath = (search: string): string => (search === "" ? PAGE : `${PAGE}?${search.replace(/^\?/, "")}`);

/** One session; `search` leads back to the list as it was. */
export const sessionPath = (sessionId: string, search: string): string =>
  `${PAGE}/${encodeURIComponent(sessionId)}${search === "" ? "" : `?${search}`}`;
