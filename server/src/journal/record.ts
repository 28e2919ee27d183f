import type { Clock, RoomId } from "@watchroom/shared/time";
import type { StoreClient } from "../store/store.ts";
import { createStoreClient } from "./client.ts";
import type { JournalEntry } from "./entry.ts";
import { type Journal, JournalRefused, type RecordTrouble } from "./journal.ts";
import { encodeLine } from "./line.ts";
import type { WriterCall } from "./messages.ts";
import { WriteQueue } from "./queue.ts";
import { WriterThread } from "./thread.ts";

const TICK_MS = 250;
/**
 * What is handed in within this goes out as one commit. Waking the writer and its disk for each call was the largest single
 * cost of a reading (test/bench/rooms-held); no alarm waits for it, only the device's answer.
 */
const GATHER_MS = 10;
/** So long without a tick, and it was this process that stood still. */
const STANDSTILL_MS = 1_000;
/** The oldest entry may wait so long before people are told. */
const SLOW_AFTER_MS = 2_000;
/** A device hears "not saved" after so long, and sends again. */
const READINGS_WAIT_MAX_MS = 5_000;
/** A stop waits so long for a disk that does not take what is left. */
const STOP_WAIT_MAX_MS = 10_000;
const RETRY_MS = { first: 250, longest: 2_000 } as const;

const TROUBLE = {
  full: { code: "disk-full", message: "The disk is full. Free space on the disk with the data folder." },
  slow: { code: "disk-slow", message: "The disk is too slow: the record waits for it. Look what else uses this disk." },
} as const satisfies Record<string, RecordTrouble>;

type Log = (event: string, fields: Readonly<Record<string, string | number>>) => void;

export type RecordSettings = {
  readonly file: string;
  /** The real one, in tests of a whole server too: it measures how long the disk takes. */
  readonly clock: Clock;
  readonly log?: Log;
  /** Told after each commit how long it took, there and back. */
  readonly onCommit?: (durationMs: number) => void;
  /** How many pages the file may have: a real full disk, for tests. */
  readonly pagesMax?: number;
};

export type OpenedRecord = {
  readonly journal: Journal;
  readonly store: StoreClient;
  /** The same limit as `pagesMax`, changed. */
  limitPages(pages: number): Promise<void>;
  /** Ends the writer thread as a fault would. For tests. */
  killWriter(): Promise<void>;
};

/**
 * Opens the record with its writer thread. A call of the store sees every append and checkpoint made before it, except
 * while there is trouble: then it sees what is on disk. Rejects with `StoreRefused` when the file cannot be used.
 */
export async function openRecord(settings: RecordSettings): Promise<OpenedRecord> {
  const record = new Recorder(settings);
  await record.opened;
  const journal: Journal = {
    append: (entries) => record.append(entries),
    checkpoint: (roomId, state) => record.checkpoint(roomId, state),
    trouble: () => record.trouble(),
    onTrouble: (listener) => void record.listeners.push(listener),
    waiting: () => record.waiting(),
    stop: () => record.stop(),
  };
  return {
    journal,
    store: createStoreClient((method, args) => record.call(method, args), journal),
    limitPages: async (pages) => void (await record.call("limitPages", [pages])),
    killWriter: () => record.killWriter(),
  };
}

/** The side of the record that lives on the main thread: the queue, the one batch that is out, and the trouble. */
class Recorder {
  readonly listeners: ((trouble: RecordTrouble | null) => void)[] = [];
  readonly opened: Promise<void>;
  readonly #queue = new WriteQueue();
  readonly #thread: WriterThread;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #endTicks: () => void;
  #opening: { resolve(): void; reject(error: Error): void } | null = null;
  /** Lines of the batch that is with the writer; null when none is. */
  #out: number | null = null;
  #sentAt = 0;
  readonly #onCommit: (durationMs: number) => void;
  #lastSeq = 0;
  #pumpIsDue = false;
  #failure: RecordTrouble | null = null;
  #isSlow = false;
  #tickedAt: number;
  #told: RecordTrouble | null = null;
  #retry = { at: 0, waitMs: RETRY_MS.first as number };
  /** Calls that must see appends which are not with the writer yet. */
  #held: { readonly after: number; send(): void; reject(error: Error): void }[] = [];
  #stopping: { readonly since: number; readonly done: Promise<void>; drained(): void } | null = null;

