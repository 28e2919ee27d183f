import type { WallClock } from "../../simulators/src/clock.ts";

/** A wall clock that a test moves; waiting on it takes no time and moves it on. */
export function createSteppedClock(start = 1_800_000_000_000) {
  let now = start;
  const clock: WallClock & { advance(ms: number): void } = {
    now: () => now,
    wait(delayMs) {
      now += delayMs;
      return Promise.resolve();
    },
    advance(ms) {
      now += ms;
    },
  };
  return clock;
}
