import type { DueCheck } from "@watchroom/shared/session";
import { ageText, howLong } from "../wall/duration.ts";

/** How pressing a check is. `soon`: within the next 30 min. */
export type DueState = "overdue" | "due" | "soon" | "later";

/** What a nurse plans ahead for: further away is not looked at yet. */
const SOON_MS = 30 * 60_000;
const RANK: Readonly<Record<DueState, number>> = { overdue: 0, due: 1, soon: 2, later: 3 };

type DueTimes = Pick<DueCheck, "dueAt" | "overdueAt">;

/** Pure. `now`: the server's time. A check is overdue from the moment on at which it is an alarm as well. */
export function dueState({ dueAt, overdueAt }: DueTimes, now: number): DueState {
  if (overdueAt !== null && now >= overdueAt) return "overdue";
  if (now >= dueAt) return "due";
  return dueAt - now <= SOON_MS ? "soon" : "later";
}

/** "overdue 7 min" (since it was due), "now", "in 3:40". */
export function dueWhen(due: DueTimes, now: number): string {
  const state = dueState(due, now);
  if (state === "overdue") return `overdue ${ageText(now - due.dueAt)}`;
  return state === "due" ? "now" : `in ${howLong(due.dueAt - now)}`;
}

/** "40-min BP in 2:10". */
export const dueText = (due: DueCheck, now: number): string => `${due.label} ${dueWhen(due, now)}`;

/** Overdue first, then what is due, then what comes; among equals in order of time. */
export function compareDues(a: DueTimes, b: DueTimes, now: number): number {
  return RANK[dueState(a, now)] - RANK[dueState(b, now)] || a.dueAt - b.dueAt;
}
