import type { Clock, EpochMs, MonoMs } from "@watchroom/shared/time";

const START_WALL = Date.UTC(2026, 10, 23, 9, 0, 0);

type Repeat = { readonly periodMs: number; readonly run: () => void; nextMono: number };

/**
 * A clock that stands still until it is moved. `advance` runs what is due in the order of time, each at its own moment.
 */
export function createFakeClock(startWall: number = START_WALL): Clock & { advance(ms: number): void } {
  let mono = 0;
  const repeats = new Set<Repeat>();
  const nextDue = (until: number): Repeat | undefined => {
    let first: Repeat | undefined;
    for (const repeat of repeats) {
      if (repeat.nextMono <= until && (first === undefined || repeat.nextMono < first.nextMono)) first = repeat;
    }
    return first;
  };
  return {
    now: () => ({ mono: mono as MonoMs, wall: (startWall + mono) as EpochMs }),
    every(periodMs, run) {
      const repeat: Repeat = { periodMs, run, nextMono: mono + periodMs };
      repeats.add(repeat);
      return () => repeats.delete(repeat);
    },
    advance(ms) {
      const until = mono + ms;
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        mono = due.nextMono;
        due.nextMono += due.periodMs;
        due.run();
      }
      mono = until;
    },
  };
}
