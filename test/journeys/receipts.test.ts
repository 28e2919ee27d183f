import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AlarmView } from "@watchroom/shared/alarm";
import { AddDeviceAnswer, PATHS } from "@watchroom/shared/http";
import type {
  CommandReply,
  Frame,
  Heard,
  Receipt,
  ReceiptReport,
  ServerToStation,
  Snapshot,
  StationToServer,
} from "@watchroom/shared/wire";
import { io, type Socket } from "socket.io-client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { databaseFile } from "../../server/src/data-folder.ts";
import { start } from "../../server/src/main.ts";
import { openSqliteStore } from "../../server/src/store/sqlite.ts";
import { oximetry } from "../support/clinic.ts";
import { room } from "../support/entries.ts";
import { createFakeClock } from "../support/fake-clock.ts";

const SERVER = new URL("./support/serve-until-killed.ts", import.meta.url).pathname;
const PASSWORD = "journey-password";
type Served = { readonly url: string; readonly setUpUrl: string | null };

let folder: string;
const stops: (() => Promise<unknown> | unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "watchroom-receipts-"));
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function call(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  expect(answer.ok, url).toBe(true);
  return answer;
}

/** The clinic's administrator, two people with their cookies, and an oximeter in Room 1. */
async function setUp({ url, setUpUrl }: Served) {
  const signedIn = async (name: string): Promise<string> => {
    const answer = await call(`${url}${PATHS.signIn}`, { name, password: PASSWORD });
    return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  };
  const admin = { name: "admin", displayName: "A. Dmin", password: PASSWORD };
  await call(`${url}${PATHS.setUp}`, { token: setUpUrl?.split("#")[1], clinicName: "Journey Clinic", ...admin });
  const cookie = await signedIn("admin");
  for (const [name, displayName, role] of [
    ["nurse", "N. Okafor", "nurse"],
    ["doctor", "P. Lindqvist", "physician"],
  ]) {
    await call(`${url}${PATHS.operators}`, { name, displayName, role, password: PASSWORD }, { cookie });
  }
  const device = await call(`${url}${PATHS.devices}`, { kind: "oximeter", rooms: ["Room 1"] }, { cookie });
  const { token } = AddDeviceAnswer.parse(await device.json());
  return { token, nurse: await signedIn("nurse"), doctor: await signedIn("doctor") };
}

const send = (url: string, token: string, reading: object): Promise<Response> =>
  call(`${url}${PATHS.readings}`, { readings: [reading] }, { authorization: `Bearer ${token}` });

/** A station without a screen: it knows of Room 1 what snapshot and frames told it. */
async function openStation(url: string, cookie: string, stationId: string) {
  const socket: Socket<ServerToStation, StationToServer> = io(url, {
    ...{
      extraHeaders: { cookie },
      auth: { stationId },
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
    },
  });
  stops.push(() => socket.disconnect());
  let alarms: readonly AlarmView[] = [];
  let heard: readonly Heard[] = [];
  let roomId = "";
  let framesWithAlarms = 0;
  const looks = new Set<() => void>();
  socket.on("ping", (answer) => answer());
  socket.on("snapshot", ({ rooms }: Snapshot) => {
    ({ alarms, heard, roomId } = rooms[0] ?? { alarms, heard, roomId });
    for (const look of looks) look();
  });
  socket.on("frame", ({ rooms }: Frame) => {
    for (const patch of rooms) {
      if (patch.alarms !== undefined) framesWithAlarms += 1;
      alarms = patch.alarms ?? alarms;
      heard = patch.heard ?? heard;
    }
    for (const look of looks) look();
  });
  const until = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const again = (): void => {
        const found = look();
        if (found === undefined) return;
        looks.delete(again);
        resolve(found);
      };
      looks.add(again);
      again();
    });
  await until(() => roomId || undefined);
  socket.emit("station", { visible: true, audible: true });
  return {
    signal: () => until(() => alarms.find(({ signal, metric }) => signal === "on" && metric === "spo2")),
    heardAt: (episodeId: string, stations: number) =>
      until(() => heard.find((one) => one.episodeId === episodeId && one.stations === stations)),
    framesWithAlarms: () => framesWithAlarms,
    sentAgain: (before: number) => until(() => (framesWithAlarms > before ? true : undefined)),
    /** Says so, and waits until the server has heard it. */
    async tells({ episodeId, signalledAt }: AlarmView, agoMs: number, ...dids: ReceiptReport["did"][]): Promise<void> {
      const reports = dids.map((did) => ({ episodeId, signalledAt: signalledAt ?? 0, did, agoMs }));
      socket.emit("receipts", reports);
      await new Promise((resolve) => socket.emit("command", {} as never, resolve));
    },
    acknowledges: ({ episodeId }: AlarmView): Promise<CommandReply> =>
      new Promise((resolve) =>
        socket.emit("command", { name: "acknowledge", payload: { roomId, episodeId } }, resolve),
      ),
    roomId: () => roomId,
  };
}

function record(roomId: string): { receipts: Receipt[]; changes: (readonly [string, string | null])[] } {
  const store = openSqliteStore({ file: databaseFile(folder, false), writer: true });
  const bodies = store.entriesAfter(room(roomId), 0).map(({ body }) => body);
  store.close();
  return {
    receipts: bodies.flatMap((body) => (body.kind === "receipt" ? [body.receipt] : [])),
    changes: bodies.flatMap((body) =>
      body.kind === "alarm" && body.change.alarm.metric === "spo2" ? [[body.change.change, body.change.by]] : [],
    ),
  };
}

