import type { EpochMs } from "@watchroom/shared/time";
import { expect, test } from "vitest";
import { daysOf, weekSpan } from "../../../server/src/alarm-review/calendar.ts";
import { isChosen, pageOf } from "../../../server/src/alarm-review/choose.ts";
import { csvOf } from "../../../server/src/alarm-review/csv.ts";
import { episodesOf } from "../../../server/src/alarm-review/episodes.ts";
import { loadOf, only, quantile } from "../../../server/src/alarm-review/load.ts";
import { zoneOf } from "../../../server/src/review/zone.ts";
import { alarm, at, kept, SENSOR_OFF, session, type Told } from "./alarms.ts";

const ROOM_1 = session("s1", "r1");
/** Half an hour, no dose. */
const ROOM_2 = session("s2", "r2", {
  endedAt: at(30) as EpochMs,
  route: "intravenous",
  facts: { ...ROOM_1.facts, doseAt: null, dosingEndedAt: null },
});
const SIMULATED = session("s3", "r3", { simulated: true });

const taken = (minutes: number, seconds: number, disposition: "treated" | "artefact" | null): Told[] => [
  ["began", at(minutes)],
  ["acknowledged", at(minutes, seconds), { disposition }, "N. Okafor"],
  ["ended", at(minutes, 50)],
];
/** Real: six alarms, five of them in sessions of 2 h and 0.5 h; a sixth outside. One simulated. */
const record = {
  ...episodesOf({
    changes: [
      ...kept("r1", "s1", alarm("r1", 1, taken(10, 10, "treated"))),
      ...kept("r1", "s1", alarm("r1", 2, taken(35, 20, "artefact"))),
      ...kept(
        "r1",
        "s1",
        alarm("r1", 3, [
          ["began", at(60), { priority: "high" }],
          ["ended", at(63)],
        ]),
      ),
      ...kept("r1", "s1", alarm("r1", 4, taken(70, 40, "artefact"))),
      ...kept(
        "r2",
        "s2",
        alarm("r2", 1, [
          ["began", at(5), { ...SENSOR_OFF, priority: "low" }],
          ["ended", at(6)],
        ]),
      ),
      ...kept(
        "r2",
        null,
        alarm("r2", 2, [
          ["began", at(50), { ...SENSOR_OFF, priority: "low" }],
          ["ended", at(51)],
        ]),
      ),
      ...kept("r1", "s1", alarm("r1", 0, [["heldBack", at(20), { episodeId: "", since: at(20), endedAt: at(20, 5) }]])),
      ...kept("r3", "s3", alarm("r3", 1, taken(40, 5, "treated"))),
    ],
    ...{ receipts: [], judgements: [], isSimulatedClinic: false, now: at(600) },
    sessions: [ROOM_1, ROOM_2, SIMULATED],
  }),
  sessions: [ROOM_1, ROOM_2, SIMULATED],
};
const london = zoneOf("Europe/London");
if (london === null) throw new Error("there is a London");
const DAY = { from: at(-540), to: at(899, 59) };
const load = loadOf(only(false, record), DAY, daysOf(DAY, london));

test("alarms are counted by the hours that rooms were in session", () => {
  const { figures } = load;
  // 2 h and 0.5 h; five alarms in them, one of them high.
  expect(figures).toMatchObject({ roomHours: 2.5, alarms: 6, inSession: 5, high: 1, medium: 3, low: 2, heldBack: 1 });
  expect(figures.perRoomHour).toBeCloseTo(2, 9);
  expect(figures.highPerRoomHour).toBeCloseTo(0.4, 9);
  // One of the two low ones came outside a session.
  expect([figures.mediumPerRoomHour, figures.lowPerRoomHour]).toEqual([1.2, 0.4]);
});

