const two = (value: number): string => String(value).padStart(2, "0");

/** The day of the calendar at this place: "2026-11-22", as a date field has it. */
export function calendarDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
