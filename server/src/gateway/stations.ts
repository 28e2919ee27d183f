import type { ServerToStation, Snapshot, StationReport, StationsView, StationToServer } from "@watchroom/shared/wire";
import type { DefaultEventsMap, Namespace, Socket } from "socket.io";

/** What the gateway holds of a station: who signed in there, what it can do, and whether it keeps up. */
type StationData = {
  readonly signInId: string;
  readonly cookie: string | undefined;
  report: StationReport;
  /** Bytes that wait here because the station's line is full. */
  waitingBytes: number;
  /** Taken off the frames until its line has drained; then it gets a snapshot. */
  isBehind: boolean;
};
export type StationSocket = Socket<StationToServer, ServerToStation, DefaultEventsMap, StationData>;
export type StationNamespace = Namespace<StationToServer, ServerToStation, DefaultEventsMap, StationData>;

/** Room of the sockets that get frames. */
const LIVE = "live";
/** A tile's worth of a snapshot, generously: once more than a snapshot waits, a snapshot is the shorter way. */
const SNAPSHOT_BYTES_A_ROOM = 4_096;
const WAITING_BYTES_MIN = 64 * 1_024;

/**
 * The stations that are connected. A slow one never grows the server's memory: it leaves the frames while its line is
 * full, and gets a snapshot when it has drained. That loses no alarm, since a snapshot holds every alarm.
 */
export function createStations(namespace: StationNamespace) {
  let snapshots = 0;
  let conflated = 0;
  let waitingBytesMax = WAITING_BYTES_MIN;
  const live = namespace.to(LIVE);
  const isDrained = ({ data, conn }: StationSocket): boolean => data.waitingBytes === 0 && conn.transport.writable;
  const isLive = (socket: StationSocket): boolean => socket.rooms.has(LIVE);

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
    caughtUp: (): StationSocket[] =>
      [...namespace.sockets.values()].filter((socket) => socket.data.isBehind && isDrained(socket)),
    /** Encoded once for all of them. False: nobody is live. */
    toLive<Name extends "frame" | "heartbeat">(name: Name, ...args: Parameters<ServerToStation[Name]>): boolean {
      setAside();
      if (namespace.adapter.rooms.get(LIVE) === undefined) return false;
      return live.emit(name, ...args);
    },
    view(): StationsView {
      const stations = [...namespace.sockets.values()];
      const hearing = stations.filter(({ data }) => data.report.visible && data.report.audible);
      return { connected: stations.length, hearing: hearing.length };
    },
    counts: () => ({ snapshots, conflated }),
  };
}
export type Stations = ReturnType<typeof createStations>;