  constructor({ file, clock, log = () => undefined, onCommit = () => undefined, pagesMax }: RecordSettings) {
    this.#onCommit = onCommit;
    this.#clock = clock;
    this.#log = log;
    this.#thread = new WriterThread(
      { file, pagesMax: pagesMax ?? null },
      {
        ready: (lastSeq) => this.#ready(lastSeq),
        committed: (lastSeq) => this.#committed(lastSeq),
        failed: (diskFull, message) => this.#failed(diskFull ? TROUBLE.full : writerFailed(message)),
        died: (error) => this.#died(error),
      },
    );
    this.opened = new Promise((resolve, reject) => {
      this.#opening = { resolve, reject };
    });
    this.#tickedAt = this.#now();
    this.#endTicks = clock.every(TICK_MS, () => this.#tick());
    this.#thread.start();
  }

  append(entries: readonly JournalEntry[]): Promise<void> {
    if (this.#stopping !== null) return Promise.reject(new JournalRefused("not-saved"));
    const lines = entries.map(encodeLine);
    return new Promise((resolve, reject) => {
      const taken = this.#queue.append(lines, this.#now(), { resolve, reject });
      if (!taken) reject(new JournalRefused("queue-full"));
      this.#pumpSoon();
    });
  }

  checkpoint(roomId: RoomId, state: string): Promise<void> {
    if (this.#stopping !== null) return Promise.reject(new JournalRefused("not-saved"));
    return new Promise((resolve, reject) => {
      this.#queue.checkpoint(roomId, state, this.#now(), { resolve, reject });
      this.#pumpSoon();
    });
  }

  call(method: WriterCall, args: readonly unknown[]): Promise<unknown> {
    if (this.#stopping !== null) return Promise.reject(new Error("The record is closed."));
    return new Promise((resolve, reject) => {
      const send = (): void => void this.#thread.call(method, args).then(resolve, reject);
      this.#held.push({ after: this.#queue.handedIn, send, reject });
      this.#pump();
    });
  }

  trouble(): RecordTrouble | null {
    return this.#failure ?? (this.#isSlow ? TROUBLE.slow : null);
  }

  waiting(): number {
    return this.#queue.lines;
  }

  killWriter(): Promise<void> {
    return this.#thread.kill();
  }

  async stop(): Promise<void> {
    if (this.#stopping === null) {
      let drained = (): void => undefined;
      const done = new Promise<void>((resolve) => {
        drained = resolve;
      });
      this.#stopping = { since: this.#now(), done, drained };
      this.#pump();
      this.#endWhenDrained();
    }
    await this.#stopping.done;
    this.#endTicks();
    await this.#thread.stop();
    for (const { reject } of this.#held.splice(0)) reject(new Error("The record is closed."));
  }

  #now(): number {
    return this.#clock.now().mono;
  }

  #pumpSoon(): void {
    if (this.#pumpIsDue) return;
    this.#pumpIsDue = true;
    setTimeout(() => {
      this.#pumpIsDue = false;
      this.#pump();
    }, GATHER_MS);
  }

  #pump(): void {
    if (this.#out === null && this.#thread.isUp && !this.#queue.isEmpty && this.#now() >= this.#retry.at) {
      const { lines, count, checkpoints } = this.#queue.takeBatch();
      this.#out = count;
      this.#sentAt = this.#now();
      this.#thread.commit({ lines, checkpoints });
    }
    this.#sendHeld();
  }

  #sendHeld(): void {
    if (!this.#thread.isUp) return;
    // The thread does things in the order sent; while commits fail there is nothing to wait for.
    while (this.#held[0] !== undefined && (this.#failure !== null || this.#held[0].after <= this.#queue.taken)) {
      this.#held.shift()?.send();
    }
  }

  #ready(lastSeq: number): void {
    // It may have died between its commit and its answer: what is on disk is not written twice.
    const wasCommitted = this.#out !== null && this.#out > 0 && lastSeq === this.#lastSeq + this.#out;
    this.#lastSeq = lastSeq;
    this.#out = null;
    if (!wasCommitted) this.#queue.dropGivenUp();
    this.#opening?.resolve();
    this.#opening = null;
    if (wasCommitted || !this.#queue.hasBatch) this.#saved();
    else this.#pump();
  }

  #committed(lastSeq: number): void {
    this.#lastSeq = lastSeq;
    this.#onCommit(this.#now() - this.#sentAt);
    this.#saved();
  }

  #saved(): void {
    this.#out = null;
    this.#queue.finishBatch();
    this.#failure = null;
    this.#retry = { at: 0, waitMs: RETRY_MS.first };
    this.#isSlow &&= this.#waitsLong();
    this.#tell();
    if (this.#stopping !== null || this.#held.length > 0) this.#pump();
    else if (!this.#queue.isEmpty) this.#pumpSoon();
    this.#endWhenDrained();
  }

  #failed(trouble: RecordTrouble): void {
    this.#out = null;
    this.#failLater(trouble);
    this.#queue.dropGivenUp();
    this.#sendHeld();
  }

  #died(error: Error): void {
    if (this.#opening !== null) {
      this.#endTicks();
      this.#opening.reject(error);
      return;
    }
    this.#failLater(writerFailed(error.message));
  }

  #failLater(trouble: RecordTrouble): void {
    this.#failure = trouble;
    const { waitMs } = this.#retry;
    this.#retry = { at: this.#now() + waitMs, waitMs: Math.min(2 * waitMs, RETRY_MS.longest) };
    this.#tell();
  }

  #tick(): void {
    const now = this.#now();
    const stoodStill = now - this.#tickedAt > STANDSTILL_MS;
    this.#tickedAt = now;
    // What the writer answered meanwhile is heard first: this machine's sleep is not a slow disk.
    if (stoodStill) return;
    const refused = new JournalRefused("not-saved");
    this.#queue.giveUpReadings(now - READINGS_WAIT_MAX_MS, refused, this.#out !== null);
    if (this.#stopping !== null && now - this.#stopping.since > STOP_WAIT_MAX_MS) this.#queue.giveUpAll(refused);
    this.#isSlow = this.#waitsLong();
    this.#tell();
    if (!this.#thread.isStarted && now >= this.#retry.at && this.#opening === null) this.#thread.start();
    this.#pump();
    this.#endWhenDrained();
  }

  #waitsLong(): boolean {
    const oldest = this.#queue.oldestSince();
    return oldest !== null && this.#now() - oldest > SLOW_AFTER_MS;
  }

  #tell(): void {
    const trouble = this.trouble();
    if (trouble?.code === this.#told?.code) return;
    this.#told = trouble;
    this.#log(trouble === null ? "record-saved-again" : "record-trouble", { code: trouble?.code ?? "none" });
    for (const listener of this.listeners) listener(trouble);
  }

  #endWhenDrained(): void {
    if (this.#queue.isEmpty) this.#stopping?.drained();
  }
}

const writerFailed = (reason: string): RecordTrouble => ({
  code: "writer-failed",
  message: `The record cannot be written (${reason}). Check the disk with the data folder.`,
});
