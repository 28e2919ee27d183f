import type { RoomId } from "@watchroom/shared/time";

/** An entry that is on disk in its append's row, and not yet in a packed block. */
type PendingEntry = { readonly seq: number; readonly at: number; readonly line: string };

/** Entries of one room that will be one packed block. */
export type Run = { readonly roomId: RoomId; readonly entries: PendingEntry[]; from: number; to: number };

/** A block holds so many entries at most, and the least of its room's own number: rooms that began together drift apart. */
const RUN_ENTRIES_MAX = 64;
const RUN_ENTRIES_MIN = 44;
/** Entries of a block are at most so far from its first one, and wait no longer for the rest of it. */
export const RUN_MS_MAX = 60_000;

function entriesOfRun(roomId: RoomId): number {
  let hash = 0;
  for (let index = 0; index < roomId.length; index++) hash = (hash * 31 + roomId.charCodeAt(index)) | 0;
  return RUN_ENTRIES_MIN + (Math.abs(hash) % (RUN_ENTRIES_MAX - RUN_ENTRIES_MIN + 1));
}

/** What of the journal is not in blocks yet, by room. Changes only after its transaction was committed. */
export class Pending {
  /** In the order of their first entries. */
  readonly #runs = new Set<Run>();
  readonly #full = new Set<Run>();
  readonly #byRoom = new Map<RoomId, { runs: Run[]; entriesMax: number }>();

  add(roomId: RoomId, entry: PendingEntry): void {
    let room = this.#byRoom.get(roomId);
    if (room === undefined) {
      room = { runs: [], entriesMax: entriesOfRun(roomId) };
      this.#byRoom.set(roomId, room);
    }
    let run = room.runs.at(-1);
    if (run !== undefined && (this.#full.has(run) || tooFar(run, entry.at))) {
      this.#full.add(run);
      run = undefined;
    }
    if (run === undefined) {
      run = { roomId, entries: [], from: entry.at, to: entry.at };
      room.runs.push(run);
      this.#runs.add(run);
    }
    run.entries.push(entry);
    run.from = Math.min(run.from, entry.at);
    run.to = Math.max(run.to, entry.at);
    if (run.entries.length >= room.entriesMax) this.#full.add(run);
  }

  /** The runs to pack now, when the newest entry of the journal is of `newestAt`. */
  due(newestAt: number): Run[] {
    const due = new Set(this.#full);
    for (const run of this.#runs) {
      if (!tooFar(run, newestAt)) break;
      due.add(run);
    }
    return [...due];
  }

  remove(packed: readonly Run[]): void {
    for (const run of packed) {
      this.#runs.delete(run);
      this.#full.delete(run);
      const room = this.#byRoom.get(run.roomId);
      if (room === undefined) continue;
      room.runs = room.runs.filter((other) => other !== run);
      if (room.runs.length === 0) this.#byRoom.delete(run.roomId);
    }
  }

  /** The oldest entry that is still pending when these are packed; null when none is. */
  firstSeqWithout(packed: readonly Run[]): number | null {
    const gone = new Set(packed);
    for (const run of this.#runs) if (!gone.has(run)) return run.entries[0]?.seq ?? null;
    return null;
  }

  runsOf(roomId: RoomId): readonly Run[] {
    return this.#byRoom.get(roomId)?.runs ?? [];
  }
}

// Either way round: the wall clock may have been set back.
const tooFar = (run: Run, at: number): boolean => Math.abs(at - (run.entries[0]?.at ?? at)) > RUN_MS_MAX;
