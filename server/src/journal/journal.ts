import type { RoomId } from "@watchroom/shared/time";
import type { JournalEntry } from "./entry.ts";

/** Why the record is not being saved: a code for the technical alarm and the readiness page. */
export type RecordTrouble = { readonly code: "disk-full" | "disk-slow" | "writer-failed"; readonly message: string };

/**
 * The bounded queue before the writer thread. Appending never blocks and never throws: an alarm does not wait for a disk.
 */
export type Journal = {
  /**
   * Resolves when every entry is on disk (synchronous FULL); rejects with a `JournalRefused` when the queue is full or
   * the writer gave them up: its readings are then not kept, since a device sends them again; whatever else was in the
   * same call (alarms, acts of people) still is, when the disk allows. Order of calls is order in the record.
   */
  append(entries: readonly JournalEntry[]): Promise<void>;
  /** Replaces the room's checkpoint, in order with the appends before it: it holds all of them. */
  checkpoint(roomId: RoomId, state: string): Promise<void>;
  /** Null while the record is being saved. Trouble begins when a commit fails, or when the oldest entry has waited too long. */
  trouble(): RecordTrouble | null;
  onTrouble(listener: (trouble: RecordTrouble | null) => void): void;
  /** Entries waiting for the disk. */
  waiting(): number;
  /** Resolves when everything that was appended is on disk and the writer has stopped. */
  stop(): Promise<void>;
};

export class JournalRefused extends Error {
  override readonly name = "JournalRefused";
  readonly code: "queue-full" | "not-saved";
  constructor(code: "queue-full" | "not-saved") {
    super(code);
    this.code = code;
  }
}
