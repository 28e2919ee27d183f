import type { Route } from "@watchroom/shared/session";
import type { WhatIfBody, WhatIfPatients } from "@watchroom/shared/what-if";

const DAY_MS = 86_400_000;
const DAYS_BACK = 90;
const two = (value: number): string => String(value).padStart(2, "0");

/** A day as a field for days holds it: "2026-02-03". */
const dayInput = (at: number): string => {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

/** Which sessions, as the form has it. Days are of this place. */
export type SpanChoice = {
  readonly from: string;
  readonly to: string;
  readonly route: Route | "all";
  readonly patients: WhatIfPatients;
};

/** Pure. The last three months, of the patients that this clinic has. */
export const firstChoice = (now: number, isSimulated: boolean): SpanChoice => ({
  from: dayInput(now - DAYS_BACK * DAY_MS),
  to: dayInput(now),
  route: "all",
  patients: isSimulated ? "simulated" : "real",
});

/** Pure. The choice as the server takes it; null when a day is missing. The last day counts whole. */
export function spanOf({ from, to, route, patients }: SpanChoice): Omit<WhatIfBody, "changes" | "flapMs"> | null {
  const [start, last] = [new Date(`${from}T00:00`), new Date(`${to}T00:00`)];
  last.setDate(last.getDate() + 1);
  if (Number.isNaN(start.getTime()) || Number.isNaN(last.getTime())) return null;
  return { from: start.getTime(), to: last.getTime() - 1, route: route === "all" ? null : route, patients };
}
