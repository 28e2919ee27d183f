import type { Instant } from "@watchroom/shared/time";
import {
  type ServerToStation,
  SILENCE_MAX_MS,
  type Snapshot,
  type StationReport,
  type StationsView,
  type StationToServer,
} from "@watchroom/shared/wire";
import type { DefaultEventsMap, Namespace, ServerOptions, Socket } from "socket.io";
import { createLost, isSameState, stationsView, type Watching } from "./coverage.ts";

/**
 * How the socket server under stations and devices is set. A dead line is torn down after the sum of the two ping times; a
 * station that stands still stops counting as one that hears before that (`Stations.ask`). Compression costs more than the bytes it saves on a ward's network, and would
 * keep frames from being encoded once (speed.md 1).
 */
export const SOCKET_SERVER_OPTIONS = {
  serveClient: false,
  perMessageDeflate: false,
  httpCompression: false,
  pingInterval: 3_000,
  pingTimeout: 4_000,
  connectTimeout: 10_000,
} as const satisfies Partial<ServerOptions>;

/** What the gateway holds of a station: who signed in there, what it can do, and whether it keeps up. */
type StationData = {
  readonly cookie: string | undefined;
  watching: Watching;
  /** Bytes that wait here because the station's line is full. */
  waitingBytes: number;
  /** Taken off the frames until its line has drained; then it gets a snapshot. */
  isBehind: boolean;
  /** It was asked whether it is there, and neither answered nor ran out of time yet. */
  isAsked: boolean;
};
export type StationSocket = Socket<StationToServer, ServerToStation, DefaultEventsMap, StationData>;
export type StationNamespace = Namespace<StationToServer, ServerToStation, DefaultEventsMap, StationData>;

/** Room of the sockets that get frames. */
const LIVE = "live";
/** A tile's worth of a snapshot, generously: once more than a snapshot waits, a snapshot is the shorter way. */
const SNAPSHOT_BYTES_A_ROOM = 4_096;
const WAITING_BYTES_MIN = 64 * 1_024;
/** How Socket.IO names the end of a line that one side wanted; every other died, and nobody closed the page. */
const WANTED = new Set(["client namespace disconnect", "server namespace disconnect", "server shutting down"]);
/** A page keeps one name through all its lines and loads, so that a receipt is of a station and not of a line. */
const STATION_ID = /^[0-9a-f]{16,64}$/;

/**
 * The stations that are connected. A slow one never grows the server's memory: it leaves the frames while its line is
 * full, and gets a snapshot when it has drained. That loses no alarm, since a snapshot holds every alarm.
 */
