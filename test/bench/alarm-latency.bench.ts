import type { Frame } from "@watchroom/shared/wire";
import { type BenchServer, type Sender, startServer } from "./support/clinic.ts";
import { asText, Delays, numberFlag, pause, printTable } from "./support/measure.ts";
import { leaveFirstCore } from "./support/processes.ts";
import { createPoster, quietReading, sendEachSecond } from "./support/readings.ts";
import { type BenchStation, openStations } from "./support/stations.ts";
import { type OpenWall, openWall } from "./support/wall.ts";

/**
 * From the server receiving an SpO2 that bypasses every delay to the alarm painted on a wall in a real browser, hop by hop.
 * With 500 rooms no browser watches: the wall is not made for so many tiles, and the hop to the sockets is the server's.
 *
 * --alarms 200: so many of them.
 */
const ALARMS = numberFlag("alarms", 60);
const STATIONS = 20;
const ROOMS_A_GATEWAY = 10;
const DEEP_SPO2 = 78;
const EVERY_MS = 330;
const SETTLE_MS = 3_000;

/** Milliseconds since 1970, of the one clock of this machine. */
type Painted = { readonly room: string; readonly framed: number; readonly painted: number };

/** When each room's first alarm came, on one station. */
function arrivals({ socket, snapshot }: BenchStation): Map<string, { at: number; framed: number; received: number }> {
  const names = new Map(snapshot.rooms.map(({ roomId, name }) => [roomId, name]));
  const found = new Map<string, { at: number; framed: number; received: number }>();
  socket.on("frame", ({ at: framed, rooms }: Frame) => {
    const at = Date.now();
    for (const { roomId, alarms, metrics } of rooms) {
      const name = names.get(roomId) ?? "";
      if (!alarms?.some(({ metric }) => metric === "spo2") || found.has(name)) continue;
      found.set(name, { at, framed, received: metrics?.spo2?.at ?? framed });
    }
  });
  return found;
}

type Measured = {
  readonly toFrame: Delays;
  readonly toStation: Delays;
  readonly toPaint: Delays;
  readonly whole: Delays;
};

/** Sends one deep value for each room in turn, among the quiet ones of all rooms. */
async function alarmRooms(server: BenchServer, rooms: readonly string[]): Promise<void> {
  const poster = createPoster(server.url);
  const senderOf = new Map(
    server.senders.flatMap((sender) => sender.rooms.map((room): [string, Sender] => [room, sender])),
  );
  for (const [index, room] of rooms.entries()) {
    const token = senderOf.get(room)?.token ?? "";
    const { status, text } = await poster.post(token, [quietReading(room, -1_000 - index, DEEP_SPO2)]);
    if (status !== 200) throw new Error(text);
    await pause(EVERY_MS * (0.5 + Math.random()));
  }
  poster.close();
}

async function measure(roomCount: number, withBrowser: boolean): Promise<Measured> {
  const server = await startServer(roomCount, ROOMS_A_GATEWAY);
  const cookie = await server.signIn();
  const sending = sendEachSecond(server.url, server.senders, false);
  const stations = await openStations(server.url, cookie, withBrowser ? STATIONS - 1 : STATIONS);
  const wall = withBrowser ? await openWall(server, "painted.mjs") : null;
  await pause(SETTLE_MS);
  const came = stations.map(arrivals);
  const rooms = server.senders.flatMap((sender) => sender.rooms);
  const chosen = rooms.filter((_, index) => index % Math.ceil(rooms.length / ALARMS) === 0).slice(0, ALARMS);
  await alarmRooms(server, chosen);
  await pause(SETTLE_MS);
  const painted = await paintedOn(wall);
  await sending.stop();
  for (const station of stations) station.close();
  await wall?.close();
  await server.stop();
  return hopsOf(chosen, came, painted);
}

async function paintedOn(wall: OpenWall | null): Promise<readonly Painted[] | null> {
  if (wall === null) return null;
  return wall.page.evaluate(() => (window as unknown as { painted: Painted[] }).painted);
}

function hopsOf(
  rooms: readonly string[],
  came: readonly ReturnType<typeof arrivals>[],
  painted: readonly Painted[] | null,
): Measured {
  const hops: Measured = { toFrame: new Delays(), toStation: new Delays(), toPaint: new Delays(), whole: new Delays() };
  for (const room of rooms) {
    for (const station of came) {
      const hop = station.get(room);
      if (hop === undefined) throw new Error(`the alarm of ${room} did not reach every station`);
      hops.toFrame.add(hop.framed - hop.received);
      hops.toStation.add(hop.at - hop.framed);
      if (painted === null) hops.whole.add(hop.at - hop.received);
    }
    const seen = painted?.find((one) => one.room === room);
    const received = came[0]?.get(room)?.received;
    if (painted !== null && (seen === undefined || received === undefined))
      throw new Error(`the alarm of ${room} was not painted`);
    if (seen === undefined || received === undefined) continue;
    hops.toPaint.add(seen.painted - seen.framed);
    hops.whole.add(seen.painted - received);
  }
  return hops;
}

leaveFirstCore();
const rows: (string | number)[][] = [];
for (const [rooms, withBrowser] of [
  [48, true],
  [500, false],
] as const) {
  const { toFrame, toStation, toPaint, whole } = await measure(rooms, withBrowser);
  const both = (delays: Delays): string => `${asText(delays.within(0.5))} / ${asText(delays.within(0.99))}`;
  rows.push([
    rooms,
    withBrowser ? "19 sockets, 1 browser" : "20 sockets",
    both(toFrame),
    both(toStation),
    withBrowser ? both(toPaint) : "-",
    both(whole),
  ]);
}
printTable(
  "Alarm latency, p50 / p99 in ms (the whole way of 500 rooms ends at the station's socket)",
  ["rooms", "stations", "receipt to frame", "frame to station", "station to paint", "whole way"],
  rows,
);
