import type { Reading } from "@watchroom/shared/reading";
import { SessionView } from "@watchroom/shared/session";
import { COMMANDS, type CommandRequest, RoomView } from "@watchroom/shared/wire";
import { describe, expect, test } from "vitest";
import { createBedside } from "../../simulators/src/bedside.ts";
import { courseFrom, courseLeft, courseOf } from "../../simulators/src/course.ts";
import { calmProfile, DEMO_ROOMS } from "../../simulators/src/demo-plan.ts";
import { createDemoRoom } from "../../simulators/src/demo-room.ts";
import { createOutbox } from "../../simulators/src/devices/outbox.ts";
import { USUAL_DOSE } from "../../simulators/src/patient/pharmacology.ts";

const BEGAN = 1_800_000_000_000;
const SESSION = SessionView.parse({
  sessionId: "s",
  initials: "A. L.",
  route: "intravenous",
  phase: "observation",
  startedAt: BEGAN - 60 * 60_000,
  startedBy: "nurse",
  phaseSince: BEGAN - 20 * 60_000,
  doseAt: BEGAN - 60 * 60_000,
  dosingEndedAt: BEGAN - 20 * 60_000,
  recordFrom: BEGAN - 60 * 60_000,
  simulated: true,
});
const roomView = (session: SessionView | null) =>
  RoomView.parse({
    roomId: "r1",
    name: "Room",
    order: 1,
    simulated: true,
    watchingSince: null,
    session,
    metrics: {},
    cuff: null,
    limits: {},
    limitsChanged: [],
    devices: [],
    alarms: [],
    audioPaused: null,
    spo2HeldUntil: null,
    cuffArm: null,
  });

/** One room of the demo with a nurse who does at once what is due. */
function play(index: number, seconds: number, { running = null as SessionView | null, refuseStart = false } = {}) {
  const plan = DEMO_ROOMS[index] ?? { room: "none", cuffArm: "other", first: null };
  const feed = { room: null, oximeter: createOutbox(100_000), cuff: createOutbox(100_000) };
  const room = createDemoRoom(plan, index, feed, running, BEGAN);
  const commands: { second: number; request: CommandRequest }[] = [];
  const sentAt: number[] = [];
  let isInSession = running !== null;
  for (let second = 0; second < seconds; second += 1) {
    const now = BEGAN + second * 1_000;
    for (let turn = 0; room.isActDue() && turn < 9; turn += 1) {
      const request = room.dueAct(roomView(isInSession ? SESSION : null), now);
      if (request === null) break;
      commands.push({ second, request });
      if (request.name === "startSession") isInSession = true;
      if (request.name === "endSession") isInSession = false;
      room.settleAct(request.name === "startSession" && refuseStart ? "refused" : "done");
    }
    const before = feed.oximeter.waiting();
    room.second(now);
    if (feed.oximeter.waiting() > before) sentAt.push(second);
  }
  const readings: Reading[] = [...feed.oximeter.take(100_000), ...feed.cuff.take(100_000)];
  return { commands, sentAt, readings };
}
const names = (commands: ReturnType<typeof play>["commands"]) => commands.map(({ request }) => request.name);

test("apart from events no patient of the demo goes beyond a limit of the default set: the ward does not cry wolf", () => {
  const doses = Object.values(USUAL_DOSE);
  for (let index = 0; index < 10; index += 1) {
    const profile = calmProfile(index, 1, doses[index % doses.length] ?? USUAL_DOSE.oral);
    const feed = { room: null, oximeter: createOutbox(100_000), cuff: createOutbox(100_000) };
    const { route } = profile.dose;
    const bedside = createBedside({ profile, route, fromMin: -7, cuffArm: "other", feed, idPrefix: "q" });
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
  test("each room but the free one has a pressure within 40 s", () => {
    for (const [index, { first }] of DEMO_ROOMS.entries()) {
      const done = play(index, 40).readings.filter(
        (reading) => reading.kind === "bloodPressure" && reading.state === "done",
      );
      expect(done).toHaveLength(first === null ? 0 : 1);
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

  test("in room 2 the first pressure is within limits, the one due at minute 40 is above 160", () => {
    const systolic = play(1, 180).readings.flatMap((reading) =>
      reading.kind === "bloodPressure" && reading.state === "done" ? [reading.systolic ?? 0] : [],
    );
    expect(systolic[0]).toBeLessThan(160);
    expect(systolic[1]).toBeGreaterThan(160);
    expect(systolic[1]).toBeLessThan(180);
  });

  test("sessions begin in the phase they are in, back-dated to when it began", () => {
    const { commands } = play(0, 5);
    expect(commands.map(({ request }) => request)).toEqual([
      {
        name: "startSession",
        payload: expect.objectContaining({ initials: "A. L.", route: "intravenous", cuffArm: "same" }),
      },
      { name: "setPhase", payload: { roomId: "r1", phase: "dosing", at: expect.closeTo(BEGAN - 18 * 60_000, -4) } },
    ]);
  });
});

test("every command of the nurse is one that the server's contract knows", () => {
  for (const { request } of play(7, 3 * 3_600).commands) {
    expect(COMMANDS[request.name].payload.safeParse(request.payload).success).toBe(true);
  }
});

test("when a session is over the sensor falls silent first, then it is ended, the room is free some minutes, and the next patient comes", () => {
  const { commands, sentAt } = play(3, 45 * 60);
  const end = commands.findIndex(({ request }) => request.name === "endSession");
  const endedAt = commands[end]?.second ?? 0;
  const next = sentAt.find((second) => second > endedAt) ?? 0;
  expect(Math.max(...sentAt.filter((second) => second <= endedAt))).toBeLessThan(endedAt - 3);
  expect(next - endedAt).toBeGreaterThanOrEqual(3 * 60 - 1);
  expect(next - endedAt).toBeLessThanOrEqual(6 * 60 + 1);
  expect(names(commands.slice(end + 1, end + 3))).toEqual(["startSession", "setPhase"]);
});

test("a session that runs already goes on at its minute, and is not started again", () => {
  const { commands, sentAt } = play(0, 120, { running: SESSION });
  expect(sentAt).toHaveLength(120);
  expect(commands).toEqual([]);
});

test("a session that ran on overnight is ended, and its room filled anew", () => {
  const old = { ...SESSION, doseAt: BEGAN - 10 * 3_600_000 };
  expect(names(play(0, 15 * 60, { running: old }).commands).slice(0, 2)).toEqual(["endSession", "startSession"]);
});

test("where somebody else runs a session the demo's nurse enters nothing", () => {
  expect(names(play(7, 3_600, { refuseStart: true }).commands)).toEqual(["startSession"]);
});

test("the course of a route follows its preset, and a late start leaves out what came before the dose", () => {
  expect(courseOf("intravenous").map(({ atMin }) => Math.round(atMin))).toEqual([-7, -5, 0, 40, 100, 106]);
  expect(courseOf("intranasal").at(-2)).toEqual({ kind: "phase", phase: "readyForRelease", atMin: 120 });
  expect(courseFrom("intravenous", 18).some((act) => act.kind === "phase" && act.phase === "baseline")).toBe(false);
  expect(courseLeft(SESSION).map(({ kind }) => kind)).toEqual(["phase", "end"]);
});