export function createStations(namespace: StationNamespace) {
  let snapshots = 0;
  let conflated = 0;
  let waitingBytesMax = WAITING_BYTES_MIN;
  const lost = createLost();
  const live = namespace.to(LIVE);
  const isDrained = ({ data, conn }: StationSocket): boolean => data.waitingBytes === 0 && conn.transport.writable;
  const isLive = (socket: StationSocket): boolean => socket.rooms.has(LIVE);
  const all = (): StationSocket[] => [...namespace.sockets.values()];

  function setAside(): void {
    for (const socket of namespace.sockets.values()) {
      if (!isLive(socket) || socket.data.waitingBytes <= waitingBytesMax) continue;
      fallBehind(socket);
      conflated += 1;
    }
  }

  function fallBehind(socket: StationSocket): void {
    socket.data.isBehind = true;
    void socket.leave(LIVE);
  }

  function become({ data }: StationSocket, change: Partial<Watching>, now: Instant): void {
    const next = { ...data.watching, ...change };
    data.watching = isSameState(data.watching, next) ? next : { ...next, since: now.wall };
  }

  return {
    /** Follows the bytes that wait for this station, until it is gone. */
    follow(socket: StationSocket): void {
      const { conn, data } = socket;
      const onPacket = ({ data: text }: { data?: unknown }): void => {
        if (typeof text === "string") data.waitingBytes += Buffer.byteLength(text);
      };
      const onDrain = (): void => {
        data.waitingBytes = 0;
      };
      conn.on("packetCreate", onPacket).on("drain", onDrain);
      socket.on("disconnect", () => conn.off("packetCreate", onPacket).off("drain", onDrain));
    },
    /**
     * A station that dialled again has one line: its old one is closed, though nobody told the server that it is dead.
     */
    takeOver(socket: StationSocket): void {
      const { stationId, signInId } = socket.data.watching;
      lost.forget(signInId, stationId);
      for (const other of all()) {
        if (other !== socket && other.data.watching.stationId === stationId) other.disconnect(true);
      }
    },
    /**
     * False: another line of this station has taken its place. `reason` is Socket.IO's. A browser that still answers from
     * another page is neither asleep nor cut off: this page went away without a word, as one that is loaded again may.
     */
    left(socket: StationSocket, reason: string, now: Instant): boolean {
      const { stationId, signInId } = socket.data.watching;
      const others = all().flatMap((other) => (other === socket ? [] : [other.data.watching]));
      if (others.some((other) => other.stationId === stationId)) return false;
      const isBrowserThere = others.some((other) => other.signInId === signInId && !other.silent);
      if (!WANTED.has(reason) && !isBrowserThere) lost.add(socket.data.watching, now);
      return true;
    },
    /** Asks each whether it is there, one question at a time; `changed` when one no longer answers, or does again. */
    ask(now: () => Instant, changed: (socket: StationSocket) => void): void {
      for (const socket of all()) {
        const { data } = socket;
        if (data.isAsked) continue;
        data.isAsked = true;
        // By the machine's own time: how long a line stands still has nothing to do with what the clock says.
        socket.timeout(SILENCE_MAX_MS).emit("ping", (error: Error | null) => {
          data.isAsked = false;
          const silent = error !== null;
          if (data.watching.silent === silent || !namespace.sockets.has(socket.id)) return;
          become(socket, { silent }, now());
          changed(socket);
        });
      }
    },
    report: (socket: StationSocket, report: StationReport, now: Instant): void => become(socket, { report }, now),
    /** What became of a sign-in, at all its stations. */
    locked(signInId: string, locked: boolean, now: Instant): void {
      for (const socket of all()) if (socket.data.watching.signInId === signInId) become(socket, { locked }, now);
    },
    signedOut: (signInId: string): void => lost.forget(signInId),
    /** True when a lost station was named for long enough. */
    expire: (now: Instant): boolean => lost.expire(now.mono),
    /** A snapshot, then the frames that follow it. */
    goLive(socket: StationSocket, snapshot: Snapshot): void {
      waitingBytesMax = WAITING_BYTES_MIN + SNAPSHOT_BYTES_A_ROOM * snapshot.rooms.length;
      socket.data.isBehind = false;
      socket.emit("snapshot", snapshot);
      void socket.join(LIVE);
      snapshots += 1;
    },
    /** Off the frames; `caughtUp` names it when its line has drained. */
    fallBehind,
    /** Those whose line has drained since they were taken off the frames. */
    caughtUp: (): StationSocket[] => all().filter((socket) => socket.data.isBehind && isDrained(socket)),
    /** Encoded once for all of them. False: nobody is live. */
    toLive<Name extends "frame" | "heartbeat">(name: Name, ...args: Parameters<ServerToStation[Name]>): boolean {
      setAside();
      if (namespace.adapter.rooms.get(LIVE) === undefined) return false;
      return live.emit(name, ...args);
    },
    /** Ids of the stations that frames reach. */
    liveIds: (): string[] => all().flatMap((socket) => (isLive(socket) ? [socket.data.watching.stationId] : [])),
    view: (): StationsView =>
      stationsView(
        all().map(({ data }) => data.watching),
        lost.views(),
      ),
    counts: () => ({ snapshots, conflated }),
  };
}
export type Stations = ReturnType<typeof createStations>;

/**
 * The name that the page gave itself in the handshake; the line's own when it gave none, or one that another sign-in has.
 */
export function stationIdOf({ id, handshake, nsp }: StationSocket, signInId: string): string {
  const asked: unknown = handshake.auth["stationId"];
  if (typeof asked !== "string" || !STATION_ID.test(asked)) return id;
  const isAnothers = [...nsp.sockets.values()].some(
    ({ data }) => data.watching.stationId === asked && data.watching.signInId !== signInId,
  );
  return isAnothers ? id : asked;
}

export function signOut(socket: StationSocket): void {
  socket.emit("signedOut");
  socket.disconnect(true);
}
