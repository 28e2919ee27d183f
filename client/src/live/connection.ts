import {
  COMMAND_FAILURES,
  type CommandReply,
  type CommandRequest,
  type ServerToStation,
  SILENCE_MAX_MS,
  type Snapshot,
  type StationReport,
  type StationToServer,
  WIRE_VERSION,
} from "@watchroom/shared/wire";
import { io, type Socket } from "socket.io-client";
import { keepBadge } from "../pwa/badge.ts";
import { applyFrame, applySnapshot, type Gap, isCurrent } from "./apply.ts";
import { setServerTime } from "./clock.ts";
import type { Send } from "./context.ts";
import { createReceipts, followScreen } from "./receipts.ts";
import { askBeforeLeaving, isSameReport, type Seen, station } from "./station-state.ts";
import { takeStationId } from "./stationId.ts";
import type { LiveState, LiveStore } from "./store.ts";
import { judgeLine, type Line } from "./watchdog.ts";

/** An attempt that got no answer for so long is given up: two of TCP's own repeats fit in. */
const DIAL_MAX_MS = 2_000;
const REDIAL_MIN_MS = 200;
const REDIAL_MAX_MS = 500;
const RESYNC_EVERY_MS = 1_000;
/** Socket.IO does not dial again by itself when the server refused or closed the line. */
const REFUSED_REDIAL_MS = 1_000;
const REPLY_MAX_MS = 5_000;

type Parts = {
  /** Who is signed in. */
  readonly operatorId: string;
  readonly store: LiveStore;
  /** The server refused the line: find out whether this sign-in still holds. */
  readonly onRefused: () => void;
  readonly onSignedOut: () => void;
  readonly onLocked: (locked: boolean) => void;
  /** The server speaks another wire version. */
  readonly onOutdated: () => void;
};
export type Connection = ReturnType<typeof createConnection>;

