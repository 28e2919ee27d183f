const DAY_MS = 86_400_000;

/** Moments as a person of one place reads them. Every function takes EpochMs. */
export type Zone = {
  /** "Europe/Berlin (GMT+1)", at that moment. */
  name(at: number): string;
  /** "23 Nov 2026". */
  date(at: number): string;
  /** "14:05", with the date in front when it is another day than `day`. */
  time(at: number, day?: number): string;
  /** "14:05:31", in the same way. */
  second(at: number, day?: number): string;
  /** "11/23/2026", as American forms ask for it. */
  usDate(at: number): string;
  /** The last millisecond of the calendar day that is so many days after the one of `at`. */
  endOfDay(at: number, daysLater: number): number;
  /** Calendar days from the day of `from` to the day of `to`; negative when it is over. */
  daysBetween(from: number, to: number): number;
};

/** Null: there is no time zone of that name. Without a name: the server's own. */
export function zoneOf(timeZone: string | undefined): Zone | null {
  try {
    return createZone(timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  } catch (error) {
    // The only thing that Intl throws here: a name that it does not know.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function createZone(timeZone: string): Zone {
  const formatOf = (options: Intl.DateTimeFormatOptions, language = "en-GB"): ((at: number) => string) => {
    const format = new Intl.DateTimeFormat(language, { timeZone, ...options });
    return (at) => format.format(at);
  };
  const date = formatOf({ day: "numeric", month: "short", year: "numeric" });
  const shortDate = formatOf({ day: "numeric", month: "short" });
  const minute = formatOf({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const second = formatOf({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const offset = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "shortOffset" });
  const dayOf = calendarDay(timeZone);
  const ofDay =
    (text: (at: number) => string) =>
    (at: number, day: number = at): string =>
      dayOf(at) === dayOf(day) ? text(at) : `${shortDate(at)} ${text(at)}`;
  return {
    name(at) {
      const part = offset.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value;
      return part === undefined || part === timeZone ? timeZone : `${timeZone} (${part})`;
    },
    date,
    time: ofDay(minute),
    second: ofDay(second),
    usDate: formatOf({ month: "2-digit", day: "2-digit", year: "numeric" }, "en-US"),
    endOfDay: (at, daysLater) => startOfDay(dayOf, dayOf(at) + daysLater + 1) - 1,
    daysBetween: (from, to) => dayOf(to) - dayOf(from),
  };
}

/** The day on the zone's calendar, counted from 1970. */
function calendarDay(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, year: "numeric", month: "numeric", day: "numeric" });
  return (at) => {
    const [month = 1, day = 1, year = 1970] = format.format(at).split("/").map(Number);
    return Date.UTC(year, month - 1, day) / DAY_MS;
  };
}

/** The first millisecond of a calendar day: found by halving, since a day may have 23 or 25 hours. */
function startOfDay(dayOf: (at: number) => number, day: number): number {
  let before = (day - 1) * DAY_MS;
  let from = (day + 1) * DAY_MS;
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (dayOf(middle) < day) before = middle;
    else from = middle;
  }
  return from;
}

/** "29 Feb 1980" of a calendar day as it is kept: "1980-02-29". It has no zone. */
export function birthDateText(birthDate: string): string {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
  return format.format(Date.parse(birthDate));
}

const MINUTE_MS = 60_000;
/** Whole minutes from the first dose, as a clock shows them; negative before it; null without a dose. */
export const minuteOf = (at: number, doseAt: number | null): number | null =>
  doseAt === null ? null : Math.floor((at - doseAt) / MINUTE_MS);
