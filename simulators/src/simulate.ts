import { readFile } from "node:fs/promises";
import path from "node:path";
import { assert, ok, type Result, refuse } from "@watchroom/shared/result";
import { type Classroom, createClassroom } from "./classroom.ts";
import { type Clinic, createClinic } from "./clinic.ts";
import { wallClock } from "./clock.ts";
import { type Enrolled, enrol, withdraw } from "./enrol.ts";
import { createFleet, type DeviceToken, type Fleet, parseTokens } from "./fleet.ts";
import { helpText } from "./help.ts";
import { type Account, createOperator, type Operator } from "./operator.ts";
import { type Options, parseOptions } from "./options.ts";
import { parseRecording, type Recording } from "./recording.ts";
import { runReplay, updatePeriodS } from "./replay.ts";
import { clearRooms, startSessions } from "./sessions.ts";

const STATUS_EVERY_S = 5;
/** What a person records in a browser reaches the patient within this. */
const SEEN_EVERY_S = 3;
const SECOND_MS = 1_000;

const say = (sentence: string) => console.log(sentence);
let stopped = false;
const isStopped = () => stopped;

type Devices = {
  readonly tokens: readonly DeviceToken[];
  readonly trainer: Operator | null;
  readonly deviceIds: readonly string[];
};

async function readText(file: string): Promise<Result<string, "no-file">> {
  try {
    // npm starts programs in the repository; the person typed the path where they stood.
    return ok(await readFile(path.resolve(process.env["INIT_CWD"] ?? ".", file), "utf8"));
  } catch {
    return refuse("no-file", `${file} cannot be read. Is the path right?`);
  }
}

/** The account given, or the demo trainer's. */
async function accountOf(options: Options, clinic: Clinic): Promise<Result<Account, string>> {
  if (options.account !== null) return ok(options.account);
  const welcome = await clinic.welcome();
  if (!welcome.ok) return welcome;
  const trainer = welcome.value.demoAccounts.find(({ role }) => role === "trainer");
  if (trainer) return ok(trainer);
  return refuse(
    "no-account",
    "This clinic is not the demo: give --user and --password of a trainer, or --tokens FILE.",
  );
}

const roomsOf = ({ replay, rooms, roomPrefix }: Options): string[] =>
  replay === null ? Array.from({ length: rooms }, (_, index) => `${roomPrefix} ${index + 1}`) : [replay.room];

/** The devices' tokens: read from a file, or given out to the trainer. */
async function devicesOf(options: Options, clinic: Clinic): Promise<Result<Devices, string>> {
  if (options.tokensFile !== null) {
    const file = await readText(options.tokensFile);
    const tokens = file.ok ? parseTokens(file.value) : file;
    return tokens.ok ? ok({ tokens: tokens.value, trainer: null, deviceIds: [] }) : tokens;
  }
  const account = await accountOf(options, clinic);
  if (!account.ok) return account;
  const trainer = createOperator(clinic, account.value);
  const label = options.replay === null ? "Simulated" : `Replay ${options.replay.room}`;
  if (options.replay !== null) {
    const before = await withdraw({ clinic, trainer }, (device) => device.label.startsWith(label));
    if (!before.ok) return before;
  }
  const enrolled: Result<Enrolled, string> = await enrol(
    { clinic, trainer, rooms: roomsOf(options), label },
    options.transport,
  );
  return enrolled.ok ? ok({ ...enrolled.value, trainer }) : enrolled;
}

async function recordingOf({ replay }: Options): Promise<Result<Recording | null, string>> {
  if (replay === null) return ok(null);
  const file = await readText(replay.file);
  return file.ok ? parseRecording(file.value) : file;
}

