import { randomUUID } from "node:crypto";
import type { Clock, RoomId } from "@watchroom/shared/time";
import {
  type ClinicView,
  type CommandReply,
  type Frame,
  HEARTBEAT_MS,
  ReceiptReport,
  StationReport,
  type StationsView,
  WIRE_VERSION,
} from "@watchroom/shared/wire";
import type { Server } from "socket.io";
import type { Identity, SignIns } from "../auth/sign-ins.ts";
import type { Actor } from "../journal/entry.ts";
import type { Log } from "../log.ts";
import type { Ward, WardChange } from "../ward/ward.ts";
import { runCommand } from "./commands.ts";
import { hears } from "./coverage.ts";
import { type Due, type Hop, Ledger } from "./ledger.ts";
import type { Party } from "./line.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import {
  createStations,
  type StationNamespace,
  type StationSocket,
  type Stations,
  signOut,
  stationIdOf,
} from "./stations.ts";

const ReceiptReports = ReceiptReport.array().max(200);

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
  /** Times alarms were sent again because a station had not confirmed them. */
  readonly resent: number;
};

type Gateway = {
  stations(): StationsView;
  counts(): GatewayCounts;
  /** How long each hop of an alarm's way to a person took, ms. One listener. */
  onHop(listener: (hop: Hop, ms: number) => void): void;
  stop(): void;
};

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
  readonly #ledger = new Ledger((hop, ms) => this.#onHop(hop, ms));
  #onHop: (hop: Hop, ms: number) => void = () => undefined;
  #told: StationsView = { connected: 0, hearing: 0, list: [] };
  #isStopped = false;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#namespace = parts.io.of("/");
    const stations = createStations(this.#namespace);
    this.#stations = stations;
    this.#outbox = createOutbox({
      clock: parts.clock,
      epoch: this.#epoch,
      send: (frame) => this.#send(frame),
      onBeat: () => this.#beat(),
    });
    this.#stopHeartbeat = parts.clock.every(HEARTBEAT_MS, () => {
      stations.toLive("heartbeat", { epoch: this.#epoch, seq: this.#outbox.seq(), at: parts.clock.now().wall });
      stations.ask(
        () => parts.clock.now(),
        (socket) => this.#stationChanged(socket),
      );
    });
    // The record still holds how many heard before the restart; none of them is back yet.
    parts.ward.hearing(0);
    // Alarms of before the restart go on, and are told of again.
    for (const { roomId, alarms } of parts.ward.rooms()) this.#ledger.alarms(roomId, alarms, parts.clock.now());
    parts.ward.onChange((change) => this.#take(change));
    this.#followSignIns();
    this.#namespace.on("connection", (socket) => this.#welcome(socket));
  }

  stations(): StationsView {
    return this.#stations.view();
  }

  counts(): GatewayCounts {
    const { resent } = this.#ledger.counts();
    return { frames: this.#outbox.seq(), ...this.#stations.counts(), resent };
  }

  onHop(listener: (hop: Hop, ms: number) => void): void {
    this.#onHop = listener;
  }

  stop(): void {
    this.#isStopped = true;
    this.#write(this.#ledger.rest());
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
      const { operator, signIn, locked } = identity;
      const signInId = signIn.tokenHash;
      const stationId = stationIdOf(socket, signInId);
      const since = this.#parts.clock.now().wall;
      const watching = { stationId, signInId, by: operator.displayName, report: null, locked, silent: false, since };
      socket.data = { cookie, watching, waitingBytes: 0, isBehind: false, isAsked: false };
      next();
    });
    signIns.onChange((signInId, change) => {
      for (const socket of this.#namespace.sockets.values()) {
        if (socket.data.watching.signInId !== signInId) continue;
        if (change === "ended") signOut(socket);
        else socket.emit("locked", change === "locked");
      }
      if (change === "ended") this.#stations.signedOut(signInId);
      else this.#stations.locked(signInId, change === "locked", this.#parts.clock.now());
      this.#stationsChanged();
    });
  }

  #welcome(socket: StationSocket): void {
    // Once more: the sign-in can have ended since the handshake was let through.
    const identity = this.#parts.signIns.identify(socket.data.cookie);
    if (identity === null) {
      signOut(socket);
      return;
    }
    this.#stations.takeOver(socket);
    this.#stations.follow(socket);
    this.#ledger.came(socket.data.watching.stationId, partyOf(socket), this.#parts.clock.now());
    this.#listen(socket);
    this.#goLive(socket);
    socket.emit("locked", identity.locked);
    this.#stationsChanged();
  }

  #listen(socket: StationSocket): void {
    const { signIns, log, clock } = this.#parts;
    const { stationId, signInId } = socket.data.watching;
    socket.on("error", ({ message }) => log.warn("station-socket-error", { message }));
    socket.on("disconnect", (reason) => {
      if (this.#stations.left(socket, reason, clock.now())) this.#ledger.gone(stationId);
      this.#stationsChanged();
    });
    socket.on("resync", () => this.#stations.fallBehind(socket));
    socket.on("activity", () => signIns.touch(signInId));
    socket.on("station", (report: unknown) => {
      const parsed = StationReport.safeParse(report);
      if (!parsed.success) return log.warn("bad-station-report");
      this.#stations.report(socket, parsed.data, clock.now());
      this.#stationChanged(socket);
    });
    socket.on("receipts", (reports: unknown) => {
      const parsed = ReceiptReports.safeParse(reports);
      if (!parsed.success) return log.warn("bad-receipts");
      for (const report of parsed.data) this.#ledger.report(stationId, report, clock.now());
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
    const now = this.#parts.clock.now();
    const rooms = this.#parts.ward.rooms();
    this.#stations.goLive(socket, {
      wireVersion: WIRE_VERSION,
      epoch: this.#epoch,
      seq: this.#outbox.seq(),
      at: now.wall,
      clinic: this.#parts.clinic(),
      stations: this.#stations.view(),
      rooms: rooms.map((room) => ({ ...room, heard: this.#ledger.heard(room.roomId) })),
    });
    const roomIds = rooms.map(({ roomId }) => roomId);
    this.#ledger.sent([socket.data.watching.stationId], roomIds, now);
  }

  /** The ledger knows of an alarm before it is sent. */
  #take({ patches, removed, urgent }: WardChange): void {
    const now = this.#parts.clock.now();
    for (const { roomId, alarms } of patches) if (alarms !== undefined) this.#ledger.alarms(roomId, alarms, now);
    for (const roomId of removed) this.#ledger.roomGone(roomId, now);
    // The ward does not know who heard: a room that it sends whole would forget it.
    const known = patches.map((patch) => (patch.heard ? { ...patch, heard: this.#ledger.heard(patch.roomId) } : patch));
    this.#outbox.add({ patches: known, removed, urgent });
  }

  #send(frame: Frame): boolean {
    const isSent = this.#stations.toLive("frame", frame);
    const roomIds = frame.rooms.flatMap(({ roomId, alarms }) => (alarms === undefined ? [] : [roomId]));
    if (isSent && roomIds.length > 0) {
      this.#ledger.sent(this.#stations.liveIds(), roomIds, this.#parts.clock.now());
    }
    return isSent;
  }

  /** Just before what was gathered goes out. */
  #beat(): void {
    for (const socket of this.#stations.caughtUp()) this.#goLive(socket);
    const now = this.#parts.clock.now();
    if (this.#stations.expire(now)) this.#stationsChanged();
    const { again, heard, receipts } = this.#ledger.due(new Set(this.#stations.liveIds()), now);
    if (heard.length > 0) this.#outbox.add({ patches: heard, removed: [], urgent: false });
    if (again.length > 0) this.#outbox.add({ patches: again, removed: [], urgent: true });
    this.#write(receipts);
  }

  #write(receipts: Due["receipts"]): void {
    for (const { roomId, receipt } of receipts) this.#parts.ward.receipt(roomId as RoomId, receipt);
  }

  #stationChanged(socket: StationSocket): void {
    const { watching } = socket.data;
    this.#ledger.reported(watching.stationId, partyOf(socket), hears(watching));
    this.#stationsChanged();
  }

  #stationsChanged(): void {
    // A server that goes down writes no "not heard" into the record: it is not watching.
    if (this.#isStopped) return;
    const before = this.#told;
    const now = this.#stations.view();
    this.#told = now;
    if (JSON.stringify(before) !== JSON.stringify(now)) this.#outbox.addStations(now);
    if (before.hearing !== now.hearing) this.#parts.ward.hearing(now.hearing);
  }

  async #answer(socket: StationSocket, request: unknown): Promise<CommandReply> {
    const { signIns, ward, log, clock } = this.#parts;
    const askedAt = clock.now();
    // Asked again for each command: the role, the lock and the sign-in itself can have changed since the handshake.
    const identity = signIns.identify(socket.data.cookie);
    if (identity === null) {
      signOut(socket);
      return { ok: false, code: "not-allowed", message: "You are signed out. Sign in again." };
    }
    const { stationId, signInId } = socket.data.watching;
    signIns.touch(signInId);
    const command: Ward["command"] = (asked, by) => ward.command(asked, by);
    const onTaken = (episodeId: string): void => this.#ledger.acted(stationId, episodeId, askedAt);
    return runCommand(request, actorOf(identity), identity.locked, { command, log, onTaken });
  }
}

const partyOf = ({ data: { watching } }: StationSocket): Party => ({
  label: watching.report?.label ?? "",
  by: watching.by,
});

function signedOutError(): Error {
  const message = "Sign in first.";
  return Object.assign(new Error(message), { data: { code: "signed-out", message } });
}

const actorOf = ({ operator }: Identity): Actor => ({
  operatorId: operator.operatorId,
  name: operator.displayName,
  role: operator.role,
});
