import type { EpochMs } from "@watchroom/shared/time";
import { describe, expect, test } from "vitest";
import { episodesOf } from "../../../server/src/alarm-review/episodes.ts";
import { loadOf } from "../../../server/src/alarm-review/load.ts";
import { alarm, at, kept, SENSOR_OFF, session, type Told } from "./alarms.ts";

const DAY = { from: at(-540), to: at(899, 59) };
/** Two hours, and half an hour. */
const ROOM_1 = session("s1", "r1");
const ROOM_2 = session("s2", "r2", { endedAt: at(30) as EpochMs });

test("that no station hears is one alarm, however many rooms are watched; another time it is another one", () => {
  const unheard = { ...SENSOR_OFF, condition: "notHeard", technical: "notHeard", device: null } as const;
  const during = (room: string, number: number, from: number): ReturnType<typeof kept> =>
    kept(
      room,
      room === "r1" ? "s1" : "s2",
      alarm(room, number, [
        ["began", at(from), unheard],
        ["ended", at(from + 3)],
      ]),
    );
  const { episodes } = episodesOf({
    changes: [...during("r1", 1, 10), ...during("r2", 1, 10), ...during("r2", 2, 12), ...during("r1", 2, 20)],
    ...{ receipts: [], judgements: [], isSimulatedClinic: false, now: at(600) },
    sessions: [ROOM_1, ROOM_2],
  });
  const { figures, byCondition } = loadOf({ episodes, heldBack: [], sessions: [ROOM_1, ROOM_2] }, DAY, []);
  expect(episodes).toHaveLength(4);
  expect(figures).toMatchObject({ alarms: 2, inSession: 2, roomHours: 2.5, perRoomHour: 0.8 });
  expect(byCondition).toMatchObject([{ label: "No station hears this room", alarms: 2 }]);
});

describe("one cuff value beyond three limits", () => {
  const limit = (metric: "systolic" | "diastolic" | "mean", priority: "high" | "medium" = "medium") =>
    ({ condition: `${metric}.high`, metric, side: "high", priority }) as const;
  const treated = { disposition: "treated" } as const;
  const loadOfTold = (...told: readonly (readonly Told[])[]) => {
    const changes = told.flatMap((one, index) => kept("r1", "s1", alarm("r1", index, one)));
    const made = episodesOf({
      changes,
      sessions: [ROOM_1],
      receipts: [],
      judgements: [],
      isSimulatedClinic: false,
      now: at(600),
    });
    return { episodes: made.episodes, load: loadOf({ ...made, sessions: [ROOM_1] }, DAY, []) };
  };
  const lasting = (from: number, more: ReturnType<typeof limit>): Told[] => [
    ["began", at(from), more],
    ["ended", at(from + 5)],
  ];

  test("is one alarm of the load and three rows of the list; the next value that interrupts is another one", () => {
    const three = [lasting(10, limit("diastolic")), lasting(10, limit("systolic")), lasting(10, limit("mean"))];
    const { episodes, load } = loadOfTold(...three, lasting(20, limit("diastolic")));
    expect(episodes).toHaveLength(4);
    expect(load.figures).toMatchObject({ alarms: 2, inSession: 2, medium: 2, perRoomHour: 1 });
    expect(load.byCondition.map(({ label, alarms }) => [label, alarms])).toEqual([
      ["Diastolic high", 1],
      ["Systolic high", 1],
    ]);
  });

  test("counts by the most urgent of them", () => {
    const { load } = loadOfTold(lasting(10, limit("systolic")), lasting(10, limit("diastolic", "high")));
    expect(load.figures).toMatchObject({ alarms: 1, high: 1, medium: 0 });
  });

  test("was judged, taken and passed on once, whichever of them a person touched", () => {
    const { load } = loadOfTold(lasting(10, limit("systolic")), [
      ["began", at(10), limit("mean")],
      ["escalated", at(10, 30), { escalation: { to: "physician", step: 3, at: at(10, 30) } }],
      ["acknowledged", at(10, 40), treated, "N. Okafor"],
      ["ended", at(15)],
    ]);
    expect(load.figures).toMatchObject({ alarms: 1, judged: 1, actionable: 1, actionableShare: 1, acknowledged: 1 });
    expect(load.figures).toMatchObject({ acknowledgeMedianMs: 40_000, escalated: 1 });
    expect(load.byDisposition.find(({ disposition }) => disposition === "treated")).toMatchObject({ alarms: 1 });
  });

  test("is not one with what is on the other side, is no pressure, or was signalled later", () => {
    const { load } = loadOfTold(
      lasting(10, limit("systolic")),
      [
        ["began", at(10), { ...limit("diastolic"), condition: "diastolic.low", side: "low" }],
        ["ended", at(15)],
      ],
      [["began", at(10), { ...limit("mean"), signalledAt: at(10, 30) }]],
      [["began", at(10)]],
    );
    expect(load.figures.alarms).toBe(4);
  });

  test("that was back within its delay is held back once", () => {
    const { load } = loadOfTold(
      ...(["mean", "systolic"] as const).map((metric): Told[] => [
        ["heldBack", at(20), { ...limit(metric), episodeId: "", since: at(20), endedAt: at(20, 5) }],
      ]),
      [["heldBack", at(20), { episodeId: "", since: at(20), endedAt: at(20, 5) }]],
    );
    expect(load.figures).toMatchObject({ alarms: 0, heldBack: 2 });
    expect(load.byCondition.map(({ label, heldBack }) => [label, heldBack])).toEqual([
      ["SpO₂ low", 1],
      ["Systolic high", 1],
    ]);
  });
});
