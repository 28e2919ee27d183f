import { setImmediate as pause } from "node:timers/promises";
import type { EpochMs } from "@watchroom/shared/time";
import { expect, test } from "vitest";
import { daysOf, weekSpan } from "../../../server/src/alarm-review/calendar.ts";
import { episodesOf } from "../../../server/src/alarm-review/episodes.ts";
import { loadOf } from "../../../server/src/alarm-review/load.ts";
import { weekPdf } from "../../../server/src/alarm-review/pdf/week-pdf.ts";
import { zoneOf } from "../../../server/src/review/zone.ts";
import { pagesOf } from "../review/pdf-text.ts";
import { alarm, at, kept, SENSOR_OFF, session } from "./alarms.ts";

const DAY_MIN = 1_440;
/** A session of two hours on each of five days, with one alarm more on each: 1, 2, 3, 4, 5. */
const days = [0, 1, 2, 3, 4];
const sessions = days.map((day) => {
  const moved = { doseAt: at(day * DAY_MIN + 30), dosingEndedAt: at(day * DAY_MIN + 50) };
  const own = session(`s${day}`, "r1");
  const from = at(day * DAY_MIN) as EpochMs;
  const facts = { ...own.facts, ...moved };
  return { ...own, recordFrom: from, startedAt: from, endedAt: at(day * DAY_MIN + 120) as EpochMs, facts };
});
const changes = days.flatMap((day) =>
  Array.from({ length: day + 1 }, (_, index) => {
    const minute = day * DAY_MIN + 10 + index * 20;
    const what = index % 3 === 2 ? SENSOR_OFF : {};
    const told = alarm("r1", day * 10 + index, [
      ["began", at(minute), { ...what, priority: index % 2 === 0 ? "medium" : "high" }],
      ["acknowledged", at(minute, 10 + day), { disposition: index % 2 === 0 ? "treated" : "artefact" }, "N. Okafor"],
      ["ended", at(minute + 1 + day)],
    ]);
    return kept("r1", `s${day}`, told);
  }).flat(),
);

async function fileOf(simulated: boolean, more: typeof changes = [], madeAt = at(8 * DAY_MIN)): Promise<Buffer> {
  const zone = zoneOf("Europe/London");
  const span = zone === null ? null : weekSpan("2026-W48", zone);
  if (zone === null || span === null) throw new Error("there is that week");
  const all = [...changes, ...more];
  const made = episodesOf({
    changes: all,
    sessions,
    receipts: [],
    judgements: [],
    isSimulatedClinic: false,
    now: madeAt,
  });
  const load = loadOf({ ...made, sessions }, span, daysOf(span, zone));
  const week = { clinic: "Riverside", week: "2026-W48", span, load, zone, simulated, madeAt } as const;
  return weekPdf({ ...week, paper: "a4", compress: false, pause: () => pause() });
}
const print = async (simulated: boolean, madeAt?: number): Promise<string[]> =>
  pagesOf(await fileOf(simulated, [], madeAt));

test("the week's paper says the figures that were counted", async () => {
  const text = (await print(false)).join("\n").replaceAll(/\s+/g, " ");
  for (const expected of [
    "Alarm report, week 48 of 2026",
    "23 Nov 2026 to 29 Nov 2026",
    // Fifteen alarms in five sessions of two hours; six of them high.
    "10.0 room-hours in session; 15 alarms, 15 of them in a session: 1.5 alarms per room-hour, 0.60 of high priority.",
    "one cuff value beyond several limits",
    "15 were judged; 9 of them (60 %) were treated or an expected effect",
    "half of them within 13 s",
    "27 Nov 2026",
    "The ten slowest answers",
    "after 14 s by N. Okafor",
    "5 min 00",
    "Watchroom is a secondary display",
    "no simulated treatments",
  ]) {
    expect(text).toContain(expected);
  }
  expect(text).not.toContain("�");
  expect(text).not.toContain("not complete");
});

test("every page of a simulated week says so, and a week that is not over says that", async () => {
  const pages = await print(true, at(3 * DAY_MIN));
  for (const page of pages) expect(page).toContain("SIMULATED");
  expect(pages.join("\n")).toContain("this report is not complete");
  for (const page of await print(false)) expect(page).not.toContain("SIMULATED");
});

test("a day's column is of the alarms in its sessions, each priority by its own count; what came outside is not in it", async () => {
  const outside = [1, 2, 3].flatMap((number) =>
    kept("r1", null, alarm("r1", 90 + number, [["began", at(200 + number), { priority: "high" }]])),
  );
  const file = (await fileOf(false, outside)).toString("latin1");
  // One medium alarm in two hours on Monday, beside three high ones after the session; a second, high, on Tuesday.
  expect(file).toContain("23 Nov 0.50, 0.0 of high priority; 24 Nov 1.0, 0.50 of high priority");
});