it("an alarm is on record for each station: the one that heard it and took it, and the deaf one", async () => {
  const clock = createFakeClock();
  const env = { PORT: "0", WATCHROOM_DEMO: "0", WATCHROOM_DATA: folder, WATCHROOM_LOG: "silent" };
  const server = await start(env, { repositoryDir: folder, clockFrom: () => clock });
  stops.push(() => server.stop());
  const { token, nurse, doctor } = await setUp(server);
  const desk = await openStation(server.url, nurse, "0123456789abcdef");
  const deaf = await openStation(server.url, doctor, "fedcba9876543210");
  await send(server.url, token, oximetry(clock, 97));
  await send(server.url, token, oximetry(clock, 80));
  const alarm = await desk.signal();
  await deaf.signal();
  const begunAt = alarm.signalledAt ?? 0;
  clock.advance(300);
  await desk.tells(alarm, 0, "received", "painted", "sounded");
  clock.advance(200);
  expect(await deaf.heardAt(alarm.episodeId, 1), "told to the others").toMatchObject({ firstMs: 300 });
  const framesBefore = deaf.framesWithAlarms();
  clock.advance(2_000);
  await deaf.sentAgain(framesBefore);
  expect(await desk.acknowledges(alarm)).toEqual({ ok: true });
  clock.advance(20_000);
  await server.stop();
  const times = { sentAt: begunAt, receivedAt: begunAt + 300, paintedAt: begunAt + 300, soundedAt: begunAt + 300 };
  const { receipts } = record(desk.roomId());
  expect(receipts.filter(({ episodeId }) => episodeId === alarm.episodeId)).toMatchObject([
    { by: "N. Okafor", stationId: "0123456789abcdef", ...times, actedAt: null },
    { by: "N. Okafor", stationId: "0123456789abcdef", ...times, actedAt: begunAt + 2_500 },
    { by: "P. Lindqvist", sentAt: begunAt, receivedAt: null, soundedAt: null, actedAt: null },
  ]);
});

async function serve(): Promise<{ served: Served; child: ChildProcess }> {
  const child = spawn(process.execPath, ["--import", "tsx", SERVER, folder], { stdio: ["ignore", "pipe", "inherit"] });
  stops.push(() => child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { served: JSON.parse(line.toString()) as Served, child };
}

/** Between what was measured around it, and not by how fast this machine is: two clocks of it may differ by a rounding. */
function expectWithin(value: number, least: number, most: number): void {
  expect(value).toBeGreaterThanOrEqual(least - 2);
  expect(value).toBeLessThanOrEqual(most + 2);
}

it("nothing is lost when the server is killed between the alarm and its acknowledgement", async () => {
  const wall = { now: () => ({ wall: Date.now() }) } as Parameters<typeof oximetry>[0];
  const first = await serve();
  const { token, nurse } = await setUp(first.served);
  const before = await openStation(first.served.url, nurse, "0123456789abcdef");
  await send(first.served.url, token, oximetry(wall, 97));
  await send(first.served.url, token, oximetry(wall, 80));
  const alarm = await before.signal();
  const tellsAt = Date.now();
  await before.tells(alarm, 0, "received", "painted", "sounded");
  const toldBy = Date.now();
  const heardBefore = await before.heardAt(alarm.episodeId, 1);
  const soundedAt = (alarm.signalledAt ?? 0) + (heardBefore.firstMs ?? Number.NaN);
  expectWithin(soundedAt, tellsAt, toldBy);
  first.child.kill("SIGKILL");
  await once(first.child, "exit");

  const second = await serve();
  const after = await openStation(second.served.url, nurse, "0123456789abcdef");
  const still = await after.signal();
  expect([still.episodeId, still.signalledAt]).toEqual([alarm.episodeId, alarm.signalledAt]);
  // As a station does on a new line: all that it knows, as old as it is.
  const tellsAgainAt = Date.now();
  await after.tells(still, tellsAgainAt - soundedAt, "received", "painted", "sounded");
  const onTheWayMs = Date.now() - tellsAgainAt;
  const heardAfter = await after.heardAt(alarm.episodeId, 1);
  expectWithin(heardAfter.firstMs ?? Number.NaN, heardBefore.firstMs ?? 0, (heardBefore.firstMs ?? 0) + onTheWayMs);
  expect(await after.acknowledges(still)).toEqual({ ok: true });
  second.child.kill("SIGTERM");
  await once(second.child, "exit");

  const { receipts, changes } = record(after.roomId());
  expect(changes).toEqual([
    ["began", null],
    ["acknowledged", "N. Okafor"],
  ]);
  const taken = receipts.filter(({ episodeId }) => episodeId === alarm.episodeId).at(-1);
  expect(taken).toMatchObject({ stationId: "0123456789abcdef", by: "N. Okafor" });
  expect((taken?.actedAt ?? 0) - (alarm.signalledAt ?? 0)).toBeGreaterThan(0);
  expectWithin(taken?.soundedAt ?? Number.NaN, soundedAt, soundedAt + onTheWayMs);
});
