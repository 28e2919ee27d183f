import type { Clock } from "@watchroom/shared/time";
import { FRAME_MS } from "@watchroom/shared/wire";
import { type Journal, JournalRefused, type RecordTrouble } from "../../../server/src/journal/journal.ts";
import { encodeLine, entryOfRow, rowOfLine } from "../../../server/src/journal/line.ts";
import { WriteQueue } from "../../../server/src/journal/queue.ts";
import type { Store, StoreClient } from "../../../server/src/store/store.ts";

/** The disk under the record. Slow: a commit takes this long. */
export type Disk =
  | { readonly kind: "well" }
  | { readonly kind: "full" }
  | { readonly kind: "slow"; readonly ms: number };
export const WELL: Disk = { kind: "well" };

/** A commit each beat of the simulation, so that the server can die between any two. The rest is as in server/src/journal/record.ts. */
const PUMP_MS = FRAME_MS;
const SLOW_AFTER_MS = 2_000;
const READINGS_WAIT_MAX_MS = 5_000;
const RETRY_MS = 500;
const FULL: RecordTrouble = { code: "disk-full", message: "The disk is full." };
const SLOW: RecordTrouble = { code: "disk-slow", message: "The disk is slow." };

/**
 * The record with the real queue before it and a disk that can be slow or full. `disk` outlives the server: what was on
 * it when the server died is what the next one finds, and what was only in the queue is gone.
 */
export function createFaultyRecord(onDisk: Store, clock: Clock, disk: () => Disk) {
  const queue = new WriteQueue();
  const listeners: ((trouble: RecordTrouble | null) => void)[] = [];
  let out: { readonly until: number; readonly write: () => void } | null = null;
  let told: RecordTrouble | null = null;
  let failed = false;
  let retryAt = 0;
  let isDead = false;
  const now = (): number => clock.now().mono;

  function tell(): void {
    const oldest = queue.oldestSince();
    const isSlow = oldest !== null && now() - oldest > SLOW_AFTER_MS;
    const trouble = failed ? FULL : isSlow ? SLOW : null;
    if (trouble === told) return;
    told = trouble;
    for (const listener of listeners) listener(trouble);
  }

  /** Entries and checkpoints in the order in which they were handed in, all or nothing. */
  function takeBatch(): () => void {
    const { lines, checkpoints } = queue.takeBatch();
    const entries = lines === "" ? [] : lines.split("\n").map((line) => entryOfRow(rowOfLine(line), 0));
    return () => {
      let written = 0;
      for (const { after, roomId, state } of checkpoints) {
        onDisk.append(entries.slice(written, after));
        written = after;
        onDisk.putCheckpoint(roomId, state);
      }
      onDisk.append(entries.slice(written));
      queue.finishBatch();
      failed = false;
    };
  }

  function pump(): void {
    if (isDead) return;
    if (out !== null && now() >= out.until) {
      out.write();
      out = null;
    }
    if (out === null && !queue.isEmpty && now() >= retryAt) begin();
    tell();
  }

  function begin(): void {
    const { kind, ...slow } = disk();
    const write = takeBatch();
    if (kind === "slow") out = { until: now() + ("ms" in slow ? slow.ms : 0), write };
    else if (kind === "well") write();
    else {
      failed = true;
      retryAt = now() + RETRY_MS;
      queue.dropGivenUp();
    }
  }

  clock.every(PUMP_MS, () => {
    if (isDead) return;
    queue.giveUpReadings(now() - READINGS_WAIT_MAX_MS, new JournalRefused("not-saved"), out !== null);
    pump();
  });

  const journal: Journal = {
    append: (entries) =>
      new Promise((resolve, reject) => {
        if (isDead) return;
        const taken = queue.append(entries.map(encodeLine), now(), { resolve, reject });
        if (!taken) reject(new JournalRefused("queue-full"));
      }),
    checkpoint: (roomId, state) =>
      new Promise((resolve, reject) => {
        if (!isDead) queue.checkpoint(roomId, state, now(), { resolve, reject });
      }),
    trouble: () => told,
    onTrouble: (listener) => void listeners.push(listener),
    waiting: () => queue.lines,
    stop: () => Promise.resolve(),
  };
  const calls = Object.entries(onDisk).map(([name, method]) => [
    name,
    async (...args: unknown[]) => (method as (...args: unknown[]) => unknown)(...args),
  ]);
  return {
    journal,
    store: Object.fromEntries(calls) as StoreClient,
    /** Before a stop in peace: what waits is written, when the disk takes it. */
    drain(): void {
      if (out !== null) out.write();
      out = null;
      if (!queue.isEmpty && disk().kind !== "full") takeBatch()();
    },
    /** The server is gone, and with it what waits. */
    die(): void {
      isDead = true;
    },
  };
}
