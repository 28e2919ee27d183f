import type { Reading } from "@watchroom/shared/reading";
import { describe, expect, test } from "vitest";
import { createBedside } from "../../simulators/src/bedside.ts";
import { DEMO_ROOMS } from "../../simulators/src/demo-plan.ts";
import { createDemoRoom } from "../../simulators/src/demo-room.ts";
import { createOutbox } from "../../simulators/src/devices/outbox.ts";
import { createForgetting } from "../../simulators/src/forgetting.ts";
import { calmProfile, PEOPLE } from "../../simulators/src/people.ts";
import { coursePrescribed } from "../../simulators/src/prescription.ts";
import { createWaitingRoom } from "../../simulators/src/waiting-room.ts";
import { createTinyRoom, sessionView } from "./tiny-room.ts";

const BEGAN = 1_800_000_000_000;
const MINUTE_MS = 60_000;
type TinyRoom = ReturnType<typeof createTinyRoom>;
type Happening = (second: number, room: TinyRoom, now: number) => void;

/** One room of the demo for so many seconds; its nurse looks every two seconds. */
function play(
  index: number,
  seconds: number,
  room: TinyRoom = createTinyRoom(),
  happening: Happening = () => undefined,
  forgetting = createForgetting(),
) {
  const plan = DEMO_ROOMS[index] ?? { room: "none", cuffArm: "other", first: null };
  const feed = { room: null, oximeter: createOutbox(100_000), cuff: createOutbox(100_000) };
  const shared = { forgetting, waitingRoom: createWaitingRoom() };
  const demo = createDemoRoom(plan, index, feed, room.view(BEGAN).session, shared, BEGAN);
  const sentAt: number[] = [];
  const overdueAt: number[] = [];
  for (let second = 0; second < seconds; second += 1) {
    const now = BEGAN + second * 1_000;
    happening(second, room, now);
    for (let turn = 0; turn < 30 && second % 2 === 0; turn += 1) {
      forgetting.review([room.view(now)]);
      demo.see(room.view(now), now);
      const act = demo.nextAct(room.view(now), now);
      if (act === null) break;
      room.enter(act.request, now);
      demo.settle(act, "done", now);
      if (act.request.name === "measureNow") demo.askCuff();
    }
    const before = feed.oximeter.waiting();
    demo.second(now);
    if (feed.oximeter.waiting() > before) sentAt.push(second);
    if (room.view(now).session?.dues.some((due) => (due.overdueAt ?? now) < now)) overdueAt.push(second);
  }
  const readings: Reading[] = [...feed.oximeter.take(100_000), ...feed.cuff.take(100_000)];
  return { entered: room.entered, sentAt, overdueAt, readings };
}
const namesOf = ({ entered }: Pick<TinyRoom, "entered">) => entered.map(({ request }) => request.name);
const minuteOf = (at: number | null) => (at === null ? null : Math.round((at - BEGAN) / MINUTE_MS));
const systolicOf = (readings: readonly Reading[]) =>
  readings.flatMap((reading) =>
    reading.kind === "bloodPressure" && reading.state === "done" ? [reading.systolic ?? 0] : [],
  );

test("apart from events no patient of the demo goes beyond a limit of the default set: the ward does not cry wolf", () => {
  for (const { initials, ordered } of PEOPLE) {
    const profile = calmProfile(initials);
    const feed = { room: null, oximeter: createOutbox(100_000), cuff: createOutbox(100_000) };
    const course = coursePrescribed(ordered, profile.weightKg);
    const bedside = createBedside({ ...course, profile, fromMin: -7, speed: 1, cuffArm: "other", feed, idPrefix: "q" });
    for (let second = 0; second < 100 * 60; second += 1) bedside.advance(1, BEGAN + second * 1_000);
    const beyond = [...feed.oximeter.take(100_000), ...feed.cuff.take(100_000)].filter((reading) =>
      reading.kind === "oximetry"
        ? (reading.spo2 ?? 99) < 92 || (reading.pulseRate ?? 70) < 50 || (reading.pulseRate ?? 70) > 120
        : (reading.systolic ?? 120) > 160 || (reading.diastolic ?? 70) > 100 || (reading.mean ?? 90) > 110,
    );
    expect(beyond).toEqual([]);
  }
});

