import { addMs, type MonoMs } from "@watchroom/shared/time";

const FAILURES_FREE = 5;
const WAIT_FIRST_MS = 2_000;
/** A nurse whose name somebody else guesses at must not be kept from her patients for long. */
const WAIT_MAX_MS = 60_000;
const FORGET_AFTER_MS = 15 * 60_000;
const KEYS_MAX = 10_000;

type Row = { failures: number; lastAt: MonoMs; waitUntil: MonoMs };

/** Failed sign-ins in a row, by name and by address. After five each further one doubles the wait. */
export class Attempts {
  readonly #rows = new Map<string, Row>();

  /** Milliseconds until this key may try again; 0: now. */
  waitMs(key: string, now: MonoMs): number {
    const row = this.#rows.get(key);
    return row === undefined ? 0 : Math.max(0, row.waitUntil - now);
  }

  failed(key: string, now: MonoMs): void {
    const before = this.#rows.get(key);
    const isFresh = before !== undefined && now < addMs(before.lastAt, FORGET_AFTER_MS);
    const failures = (isFresh ? before.failures : 0) + 1;
    const waitMs =
      failures < FAILURES_FREE ? 0 : Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** (failures - FAILURES_FREE));
    this.#rows.delete(key); // so that the oldest row is the first of the map
    this.#rows.set(key, { failures, lastAt: now, waitUntil: addMs(now, waitMs) });
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > KEYS_MAX && oldest !== undefined) this.#rows.delete(oldest);
  }

  succeeded(key: string): void {
    this.#rows.delete(key);
  }
}
