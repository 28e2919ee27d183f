/** What a burst needs of an audio context, and a clock that stands until the test lets it run. */
export class AudioClock {
  state: "running" | "suspended" = "suspended";
  currentTime = 0;
  outputLatency = 0;
  readonly destination = node();
  onstatechange: (() => void) | null = null;

  resume(): Promise<void> {
    this.#become("running");
    return Promise.resolve();
  }
  suspend(): Promise<void> {
    this.#become("suspended");
    return Promise.resolve();
  }
  /** Seconds pass; on a suspended context none do. */
  run(seconds: number): void {
    if (this.state === "running") this.currentTime += seconds;
  }
  createGain = node;
  createOscillator = node;
  createPeriodicWave = (): object => ({});

  #become(state: AudioClock["state"]): void {
    this.state = state;
    this.onstatechange?.();
  }
}

function node() {
  const param = {
    value: 1,
    setValueAtTime: () => param,
    linearRampToValueAtTime: () => param,
    /** Glides of milliseconds are over at once. */
    setTargetAtTime: (value: number) => {
      param.value = value;
      return param;
    },
  };
  const nothing = (): void => undefined;
  return {
    gain: param,
    frequency: param,
    connect: nothing,
    disconnect: nothing,
    start: nothing,
    stop: nothing,
    setPeriodicWave: nothing,
  };
}
