import { expect, test } from "vitest";
import { namePartsOf } from "../../../server/src/review/name-parts.ts";
import { minuteOf, zoneOf } from "../../../server/src/review/zone.ts";

test("a zone that does not exist is refused", () => {
  expect(zoneOf("Mars/Olympus")).toBeNull();
  expect(zoneOf("Europe/Berlin")).not.toBeNull();
});

test("times are those of the zone, with the day where it is another one", () => {
  const zone = zoneOf("Europe/Berlin");
  const start = Date.UTC(2026, 10, 23, 22, 30);
  const after = Date.UTC(2026, 10, 23, 23, 10, 5);
  expect(zone?.name(start)).toBe("Europe/Berlin (GMT+1)");
  expect(zone?.time(start, start)).toBe("23:30");
  expect(zone?.second(after, start)).toBe("24 Nov 00:10:05");
  expect(zone?.usDate(start)).toBe("11/23/2026");
});

test("the seventh day ends at midnight of the place, over a change of the clocks too", () => {
  const zone = zoneOf("America/New_York");
  // The clocks go back on 1 November 2026: 28 October is four hours behind UTC, 4 November five.
  const treated = Date.UTC(2026, 9, 28, 18);
  expect(zone?.endOfDay(treated, 7)).toBe(Date.UTC(2026, 10, 5, 5) - 1);
  expect(zone?.daysBetween(Date.UTC(2026, 10, 4, 20), zone.endOfDay(treated, 7))).toBe(0);
  expect(zone?.daysBetween(Date.UTC(2026, 10, 5, 20), zone.endOfDay(treated, 7))).toBe(-1);
});

test("minutes from the dose are those of the clock, and negative before it", () => {
  expect(minuteOf(119_999, 0)).toBe(1);
  expect(minuteOf(-1, 0)).toBe(-1);
  expect(minuteOf(5, null)).toBeNull();
});

test("a name fills the form's boxes, without titles and letters of a profession", () => {
  expect(namePartsOf("Nora Lindqvist, RN")).toEqual({ first: "Nora", middle: null, last: "Lindqvist" });
  expect(namePartsOf("Dr. Samuel Okafor")).toEqual({ first: "Samuel", middle: null, last: "Okafor" });
  expect(namePartsOf("Okafor, Samuel Ade")).toEqual({ first: "Samuel", middle: "Ade", last: "Okafor" });
  expect(namePartsOf("Ana Maria Łukić, PMHNP-BC")).toEqual({ first: "Ana", middle: "Maria", last: "Łukić" });
  expect(namePartsOf("Madonna")).toEqual({ first: null, middle: null, last: "Madonna" });
});
