import { numberOf } from "./recording-cells.ts";

type Times = {
  /** Seconds from whatever the file counts from, one a text; null: it cannot be read. */
  readonly atS: readonly (number | null)[];
  /** What was taken for granted, in sentences. */
  readonly notes: readonly string[];
};
type Moment = { readonly kind: "seconds" | "clock" | "date"; readonly s: number };
/** What only the whole file tells: 01/06/2025 is a day of June or of January, 05:30 is half past five or 330 s. */
type Written = { readonly isDayFirst: boolean; readonly isMinutesFirst: boolean };

const CLOCK = String.raw`(\d{1,3}):(\d\d)(?::(\d\d(?:[.,]\d+)?))?(?:\s*([ap])\.?m\.?)?`;
const CLOCK_ALONE = new RegExp(`^${CLOCK}$`, "i");
const YEAR_FIRST = new RegExp(
  String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T|[\s,]+)${CLOCK}\s*(Z|[+-]\d\d(?::?\d\d)?)?$`,
  "i",
);
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)[\s,]+${CLOCK}$`, "i");
/** "31 May 2025 10:00": any other form with a month's name, a year and a clock. */
const IN_WORDS = /^(?=.*\d:\d\d)(?=.*\b\d{4}\b)(?=.*[a-z]{3})/i;
const [MINUTE_S, HOUR_S, DAY_S, MS_A_SECOND, MONTHS, CENTURY] = [60, 3_600, 86_400, 1_000, 12, 2_000];

/**
 * Pure. Seconds of the times of a file, in the order of its lines: numbers, clocks (which go on to the next day over
 * midnight), or dates with a clock. Times of another kind than most of the file's count from elsewhere: not read.
 */
export function timesOf(texts: readonly string[]): Times {
  const { written, notes } = writtenIn(texts);
  const moments = texts.map((text) => momentOf(text, written));
  const counts = new Map<Moment["kind"], number>();
  for (const moment of moments) if (moment !== null) counts.set(moment.kind, (counts.get(moment.kind) ?? 0) + 1);
  const kind = [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
  const atS = moments.map((moment) => (moment?.kind === kind ? (moment?.s ?? null) : null));
  if (kind !== "clock") return { atS, notes };
  const { overMidnight, days } = overMidnightOf(atS);
  if (days > 0) notes.push("The clock goes over midnight: what comes after it is of the next day.");
  return { atS: overMidnight, notes };
}

/** A clock that goes back by more than half a day has begun another one; a line that came late is of the one before. */
function overMidnightOf(atS: readonly (number | null)[]) {
  let [day, days, last] = [0, 0, atS.find((one) => one !== null) ?? 0];
  const overMidnight = atS.map((clockS) => {
    if (clockS === null) return null;
    if (clockS < last - DAY_S / 2) day += 1;
    else if (clockS > last + DAY_S / 2 && day > 0) day -= 1;
    last = clockS;
    days = Math.max(days, day);
    return clockS + day * DAY_S;
  });
  return { overMidnight, days };
}

function momentOf(text: string, { isDayFirst, isMinutesFirst }: Written): Moment | null {
  const of = (kind: Moment["kind"], s: number | null): Moment | null => (s === null ? null : { kind, s });
  const number = numberOf(text);
  if (number !== null) return { kind: "seconds", s: number };
  const alone = CLOCK_ALONE.exec(text);
  if (alone !== null) {
    const [, first = "", second = "", third] = alone;
    if (isMinutesFirst && third === undefined)
      return of("clock", clockS(["0", first, second], Number.POSITIVE_INFINITY));
    return of("clock", clockS(alone.slice(1)));
  }
  const ofYearFirst = YEAR_FIRST.exec(text);
  if (ofYearFirst !== null) {
    const [, year, month, day] = ofYearFirst.map(Number);
    return of("date", sumOf(dayS(year, month, day), clockS(ofYearFirst.slice(4)), -zoneS(ofYearFirst[8])));
  }
  const ofYearLast = YEAR_LAST.exec(text);
  if (ofYearLast !== null) {
    const [, first, , second, year = 0] = ofYearLast.map(Number);
    const [day, month] = isDayFirst ? [first, second] : [second, first];
    return of("date", sumOf(dayS(year < 100 ? year + CENTURY : year, month, day), clockS(ofYearLast.slice(5))));
  }
  const ms = IN_WORDS.test(text) ? Date.parse(text) : Number.NaN;
  return of("date", Number.isNaN(ms) ? null : ms / MS_A_SECOND);
}

const sumOf = (...parts: readonly (number | null)[]): number | null =>
  parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);

