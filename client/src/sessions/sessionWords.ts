import type { SessionRowAnswer } from "@watchroom/shared/http-sessions";
import { Route, SESSION_END_LABELS } from "@watchroom/shared/session";
import type { Role } from "@watchroom/shared/wire";
import { hoursAndMinutes, timeOfDay } from "../wall/duration.ts";
import { isToSign } from "./signatures.ts";

export type SessionRow = SessionRowAnswer;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** A day that no country reads wrongly: "3 Feb 2026". */
export function dayText(at: number): string {
  const date = new Date(at);
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ""} ${date.getFullYear()}`;
}

/** "3 Feb 2026, 14:07". */
export const momentText = (at: number): string => `${dayText(at)}, ${timeOfDay(at)}`;

/** A calendar day as it is kept, "1980-02-29", as people read it: "29 Feb 1980". No time zone can move it. */
export function birthDateText(day: string): string {
  const [year = "", month = "", date = ""] = day.split("-");
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? ""} ${year}`;
}

/** When it was: "3 Feb 2026, 14:07 to 16:20"; the second day is said where there is one. */
export function spanText({ startedAt, endedAt }: Pick<SessionRow, "startedAt" | "endedAt">): string {
  const start = momentText(startedAt);
  if (endedAt === null) return `${start}, running`;
  const day = dayText(endedAt) === dayText(startedAt) ? "" : `${dayText(endedAt)}, `;
  return `${start} to ${day}${timeOfDay(endedAt)}`;
}

/** Hours and minutes from the start to the end, or to now: "1:37". */
export const lengthText = ({ startedAt, endedAt }: Pick<SessionRow, "startedAt" | "endedAt">, now: number): string =>
  hoursAndMinutes((endedAt ?? now) - startedAt);

/**
 * What was given in all: "84 mg", "37.3 mg", "no dose", "mg not known". What is kept of an infusion that runs is not
 * what was given by now.
 */
export function givenText({ route, endedAt, facts }: Pick<SessionRow, "route" | "endedAt" | "facts">): string {
  const { givenMg, doseAt, dosingEndedAt } = facts;
  if (doseAt === null) return "no dose";
  if (route === "intravenous" && endedAt === null && dosingEndedAt === null) return "being given";
  return amountText(givenMg);
}

/** "37.3 mg", "mg not known". */
export function amountText(givenMg: number | null): string {
  return givenMg === null ? "mg not known" : `${Math.round(givenMg * 10) / 10} mg`;
}

/** How it ended: "Released", "Released despite an open criterion"; null while it runs. */
export function endingText({ endedAt, facts: { ending } }: Pick<SessionRow, "endedAt" | "facts">): string | null {
  if (endedAt === null) return null;
  if (ending === null) return "Ended";
  const despite = ending.how === "released" && ending.physician !== null ? " despite an open criterion" : "";
  return `${SESSION_END_LABELS[ending.how]}${despite}`;
}

/** Whose sessions: of real patients, of simulated ones, or of both. */
export const KINDS = ["all", "real", "simulated"] as const;
export type Kind = (typeof KINDS)[number];
/** All, those that wait for a signature, or those whose form for the REMS is still to be submitted. */
export const SHOWN = ["all", "toSign", "remsDue"] as const;
export type Shown = (typeof SHOWN)[number];

export type SessionFilter = {
  readonly route: Route | "all";
  readonly kind: Kind;
  readonly show: Shown;
  /** Any part of the initials, of the room's name, or of the record number. */
  readonly text: string;
};
/** What the filter must know beside the sessions. */
type Around = { readonly role: Role; readonly remsDue: ReadonlySet<string> };

/** Letters and digits only, so that "al" finds "A. L.". */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Pure. The sessions that the filter lets through, in the same order. */
export function sessionsShown(
  sessions: readonly SessionRow[],
  filter: SessionFilter,
  { role, remsDue }: Around,
): readonly SessionRow[] {
  const text = plain(filter.text);
  return sessions.filter((session) => {
    const { route, simulated, initials, room, facts } = session;
    const searched = [initials, room, facts.patient.recordNumber ?? ""];
    return (
      (filter.route === "all" || filter.route === route) &&
      (filter.kind === "all" || (filter.kind === "simulated") === simulated) &&
      (filter.show !== "toSign" || isToSign(session, role)) &&
      (filter.show !== "remsDue" || remsDue.has(session.sessionId)) &&
      searched.some((part) => plain(part).includes(text))
    );
  });
}

/** Pure. What the address of the page says of its filter; what it does not know is no filter. */
export function filterOf(search: string): Omit<SessionFilter, "text"> {
  const params = new URLSearchParams(search);
  const route = Route.safeParse(params.get("route"));
  const kind = KINDS.find((one) => one === params.get("kind"));
  const show = SHOWN.find((one) => one === params.get("show"));
  return { route: route.success ? route.data : "all", kind: kind ?? "all", show: show ?? "all" };
}

/**
 * Pure. The address's part for a filter, "" for none. Initials and record numbers are never in an address: addresses are
 * kept in logs.
 */
export function searchOf({ route, kind, show }: Omit<SessionFilter, "text">): string {
  const params = new URLSearchParams();
  if (route !== "all") params.set("route", route);
  if (kind !== "all") params.set("kind", kind);
  if (show !== "all") params.set("show", show);
  return params.size === 0 ? "" : `?${params}`;
}

const PAGE = "/sessions";

/** The list; `search` keeps its filter. */
export const sessionsPath = (search: string): string => (search === "" ? PAGE : `${PAGE}?${search.replace(/^\?/, "")}`);

/** One session; `search` leads back to the list as it was. */
export const sessionPath = (sessionId: string, search: string): string =>
  `${PAGE}/${encodeURIComponent(sessionId)}${search === "" ? "" : `?${search}`}`;