/** The one line to the server: dials, keeps the store current, says when it is not, and dials again for ever. */
export function createConnection({ operatorId, store, onRefused, onSignedOut, onLocked, onOutdated }: Parts) {
  const name = takeStationId(operatorId);
  const socket: Socket<ServerToStation, StationToServer> = io({
    auth: { stationId: name.id },
    autoConnect: false,
    forceNew: true,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: REDIAL_MIN_MS,
    reconnectionDelayMax: REDIAL_MAX_MS,
    timeout: DIAL_MAX_MS,
  });
  let line: Line = { heardAt: performance.now(), closedAt: null, wasUp: false };
  /** Between a gap (or a new line) and its snapshot, frames mean nothing. */
  let awaitsSnapshot = true;
  let askedAt = 0;
  let dialledAt = 0;
  let report: StationReport = { visible: false, audible: false };
  const receipts = createReceipts({
    send: (reports) => socket.connected && Boolean(socket.emit("receipts", reports)),
    now: () => performance.now(),
  });
  let screen: ReturnType<typeof followScreen> | null = null;
  let stopAsking = (): void => undefined;
  let stopWatching: readonly (() => void)[] = [];

  function dial(): void {
    dialledAt = performance.now();
    socket.disconnect();
    socket.connect();
  }

  /** So that a page that is closed is not taken for one that was cut off. One that the browser brings back dials at its next look. */
  function sayGoodbye(): void {
    name.leave();
    socket.disconnect();
  }

  function askSnapshot(): void {
    awaitsSnapshot = true;
    const now = performance.now();
    if (now - askedAt < RESYNC_EVERY_MS || !socket.connected) return;
    askedAt = now;
    socket.emit("resync");
  }

  function take(next: LiveState | Gap): void {
    if (next === "gap") {
      askSnapshot();
      return;
    }
    awaitsSnapshot = false;
    line = { ...line, heardAt: performance.now(), wasUp: true };
    // First: who draws and sounds may have something to say of it.
    receipts.hold(next.rooms.values());
    store.set(next);
    screen?.look();
  }

  socket.on("connect", () => {
    line = { ...line, closedAt: null };
    awaitsSnapshot = true;
    askedAt = performance.now(); // The server sends one by itself.
    socket.emit("station", report);
  });
  socket.on("disconnect", (reason) => {
    line = { ...line, closedAt: line.closedAt ?? performance.now() };
    if (reason === "io server disconnect") onRefused();
  });
  socket.on("connect_error", () => {
    line = { ...line, closedAt: line.closedAt ?? performance.now() };
    if (!socket.active) onRefused();
  });
  socket.on("snapshot", (message) => {
    if (speaksOtherWire(message)) {
      stopAsking(); // The page that follows is the way back to watching.
      return onOutdated();
    }
    const next = applySnapshot(store.get(), message);
    if (next !== "gap") setServerTime(message.at);
    take(next === "gap" ? next : { ...next, stationId: name.id });
    receipts.tellAgain();
  });
  socket.on("frame", (message) => {
    if (awaitsSnapshot) return askSnapshot();
    const next = applyFrame(store.get(), message);
    if (next !== "gap") setServerTime(message.at);
    take(next);
  });
  socket.on("heartbeat", (message) => {
    if (awaitsSnapshot || !isCurrent(store.get(), message)) return askSnapshot();
    setServerTime(message.at);
    const state = store.get();
    take(state.link === "up" ? state : { ...state, link: "up" });
  });
  socket.on("ping", (answer) => answer());
  socket.on("signedOut", onSignedOut);
  socket.on("locked", onLocked);

  return {
    open(): void {
      line = { heardAt: performance.now(), closedAt: null, wasUp: false };
      dial();
      name.back();
      window.addEventListener("online", dial);
      window.addEventListener("pagehide", sayGoodbye);
      window.addEventListener("pageshow", name.back);
      stopAsking = askBeforeLeaving(store, () => report);
      screen = followScreen(receipts);
      stopWatching = [station.watch(), keepBadge(store), screen.stop];
    },
    close(): void {
      stopAsking();
      for (const stop of stopWatching) stop();
      window.removeEventListener("online", dial);
      window.removeEventListener("pagehide", sayGoodbye);
      window.removeEventListener("pageshow", name.back);
      name.leave();
      socket.disconnect();
    },
    /** Called at each tick: says "lost", and tears down a line that is open and silent. */
    watch(): void {
      const now = performance.now();
      station.tick(Date.now());
      receipts.tick();
      screen?.look();
      const link = judgeLine(line, now);
      if (link !== store.get().link) store.set({ ...store.get(), link });
      const isDeaf = socket.connected && link === "lost" && now - dialledAt >= SILENCE_MAX_MS;
      const isGivenUp = !socket.active && now - dialledAt >= REFUSED_REDIAL_MS;
      if (isDeaf || isGivenUp) dial();
    },
    /** What this station can do; told at each change and on each new line. */
    report(seen: Seen): void {
      const next = station.reportOf(seen);
      if (isSameReport(next, report)) return;
      report = next;
      if (socket.connected) socket.emit("station", report);
    },
    /** A burst for these episodes began then, by the page's steady clock. It may be told again and again. */
    sounded({ conditions, at }: { readonly conditions: readonly string[]; readonly at: number }): void {
      // A station that did not hear itself must not say that somebody could.
      if (station.get().testFailedAt === null) receipts.note("sounded", conditions, at);
    },
    activity(): void {
      if (socket.connected) socket.emit("activity");
    },
    send: sendOn(socket, store),
  };
}

/** Looked at before the schema: what another version sends need not parse. */
function speaksOtherWire(message: Partial<Snapshot> | null): boolean {
  return typeof message?.wireVersion === "number" && message.wireVersion !== WIRE_VERSION;
}

function sendOn(socket: Socket<ServerToStation, StationToServer>, store: LiveStore): Send {
  return (name, payload) => {
    // Never queued: an act must not happen minutes later, when the line is back.
    if (!socket.connected || store.get().link !== "up") {
      return Promise.resolve(refusal("No connection: nothing was done. Act at the bedside and chart it."));
    }
    return new Promise((resolve) => {
      const request = { name, payload } as CommandRequest;
      socket.timeout(REPLY_MAX_MS).emit("command", request, (error: Error | null, reply: CommandReply) => {
        if (error === null && isReply(reply)) resolve(reply);
        else resolve(refusal("No answer from the server. Look whether it was done before you try again."));
      });
    });
  };
}

const refusal = (message: string): CommandReply => ({ ok: false, code: "internal", message });

function isReply(reply: CommandReply): boolean {
  if (typeof reply !== "object" || reply === null) return false;
  return reply.ok === true || (COMMAND_FAILURES.includes(reply.code) && typeof reply.message === "string");
}
