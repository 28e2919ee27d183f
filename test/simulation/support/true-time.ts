import type { Clock, EpochMs, MonoMs } from "@watchroom/shared/time";
import { createFakeClock } from "../../support/fake-clock.ts";

/**
 * Time as it is, and a server's wall clock that is set now and then. Each life of the server has a clock of its own, which
 * goes on from the record's last moment as the real one does (server/src/clock.ts).
 */
export function createTrueTime() {
  const time = createFakeClock();
  let setByMs = 0;
  const trueMs = (): number => time.now().mono;
  const wall = (): EpochMs => (time.now().wall + setByMs) as EpochMs;
  return {
    trueMs,
    /** What a good clock on the wall says, and a device's. */
    trueWall: (): number => time.now().wall,
    advance: (ms: number): void => time.advance(ms),
    /** Somebody, or the network, sets the server's clock. */
    set(byMs: number): void {
      setByMs += byMs;
    },
    setRight(): void {
      setByMs = 0;
    },
    clockOfServer(last: { readonly at: number; readonly mono: number } | null) {
      const startedAt = trueMs();
      const monoAtStart = last === null ? 0 : last.mono + Math.max(0, wall() - last.at);
      const stops = new Set<() => void>();
      const clock: Clock = {
        now: () => ({ mono: (monoAtStart + trueMs() - startedAt) as MonoMs, wall: wall() }),
        every(periodMs, run) {
          const stop = time.every(periodMs, run);
          stops.add(stop);
          return stop;
        },
      };
      return {
        clock,
        stopAll(): void {
          for (const stop of stops) stop();
        },
      };
    },
  };
}
export type TrueTime = ReturnType<typeof createTrueTime>;
