import { ok } from "@watchroom/shared/result";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClassroom } from "../../simulators/src/classroom.ts";
import { NO_FAULTS, parseFaults } from "../../simulators/src/faults.ts";
import { createFleet, type DeviceToken, parseTokens } from "../../simulators/src/fleet.ts";
import { parseRecording } from "../../simulators/src/recording.ts";
import { runReplay } from "../../simulators/src/replay.ts";
import { createSteppedClock } from "./stepped-clock.ts";
import { startTinyServer } from "./tiny-server.ts";

const GATEWAY: DeviceToken[] = ["Sim 1", "Sim 2"].map((room) => ({ room, kind: "gateway", token: "good" }));
let server: Awaited<ReturnType<typeof startTinyServer>>;
beforeEach(async () => {
  server = await startTinyServer("good");
});
afterEach(() => server.stop());

function createRun(faults = NO_FAULTS) {
  const clock = createSteppedClock();
  const say = () => undefined;
  const fleet = createFleet(GATEWAY, { server: server.url, transport: "http", faults, seed: 1, clock, say });
  const settings = {
    seed: 1,
    routes: ["oral"],
    scenarios: ["quiet"],
    atMin: 1,
    fromMin: 0,
    speed: 1,
    cuffArm: "other",
    manner: "calm",
    sessions: false,
  } as const;
  const classroom = createClassroom(fleet, settings, clock);
  const run = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      await classroom.second();
      clock.advance(1_000);
    }
  };
  return { clock, fleet, classroom, run };
}

test("two rooms of a gateway reach the server in one call a second, every reading accepted", async () => {
  const { classroom, run } = createRun();
  await run(50);
  expect(server.state.calls).toBe(50);
  const kept = [...server.kept.values()];
  expect(kept.filter(({ room, kind }) => room === "Sim 1" && kind === "oximetry")).toHaveLength(50);
  expect(kept.filter(({ kind }) => kind === "bloodPressure").length).toBeGreaterThanOrEqual(4);
  expect(classroom.status()).toMatch(
    /^2 rooms at minute 0\.8: sent 104, accepted 104, duplicate 0, rejected 0, waiting 0/,
  );
});

test("over a bad line each good reading arrives once, and what was damaged is told", async () => {
  const faults = parseFaults("drop=0.3,reorder=0.5,corrupt=0.1,delay=300");
  const { clock, fleet, run } = createRun(faults.ok ? faults.value : NO_FAULTS);
  await run(120);
  for (let call = 0; fleet.tally().waiting > 0 && call < 50; call += 1) {
    clock.advance(60_000);
    await fleet.flush();
  }
  const { sent, accepted, duplicate, rejected, waiting, trouble } = fleet.tally();
  expect(waiting).toBe(0);
  expect(accepted + duplicate + rejected).toBe(sent);
  expect(server.kept.size).toBe(sent - rejected);
  expect(duplicate).toBeGreaterThan(0);
  expect(rejected).toBeGreaterThan(0);
  expect(trouble).not.toBeNull();
});

test("a recording is played in its order, with now as its time and its true update period, and ends", async () => {
  const { clock, fleet } = createRun();
  const recording = parseRecording(
    "t_seconds,metric,value\n0,spo2,97\n0,pulse_rate,70\n60,spo2,88\n120,nibp_mean,64\n",
  );
  const feed = fleet.feeds.get("Sim 1");
  if (!recording.ok || feed === undefined) throw new Error("the test's own recording and room are there");
  const beganAt = clock.now();
  const parts = { recording: recording.value, speed: 60, loop: false, idPrefix: "p", isStopped: () => false };
  await runReplay({ ...parts, feed, fleet, clock });
  const kept = [...server.kept.values()];
  expect(kept.map((reading) => [reading.id, Date.parse(reading.measuredAt) - beganAt])).toEqual([
    ["p-0-0-o", 0],
    ["p-0-60-o", 1_000],
    ["p-0-120-o", 2_000],
    ["p-0-120-b", 2_000],
  ]);
  expect(kept[1]).toMatchObject({ spo2: 88, pulseRate: null, updatePeriodS: 1, room: "Sim 1" });
  expect(fleet.tally()).toMatchObject({ sent: 4, accepted: 4 });
});

test("tokens are read from a list or a line each, and a wrong file is answered with a sentence", () => {
  const rows = [{ room: "Room 1", kind: "oximeter", token: "t" }];
  expect(parseTokens(JSON.stringify(rows))).toEqual(ok(rows));
  expect(parseTokens(`${JSON.stringify({ ...rows[0], deviceId: "d" })}\n`)).toEqual(ok(rows));
  expect(parseTokens("{}")).toMatchObject({ ok: false, message: expect.stringContaining('{"room","kind","token"}') });
  expect(parseTokens("")).toMatchObject({ ok: false });
});
