import type { StandbyView } from "@watchroom/shared/wire";
import { keyOf, uniformAt } from "./random.ts";

type Trip = {
  /** The patient is away from the devices at this time, by the standby that a person has set. */
  isAway(standby: StandbyView | null, now: number): boolean;
};

/** Shortest stay, and the share of the place's limit that a stay takes at most; our choice. */
const LEAST_MS = 150_000;
const SHARE_MAX = 0.7;
/** A stay that is too long is too long by this; our choice. */
const TOO_LONG_MS = [60_000, 150_000] as const;

/**
 * How long this patient stays away each time: back well within the limit, but for one stay in `1 / overstayShare`. The
 * patient leaves at once, since monitoring returns by itself while the signal is good.
 */
export function createTrips(seed: number, overstayShare: number): Trip {
  const stayMs = ({ since, until }: StandbyView): number => {
    const key = keyOf(seed, `trip ${since}`);
    const limitMs = until - since;
    const share = uniformAt(key, 1);
    if (uniformAt(key, 0) < overstayShare) {
      return limitMs + TOO_LONG_MS[0] + share * (TOO_LONG_MS[1] - TOO_LONG_MS[0]);
    }
    const mostMs = SHARE_MAX * limitMs;
    const leastMs = Math.min(LEAST_MS, mostMs);
    return leastMs + share * (mostMs - leastMs);
  };
  return { isAway: (standby, now) => standby !== null && now < standby.since + stayMs(standby) };
}
