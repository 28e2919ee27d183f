import type { Clock } from "@watchroom/shared/time";
import type { Journal } from "../journal/journal.ts";
import type { Rooms } from "./rooms.ts";

type GapParts = { readonly rooms: Rooms; readonly journal: Journal; readonly clock: Clock };
type Open = { readonly closed: Promise<void>; readonly close: () => void };

/**
 * While the record is not being saved, readings are stepped that are in no entry. What came of them can be folded again
 * only from a checkpoint that holds it: until that is on disk, an act on such an alarm is kept and would be lost in a
 * restart all the same, since folding finds no alarm to act on.
 */
export class RecordGap {
  readonly #parts: GapParts;
  #open: Open | null = null;
  #lost = 0;

  constructor(parts: GapParts) {
    this.#parts = parts;
  }

  /** Something was stepped that the record will never hold. */
  begin(): void {
    this.#lost += 1;
    if (this.#open === null) {
      let close = (): void => undefined;
      const closed = new Promise<void>((resolve) => {
        close = resolve;
      });
      this.#open = { closed, close };
    }
    if (this.#parts.journal.trouble() === null) void this.end();
  }

  /** The record is saved again: from here on folding starts at the rooms as they are now. */
  async end(): Promise<void> {
    const { rooms, clock } = this.#parts;
    const lost = this.#lost;
    const watched = [...rooms.all()].filter(({ memory }) => memory.state.watchingSince !== null);
    await Promise.all(watched.map((slot) => rooms.checkpoint(slot, clock.now())));
    // What was lost meanwhile is not in them, and waits for checkpoints of its own.
    if (lost !== this.#lost) return;
    this.#open?.close();
    this.#open = null;
  }

  /** Resolves when whatever was stepped can be folded again; at once when nothing is missing. */
  closed(): Promise<void> {
    return this.#open?.closed ?? Promise.resolve();
  }
}
