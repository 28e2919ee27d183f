/** The wall's time as the simulators see it: the only place of theirs that reads it. Tests bring their own. */
export type WallClock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds. */
  wait(delayMs: number): Promise<void>;
};

export const wallClock: WallClock = {
  now: () => Date.now(),
  wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
};
