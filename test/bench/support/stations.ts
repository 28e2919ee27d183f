import type { Frame, ServerToStation, Snapshot, StationToServer } from "@watchroom/shared/wire";
import { io, type Socket } from "socket.io-client";
import { Delays } from "./measure.ts";
import { sharedParser } from "./shared-decoder.ts";

export type StationSocket = Socket<ServerToStation, StationToServer>;

/** A station without a screen: on its socket, with the values it would show. */
export type BenchStation = {
  readonly socket: StationSocket;
  readonly snapshot: Snapshot;
  /** From the server's receipt of each value that came to its arrival here. Same machine, same clock. */
  readonly delays: Delays;
  /** Newest pulse rate of each room, by the room's name (its id where the server has no names). */
  readonly pulseRates: Map<string, number | null>;
  frames: number;
  /** Snapshots after the first: the station was too slow, or missed something. */
  snapshots: number;
  /** From now on. */
  measure(): void;
  close(): void;
};

/** Resolves with its first snapshot. */
export function openStation(url: string, cookie: string): Promise<BenchStation> {
  const socket: StationSocket = io(url, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie },
    parser: sharedParser,
  });
  return new Promise((resolve, reject) => {
    socket.on("connect_error", reject);
    socket.once("snapshot", (snapshot) => resolve(follow(socket, snapshot)));
  });
}

function follow(socket: StationSocket, snapshot: Snapshot): BenchStation {
  const names = new Map(snapshot.rooms.map(({ roomId, name }) => [roomId, name]));
  let isMeasuring = false;
  const station: BenchStation = {
    socket,
    snapshot,
    delays: new Delays(),
    pulseRates: new Map(),
    frames: 0,
    snapshots: 0,
    measure() {
      isMeasuring = true;
    },
    close: () => void socket.disconnect(),
  };
  socket.on("frame", ({ rooms }: Frame) => {
    const now = Date.now();
    station.frames += 1;
    for (const { roomId, metrics } of rooms) {
      const pulse = metrics?.pulseRate;
      if (pulse === undefined) continue;
      station.pulseRates.set(names.get(roomId) ?? roomId, pulse.value);
      if (isMeasuring) station.delays.add(now - pulse.at);
    }
  });
  socket.on("snapshot", ({ rooms }: Snapshot) => {
    station.snapshots += 1;
    for (const { name, metrics } of rooms) station.pulseRates.set(name, metrics.pulseRate?.value ?? null);
  });
  socket.on("ping", (answer) => answer());
  socket.emit("station", { visible: true, audible: true });
  return station;
}

/** Opens so many, one after the other: a snapshot of ten thousand rooms each is not what is measured. */
export async function openStations(url: string, cookie: string, count: number): Promise<BenchStation[]> {
  const stations: BenchStation[] = [];
  while (stations.length < count) stations.push(await openStation(url, cookie));
  return stations;
}
