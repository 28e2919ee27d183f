import { randomUUID } from "node:crypto";
import type { Clock } from "@watchroom/shared/time";
import {
  type ClinicView,
  type CommandReply,
  HEARTBEAT_MS,
  StationReport,
  type StationsView,
  WIRE_VERSION,
} from "@watchroom/shared/wire";
import type { Server, ServerOptions } from "socket.io";
import type { Identity, SignIns } from "../auth/sign-ins.ts";
import type { Actor } from "../journal/entry.ts";
import type { Log } from "../log.ts";
import type { Ward } from "../ward/ward.ts";
import { runCommand } from "./commands.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { createStations, type StationNamespace, type StationSocket, type Stations } from "./stations.ts";

/**
 * How the socket server under stations and devices is set. A station whose cable was pulled stops counting as one that
 * hears after the sum of the two ping times. Compression costs more than the bytes it saves on a ward's network, and would
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

type GatewayParts = {
  readonly io: Server;
  readonly ward: Ward;
  readonly clock: Clock;
  readonly signIns: Pick<SignIns, "identify" | "touch" | "onChange">;
  clinic(): ClinicView;
  readonly log: Log;
};

/** What the gateway has done since it started, for the server's own metrics. */
type GatewayCounts = {
  readonly frames: number;
  readonly snapshots: number;
  /** Times a station was too slow for frames and was given a snapshot instead. */
  readonly conflated: number;
};

type Gateway = { stations(): StationsView; counts(): GatewayCounts; stop(): void };

/** The stations' namespace "/": a snapshot, then frames and heartbeats, on one socket; commands come up on it. */
export function createGateway(parts: GatewayParts): Gateway {
  return new StationGateway(parts);
}

class StationGateway implements Gateway {
  readonly #parts: GatewayParts;
  readonly #namespace: StationNamespace;
  readonly #epoch = randomUUID();
  readonly #stations: Stations;
  readonly #outbox: Outbox;
  readonly #stopHeartbeat: () => void;
  #told: StationsView = { connected: 0, hearing: 0 };
  #isStopped = false;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#namespace = parts.io.of("/");
    const stations = createStations(this.#namespace);
    this.#stations = stations;
    this.#outbox = createOutbox({
      clock: parts.clock,
      epoch: this.#epoch,
      send: (frame) => stations.toLive("frame", frame),
      onBeat: () => {
        for (const socket of stations.caughtUp()) this.#goLive(socket);
      },
    });
    this.#stopHeartbeat = parts.clock.every(HEARTBEAT_MS, () => {
      stations.toLive("heartbeat", { epoch: this.#epoch, seq: this.#outbox.seq(), at: parts.clock.now().wall });
    });
    // The record still holds how many heard before the restart; none of them is back yet.
    parts.ward.hearing(0);
    parts.ward.onChange((change) => this.#outbox.add(change));
    this.#followSignIns();
    this.#namespace.on("connection", (socket) => this.#welcome(socket));
  }

  stations(): StationsView {
    return this.#stations.view();
  }

  counts(): GatewayCounts {
    return { frames: this.#outbox.seq(), ...this.#stations.counts() };
  }

  stop(): void {
    this.#isStopped = true;
    this.#outbox.stop();
    this.#stopHeartbeat();
  }

  /** Nobody comes in without a sign-in, and nobody stays when it ends. */
  #followSignIns(): void {
    const { signIns } = this.#parts;
    this.#namespace.use((socket, next) => {
      const { cookie } = socket.handshake.headers;
      const identity = signIns.identify(cookie);
      if (identity === null) return next(signedOutError());
      const report = { visible: false, audible: false };
      socket.data = { signInId: identity.signIn.tokenHash, cookie, report, waitingBytes: 0, isBehind: false };
      next();
    });
    signIns.onChange((signInId, change) => {
      for (const socket of this.#namespace.sockets.values()) {
        if (socket.data.signInId !== signInId) continue;
        if (change === "ended") signOut(socket);
        else socket.emit("locked", change === "locked");
      }
    });
  }

  #welcome(socket: StationSocket): void {
    // Once more: the sign-in can have ended since the handshake was let through.
    const identity = this.#parts.signIns.identify(socket.data.cookie);
    if (identity === null) {
      signOut(socket);
      return;
    }
    this.#stations.follow(socket);
    this.#listen(socket);
    this.#goLive(socket);
    socket.emit("locked", identity.locked);
    this.#stationsChanged();
  }

  #listen(socket: StationSocket): void {
    const { signIns, log } = this.#parts;
    socket.on("error", ({ message }) => log.warn("station-socket-error", { message }));
    socket.on("disconnect", () => this.#stationsChanged());
    socket.on("resync", () => this.#stations.fallBehind(socket));
    socket.on("activity", () => signIns.touch(socket.data.signInId));
    socket.on("station", (report: unknown) => {
      const parsed = StationReport.safeParse(report);
      if (!parsed.success) return log.warn("bad-station-report");
      socket.data.report = parsed.data;
      this.#stationsChanged();
    });
    socket.on("command", (request: unknown, reply: unknown) => {
      void this.#answer(socket, request).then((answer) => {
        if (typeof reply === "function") reply(answer);
      });
    });
  }

  #goLive(socket: StationSocket): void {
    // What was gathered is in the snapshot; sent again after it, it could undo what came later.
    this.#outbox.flush();
    this.#stations.goLive(socket, {
      wireVersion: WIRE_VERSION,
      epoch: this.#epoch,
      seq: this.#outbox.seq(),
      at: this.#parts.clock.now().wall,
      clinic: this.#parts.clinic(),
      stations: this.#stations.view(),
      rooms: this.#parts.ward.rooms(),
    });
  }

  #stationsChanged(): void {
    // A server that goes down writes no "not heard" into the record: it is not watching.
    if (this.#isStopped) return;
    const before = this.#told;
    const now = this.#stations.view();
    this.#told = now;
    if (before.connected !== now.connected || before.hearing !== now.hearing) this.#outbox.addStations(now);
    if (before.hearing !== now.hearing) this.#parts.ward.hearing(now.hearing);
  }

  async #answer(socket: StationSocket, request: unknown): Promise<CommandReply> {
    const { signIns, ward, log } = this.#parts;
    // Asked again for each command: the role, the lock and the sign-in itself can have changed since the handshake.
    const identity = signIns.identify(socket.data.cookie);
    if (identity === null) {
      signOut(socket);
      return { ok: false, code: "not-allowed", message: "You are signed out. Sign in again." };
    }
    signIns.touch(socket.data.signInId);
    const command: Ward["command"] = (asked, by) => ward.command(asked, by);
    return runCommand(request, actorOf(identity), identity.locked, { command, log });
  }
}

function signOut(socket: StationSocket): void {
  socket.emit("signedOut");
  socket.disconnect(true);
}

function signedOutError(): Error {
  const message = "Sign in first.";
  return Object.assign(new Error(message), { data: { code: "signed-out", message } });
}

const actorOf = ({ operator }: Identity): Actor => ({
  operatorId: operator.operatorId,
  name: operator.displayName,
  role: operator.role,
});
