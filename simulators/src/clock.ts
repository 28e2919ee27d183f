/** The wall's time as the simulators see it: the only place of theirs that reads it. Tests bring their own. */
export type WallClock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds. */
  wait(delayMs: number): Promise<void>;
  /** Runs until the returned function is called. */
  every(periodMs: number, run: () => void): () => void;
};

export const wallClock: WallClock = {
  now: () => Date.now(),
  wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  every(periodMs, run) {
    const timer = setInterval(run, periodMs);
    return () => clearInterval(timer);
  },
};
