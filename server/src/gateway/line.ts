import type { Instant, MonoMs } from "@watchroom/shared/time";
import type { Receipt } from "@watchroom/shared/wire";

/** A signal's way to a station is written down when it sounded there, or after this. */
const WRITE_MS = 10_000;
/** What sounded is painted about then: both belong in one entry. */
const SETTLE_MS = 1_000;
/** Of one signal, at all stations that ever were there. */
const ENTRIES_MAX = 200;

export type Moment = Instant | null;
export type Moments = "received" | "painted" | "sounded" | "seen" | "acted";
/** What a station is called and who is at it, as the record names it. */
export type Party = { readonly label: string; readonly by: string };
export type Station = {
  party: Party;
  readonly cameMono: MonoMs;
  isGone: boolean;
  /** In front and able to sound, as it says of itself. */
  hears: boolean;
};

/** One signal at one station. */
export type Line = {
  station: Station;
  readonly sent: Instant;
  askedMono: MonoMs;
  written: 0 | 1 | 2;
  isNew: boolean;
} & Record<Moments, Moment>;

export type Signal = {
  readonly roomId: string;
  readonly episodeId: string;
  readonly signalledAt: number;
  readonly beganMono: MonoMs;
  /** When this server first knew of it: later than its begin after a restart. */
  readonly openedMono: MonoMs;
  endedMono: MonoMs | null;
  entries: number;
  readonly lines: Map<string, Line>;
};

/** The first entry tells of the way there; the second waits until a person has taken the alarm, or its signal is over. */
export function isDue({ endedMono }: Signal, line: Line, now: Instant): boolean {
  if (line.written === 0) {
    const isSettled = line.sounded !== null && now.mono - line.sounded.mono >= SETTLE_MS;
    return isSettled || now.mono - line.sent.mono >= WRITE_MS;
  }
  if (!line.isNew) return false;
  return line.acted !== null || (endedMono !== null && now.mono - endedMono >= WRITE_MS);
}

/** Those of the signal's lines that are to be written; marks them as written. */
export function receiptsOf(signal: Signal, isWanted: (line: Line) => boolean): { roomId: string; receipt: Receipt }[] {
  const receipts: { roomId: string; receipt: Receipt }[] = [];
  for (const [stationId, line] of signal.lines) {
    if (line.written === 2 || signal.entries >= ENTRIES_MAX || !isWanted(line)) continue;
    signal.entries += 1;
    line.written = line.written === 0 ? 1 : 2;
    line.isNew = false;
    receipts.push({ roomId: signal.roomId, receipt: receiptOf(signal, stationId, line) });
  }
  return receipts;
}

const receiptOf = ({ episodeId, signalledAt }: Signal, stationId: string, line: Line): Receipt => ({
  episodeId,
  signalledAt,
  stationId,
  station: line.station.party.label,
  by: line.station.party.by,
  sentAt: line.sent.wall,
  receivedAt: line.received?.wall ?? null,
  paintedAt: line.painted?.wall ?? null,
  soundedAt: line.sounded?.wall ?? null,
  seenAt: line.seen?.wall ?? null,
  actedAt: line.acted?.wall ?? null,
});
