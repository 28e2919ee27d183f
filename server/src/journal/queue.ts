import type { RoomId } from "@watchroom/shared/time";
import type { CheckpointPut } from "../store/record.ts";
import { isReadingLine } from "./line.ts";

/** Readings are refused above this many waiting entries: a device sends them again. */
const READINGS_WAITING_MAX = 50_000;
/** What no device sends again (alarms, acts of people) passes until here. */
const ENTRIES_WAITING_MAX = 100_000;
/** Entries a transaction takes: some 30 ms of work, so that nobody behind it waits long. */
const BATCH_LINES_MAX = 4_000;

type Waiter = { readonly resolve: () => void; readonly reject: (error: Error) => void };

/** One call of `append` or `checkpoint`; never divided between two transactions. */
type Item = {
  lines: readonly string[];
  readonly checkpoint: { readonly roomId: RoomId; readonly state: string } | null;
  readonly since: number;
  /** Null once its caller was told that it was given up; what is no reading is written all the same. */
  waiter: Waiter | null;
};

const hasReadings = ({ lines }: Item): boolean => lines.some(isReadingLine);
const withoutReadings = (lines: readonly string[]): readonly string[] => lines.filter((line) => !isReadingLine(line));

/**
 * What waits for the disk, in order: one batch with the writer at most, and the rest behind it. No clock, no thread.
 */
export class WriteQueue {
  #waiting: Item[] = [];
  #batch: Item[] = [];
  #lines = 0;
  #handedIn = 0;

  /** How many calls were ever handed in, and how many of these no longer wait for a batch. */
  get handedIn(): number {
    return this.#handedIn;
  }
  get taken(): number {
    return this.#handedIn - this.#waiting.length;
  }
  get lines(): number {
    return this.#lines;
  }
  get hasBatch(): boolean {
    return this.#batch.length > 0;
  }
  get isEmpty(): boolean {
    return this.#batch.length === 0 && this.#waiting.length === 0;
  }

  /** False when the queue is too full for its readings, or for all of it; the rest is taken. */
  append(lines: readonly string[], since: number, waiter: Waiter): boolean {
    const after = this.#lines + lines.length;
    const tooFull = after > READINGS_WAITING_MAX && lines.some(isReadingLine);
    const taken = tooFull ? withoutReadings(lines) : lines;
    if (this.#lines + taken.length > ENTRIES_WAITING_MAX) return false;
    if (taken.length > 0 || !tooFull)
      this.#push({ lines: taken, checkpoint: null, since, waiter: tooFull ? null : waiter });
    return !tooFull;
  }

  checkpoint(roomId: RoomId, state: string, since: number, waiter: Waiter): void {
    this.#push({ lines: [], checkpoint: { roomId, state }, since, waiter });
  }

  #push(item: Item): void {
    this.#waiting.push(item);
    this.#handedIn++;
    this.#lines += item.lines.length;
  }

  /** The batch that is with the writer, or else a new one from what waits; as one text and the checkpoints in it. */
  takeBatch(): { lines: string; count: number; checkpoints: CheckpointPut[] } {
    if (this.#batch.length === 0) {
      let size = 0;
      let end = 0;
      for (const item of this.#waiting) {
        if (end > 0 && size + item.lines.length > BATCH_LINES_MAX) break;
        size += item.lines.length;
        end++;
      }
      this.#batch = this.#waiting.splice(0, end);
    }
    const lines: string[] = [];
    const checkpoints: CheckpointPut[] = [];
    for (const item of this.#batch) {
      lines.push(...item.lines);
      if (item.checkpoint !== null) checkpoints.push({ ...item.checkpoint, after: lines.length });
    }
    return { lines: lines.join("\n"), count: lines.length, checkpoints };
  }

  /** The batch is on disk. */
  finishBatch(): void {
    const done = this.#batch;
    this.#batch = [];
    for (const { lines, waiter } of done) {
      this.#lines -= lines.length;
      waiter?.resolve();
    }
  }

  /**
   * Tells the callers of readings that wait since before `since`, and forgets those readings. A batch that the writer
   * has (`batchIsOut`) keeps its lines, since it may succeed yet.
   */
  giveUpReadings(since: number, error: Error, batchIsOut: boolean): void {
    if ((this.oldestSince() ?? Infinity) > since) return;
    for (const item of [...this.#batch, ...this.#waiting]) {
      if (item.since > since) break;
      if (item.waiter === null || !hasReadings(item)) continue;
      item.waiter.reject(error);
      item.waiter = null;
    }
    if (!batchIsOut) this.dropGivenUp();
    this.#waiting = this.#forget(this.#waiting);
  }

  /** The batch came back unwritten: its readings that were given up meanwhile are forgotten. */
  dropGivenUp(): void {
    this.#batch = this.#forget(this.#batch);
  }

  /** Tells everybody who still waits, and forgets everything. */
  giveUpAll(error: Error): void {
    for (const { waiter } of [...this.#batch, ...this.#waiting]) waiter?.reject(error);
    this.#batch = [];
    this.#waiting = [];
    this.#lines = 0;
  }

  /** When the entry or checkpoint that waits the longest was handed in; null when none waits. */
  oldestSince(): number | null {
    return this.#batch[0]?.since ?? this.#waiting[0]?.since ?? null;
  }

  #forget(items: Item[]): Item[] {
    if (!items.some((item) => item.waiter === null && hasReadings(item))) return items;
    const kept: Item[] = [];
    for (const item of items) {
      const before = item.lines.length;
      if (item.waiter === null) item.lines = withoutReadings(item.lines);
      this.#lines -= before - item.lines.length;
      if (item.lines.length > 0 || item.checkpoint !== null || item.waiter !== null) kept.push(item);
    }
    return kept;
  }
}
