import { FRAME_MS } from "@watchroom/shared/wire";
import { type BenchServer, startServer } from "./support/clinic.ts";
import { asText, numberFlag, pause, printTable, round } from "./support/measure.ts";
import { leaveFirstCore, type Measured, startMeasured } from "./support/processes.ts";
import { sendEachSecond } from "./support/readings.ts";
import { type BenchStation, openStations } from "./support/stations.ts";

/**
 * How many rooms, each with a reading a second over HTTP, one core holds: a gateway for 10 rooms, stations that watch them all,
 * everything on disk before it is answered, alarms evaluated. Held: 99 of 100 values are at the station within 250 ms, and
 * nothing is lost. Beside it the same ways in and out with nothing between.
 *
 * --seconds 20: measured for so long a step. --most 20000: the last step.
 */
const SECONDS = numberFlag("seconds", 5);
const MOST = numberFlag("most", 20_000);
const LEAST = numberFlag("least", 500);
const STEPS = [500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 40_000].filter(
  (rooms) => rooms >= LEAST && rooms <= MOST,
);
const ROOMS_A_GATEWAY = 10;
const STATIONS = 10;
const DELAY_MAX_MS = 250;
/** What is gathered for a beat takes 99 % of it at p99 by itself, so that the steps go on while it is within one more. */
const STOP_MS = DELAY_MAX_MS + FRAME_MS;
const WARM_MS = 3_000;
/** Two frames: what was sent last has come by then, or never will. */
const SETTLE_MS = 750;

type Held = {
  readonly readings: number;
  readonly lost: number;
  readonly p50: number | null;
  readonly p99: number | null;
  /** Of one core. */
  readonly share: number;
  readonly snapshots: number;
};

const isHeld = ({ p99, lost }: Held, delayMs: number): boolean => p99 !== null && p99 <= delayMs && lost === 0;

async function holdRooms(server: Measured & Pick<BenchServer, "senders">, cookie: string): Promise<Held> {
  const stations = await openStations(server.url, cookie, STATIONS);
  const sending = sendEachSecond(server.url, server.senders);
  await pause(WARM_MS);
  for (const station of stations) station.measure();
  const [cpuBefore, startedAt, before] = [await server.cpuMs(), performance.now(), sending.sent.accepted];
  await pause(SECONDS * 1_000);
  const cpuMs = (await server.cpuMs()) - cpuBefore;
  const tookMs = performance.now() - startedAt;
  const readings = sending.sent.accepted - before;
  await sending.stop();
  await pause(SETTLE_MS);
  const { sent } = sending;
  const unseen = stations.reduce((count, station) => count + valuesUnseen(station, sent.last), 0);
  for (const station of stations) station.close();
  const delays = stations.map(({ delays: own }) => own);
  const worst = (share: number): number =>
    Math.max(...delays.map((own) => own.within(share) ?? Number.POSITIVE_INFINITY));
  return {
    readings: (readings / tookMs) * 1_000,
    lost: sent.readings - sent.accepted + unseen,
    p50: worst(0.5),
    p99: worst(0.99),
    share: cpuMs / tookMs,
    snapshots: stations.reduce((count, station) => count + station.snapshots, 0),
  };
}

function valuesUnseen({ pulseRates }: BenchStation, last: ReadonlyMap<string, number>): number {
  return [...last].filter(([room, pulseRate]) => pulseRates.get(room) !== pulseRate).length;
}

async function real(rooms: number): Promise<Held> {
  const server = await startServer(rooms, ROOMS_A_GATEWAY);
  try {
    return await holdRooms(server, await server.signIn());
  } finally {
    await server.stop();
  }
}

async function bare(rooms: number): Promise<Held> {
  const server = await startMeasured("bare-process.mjs", {});
  const senders = Array.from({ length: rooms / ROOMS_A_GATEWAY }, (_, turn) => ({
    token: `gateway-${turn}`,
    rooms: Array.from({ length: ROOMS_A_GATEWAY }, (_room, index) => `Room ${turn * ROOMS_A_GATEWAY + index + 1}`),
  }));
  try {
    return await holdRooms({ ...server, senders }, "");
  } finally {
    await server.stop();
  }
}

leaveFirstCore();
const rows: (string | number)[][] = [];
const most = { Watchroom: 0, bare: 0 };
const carried = { Watchroom: 0, bare: 0 };
const going = new Set(["Watchroom", "bare"] as const);
for (const rooms of STEPS) {
  for (const [name, run] of [
    ["bare", bare],
    ["Watchroom", real],
  ] as const) {
    if (!going.has(name)) continue;
    const held = await run(rooms);
    if (isHeld(held, DELAY_MAX_MS)) most[name] = rooms;
    if (isHeld(held, STOP_MS)) carried[name] = rooms;
    else going.delete(name);
    const us = (held.share / held.readings) * 1_000_000;
    rows.push([
      rooms,
      name,
      round(held.readings),
      held.lost,
      asText(held.p50),
      asText(held.p99),
      `${round(held.share * 100)} %`,
      round(us),
      held.snapshots,
      isHeld(held, DELAY_MAX_MS) ? "yes" : "no",
    ]);
    console.log(rows.at(-1)?.join(" "));
  }
}
printTable(
  `Rooms held within ${DELAY_MAX_MS} ms: Watchroom ${most.Watchroom}, bare ${most.bare}; within ${STOP_MS} ms: ${carried.Watchroom}, bare ${carried.bare}`,
  ["rooms", "server", "readings/s", "lost", "p50 ms", "p99 ms", "core", "us a reading", "snapshots again", "held"],
  rows,
);
