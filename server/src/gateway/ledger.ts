import type { AlarmView } from "@watchroom/shared/alarm";
import type { EpochMs, Instant, MonoMs } from "@watchroom/shared/time";
import type { Heard, Receipt, ReceiptReport, RoomPatch } from "@watchroom/shared/wire";
import {
  isDue,
  type Line,
  type Moment,
  type Moments,
  type Party,
  receiptsOf,
  type Signal,
  type Station,
} from "./line.ts";

/** A station that has not confirmed a signal within this is sent the room's alarms again. */
const CONFIRM_MS = 2_000;
const FORGET_MS = 60_000;
/** Stations that are gone, of one signal. */
const GONE_MAX = 32;
/** Signals held, open and ended; the oldest ended one makes room. Beyond it only open ones are held. */
const SIGNALS_MAX = 2_000;

/** The ways that are measured, each from one moment of a signal at one station to a later one. */
export type Hop =
  | "begin_sent"
  | "sent_received"
  | "received_painted"
  | "painted_sounded"
  | "begin_sounded"
  | "begin_seen"
  | "begin_acted";

/** What is to be done now. Alarms of `again` go to all: a list that is known already changes nothing. */
export type Due = {
  readonly again: readonly RoomPatch[];
  readonly heard: readonly RoomPatch[];
  readonly receipts: readonly { readonly roomId: string; readonly receipt: Receipt }[];
};

/**
 * What became of each alarm signal at each station. Knows no clock and no socket: `now` is handed in, and `due` says what
 * to send and to write. Two journal entries at most for a signal and station: its way there, and what a person did later;
 * so 24 rooms that alarm at once on 20 stations are 960 at most, over all the time that they are signalled.
 */
export class Ledger {
  readonly #onHop: (hop: Hop, ms: number) => void;
  readonly #signals = new Map<string, Signal>();
  readonly #stations = new Map<string, Station>();
  /** Alarm lists of the rooms that have an open signal. */
  readonly #alarms = new Map<string, readonly AlarmView[]>();
  readonly #changed = new Set<string>();
  #resent = 0;

  constructor(onHop: (hop: Hop, ms: number) => void) {
    this.#onHop = onHop;
  }

