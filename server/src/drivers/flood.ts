import { assert } from "@watchroom/shared/result";
import type { MonoMs } from "@watchroom/shared/time";

/** So many at once, and so many a second for ever. */
export type Rate = { readonly burst: number; readonly perSecond: number };

type Bucket = { left: number; at: MonoMs };

/** So many senders are remembered at most; the one seen first is forgotten first. */
const SENDERS_MAX = 10_000;

/** A token bucket for each sender. Memory is bounded. */
export class Flood {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Milliseconds to wait before `count` more may come from this sender; 0 when they may come now. */
  waitMs(sender: string, count: number, now: MonoMs): number {
    assert(count <= this.#rate.burst, "one call fits the burst");
    const missing = count - this.#bucket(sender, now).left;
    return missing <= 0 ? 0 : Math.ceil((missing / this.#rate.perSecond) * 1_000);
  }

  take(sender: string, count: number, now: MonoMs): void {
    this.#bucket(sender, now).left -= count;
  }

  #bucket(sender: string, now: MonoMs): Bucket {
    const bucket = this.#buckets.get(sender);
    if (bucket === undefined) return this.#add(sender, now);
    const gained = ((now - bucket.at) / 1_000) * this.#rate.perSecond;
    bucket.left = Math.min(this.#rate.burst, bucket.left + gained);
    bucket.at = now;
    return bucket;
  }

  #add(sender: string, now: MonoMs): Bucket {
    const first = this.#buckets.size >= SENDERS_MAX ? this.#buckets.keys().next().value : undefined;
    if (first !== undefined) this.#buckets.delete(first);
    const bucket = { left: this.#rate.burst, at: now };
    this.#buckets.set(sender, bucket);
    return bucket;
  }
}
