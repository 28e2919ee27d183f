import type { AlarmView } from "@watchroom/shared/alarm";
import { type CommandReply, type CommandRequest, type ReceiptReport, SILENCE_MAX_MS } from "@watchroom/shared/wire";
import { applyFrame, applySnapshot, type Gap, isCurrent } from "../../../client/src/live/apply.ts";
import { LIVE_AT_START, type LiveState } from "../../../client/src/live/store.ts";
import { judgeLine, type Line } from "../../../client/src/live/watchdog.ts";
import type { StationIo } from "./station-io.ts";

const RESYNC_EVERY_MS = 1_000;
const REDIAL_MS = 400;

type PageParts = {
  readonly cookie: string;
  readonly stationId: string;
  /** Null while no server is there. */
  io(): StationIo | null;
  now(): number;
};

/**
 * A browser at the end of a line, without a screen: it holds what came down by the client's own rules (apply.ts,
 * watchdog.ts), asks for a snapshot after a gap, dials again, and confirms alarms as client/src/live/connection.ts does.
 */
export function createPage({ cookie, stationId, io, now }: PageParts) {
  let state: LiveState = LIVE_AT_START;
  let line: Line = { heardAt: now(), closedAt: null, wasUp: false };
  let wire: ReturnType<StationIo["dial"]> = null;
  let awaitsSnapshot = true;
  let askedAt = 0;
  let dialledAt = Number.NEGATIVE_INFINITY;
  let closedUntil = 0;
  let isStalled = false;
  let losesNext = false;
  let visible = true;
  let confirmed = new Set<string>();

  function ask(): void {
    awaitsSnapshot = true;
    if (now() - askedAt < RESYNC_EVERY_MS) return;
    askedAt = now();
    wire?.send("resync");
  }

  function take(next: LiveState | Gap): void {
    if (next === "gap") {
      ask();
      return;
    }
    awaitsSnapshot = false;
    line = { ...line, heardAt: now(), wasUp: true };
    state = next;
    confirm();
  }

  /** Every signal once, as one that was painted and sounded at once. */
  function confirm(): void {
    const signalled = [...state.rooms.values()].flatMap(({ alarms }) => alarms.filter(({ signal }) => signal === "on"));
    const keyed = new Map(signalled.map((alarm) => [`${alarm.signalledAt} ${alarm.episodeId}`, alarm]));
    const fresh = [...keyed].filter(([key]) => !confirmed.has(key)).map(([, alarm]) => alarm);
    confirmed = new Set(keyed.keys());
    const done = visible ? (["received", "painted", "sounded"] as const) : (["received", "sounded"] as const);
    const reports = fresh.flatMap(({ episodeId, signalledAt }) =>
      done.map((did): ReceiptReport => ({ episodeId, signalledAt: signalledAt ?? 0, did, agoMs: 0 })),
    );
    if (reports.length > 0) wire?.send("receipts", reports);
  }

  function hear(name: string, message: unknown): void {
    if (losesNext && name !== "locked") {
      losesNext = false;
      return;
    }
    if (name === "snapshot") take(applySnapshot(state, message));
    else if (name === "frame") awaitsSnapshot ? ask() : take(applyFrame(state, message));
    else if (name === "heartbeat")
      awaitsSnapshot || !isCurrent(state, message) ? ask() : take({ ...state, link: "up" });
  }

  const report = (): void => wire?.send("station", { visible, audible: true });
  const closed = (): void => {
    line = { ...line, closedAt: line.closedAt ?? now() };
    isStalled = false;
  };

  function dial(): void {
    dialledAt = now();
    wire?.close("client namespace disconnect");
    awaitsSnapshot = true;
    askedAt = now();
    wire = io()?.dial({ cookie, stationId, hear, closed }) ?? null;
    if (wire === null) return;
    line = { ...line, closedAt: null };
    confirmed = new Set();
    report();
  }

  const isOpen = (): boolean => wire?.isOpen() === true;
  const link = () => judgeLine(line, now());
  return {
    stationId,
    name: cookie,
    state: () => state,
    /** Connected, and its page says that what it shows is so. A line that stands still is not one that can be judged. */
    isLive: (): boolean => isOpen() && !isStalled && link() === "up",
    isOpen,
    tick(): void {
      if (now() < closedUntil) return;
      const isDeaf = isOpen() && link() === "lost" && now() - dialledAt >= SILENCE_MAX_MS;
      if (isDeaf || (!isOpen() && now() - dialledAt >= REDIAL_MS)) dial();
    },
    alarms: (roomId: string): readonly AlarmView[] => state.rooms.get(roomId)?.alarms ?? [],
    command(request: CommandRequest, answered: (reply: CommandReply) => void): void {
      wire?.command(request, answered);
    },
    close(forMs: number, reason: string): void {
      closedUntil = now() + forMs;
      wire?.close(reason);
      closed();
    },
    stall(): void {
      if (!isOpen()) return;
      wire?.stall();
      isStalled = true;
    },
    flow(): void {
      isStalled = false;
      wire?.flow();
    },
    show(isShown: boolean): void {
      visible = isShown;
      if (isOpen()) report();
    },
    loseNext(): void {
      losesNext = true;
    },
  };
}
export type Page = ReturnType<typeof createPage>;