  /** The whole alarm list of a room, each time it changed. */
  alarms(roomId: string, alarms: readonly AlarmView[], now: Instant): void {
    const open = new Map(alarms.flatMap((alarm) => (isSignalled(alarm) ? [[keyOf(alarm), alarm] as const] : [])));
    for (const [key, signal] of this.#signals) {
      if (signal.roomId !== roomId || signal.endedMono !== null || open.has(key)) continue;
      signal.endedMono = now.mono;
      this.#changed.add(roomId);
    }
    for (const [key, { episodeId, signalledAt }] of open) {
      const known = this.#signals.get(key);
      if (known !== undefined) {
        // Latched and taken up again: the same signal goes on.
        if (known.endedMono !== null) this.#changed.add(roomId);
        known.endedMono = null;
        continue;
      }
      this.#makeRoom();
      this.#changed.add(roomId);
      this.#signals.set(key, {
        roomId,
        episodeId,
        signalledAt,
        beganMono: (now.mono - Math.max(0, now.wall - signalledAt)) as MonoMs,
        openedMono: now.mono,
        endedMono: null,
        entries: 0,
        lines: new Map(),
      });
    }
    if (open.size > 0) this.#alarms.set(roomId, alarms);
    else this.#alarms.delete(roomId);
  }

  /** Nobody is to be told of this room any more. */
  roomGone(roomId: string, now: Instant): void {
    this.alarms(roomId, [], now);
    this.#changed.delete(roomId);
  }

  /** A station is there, or is there again under its old id: then its lines go on. */
  came(stationId: string, party: Party, now: Instant): void {
    const lines = [...this.#signals.values()].flatMap((signal) => signal.lines.get(stationId) ?? []);
    // The time that it was cut off is part of the way.
    const cameMono = lines[0]?.station.cameMono ?? now.mono;
    const hears = this.#stations.get(stationId)?.hears ?? false;
    const station: Station = { party, cameMono, isGone: false, hears };
    this.#stations.set(stationId, station);
    for (const line of lines) {
      line.station = station;
      line.askedMono = now.mono;
    }
  }

  /** What it says of itself: what it is called, and whether it hears. */
  reported(stationId: string, party: Party, hears: boolean): void {
    const station = this.#stations.get(stationId);
    if (station === undefined) return;
    station.party = party;
    this.#hears(stationId, station, hears);
  }

  gone(stationId: string): void {
    const station = this.#stations.get(stationId);
    if (station === undefined) return;
    station.isGone = true;
    this.#hears(stationId, station, false);
    this.#stations.delete(stationId);
    for (const { lines } of this.#signals.values()) {
      if (!lines.has(stationId)) continue;
      const gone = [...lines].filter(([, line]) => line.station.isGone);
      if (gone.length > GONE_MAX) lines.delete(gone[0]?.[0] ?? stationId);
    }
  }

  /** These stations were sent the alarms of these rooms, in a frame or a snapshot. */
  sent(stationIds: readonly string[], roomIds: readonly string[], now: Instant): void {
    for (const signal of this.#signals.values()) {
      if (signal.endedMono !== null || !roomIds.includes(signal.roomId)) continue;
      for (const stationId of stationIds) {
        const station = this.#stations.get(stationId);
        if (station === undefined || signal.lines.has(stationId)) continue;
        signal.lines.set(stationId, {
          ...{ received: null, painted: null, sounded: null, seen: null, acted: null },
          ...{ station, sent: now, askedMono: now.mono, written: 0, isNew: true },
        });
        this.#measure(signal, station, "begin_sent", signal.beganMono, now);
      }
    }
  }

  /** A station's own word. What it says of a signal that it was not sent, or that is forgotten, counts for nothing. */
  report(stationId: string, { episodeId, signalledAt, did, agoMs }: ReceiptReport, now: Instant): void {
    const signal = this.#signals.get(keyOf({ episodeId, signalledAt }));
    const line = signal?.lines.get(stationId);
    if (signal === undefined || line === undefined) return;
    // Not before the signal began, whatever the station says.
    const backMs = Math.min(agoMs, Math.max(0, now.mono - signal.beganMono));
    const at: Instant = { mono: (now.mono - backMs) as MonoMs, wall: (now.wall - backMs) as EpochMs };
    // What was done with it has been received, though that word was lost.
    this.#note(signal, line, "received", at);
    this.#note(signal, line, did, at);
  }

  /** This station's person took the alarm; its signal may have ended with that. */
  acted(stationId: string, episodeId: string, now: Instant): void {
    const signals = [...this.#signals.values()].filter((signal) => signal.episodeId === episodeId);
    const signal = signals.sort((a, b) => b.signalledAt - a.signalledAt)[0];
    const line = signal?.lines.get(stationId);
    if (signal !== undefined && line !== undefined) this.#note(signal, line, "acted", now);
  }

  /** Of the room's signals that are given now: who hears them still, and how soon the first did. */
  heard(roomId: string): Heard[] {
    const heard: Heard[] = [];
    for (const { roomId: at, episodeId, endedMono, beganMono, lines } of this.#signals.values()) {
      if (at !== roomId || endedMono !== null) continue;
      const sounded = [...lines.values()].flatMap((line) =>
        line.sounded === null ? [] : [{ ...line, at: line.sounded }],
      );
      const firstMs =
        sounded.length === 0 ? null : Math.max(0, Math.min(...sounded.map(({ at }) => at.mono)) - beganMono);
      heard.push({ episodeId, stations: sounded.filter(({ station }) => station.hears).length, firstMs });
    }
    return heard;
  }

  /** `live`: stations that frames reach now. Asked on each beat; what it hands out is counted as sent and written. */
  due(live: ReadonlySet<string>, now: Instant): Due {
    const again = new Set<string>();
    const receipts: { roomId: string; receipt: Receipt }[] = [];
    for (const [key, signal] of this.#signals) {
      if (signal.endedMono === null && this.#isUnconfirmed(signal, live, now)) again.add(signal.roomId);
      receipts.push(...receiptsOf(signal, (line) => isDue(signal, line, now)));
      if (signal.endedMono !== null && now.mono - signal.endedMono >= FORGET_MS) this.#signals.delete(key);
    }
    const heard = [...this.#changed].map((roomId) => ({ roomId, heard: this.heard(roomId) }));
    this.#changed.clear();
    return { again: [...again].map((roomId) => this.#patchOf(roomId)), heard, receipts };
  }

  /** All that is not written yet: the server stops. */
  rest(): Due["receipts"] {
    return [...this.#signals.values()].flatMap((signal) => receiptsOf(signal, ({ isNew }) => isNew));
  }

  counts() {
    const lines = [...this.#signals.values()].reduce((sum, signal) => sum + signal.lines.size, 0);
    return { resent: this.#resent, signals: this.#signals.size, lines };
  }

  #hears(stationId: string, station: Station, hears: boolean): void {
    if (station.hears === hears) return;
    station.hears = hears;
    for (const { roomId, lines, endedMono } of this.#signals.values()) {
      if (endedMono === null && lines.get(stationId)?.sounded) this.#changed.add(roomId);
    }
  }

  #patchOf(roomId: string): RoomPatch {
    return { roomId, alarms: [...(this.#alarms.get(roomId) ?? [])] };
  }

  #isUnconfirmed({ lines }: Signal, live: ReadonlySet<string>, now: Instant): boolean {
    let isAny = false;
    for (const [stationId, line] of lines) {
      if (line.received !== null || line.station.isGone || !live.has(stationId)) continue;
      if (now.mono - line.askedMono < CONFIRM_MS) continue;
      line.askedMono = now.mono;
      this.#resent += 1;
      isAny = true;
    }
    return isAny;
  }

  /** The first word counts: it is the nearest to what was. */
  #note(signal: Signal, line: Line, moment: Moments, at: Instant): void {
    if (line[moment] !== null) return;
    line[moment] = at;
    // Up to its first entry everything is in that one; later only what reached a person is worth another.
    line.isNew ||= moment === "sounded" || moment === "seen" || moment === "acted";
    const { station } = line;
    if (moment === "sounded" && signal.endedMono === null) this.#changed.add(signal.roomId);
    if (moment === "received") this.#measure(signal, station, "sent_received", line.sent.mono, at);
    if (moment === "painted") this.#measure(signal, station, "received_painted", line.received?.mono, at);
    if (moment === "sounded" || moment === "seen" || moment === "acted")
      this.#measure(signal, station, `begin_${moment}`, signal.beganMono, at);
    if (moment === "painted" || moment === "sounded")
      this.#measure(signal, station, "painted_sounded", line.painted?.mono, line.sounded);
  }

  /** A station that came later was not there to be quick; one that sounds before it paints is quickest. */
  #measure({ openedMono }: Signal, { cameMono }: Station, hop: Hop, from: MonoMs | undefined, to: Moment): void {
    if (from === undefined || to === null || cameMono > openedMono) return;
    this.#onHop(hop, Math.max(0, to.mono - from));
  }

  #makeRoom(): void {
    if (this.#signals.size < SIGNALS_MAX) return;
    const oldest = [...this.#signals].find(([, { endedMono }]) => endedMono !== null);
    if (oldest !== undefined) this.#signals.delete(oldest[0]);
  }
}

const keyOf = ({ episodeId, signalledAt }: { readonly episodeId: string; readonly signalledAt: number }): string =>
  `${signalledAt} ${episodeId}`;

const isSignalled = (alarm: AlarmView): alarm is AlarmView & { signalledAt: number } =>
  alarm.signal === "on" && alarm.signalledAt !== null;
