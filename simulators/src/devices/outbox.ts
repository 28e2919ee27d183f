import type { Reading, ReadingResult } from "@watchroom/shared/reading";

export type Tally = {
  readonly sent: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  /** Readings the full buffer had to let go, oldest first. */
  readonly lost: number;
};

export type Outbox = {
  add(reading: Reading): void;
  /** The newest that wait, at most so many, in order of time: what is live comes first, an old gap is filled after it. */
  take(most: number): Reading[];
  /** Settles what the server answered; what it could not keep stays and is sent again. Returns rejections. */
  settle(results: readonly ReadingResult[]): ReadingResult[];
  waiting(): number;
  tally(): Tally;
  /** False while the device has no link: nothing is taken from it. */
  isConnected: boolean;
};

/** An hour of an oximeter at 1 Hz. */
const KEPT_MAX = 3_600;

/** A device's memory: keeps each reading, with its id and time, until the server has it. */
export function createOutbox(keptMax = KEPT_MAX): Outbox {
  const kept = new Map<string, Reading>();
  const sentIds = new Set<string>();
  let tally: Tally = { sent: 0, accepted: 0, duplicate: 0, rejected: 0, lost: 0 };
  const release = (id: string) => {
    kept.delete(id);
    sentIds.delete(id);
  };
  const settleOne = (result: ReadingResult): ReadingResult[] => {
    const { id, status, code } = result;
    if (id === null || !kept.has(id)) return [];
    if (code === "record-not-saved") return [result];
    release(id);
    tally = { ...tally, [status]: tally[status] + 1 };
    return status === "rejected" ? [result] : [];
  };
  return {
    isConnected: true,
    add(reading) {
      kept.set(reading.id, reading);
      const oldest = kept.size > keptMax ? kept.keys().next().value : undefined;
      if (oldest === undefined) return;
      release(oldest);
      tally = { ...tally, lost: tally.lost + 1 };
    },
    take(most) {
      const taken = most <= 0 ? [] : [...kept.values()].slice(-most);
      const fresh = taken.filter(({ id }) => !sentIds.has(id));
      for (const { id } of fresh) sentIds.add(id);
      tally = { ...tally, sent: tally.sent + fresh.length };
      return taken;
    },
    settle: (results) => results.flatMap(settleOne),
    waiting: () => kept.size,
    tally: () => tally,
  };
}
