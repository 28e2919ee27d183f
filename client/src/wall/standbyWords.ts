import type { StandbyView } from "@watchroom/shared/wire";
import { minutesAndSeconds, timeOfDay } from "./duration.ts";

const MINUTE_MS = 60_000;

/** Pure. "Bathroom 6:12 of 10 min". */
export const standbyText = ({ place, since, until }: StandbyView, now: number): string =>
  `${place} ${minutesAndSeconds(now - since)} of ${Math.round((until - since) / MINUTE_MS)} min`;

/** Pure. What is expected next of a patient who is away: "Back by 14:32", "Back since 14:32 expected". */
export const standbyNext = ({ until }: StandbyView, now: number): string =>
  now < until ? `Back by ${timeOfDay(until)}` : `Should be back since ${timeOfDay(until)}`;
