import type { Reading } from "@watchroom/shared/reading";
import type { Feed } from "./bedside.ts";
import type { WallClock } from "./clock.ts";
import type { Fleet } from "./fleet.ts";
import { type Recording, readingsOf } from "./recording.ts";

type ReplayParts = {
  readonly recording: Recording;
  readonly speed: number;
  readonly loop: boolean;
  readonly feed: Feed;
  readonly fleet: Fleet;
  readonly clock: WallClock;
  readonly idPrefix: string;
  readonly isStopped: () => boolean;
};

/** Readings that wait for the server are tried again this often between two steps. */
const SLICE_MS = 250;
/** What still waits at the end may take so long. */
const LAST_WORDS_MS = 15_000;

/** Updates of the slow oximeter that this file is: its interval on the wall's time. */
export const updatePeriodS = ({ intervalS }: Recording, speed: number): number => intervalS / speed;

/** Plays a recording into one room, a step at a time; resolves when it is over, looped only until stopped. */
export async function runReplay(parts: ReplayParts): Promise<void> {
  const { recording, speed, loop, feed, fleet, clock, idPrefix, isStopped } = parts;
  const send = (box: Feed["oximeter"], reading: Reading | null) => {
    if (reading !== null) box?.add(feed.room === null ? reading : { ...reading, room: feed.room });
  };
  const waitUntil = async (isOver: () => boolean) => {
    while (!isOver() && !isStopped()) {
      await clock.wait(SLICE_MS);
      await fleet.flush();
    }
  };
  const playOnce = async (round: number) => {
    const beganAt = clock.now();
    const firstS = recording.steps[0]?.atS ?? 0;
    for (const step of recording.steps) {
      const dueAt = beganAt + ((step.atS - firstS) * 1_000) / speed;
      while (clock.now() < dueAt && !isStopped()) {
        await clock.wait(Math.min(SLICE_MS, dueAt - clock.now()));
        void fleet.flush();
      }
      if (isStopped()) return;
      const measuredAt = new Date(clock.now()).toISOString();
      const stamp = {
        id: `${idPrefix}-${round}-${step.atS}`,
        measuredAt,
        updatePeriodS: updatePeriodS(recording, speed),
      };
      const { oximetry, bloodPressure } = readingsOf(step, stamp);
      send(feed.oximeter, oximetry);
      send(feed.cuff, bloodPressure);
      void fleet.flush();
    }
  };
  let round = 0;
  do {
    await playOnce(round);
    round += 1;
  } while (loop && !isStopped());
  const lastAt = clock.now();
  await waitUntil(() => fleet.tally().waiting === 0 || clock.now() - lastAt > LAST_WORDS_MS);
}
