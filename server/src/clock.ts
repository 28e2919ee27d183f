import { performance } from "node:perf_hooks";
import type { Clock, EpochMs, MonoMs } from "@watchroom/shared/time";

/**
 * The real clock: the only file that asks the machine for the time. `last` is the newest moment of the
 * record: the ward's clock goes on from there, so that delays and pauses survive a restart. While the server was down
 * the wall clock is all there is to measure by; a wall clock that was set back counts as no time passed.
 */
export function createClock(last: { readonly at: number; readonly mono: number } | null): Clock {
  const startedAt = performance.now();
  const monoAtStart = last === null ? 0 : last.mono + Math.max(0, Date.now() - last.at);
  return {
    now: () => ({
      mono: Math.round(monoAtStart + performance.now() - startedAt) as MonoMs,
      wall: Date.now() as EpochMs,
    }),
    every(periodMs, run) {
      const timer = setInterval(run, periodMs);
      return () => clearInterval(timer);
    },
  };
}