describe("the demo's first three minutes", () => {
  test("each room but the free one has a pressure within 45 s, from its cuff or as the nurse noted it", () => {
    for (const [index, { first }] of DEMO_ROOMS.entries()) {
      const { readings, entered } = play(index, 45);
      const known =
        systolicOf(readings).length + entered.filter(({ request }) => request.name === "enterPressure").length;
      if (first === null) expect(known).toBe(0);
      else expect(known).toBeGreaterThan(0);
    }
  });

  test("only room 3 heads for a deep SpO2, and comes back from about 84", () => {
    for (const [index, { room }] of DEMO_ROOMS.entries()) {
      const spo2 = play(index, 300).readings.flatMap((reading) =>
        reading.kind === "oximetry" && typeof reading.spo2 === "number" ? [reading.spo2] : [],
      );
      const lowest = Math.min(100, ...spo2);
      if (room !== "Room 3") expect(lowest).toBeGreaterThanOrEqual(92);
      if (room !== "Room 3") continue;
      expect(spo2.slice(0, 75).every((value) => value >= 92)).toBe(true);
      expect(spo2.slice(0, 170).filter((value) => value < 88).length).toBeGreaterThan(10);
      expect(Math.abs(lowest - 84)).toBeLessThanOrEqual(1);
      expect(spo2.at(-1)).toBeGreaterThanOrEqual(95);
    }
  });

  test("in room 2 the pressure due at minute 40 is above 160, and below 180", () => {
    const systolic = systolicOf(play(1, 180).readings);
    expect(systolic).toHaveLength(1);
    expect(systolic[0]).toBeGreaterThan(160);
    expect(systolic[0]).toBeLessThan(180);
  });

  test("sessions begin in the phase they are in: pressure before the dose, dose and pressure after it, each for its time", () => {
    const { entered } = play(0, 4);
    expect(entered.map(({ request }) => request)).toEqual([
      {
        name: "startSession",
        payload: expect.objectContaining({ initials: "A. L.", route: "intravenous", cuffArm: "same" }),
      },
      { name: "answerPreCheck", payload: expect.objectContaining({ confirmedFrom: null }) },
      { name: "enterPressure", payload: expect.objectContaining({ at: BEGAN - 21 * MINUTE_MS }) },
      { name: "setDosePlan", payload: expect.objectContaining({ plan: expect.objectContaining({ mgPerKg: 0.5 }) }) },
      {
        name: "recordDose",
        payload: { roomId: "r1", action: "start", amountMg: null, lot: null, at: BEGAN - 18 * MINUTE_MS },
      },
      { name: "enterPressure", payload: expect.objectContaining({ at: BEGAN - 8 * MINUTE_MS }) },
    ]);
  });

  test("esketamine devices are entered five minutes apart, each with a lot number", () => {
    const given = play(1, 4).entered.flatMap(({ request }) => (request.name === "recordDose" ? [request.payload] : []));
    const devices = given.filter(({ action }) => action === "give");
    expect(devices.map(({ at }) => minuteOf(at))).toEqual([-38, -33, -28]);
    expect(devices.every(({ lot, amountMg }) => lot !== null && amountMg === 28)).toBe(true);
  });

  test("in room 5 sedation is overdue for some minutes, and then the nurse comes to it", () => {
    const { overdueAt, entered } = play(4, 6 * 60);
    expect(overdueAt[0]).toBeGreaterThanOrEqual(30);
    expect(overdueAt[0]).toBeLessThanOrEqual(90);
    expect(overdueAt.length).toBeGreaterThan(60);
    const sedation = entered.find(
      ({ request }) => request.name === "assess" && request.payload.assessment === "sedation",
    );
    expect(sedation?.request.payload).toMatchObject({ at: null });
    expect(((sedation?.now ?? 0) - BEGAN) / 1_000 - (overdueAt.at(-1) ?? 0)).toBeLessThanOrEqual(3);
  });
});

test("what is due is entered within two minutes unless it was forgotten", () => {
  const never = { isForgotten: () => false, review: () => undefined };
  const { overdueAt, entered } = play(0, 30 * 60, createTinyRoom(), undefined, never);
  const sedation = entered.filter(({ request }) => request.name === "assess");
  expect(sedation.length).toBeGreaterThanOrEqual(1);
  expect(((sedation[0]?.now ?? 0) - BEGAN) / MINUTE_MS).toBeGreaterThan(2);
  expect(((sedation[0]?.now ?? 0) - BEGAN) / MINUTE_MS).toBeLessThan(4);
  expect(overdueAt).toEqual([]);
});

test("a patient is released when all criteria are met, the room is free some minutes, and the next one comes", () => {
  const { entered, sentAt } = play(0, 125 * 60);
  const at = entered.findIndex(({ request }) => request.name === "release");
  const released = entered[at];
  expect(released?.request.payload).toEqual({ roomId: "r1", despite: null });
  const releasedS = ((released?.now ?? 0) - BEGAN) / 1_000;
  expect(releasedS).toBeGreaterThan(82 * 60);
  const next = sentAt.find((second) => second > releasedS) ?? 0;
  expect(next - releasedS).toBeGreaterThanOrEqual(3 * 60 - 2);
  expect(next - releasedS).toBeLessThanOrEqual(6 * 60 + 2);
  expect(namesOf({ entered: entered.slice(at + 1) }).slice(0, 2)).toEqual(["startSession", "answerPreCheck"]);
});