test("what was worth it is counted among those that somebody judged", () => {
  expect(load.figures).toMatchObject({ judged: 3, actionable: 1 });
  expect(load.figures.actionableShare).toBeCloseTo(1 / 3, 9);
  expect(load.byDisposition.filter(({ alarms }) => alarms > 0)).toEqual([
    { disposition: "treated", alarms: 1 },
    { disposition: "artefact", alarms: 2 },
    { disposition: null, alarms: 3 },
  ]);
});

test("the time to acknowledge is the middle one, and the one that nine of ten stay below", () => {
  // 10, 20 and 40 s: the place of 90 % is 1.8 of the way, so 20 + 0.8 × 20.
  expect(load.figures).toMatchObject({ acknowledged: 3, acknowledgeMedianMs: 20_000, acknowledgeP90Ms: 36_000 });
  expect(quantile([], 0.5)).toBeNull();
  expect(load.slowest.map(({ episodeId }) => episodeId)).toEqual(["r1:4", "r1:2", "r1:1"]);
});

test("each phase has its own hours", () => {
  const rows = load.byPhase.map(({ phase, roomHours, alarms }) => [phase, Number(roomHours.toFixed(4)), alarms]);
  // Before the dose: 30 min in room 1, and all 30 min of room 2 that was given none.
  expect(rows).toEqual([
    ["beforeDose", 1, 2],
    ["dosing", 0.3333, 1],
    ["observation", 1.1667, 2],
    ["outside", 0, 1],
  ]);
});

test.each([
  ["given before the record began", -90, -70],
  ["before the record began that went on into it", -20, 15],
  ["entered as later than the session's end", 130, 150],
  ["whose end was entered before its begin", 40, 20],
  ["that has not ended", 15, null],
  ["never given", null, null],
  ["never given, though it was ended", null, 20],
])("the hours of the phases make up the hours in session: a dose %s", (_, dose, ended) => {
  const moment = (minutes: number | null): number | null => (minutes === null ? null : at(minutes));
  const facts = { ...ROOM_1.facts, doseAt: moment(dose), dosingEndedAt: moment(ended) };
  for (const endedAt of [at(120) as EpochMs, null]) {
    const sessions = [session("s1", "r1", { facts, endedAt })];
    for (const span of [DAY, { from: at(10), to: at(60) }, { from: at(-60), to: at(5) }]) {
      const { figures, byPhase } = loadOf({ episodes: [], heldBack: [], sessions }, span, []);
      const sum = byPhase.reduce((hours, { roomHours }) => hours + roomHours, 0);
      expect(sum).toBeCloseTo(figures.roomHours, 9);
    }
  }
});

test("a dose given before the record began leaves dosing the minutes that were watched", () => {
  const facts = { ...ROOM_1.facts, doseAt: at(-90), dosingEndedAt: at(12) };
  const { byPhase } = loadOf({ episodes: [], heldBack: [], sessions: [session("s1", "r1", { facts })] }, DAY, []);
  expect(byPhase.map(({ phase, roomHours }) => [phase, Number(roomHours.toFixed(4))])).toEqual([
    ["beforeDose", 0],
    ["dosing", 0.2],
    ["observation", 1.8],
    ["outside", 0],
  ]);
});

test("conditions stand in the order of how often they came, with what was held back of them", () => {
  expect(
    load.byCondition.map(({ label, alarms, judged, actionable, heldBack }) => [
      label,
      alarms,
      judged,
      actionable,
      heldBack,
    ]),
  ).toEqual([
    ["SpO₂ low", 4, 3, 1, 1],
    ["SpO₂ sensor off", 2, 0, 0, 0],
  ]);
});

test("the longest and the longest unheard come first", () => {
  expect(load.longest[0]).toMatchObject({ episodeId: "r1:3", lengthMs: 180_000 });
  expect(load.unheard[0]).toMatchObject({ episodeId: "r1:3", unheardMs: 180_000 });
});

