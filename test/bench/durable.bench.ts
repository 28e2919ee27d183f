import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { io } from "socket.io-client";
import { type Sender, startServer } from "./support/clinic.ts";
import { numberFlag, printTable, round } from "./support/measure.ts";
import { leaveFirstCore, startMeasured } from "./support/processes.ts";
import { acceptedIn, createPoster, quietReading } from "./support/readings.ts";

/**
 * Durable readings a second: 100 a call over HTTP and over Socket.IO, answered when they are on disk, against bare inserts of the
 * same rows in the same run (synchronous FULL, 1,000 a commit). Many gateways, since each may send 5,000 a second only.
 *
 * --seconds 20: each for so long.
 */
const SECONDS = numberFlag("seconds", 6);
const TURNS = 2;
const READINGS_A_CALL = 100;
const GATEWAYS = 200;
/** Calls that wait for their answer at a time: enough that the server never waits for a sender. */
const OPEN_CALLS = 32;

type Rate = { readonly perSecond: number; readonly perCpuSecond: number };
type Send = (sender: Sender, readings: readonly object[]) => Promise<number>;

const callOf = ({ rooms }: Sender, call: number): object[] =>
  Array.from({ length: READINGS_A_CALL }, (_, index) =>
    quietReading(rooms[index % rooms.length] ?? "", call * READINGS_A_CALL + index),
  );

/** Keeps `OPEN_CALLS` going until the time is over; how many readings were accepted. */
async function flood(senders: readonly Sender[], send: Send): Promise<number> {
  const until = performance.now() + SECONDS * 1_000;
  let accepted = 0;
  let calls = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < until) {
      const call = calls++;
      const sender = senders[call % senders.length];
      if (sender === undefined) return;
      const answered = await send(sender, callOf(sender, Math.floor(call / senders.length)));
      accepted += answered;
    }
  };
  await Promise.all(Array.from({ length: OPEN_CALLS }, worker));
  return accepted;
}

async function measured(way: "HTTP" | "Socket.IO"): Promise<Rate> {
  const server = await startServer(GATEWAYS * 10, 10);
  const { send, close } = way === "HTTP" ? overHttp(server.url) : await overSocket(server.url, server.senders);
  const [cpuBefore, startedAt] = [await server.cpuMs(), performance.now()];
  const accepted = await flood(server.senders, send);
  const cpuMs = (await server.cpuMs()) - cpuBefore;
  const tookMs = performance.now() - startedAt;
  close();
  await server.stop();
  return { perSecond: (accepted / tookMs) * 1_000, perCpuSecond: (accepted / cpuMs) * 1_000 };
}

type Way = { readonly send: Send; close(): void };

function overHttp(url: string): Way {
  const poster = createPoster(url);
  return {
    send: async ({ token }, readings) => acceptedIn((await poster.post(token, readings)).text),
    close: poster.close,
  };
}

async function overSocket(url: string, senders: readonly Sender[]): Promise<Way> {
  const sockets = new Map(
    senders.map(({ token }) => [
      token,
      io(`${url}/devices`, { auth: { token }, transports: ["websocket"], forceNew: true }),
    ]),
  );
  const connected = [...sockets.values()].map(
    (socket) => new Promise((resolve) => socket.once("connect", () => resolve(null))),
  );
  await Promise.all(connected);
  return {
    async send({ token }, readings) {
      const answer: unknown = await sockets.get(token)?.emitWithAck("readings", { readings });
      return acceptedIn(JSON.stringify(answer));
    },
    close() {
      for (const socket of sockets.values()) socket.disconnect();
    },
  };
}

/** The same rows put into SQLite by a loop, on the server's core. */
async function bare(isUnique: boolean): Promise<Rate> {
  const folder = mkdtempSync(path.join(tmpdir(), "watchroom-bench-"));
  const run = await startMeasured("bare-inserts.mjs", {
    FILE: path.join(folder, "bare.db"),
    SECONDS: String(SECONDS),
    UNIQUE: isUnique ? "1" : "0",
  });
  const { rows, tookMs, cpuMs } = JSON.parse(run.url) as { rows: number; tookMs: number; cpuMs: number };
  await run.stop();
  rmSync(folder, { recursive: true, force: true });
  return { perSecond: (rows / tookMs) * 1_000, perCpuSecond: (rows / cpuMs) * 1_000 };
}

leaveFirstCore();
const rows: string[][] = [];
for (let turn = 0; turn < TURNS; turn++) {
  const limit = await bare(false);
  const add = (name: string, { perSecond, perCpuSecond }: Rate): void => {
    const ratios = [perSecond / limit.perSecond, perCpuSecond / limit.perCpuSecond].map((ratio) => round(ratio, 2));
    rows.push([`${turn + 1}`, name, round(perSecond), round(perCpuSecond), ...ratios]);
  };
  add("bare inserts, 1,000 a commit", limit);
  add("bare inserts, no id twice", await bare(true));
  add("HTTP, 100 a call", await measured("HTTP"));
  add("Socket.IO, 100 a call", await measured("Socket.IO"));
}
printTable(
  "Durable readings",
  ["turn", "way", "readings/s", "readings a core-second", "of bare", "of bare, a core-second"],
  rows,
);
