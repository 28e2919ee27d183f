import type { Welcome } from "@watchroom/shared/http";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { RoomView } from "@watchroom/shared/wire";
import { type Clinic, createClinic } from "./clinic.ts";
import { wallClock } from "./clock.ts";
import { goRound, seeWall } from "./demo-nurse.ts";
import { DEMO_ROOMS } from "./demo-plan.ts";
import { createDemoRoom, type DemoRoom } from "./demo-room.ts";
import { type Enrolled, enrol, withdraw } from "./enrol.ts";
import { NO_FAULTS } from "./faults.ts";
import { createFleet, type Fleet } from "./fleet.ts";
import { createForgetting, type Forgetting } from "./forgetting.ts";
import { DEFAULT_PORT } from "./help.ts";
import { keep, readKept } from "./kept-devices.ts";
import { type Account, createOperator, type Operator } from "./operator.ts";
import { DEMO_SEED } from "./people.ts";
import { createWaitingRoom } from "./waiting-room.ts";

const SECOND_MS = 1_000;
/** What a person enters in a browser reaches the patient within this, and the demo's nurse sees what is due. */
const LOOK_EVERY_S = 2;
/** Seconds of sleep of the machine that are let go, instead of caught up in one burst. */
const LATE_MAX_S = 5;
/** A server that still starts is waited for quietly for so long. */
const PATIENCE_S = 15;
/** The demo's devices are known by it, so that those of an earlier run can be withdrawn. */
const LABEL = "Demo";

const say = (sentence: string) => console.error(`Demo simulators: ${sentence}`);

async function welcomeOf(clinic: Clinic): Promise<Welcome> {
  for (let seconds = 0; ; seconds += 1) {
    const welcome = await clinic.welcome();
    if (welcome.ok) return welcome.value;
    if (seconds % 60 === PATIENCE_S) say(welcome.message);
    await wallClock.wait(SECOND_MS);
  }
}

function accountOf(welcome: Welcome, role: "trainer" | "nurse"): Result<Account, "no-account"> {
  const account = welcome.demoAccounts.find((row) => row.role === role);
  return account
    ? ok(account)
    : refuse("no-account", `This clinic has no demo ${role}: simulated patients belong into a demo clinic only.`);
}

/**
 * The devices of the run before, so that a restart cuts no stream; where they are gone, new ones take their places. The
 * server keeps only the hashes of their tokens, so the demo keeps them itself, in `WATCHROOM_DEMO_DEVICES`.
 */
async function devicesOf(clinic: Clinic, trainer: Operator): Promise<Result<Enrolled, string>> {
  const file = process.env["WATCHROOM_DEMO_DEVICES"];
  const kept = readKept(file);
  const cookie = await trainer.cookie();
  if (!cookie.ok) return cookie;
  const known = await clinic.devices(cookie.value);
  if (!known.ok) return known;
  const isUsable = (deviceId: string) => known.value.some((row) => row.deviceId === deviceId && !row.withdrawn);
  if (kept?.deviceIds.every(isUsable)) return ok(kept);
  const withdrawn = await withdraw({ clinic, trainer }, ({ label }) => label.startsWith(`${LABEL} `));
  if (!withdrawn.ok) return withdrawn;
  const enrolled = await enrol({ clinic, trainer, rooms: DEMO_ROOMS.map(({ room }) => room), label: LABEL }, "socket");
  if (enrolled.ok) keep(file, enrolled.value);
  return enrolled;
}

function roomsOf(fleet: Fleet, views: readonly RoomView[], forgetting: Forgetting): DemoRoom[] {
  const now = wallClock.now();
  const shared = { forgetting, waitingRoom: createWaitingRoom() };
  const rooms = DEMO_ROOMS.flatMap((plan, index) => {
    const feed = fleet.feeds.get(plan.room);
    const session = views.find(({ name }) => name === plan.room)?.session ?? null;
    return feed ? [createDemoRoom(plan, index, feed, session, shared, now)] : [];
  });
  fleet.onMeasure((name) => rooms.find(({ room }) => room === name)?.askCuff());
  return rooms;
}

type Ward = { readonly rooms: readonly DemoRoom[]; readonly forgetting: Forgetting; readonly fleet: Fleet };

/** Beats once a second for ever; the nurse's looks and rounds run beside it. */
async function beat({ rooms, forgetting, fleet }: Ward, nurse: Operator): Promise<never> {
  const round = { rooms, forgetting, now: wallClock.now, say };
  let isLooking = false;
  const look = async () => {
    isLooking = true;
    const seen = await nurse.rooms();
    if (seen.ok && seeWall(round, seen.value)) await goRound(nurse, round);
    isLooking = false;
  };
  await goRound(nurse, round);
  const beganAt = wallClock.now();
  for (let seconds = 1; ; seconds += 1) {
    for (const room of rooms) room.second(wallClock.now());
    void fleet.flush();
    if (seconds % LOOK_EVERY_S === 0 && !isLooking) void look();
    const lateMs = wallClock.now() - (beganAt + seconds * SECOND_MS);
    if (lateMs > LATE_MAX_S * SECOND_MS) seconds += Math.floor(lateMs / SECOND_MS);
    await wallClock.wait(Math.max(0, beganAt + seconds * SECOND_MS - wallClock.now()));
  }
}

/** The demo clinic's eight rooms, for as long as the server's process lives. */
async function run(server: string): Promise<Result<never, string>> {
  const clinic = createClinic(server);
  const welcome = await welcomeOf(clinic);
  const trainer = accountOf(welcome, "trainer");
  const nurse = accountOf(welcome, "nurse");
  if (!trainer.ok) return trainer;
  if (!nurse.ok) return nurse;
  const tessa = createOperator(clinic, trainer.value);
  const enrolled = await devicesOf(clinic, tessa);
  await tessa.signOut();
  if (!enrolled.ok) return enrolled;
  const nora = createOperator(clinic, nurse.value);
  const seen = await nora.visit(({ look }) => look());
  if (!seen.ok) return seen;
  const fleet = createFleet(enrolled.value.tokens, {
    server,
    transport: "socket",
    faults: NO_FAULTS,
    seed: DEMO_SEED,
    clock: wallClock,
    say,
  });
  const forgetting = createForgetting();
  return beat({ rooms: roomsOf(fleet, seen.value, forgetting), forgetting, fleet }, nora);
}

// Without its parent nobody needs it, and nobody would end it.
process.on("disconnect", () => process.exit(0));
const { WATCHROOM_SERVER, PORT } = process.env;
const ended = await run(WATCHROOM_SERVER ?? `http://127.0.0.1:${PORT ?? DEFAULT_PORT}`);
if (!ended.ok) say(ended.message);
process.exit(1);
