import type { AlarmView } from "@watchroom/shared/alarm";
import type { AlarmRecord, TrendAnswer } from "@watchroom/shared/http";
import { UNKNOWN_PATIENT } from "@watchroom/shared/session";
import { EMPTY_SPARK, SPARK_STEP_MS } from "@watchroom/shared/trend";
import { describe, expect, it } from "vitest";
import { earlierSessions, laidOver, lastOf, linePath } from "../../../client/src/room/earlier.ts";
import { phaseBands } from "../../../client/src/room/phaseBands.ts";
import {
  alarmEpisodes,
  cuffPoints,
  markerLabels,
  minutesFrom,
  numbered,
  timeTicks,
  trendPoints,
  valueSpan,
  valueTicks,
} from "../../../client/src/room/trendSeries.ts";
import { anAlarm } from "../../support/an-alarm.ts";
import { sessionRow } from "../sessions/session-row.ts";

const MINUTE = 60_000;
const STEP = 200_000;
const at = (step: number): number => step * SPARK_STEP_MS;

const RECORDED: TrendAnswer["oximetry"] = {
  at: [at(STEP), at(STEP + 1), at(STEP + 2)],
  spo2: [97, 90, null],
  spo2Low: [96, 84, null],
  pulseRate: [70, 71, null],
  pulseRateHigh: [72, 75, null],
};

describe("the trend of a room", () => {
  it("goes on with what the line brings, and draws nothing twice", () => {
    const spark = { firstStep: STEP + 1, spo2: [85, 86, 87, 88], pulseRate: [80, 81, 82, 83] };
    const points = trendPoints(RECORDED, spark);
    expect(points.map((point) => [point.at, point.spo2])).toEqual([
      [at(STEP), 96],
      [at(STEP + 1), 84],
      [at(STEP + 2), null],
      [at(STEP + 3), 87],
      [at(STEP + 4), 88],
    ]);
  });
  it("draws the lowest SpO2 of a step, so that a short dip is seen", () => {
    expect(trendPoints(RECORDED, EMPTY_SPARK)[1]?.spo2).toBe(84);
  });
  it("shows what the line brought when the record cannot be read", () => {
    const points = trendPoints(undefined, { firstStep: STEP, spo2: [97, null], pulseRate: [70, null] });
    expect(points.map((point) => point.spo2)).toEqual([97, null]);
  });
});

describe("cuff readings on the trend", () => {
  const cuff = { at: 1_000_000, systolic: 130, diastolic: 80, mean: 97, pulseRate: 70, failure: null, late: false };
  const live = (receivedAt: number, value: number | null = 150) => ({
    value,
    validity: "valid" as const,
    at: receivedAt,
    updatePeriodMs: null,
  });
  it("take the newest from the tile until the record has it", () => {
    const metrics = { systolic: live(1_300_000), diastolic: live(1_300_000, 90), mean: live(1_300_000, 110) };
    expect(cuffPoints([cuff], metrics).map(({ systolic }) => systolic)).toEqual([130, 150]);
    expect(cuffPoints([{ ...cuff, at: 1_300_000 }], metrics)).toHaveLength(1);
  });
  it("have no bar for an attempt without a value", () => {
    expect(cuffPoints([cuff], { systolic: live(1_300_000, null) })).toHaveLength(1);
    expect(cuffPoints(undefined, {})).toEqual([]);
  });
});

describe("alarm episodes on the trend", () => {
  const alarm = anAlarm({ priority: "medium", value: 90, worst: 90, since: 100_000 });
  const change = (kind: AlarmRecord["change"], when: number, more: Partial<AlarmView> = {}): AlarmRecord => ({
    id: when,
    at: when,
    change: kind,
    by: null,
    alarm: { ...alarm, ...more },
    roomId: "r1",
    room: "Room 1",
    sessionId: null,
    text: "SpO₂ 90 < 92",
  });
  it("last from the beginning of the condition to its end, in its most urgent priority", () => {
    const changes = [
      change("began", 100_000),
      change("priorityRaised", 110_000, { priority: "high" }),
      change("priorityLowered", 120_000),
      change("ended", 130_000, { endedAt: 130_000 }),
    ];
    expect(alarmEpisodes(changes, [], 900_000)).toEqual([
      { episodeId: "e1", metric: "spo2", priority: "high", from: 100_000, to: 130_000 },
    ]);
  });
  it("last until now while the condition is present", () => {
    expect(alarmEpisodes([], [alarm], 900_000)[0]?.to).toBe(900_000);
  });
  it("end with the clearing of the room", () => {
    expect(alarmEpisodes([change("began", 100_000), change("cleared", 140_000)], [], 900_000)[0]?.to).toBe(140_000);
  });
});

describe("markers on the trend", () => {
  const labelsOf = (minutes: readonly number[], from = 0): string[] =>
    markerLabels(numbered(minutes.map((minute) => ({ at: minute * MINUTE }))), from, 100 * MINUTE).map(
      ({ label }) => label,
    );
  it("are numbered in the order of their time, however late they were entered", () => {
    expect(numbered([{ at: 2 }, { at: 1 }])).toEqual([
      { at: 1, number: 1 },
      { at: 2, number: 2 },
    ]);
  });
  it("that stand too close for a number each are counted together", () => {
    expect(labelsOf([0, 10, 11, 12, 40])).toEqual(["1", "2–4", "", "", "5"]);
  });
  it("before the time that is shown do not hide a number of those within it", () => {
    expect(labelsOf([9, 10, 40], 10 * MINUTE)).toEqual(["2", "3"]);
  });
});