test("a session that runs already goes on at its minute, and is not started again", () => {
  const doseAt = BEGAN - 10 * MINUTE_MS;
  const doses = [{ at: doseAt, action: "start" as const, amountMg: null, rateMgPerH: null, lot: null, by: "nurse" }];
  const running = sessionView({ phase: "dosing", doseAt, doses });
  const { entered, sentAt } = play(0, 120, createTinyRoom(running));
  expect(sentAt).toHaveLength(120);
  expect(entered).toEqual([]);
});

test("a session that ran on overnight is ended with a physician's word, and its room filled anew", () => {
  const doseAt = BEGAN - 10 * 60 * MINUTE_MS;
  const dosingEndedAt = doseAt + 40 * MINUTE_MS;
  const by = { amountMg: null, rateMgPerH: null, lot: null, by: "nurse" };
  const doses = [
    { at: doseAt, action: "start" as const, ...by },
    { at: dosingEndedAt, action: "end" as const, ...by },
  ];
  const old = sessionView({ phase: "observation", doseAt, dosingEndedAt, doses });
  const names = namesOf(play(0, 15 * 60, createTinyRoom(old)));
  expect(names).toContain("release");
  expect(names.at(names.indexOf("release") + 1)).toBe("startSession");
});

describe("a session that somebody runs in the browser", () => {
  const sessionOf = (initials: string) => (second: number, room: TinyRoom, now: number) => {
    if (second === 60) room.startBy(initials, "intranasal", now);
    const gives = second === 180 || second === 480 || second === 780;
    const payload = { roomId: "r1", action: "give" as const, amountMg: 28, lot: "L", at: null };
    if (gives) room.enter({ name: "recordDose", payload }, now);
    if (second === 2_700) room.end();
  };
  const inRoom7 = sessionOf("X. Y.");

  test("fills the free room with a patient, and the demo's nurse enters nothing", () => {
    const { entered, sentAt } = play(6, 2_600, createTinyRoom(), inRoom7);
    expect(sentAt[0]).toBe(60);
    expect(namesOf({ entered })).toEqual(["recordDose", "recordDose", "recordDose"]);
  });

  test("drives the patient: after three devices pressures are higher by some 5 to 20, and SpO2 a little lower", () => {
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const changes = ["X. Y.", "Q. Q.", "U. V.", "Z. Z.", "I. J.", "O. P."].map((initials) => {
      const { readings } = play(6, 2_690, createTinyRoom(), sessionOf(initials));
      const spo2 = readings.flatMap((reading) => (reading.kind === "oximetry" ? [reading.spo2 ?? 0] : []));
      const [before = 0, at40 = 0] = systolicOf(readings);
      return { systolic: at40 - before, spo2: mean(spo2.slice(1_500, 1_800)) - mean(spo2.slice(0, 110)) };
    });
    expect(mean(changes.map(({ systolic }) => systolic))).toBeGreaterThan(5);
    expect(mean(changes.map(({ systolic }) => systolic))).toBeLessThan(20);
    expect(mean(changes.map(({ spo2 }) => spo2))).toBeLessThan(-0.7);
  });

  test("that ends takes its patient away", () => {
    const { sentAt } = play(6, 2_800, createTinyRoom(), inRoom7);
    expect(sentAt.at(-1)).toBeLessThanOrEqual(2_700);
  });

  test("where the demo's own patient waits makes the demo's nurse keep out", () => {
    const taken = (second: number, room: TinyRoom, now: number) => {
      if (second === 0) room.startBy("X. Y.", "oral", now);
    };
    expect(play(7, 1_200, createTinyRoom(), taken).entered).toEqual([]);
  });
});

test("the nurse forgets one thing at a time, comes to it some minutes late, and may then forget another", () => {
  const forgetting = createForgetting();
  const due = (checkId: string) => ({
    checkId,
    what: "gait" as const,
    label: "",
    dueAt: BEGAN,
    overdueAt: BEGAN + MINUTE_MS,
    otherwise: null,
  });
  const isForgotten = (room: string, now: number) => forgetting.isForgotten(room, due(room), now, true);
  expect(isForgotten("Room 1", BEGAN)).toBe(true);
  expect(isForgotten("Room 2", BEGAN)).toBe(false);
  expect(isForgotten("Room 1", BEGAN + 3 * MINUTE_MS)).toBe(true);
  expect(isForgotten("Room 1", BEGAN + 4 * MINUTE_MS)).toBe(false);
  forgetting.review([{ name: "Room 1", session: sessionView() }]);
  expect(isForgotten("Room 2", BEGAN)).toBe(true);
});

test("the same room plays the same way twice", () => {
  const run = () => {
    const { entered, readings } = play(1, 240);
    return JSON.stringify([entered, readings]);
  };
  expect(run()).toBe(run());
});