/** Of hours, minutes, seconds and "a" or "p". Null: there is no such time. */
function clockS(
  [hours, minutes, seconds = "0", half]: readonly (string | undefined)[],
  minutesMax = 59,
): number | null {
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds.replace(",", "."))];
  const isHalf = half !== undefined;
  if (minute > minutesMax || second >= MINUTE_S || (isHalf && (hour < 1 || hour > 12))) return null;
  const ofDay = isHalf ? (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0) : hour;
  return ofDay * HOUR_S + minute * MINUTE_S + second;
}

/** Null: there is no such day. */
function dayS(year = 0, month = 0, day = 0): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isThere = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isThere ? date.getTime() / MS_A_SECOND : null;
}

/** "+02:00", "-0530", "+02", "Z" or nothing. */
function zoneS(zone: string | undefined): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)?/.exec(zone ?? "") ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * HOUR_S + Number(minutes ?? 0) * MINUTE_S);
}

function writtenIn(texts: readonly string[]): { written: Written; notes: string[] } {
  const notes: string[] = [];
  const short = texts.flatMap((text) => {
    const [, first, , third, half] = CLOCK_ALONE.exec(text) ?? [];
    return first === undefined || third !== undefined || half !== undefined ? [] : [{ text, first: Number(first) }];
  });
  const isMinutesFirst = short.some(({ first }) => first >= 24);
  if (short[0] !== undefined) {
    notes.push(
      `Times like ${short[0].text} were taken as ${isMinutesFirst ? "minutes and seconds" : "hours and minutes"}.`,
    );
  }
  const dates = texts.flatMap((text) => {
    const [, first, mark, second] = YEAR_LAST.exec(text) ?? [];
    return first === undefined ? [] : [{ text, mark, first: Number(first), second: Number(second) }];
  });
  const isDayFirst = isDayFirstIn(dates, isMinutesFirst);
  const isSure = dates.some(({ mark, first, second }) => mark === "." || first > MONTHS || second > MONTHS);
  if (dates[0] !== undefined && !isSure) {
    const order = isDayFirst ? "day, month, year" : "month, day, year";
    notes.push(`Dates like ${dates[0].text.slice(0, 10)} may be read both ways: ${order} was assumed.`);
  }
  return { written: { isDayFirst, isMinutesFirst }, notes };
}

type Dated = {
  readonly text: string;
  readonly mark: string | undefined;
  readonly first: number;
  readonly second: number;
};

/** A number above 12 tells, else a dot (day first); else the reading with which the recording is the shorter one. */
function isDayFirstIn(dates: readonly Dated[], isMinutesFirst: boolean): boolean {
  const days = dates.filter(({ first }) => first > MONTHS).length;
  const months = dates.filter(({ second }) => second > MONTHS).length;
  if (days + months > 0) return days >= months;
  if (dates.some(({ mark }) => mark === ".")) return true;
  const [dayFirstS, monthFirstS] = [true, false].map((isDayFirst) => {
    const moments = dates.flatMap(({ text }) => momentOf(text, { isDayFirst, isMinutesFirst })?.s ?? []);
    return moments.reduce((a, b) => Math.max(a, b), -Infinity) - moments.reduce((a, b) => Math.min(a, b), Infinity);
  });
  return (dayFirstS ?? 0) <= (monthFirstS ?? 0);
}
