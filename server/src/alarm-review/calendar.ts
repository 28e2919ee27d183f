import type { Zone } from "../review/zone.ts";
import type { Span } from "./alarm-record.ts";
import type { Day } from "./load.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS_A_WEEK = 7;
/** A year of bars is all that anybody reads. */
const DAYS_MAX = 366;

/** Pure. The calendar days of a place that meet a span, the first one from its beginning. */
export function daysOf(span: Span, zone: Zone): Day[] {
  const days: Day[] = [];
  for (let from = zone.endOfDay(span.from, -1) + 1; from <= span.to && days.length < DAYS_MAX; ) {
    const to = zone.endOfDay(from, 0);
    days.push({ day: isoDay(from, zone), from, to });
    from = to + 1;
  }
  return days;
}

/** "2026-11-23", as the zone's calendar has it. */
function isoDay(at: number, zone: Zone): string {
  const [month = "", day = "", year = ""] = zone.usDate(at).split("/");
  return `${year}-${month}-${day}`;
}

/** Pure. From Monday's first to Sunday's last millisecond of an ISO week, "2026-W47"; null: the year has no such week. */
export function weekSpan(week: string, zone: Zone): Span | null {
  const [year = 0, number = 0] = week.split("-W").map(Number);
  // 4 January is in week 1 of every year.
  const fourth = Date.UTC(year, 0, 4, 12);
  const monday = fourth - weekday(fourth) * DAY_MS + (number - 1) * DAYS_A_WEEK * DAY_MS;
  const thursday = new Date(monday + 3 * DAY_MS);
  if (number < 1 || thursday.getUTCFullYear() !== year) return null;
  const from = zone.endOfDay(noonAt(monday, zone), -1) + 1;
  return { from, to: zone.endOfDay(from, DAYS_A_WEEK - 1) };
}

/** Monday is 0. */
const weekday = (at: number): number => (new Date(at).getUTCDay() + DAYS_A_WEEK - 1) % DAYS_A_WEEK;

/** A moment that is on the same calendar day there as `noon` is in UTC: some places are 14 hours ahead, some 12 behind. */
function noonAt(noon: number, zone: Zone): number {
  const wanted = new Date(noon).toISOString().slice(0, 10);
  const near = [0, -DAY_MS / 2, DAY_MS / 2].map((shift) => noon + shift);
  return near.find((at) => isoDay(at, zone) === wanted) ?? noon;
}
