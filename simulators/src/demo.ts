import type { Welcome } from "@watchroom/shared/http";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { RoomView } from "@watchroom/shared/wire";
import { type Clinic, createClinic } from "./clinic.ts";
import { wallClock } from "./clock.ts";
import { goRound } from "./demo-nurse.ts";
import { DEMO_ROOMS, DEMO_SEED } from "./demo-plan.ts";
import { createDemoRoom, type DemoRoom } from "./demo-room.ts";
import { type Enrolled, enrol, withdraw } from "./enrol.ts";
import { NO_FAULTS } from "./faults.ts";
import { createFleet, type Fleet } from "./fleet.ts";
import { DEFAULT_PORT } from "./help.ts";
import { type Account, createOperator, type Operator } from "./operator.ts";

const SECOND_MS = 1_000;
/** The demo's nurse looks at the wall at least so often, and waits so long when the server does not answer. */
const ROUND_EVERY_S = 60;
const RETRY_S = 5;
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

/** Devices of an earlier run cannot be used again, since only hashes of their tokens are kept: new ones take their places. */
async function enrolAnew(clinic: Clinic, trainer: Operator): Promise<Result<Enrolled, string>> {
  const withdrawn = await withdraw({ clinic, trainer }, ({ label }) => label.startsWith(`${LABEL} `));
  if (!withdrawn.ok) return withdrawn;
  const enrolled = await enrol({ clinic, trainer, rooms: DEMO_ROOMS.map(({ room }) => room), label: LABEL }, "socket");
  await trainer.signOut();
  return enrolled;
}

function roomsOf(fleet: Fleet, views: readonly RoomView[]): DemoRoom[] {
  const now = wallClock.now();
  return DEMO_ROOMS.flatMap((plan, index) => {
    const feed = fleet.feeds.get(plan.room);
    const session = views.find(({ name }) => name === plan.room)?.session ?? null;
    return feed ? [createDemoRoom(plan, index, feed, session, now)] : [];
  });
}

/** Beats once a second for ever; the nurse's round runs beside it. */
async function beat(rooms: readonly DemoRoom[], fleet: Fleet, nurse: Operator): Promise<never> {
  let isOnRound = false;
  let roundInS = 0;
  const round = async () => {
    isOnRound = true;
    const isDone = await goRound(nurse, rooms, wallClock.now(), say);
    roundInS = isDone ? ROUND_EVERY_S : RETRY_S;
    isOnRound = false;
  };
  await round();
  const beganAt = wallClock.now();
  for (let seconds = 1; ; seconds += 1) {
    for (const room of rooms) room.second(wallClock.now());
    void fleet.flush();
    roundInS -= 1;
    const isNeeded = roundInS <= 0 || (roundInS < ROUND_EVERY_S - RETRY_S && rooms.some((room) => room.isActDue()));
    if (isNeeded && !isOnRound) void round();
    // After a sleep of the machine the missed seconds are let go, not caught up in one burst.
    const lateMs = wallClock.now() - (beganAt + seconds * SECOND_MS);
    if (lateMs > RETRY_S * SECOND_MS) seconds += Math.floor(lateMs / SECOND_MS);
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
  const enrolled = await enrolAnew(clinic, createOperator(clinic, trainer.value));
  if (!enrolled.ok) return enrolled;
  const nora = createOperator(clinic, nurse.value);
  const seen = await nora.visit(async ({ rooms }) => rooms);
  if (!seen.ok) return seen;
  const fleet = createFleet(enrolled.value.tokens, {
    server,
    transport: "socket",
    faults: NO_FAULTS,
    seed: DEMO_SEED,
    clock: wallClock,
    say,
  });
  return beat(roomsOf(fleet, seen.value), fleet, nora);
}

// Without its parent nobody needs it, and nobody would end it.
process.on("disconnect", () => process.exit(0));
const { WATCHROOM_SERVER, PORT } = process.env;
const ended = await run(WATCHROOM_SERVER ?? `http://127.0.0.1:${PORT ?? DEFAULT_PORT}`);
if (!ended.ok) say(ended.message);
process.exit(1);
