const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const two = (value: number): string => String(value).padStart(2, "0");

/** Minutes and seconds of a short time that somebody waits for: "1:43". Never negative. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS));
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** Hours and minutes of a session: "0:37". Never negative. */
export function hoursAndMinutes(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
}

/** How soon something came: "0.3 s", "12 s", "4:15 min". Tenths only where they say something. */
export function soonText(ms: number): string {
  const seconds = ms / SECOND_MS;
  if (seconds < 9.95) return `${Math.max(0.1, seconds).toFixed(1)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${minutesAndSeconds(ms)} min`;
}

/** The age of a value in the largest unit that says enough: "42 s", "6 min", "1 h 12". */
export function ageText(ms: number): string {
  if (ms < 90 * SECOND_MS) return `${Math.max(0, Math.floor(ms / SECOND_MS))} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  return `${Math.floor(ms / HOUR_MS)} h ${two(Math.floor((ms % HOUR_MS) / MINUTE_MS))}`;
}

/** How long an alarm has lasted: seconds count in the first hour, then no longer. */
export const howLong = (ms: number): string => (ms < HOUR_MS ? minutesAndSeconds(ms) : ageText(ms));

/** The time of day as people here read it: "14:07". */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** With seconds, for the record: "14:07:32". */
export const timeOfDayExact = (at: number): string => `${timeOfDay(at)}:${two(new Date(at).getSeconds())}`;