describe("the axes of the trend", () => {
  it("count whole minutes from the dose, at most nine of them", () => {
    const dose = 10_000_000;
    const ticks = timeTicks(dose - 12 * MINUTE, dose + 47 * MINUTE, dose);
    expect(ticks.map((tick) => minutesFrom(dose, tick))).toEqual(["−10", "0", "+10", "+20", "+30", "+40"]);
    expect(timeTicks(dose, dose + 8 * 60 * MINUTE, dose).length).toBeLessThanOrEqual(9);
  });
  it("widen for a value beyond what is usual, so that nothing is cut off", () => {
    expect(valueSpan([97, null, 92], [80, 100])).toEqual([80, 100]);
    expect(valueSpan([64, 97], [80, 100])).toEqual([60, 100]);
    expect(valueTicks([80, 100])).toEqual([80, 85, 90, 95, 100]);
    expect(valueTicks([40, 180])).toEqual([60, 90, 120, 150, 180]);
  });
});

describe("the phases on the trend", () => {
  const course = { startedAt: 0, endedAt: null, phase: "observation", phaseSince: 30 * MINUTE } as const;
  it("follow each other without a gap, up to now while the session runs", () => {
    const bands = phaseBands(course, { doseAt: 10 * MINUTE, dosingEndedAt: 20 * MINUTE }, 60 * MINUTE);
    expect(bands.map(({ label, from, to }) => [label, from / MINUTE, to / MINUTE])).toEqual([
      ["Before dose", 0, 10],
      ["Dosing", 10, 20],
      ["Observation", 20, 60],
    ]);
  });
  it("end with the session, and a phase of no length is not drawn", () => {
    const ended = { ...course, phase: "readyForRelease", phaseSince: 50 * MINUTE, endedAt: 55 * MINUTE } as const;
    const bands = phaseBands(ended, { doseAt: 10 * MINUTE, dosingEndedAt: 10 * MINUTE }, 60 * MINUTE);
    expect(bands.map(({ label }) => label)).toEqual(["Before dose", "Observation", "Ready for release"]);
    expect(bands.at(-1)?.to).toBe(55 * MINUTE);
  });
});

describe("the earlier sessions of a patient", () => {
  const day = (number: number): number => number * 24 * 60 * MINUTE;
  const present = {
    sessionId: "now",
    recordNumber: "MR-4711",
    simulated: false,
    startedAt: day(10),
    doseAt: day(10) + 10 * MINUTE,
  };
  const row = (sessionId: string, number: number, changes: Parameters<typeof sessionRow>[0] = {}) =>
    sessionRow(
      { sessionId, startedAt: day(number), endedAt: day(number) + 120 * MINUTE, ...changes },
      { doseAt: day(number) + 5 * MINUTE },
    );

  it("are the last three that ended before this one, the newest first", () => {
    const rows = [row("a", 1), row("d", 4), row("b", 2), row("now", 10), row("c", 3), row("later", 11)];
    expect(earlierSessions(rows, present).map(({ sessionId }) => sessionId)).toEqual(["d", "c", "b"]);
  });
  it("are never another patient's, never simulated beside a real one, never one that still runs or had no dose", () => {
    const stranger = sessionRow({ startedAt: day(1) }, { patient: { ...UNKNOWN_PATIENT, recordNumber: "MR-4712" } });
    const undosed = sessionRow({ startedAt: day(1), endedAt: day(2) }, { doseAt: null });
    const rows = [stranger, undosed, row("simulated", 2, { simulated: true }), row("running", 3, { endedAt: null })];
    expect(earlierSessions(rows, present)).toEqual([]);
    expect(earlierSessions([row("a", 1)], { ...present, recordNumber: null })).toEqual([]);
    expect(earlierSessions(rows, { ...present, simulated: true }).map(({ sessionId }) => sessionId)).toEqual([
      "simulated",
    ]);
  });
  it("lie dose upon dose, and start upon start until this session's dose", () => {
    const trend: TrendAnswer = {
      roomId: "r1",
      from: day(1),
      to: day(1) + 120 * MINUTE,
      oximetry: {
        at: [day(1) + 5 * MINUTE, day(1) + 45 * MINUTE],
        spo2: [97, 96],
        spo2Low: [96, null],
        pulseRate: [],
        pulseRateHigh: [],
      },
      cuffs: [
        {
          at: day(1) + 45 * MINUTE,
          systolic: 150,
          diastolic: 90,
          mean: null,
          pulseRate: null,
          failure: null,
          late: false,
        },
        { at: day(1), systolic: null, diastolic: null, mean: null, pulseRate: null, failure: "leak", late: false },
      ],
      markers: [],
      changes: [],
    };
    const line = laidOver(row("a", 1), trend, present);
    expect(line.points).toEqual([
      { at: present.doseAt, spo2: 96 },
      { at: present.doseAt + 40 * MINUTE, spo2: 96 },
    ]);
    expect(line.cuffs).toEqual([{ at: present.doseAt + 40 * MINUTE, systolic: 150, diastolic: 90 }]);
    expect(lastOf([line])).toBe(present.doseAt + 40 * MINUTE);
    expect(laidOver(row("a", 1), trend, { ...present, doseAt: null }).points[0]?.at).toBe(day(10) + 5 * MINUTE);
  });
  it("are drawn with their gaps", () => {
    const same = (value: number): number => value;
    const moments = [97, 96, null, 95].map((value, index) => ({ at: index, value }));
    expect(linePath(moments, same, same)).toBe("M0.0 97.0L1.0 96.0M3.0 95.0");
  });
});