async function playRecording({ replay, speed }: Options, recording: Recording, fleet: Fleet): Promise<void> {
  const feed = [...fleet.feeds.values()][0];
  assert(replay !== null && feed !== undefined, "a replay has a room to play into");
  const { steps, notSent, faults, faultCount, notes } = recording;
  for (const note of notes) say(note);
  if (faultCount > 0) say(`Not read, and left out: ${faultCount} (${faults.join("; ")}).`);
  const left = [...notSent].map(([metric, count]) => `${metric} (${count})`).join(", ");
  if (left !== "") say(`Not sent, since neither an oximeter nor a cuff measures it: ${left}.`);
  const seconds = Math.ceil(((steps.at(-1)?.atS ?? 0) - (steps[0]?.atS ?? 0)) / speed);
  const room = [...fleet.feeds.keys()][0];
  say(
    `Playing ${steps.length} steps into "${room}" in ${seconds} s; update period ${updatePeriodS(recording, speed)} s.`,
  );
  const idPrefix = wallClock.now().toString(36);
  await runReplay({ recording, speed, loop: replay.loop, feed, fleet, clock: wallClock, idPrefix, isStopped });
  const { sent, accepted, duplicate, rejected, waiting, trouble } = fleet.tally();
  const reason = trouble === null ? "" : ` (last trouble: ${trouble})`;
  say(
    `Replay over: sent ${sent}, accepted ${accepted}, duplicate ${duplicate}, rejected ${rejected}, waiting ${waiting}${reason}.`,
  );
}

/** A look that fails is a look that comes later: the patients go on with what they know. */
async function seeRooms(trainer: Operator, classroom: Classroom): Promise<void> {
  const seen = await trainer.rooms();
  if (seen.ok) classroom.see(seen.value);
}

async function runPatients(options: Options, fleet: Fleet, { trainer }: Devices): Promise<void> {
  const classroom = createClassroom(fleet, options, wallClock);
  const rooms = [...fleet.feeds.keys()];
  say(
    `${rooms.length} simulated rooms (${rooms[0]} to ${rooms.at(-1)}), scenario ${options.scenarios.join(", ")} from minute ${options.atMin}. Ctrl-C stops.`,
  );
  if (options.sessions && trainer !== null) {
    const plans = rooms.map((room) => ({ room, ...classroom.orderOf(room) }));
    for (const trouble of await startSessions(trainer, plans, options, wallClock.now())) say(trouble);
  }
  const endsAt =
    options.minutes === null ? Number.POSITIVE_INFINITY : wallClock.now() + options.minutes * 60 * SECOND_MS;
  const beganAt = wallClock.now();
  for (let seconds = 1; !isStopped() && wallClock.now() < endsAt; seconds += 1) {
    void classroom.second();
    if (trainer !== null && seconds % SEEN_EVERY_S === 1) void seeRooms(trainer, classroom);
    if (seconds % STATUS_EVERY_S === 0) say(classroom.status());
    await wallClock.wait(Math.max(0, beganAt + seconds * SECOND_MS - wallClock.now()));
  }
  await fleet.flush();
  say(classroom.status());
}

/** The devices fall silent first: a room that still receives would not stay cleared. */
async function leave(clinic: Clinic, fleet: Fleet, { trainer, deviceIds }: Devices): Promise<void> {
  if (trainer === null) return;
  for (const trouble of await clearRooms(trainer, [...fleet.feeds.keys()])) say(trouble);
  const withdrawn = await withdraw({ clinic, trainer }, (device) => deviceIds.includes(device.deviceId));
  say(
    withdrawn.ok ? `${withdrawn.value} simulated devices withdrawn.` : `The devices stay listed: ${withdrawn.message}`,
  );
  await trainer.signOut();
}

async function run(options: Options): Promise<Result<null, string>> {
  const recording = await recordingOf(options);
  if (!recording.ok) return recording;
  const clinic = createClinic(options.server);
  const devices = await devicesOf(options, clinic);
  if (!devices.ok) return devices;
  const { server, transport, faults, seed } = options;
  const fleet = createFleet(devices.value.tokens, { server, transport, faults, seed, clock: wallClock, say });
  if (recording.value !== null) await playRecording(options, recording.value, fleet);
  else await runPatients(options, fleet, devices.value);
  // What a recording ended with stays on the wall: that its devices fell silent is part of it.
  if (recording.value === null) await leave(clinic, fleet, devices.value);
  fleet.close();
  return ok(null);
}

async function main(): Promise<number> {
  const parsed = parseOptions(process.argv.slice(2), process.env);
  if (parsed.ok && parsed.value === "help") {
    say(helpText());
    return 0;
  }
  const done = parsed.ok && parsed.value !== "help" ? await run(parsed.value) : parsed;
  if (!done.ok) console.error(done.message);
  return done.ok ? 0 : 1;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stopped) process.exit(1);
    stopped = true;
    say("Stopping; once more to stop at once.");
  });
}
process.exitCode = await main();
