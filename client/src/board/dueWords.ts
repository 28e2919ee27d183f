import type { DoseForm } from "@watchroom/shared/dose";
import type { DueCheck } from "@watchroom/shared/session";
import { ageText, howLong, timeOfDay } from "../wall/duration.ts";

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

const PARTS: Readonly<Record<DoseForm, string>> = {
  infusion: "infusion step",
  injection: "injection",
  device: "device",
  lozenge: "dose",
};

/**
 * Pure. Both times of a pressure that the protocol counts from one dose and somebody may count from the other: "14:40 from
 * first device (counts) · 14:50 from last". Null where there is one time only; the scales of the same minute are done with the pressure.
 */
export function bothTimes(
  { what, dueAt, otherwise }: Pick<DueCheck, "what" | "dueAt" | "otherwise">,
  form: DoseForm,
): string | null {
  if (otherwise === null || what !== "bloodPressure") return null;
  const isLast = otherwise.from === "lastDose";
  const counts = `${timeOfDay(dueAt)} from ${isLast ? "first" : "last"} ${PARTS[form]} (counts)`;
  return `${counts} · ${timeOfDay(otherwise.dueAt)} from ${isLast ? "last" : "first"}`;
}

/** Overdue first, then what is due, then what comes; among equals in order of time. */
export function compareDues(a: DueTimes, b: DueTimes, now: number): number {
  return RANK[dueState(a, now)] - RANK[dueState(b, now)] || a.dueAt - b.dueAt;
}
