import type { CommandReply, Payload } from "@watchroom/shared/wire";
import { startServer } from "./support/clinic.ts";
import { numberFlag, pause, printTable, round } from "./support/measure.ts";
import { leaveFirstCore } from "./support/processes.ts";
import { sendEachSecond } from "./support/readings.ts";
import { type BenchStation, openStation } from "./support/stations.ts";
import { openWall } from "./support/wall.ts";

/**
 * The wall in a real browser, every tile with a session and a reading a second: how busy the page's main thread is, and
 * how its heap grows after collections of garbage.
 *
 * --minutes 10: each for so long.
 */
const MINUTES = numberFlag("minutes", 1);
const TILE_COUNTS = [24, 48];
const WARM_MS = 10_000;

async function startSessions(station: BenchStation): Promise<void> {
  for (const { roomId } of station.snapshot.rooms) {
    const payload: Payload<"startSession"> = {
      roomId,
      initials: "AB",
      route: "intravenous",
      includeEarlier: true,
      cuffArm: "other",
    };
    const reply: CommandReply = await station.socket.emitWithAck("command", { name: "startSession", payload });
    if (!reply.ok) throw new Error(reply.message);
  }
}

async function measure(tiles: number): Promise<string[]> {
  const server = await startServer(tiles, 10);
  const sending = sendEachSecond(server.url, server.senders, false);
  const station = await openStation(server.url, await server.signIn());
  await pause(2_000);
  await startSessions(station);
  const wall = await openWall(server);
  const devtools = await wall.page.context().newCDPSession(wall.page);
  // Time on the processor: on a shared machine a task also stands in line for it.
  await devtools.send("Performance.setTimeDomain", { timeDomain: "threadTicks" });
  await devtools.send("Performance.enable");
  const taken = async (): Promise<{ taskS: number; heapBytes: number; at: number }> => {
    await devtools.send("HeapProfiler.collectGarbage");
    const { metrics } = await devtools.send("Performance.getMetrics");
    const numberOf = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return { taskS: numberOf("TaskDuration"), heapBytes: numberOf("JSHeapUsedSize"), at: performance.now() };
  };
  await pause(WARM_MS);
  const before = await taken();
  const shown = await wall.page.locator(".tile").count();
  await pause(MINUTES * 60_000);
  // The collection itself is a task of the main thread: a look before it.
  const { metrics } = await devtools.send("Performance.getMetrics");
  const taskS = metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
  const tookMs = performance.now() - before.at;
  const after = await taken();
  await wall.close();
  station.close();
  await sending.stop();
  await server.stop();
  const busy = ((taskS - before.taskS) * 1_000) / tookMs;
  return [
    `${shown}`,
    `${round(busy * 100, 1)} %`,
    round(before.heapBytes / 1e6, 2),
    round(after.heapBytes / 1e6, 2),
    round((after.heapBytes - before.heapBytes) / 1e3),
    round(MINUTES, 1),
  ];
}

leaveFirstCore();
const rows: string[][] = [];
for (const tiles of TILE_COUNTS) {
  rows.push(await measure(tiles));
  console.log(rows.at(-1)?.join(" "));
}
printTable(
  "The wall, 1920x1080, dark, a reading a second each",
  ["tiles", "main thread", "heap MB at first", "heap MB at the end", "growth kB", "minutes"],
  rows,
);