test("a simulated treatment never counts among the real ones", () => {
  const simulated = loadOf(only(true, record), DAY, []);
  expect(simulated.figures).toMatchObject({ roomHours: 2, alarms: 1, inSession: 1, heldBack: 0 });
});

test("a session over midnight gives each day its own hours", () => {
  const night = session("n", "r1", { recordFrom: at(13 * 60) as EpochMs, endedAt: at(17 * 60) as EpochMs });
  const span = { from: at(0), to: at(24 * 60) };
  const days = loadOf({ episodes: [], heldBack: [], sessions: [night] }, span, daysOf(span, london)).byDay;
  // From 22:00 to 02:00.
  expect(days.map(({ day, figures }) => [day, Number(figures.roomHours.toFixed(4)), figures.perRoomHour])).toEqual([
    ["2026-11-23", 2, 0],
    ["2026-11-24", 2, 0],
  ]);
});

test("an ISO week begins on Monday at midnight of the clinic's own place, also where a day has 25 hours", () => {
  const spanIn = (zone: string, week: string) => {
    const there = zoneOf(zone);
    const span = there === null ? null : weekSpan(week, there);
    return span === null ? null : [new Date(span.from).toISOString(), (span.to + 1 - span.from) / 3_600_000];
  };
  expect(spanIn("Europe/London", "2026-W48")).toEqual(["2026-11-23T00:00:00.000Z", 168]);
  expect(spanIn("Europe/Berlin", "2026-W43")).toEqual(["2026-10-18T22:00:00.000Z", 169]);
  expect(spanIn("Pacific/Kiritimati", "2026-W01")).toEqual(["2025-12-28T10:00:00.000Z", 168]);
  expect(spanIn("America/Los_Angeles", "2026-W53")).toEqual(["2026-12-28T08:00:00.000Z", 168]);
  expect([spanIn("UTC", "2025-W53"), spanIn("UTC", "2026-W00")]).toEqual([null, null]);
});

test("the filter and the pages show each alarm once", () => {
  const real = record.episodes.filter((episode) => isChosen(episode, { simulated: "no" }));
  expect(real.map(({ episodeId }) => episodeId)).toEqual(["r2:1", "r1:1", "r1:2", "r2:2", "r1:3", "r1:4"]);
  const first = pageOf(real, undefined, 4);
  const second = pageOf(real, first.next ?? "", 4);
  expect([...first.rows, ...second.rows]).toEqual(real);
  expect(second.next).toBeNull();
  // The last row of the page was judged meanwhile, and is no longer in the list.
  const without = real.filter(({ episodeId }) => episodeId !== "r2:2");
  expect(pageOf(without, first.next ?? "", 4).rows.map(({ episodeId }) => episodeId)).toEqual(["r1:3", "r1:4"]);
  const counts = [
    { disposition: "none" },
    { priority: "high" },
    { awaiting: "yes" },
    { route: "intravenous" },
  ] as const;
  expect(counts.map((filter) => real.filter((episode) => isChosen(episode, filter)).length)).toEqual([3, 1, 1, 1]);
});

test("the table has a row an alarm, in numbers that a spreadsheet counts with, and no formula in it", () => {
  const [episode] = record.episodes.filter(({ episodeId }) => episodeId === "r1:2");
  if (episode === undefined) throw new Error("it is there");
  const [head = "", row = "", ...more] = csvOf([{ ...episode, note: '=HYPERLINK("x")' }]).split("\r\n");
  expect([head.split(",").length, more]).toEqual([29, []]);
  expect(row).toBe(
    '"2026-11-23T09:35:00.000Z","Room 1","A. L.","intranasal","Dosing",5,"SpO₂ low","SpO₂ 90 < 92, lowest 90","physiological",,"medium",92,90,"2026-11-23T09:35:50.000Z",50,1,"N. Okafor",20,,0,,"Artefact","\'=HYPERLINK(""x"")","N. Okafor",,,"s1","r1:2",false',
  );
});
