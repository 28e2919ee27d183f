import { timeOfDay } from "../wall/duration.ts";

const two = (value: number): string => String(value).padStart(2, "0");

/** A moment as a field for local day and time holds it: "2026-02-03T14:07". */
export function localInput(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${timeOfDay(at)}`;
}

/** The moment that such a field says; null when it says none. */
export function momentOfInput(text: string): number | null {
  const at = new Date(text).getTime();
  return Number.isNaN(at) ? null : at;
}
