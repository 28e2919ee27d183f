import { startServer } from "./support/clinic.ts";
import { numberFlag, pause, printTable, round } from "./support/measure.ts";
import { leaveFirstCore } from "./support/processes.ts";
import { createPoster, quietReading, sendEachSecond } from "./support/readings.ts";

/**
 * What a room costs as there are more of them: processor while each sends a reading a second, and memory when each has some
 * readings behind it (sent at once beforehand; after 320 nothing of a room grows any more).
 *
 * --fill 320: so many readings a room. --seconds 20: measured for so long.
 */
const FILL = numberFlag("fill", 100);
const SECONDS = numberFlag("seconds", 4);
const LEAST = numberFlag("least", 10);
const MOST = numberFlag("most", 10_000);
const ROOM_COUNTS = [10, 100, 1_000, 10_000].filter((rooms) => rooms >= LEAST && rooms <= MOST);
const ROOMS_A_GATEWAY = 10;
const FILL_A_CALL = 20;
const OPEN_CALLS = 8;
const WARM_MS = 2_000;

type Cost = { readonly cpuUs: number; readonly share: number; readonly rssBytes: number; readonly heapBytes: number };
type Server = Awaited<ReturnType<typeof startServer>>;

async function fill({ url, senders }: Server): Promise<void> {
  const poster = createPoster(url);
  const calls = senders.flatMap((sender) =>
    Array.from({ length: FILL / FILL_A_CALL }, (_, call) => ({ sender, first: -FILL + call * FILL_A_CALL })),
  );
  const worker = async (): Promise<void> => {
    for (let next = calls.shift(); next !== undefined; next = calls.shift()) {
      const { sender, first } = next;
      const readings = sender.rooms.flatMap((room) =>
        Array.from({ length: FILL_A_CALL }, (_, index) => quietReading(room, first + index, 97)),
      );
      const { status, text } = await poster.post(sender.token, readings);
      if (status !== 200) throw new Error(`the fill was answered ${status}: ${text.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: OPEN_CALLS }, worker));
  poster.close();
}

async function costOf(roomCount: number): Promise<Cost> {
  const server = await startServer(roomCount, ROOMS_A_GATEWAY);
  const empty = await server.memory();
  await fill(server);
  const sending = sendEachSecond(server.url, server.senders);
  await pause(WARM_MS);
  const [cpuBefore, startedAt, before] = [await server.cpuMs(), performance.now(), sending.sent.accepted];
  await pause(SECONDS * 1_000);
  const cpuMs = (await server.cpuMs()) - cpuBefore;
  const [tookMs, readings] = [performance.now() - startedAt, sending.sent.accepted - before];
  const full = await server.memory();
  await sending.stop();
  await server.stop();
  return {
    cpuUs: (cpuMs * 1_000) / readings,
    share: cpuMs / tookMs,
    rssBytes: full.rssBytes - empty.rssBytes,
    heapBytes: full.heapBytes - empty.heapBytes,
  };
}

leaveFirstCore();
const rows: string[][] = [];
for (const rooms of ROOM_COUNTS) {
  const { cpuUs, share, rssBytes, heapBytes } = await costOf(rooms);
  const kB = (bytes: number): string => round(bytes / rooms / 1_000, 1);
  rows.push([
    `${rooms}`,
    `${round(share * 100, 1)} %`,
    round(cpuUs),
    kB(heapBytes),
    kB(rssBytes),
    round(rssBytes / 1e6),
  ]);
  console.log(rows.at(-1)?.join(" "));
}
printTable(
  `Cost of a room, each with ${FILL} readings behind it and one a second`,
  ["rooms", "core", "us a reading", "heap kB a room", "RSS kB a room", "RSS growth MB"],
  rows,
);
