import type { Priority } from "@watchroom/shared/alarm";
import type { SoundKind } from "./burst.ts";
import type { SoundDecision } from "./decide.ts";
import { listen } from "./hear.ts";
import {
  isNight,
  type Levels,
  type Night,
  storedLevels,
  storeLevels,
  VOLUME_MIN,
  volumeAt,
  volumeWithin,
} from "./level.ts";
import { closeMicrophone, type NoMicrophone, openMicrophone } from "./microphone.ts";
import { createVoice, type PlannedBurst, type Voice } from "./voice.ts";

/** An audio clock that stands still for so long while it says it runs: the output has failed. */
const STANDSTILL_MAX_MS = 2_000;
const VOLUME_GLIDE_S = 0.02;

/** A burst of an alarm that has really begun: what it was for, and when its first pulse came, ms of the page's steady clock. */
type BegunBurst = { readonly conditions: readonly string[]; readonly at: number };

export type SoundState = Levels & {
  /** "blocked": the browser does not let this page sound, or the audio output stands still. */
  readonly audio: "running" | "blocked";
  readonly sounding: SoundKind | "none";
  /** The last one that began; null before the first. */
  readonly burst: BegunBurst | null;
  /** Which level is in force now. */
  readonly time: "day" | "night";
  /** Neither level goes below it. */
  readonly floor: number;
};
/** What came of a test with the microphone. */
export type Hearing = "heard" | "notHeard" | "notPlayed" | NoMicrophone;

type Output = { readonly context: AudioContext; readonly master: GainNode; readonly voice: Voice };
type Settings = {
  /** The clinic's least volume, 0 to 1. */
  readonly floor?: number;
  readonly now?: () => Date;
  /** The page's steady clock, ms. */
  readonly steadyMs?: () => number;
};

/** The one owner of audio on this station. `update` is called on each change and at each tick. */
export function createSound(settings: Settings = {}) {
  const { floor: least = VOLUME_MIN, now = () => new Date(), steadyMs = () => performance.now() } = settings;
  let floor = least;
  let output: Output | null = null;
  let clockSeen = { s: -1, atMs: 0 };
  let begun: PlannedBurst | null = null;
  const kept = storedLevels(floor);
  let state: SoundState = { ...kept, audio: "blocked", sounding: "none", burst: null, time: timeOf(kept.night), floor };
  const listeners = new Set<() => void>();

  function timeOf(night: Night): "day" | "night" {
    return isNight(night, now()) ? "night" : "day";
  }

  function set(change: Partial<SoundState>): void {
    const next = { ...state, ...change };
    const keys = Object.keys(next) as (keyof SoundState)[];
    if (keys.every((key) => next[key] === state[key])) return;
    state = next;
    for (const listener of listeners) listener();
  }

  function isRunning(): boolean {
    if (output === null || output.context.state !== "running") return false;
    const nowMs = steadyMs();
    const { currentTime } = output.context;
    if (currentTime !== clockSeen.s) clockSeen = { s: currentTime, atMs: nowMs };
    return nowMs - clockSeen.atMs < STANDSTILL_MAX_MS;
  }

  function open(): AudioContext {
    const context = new AudioContext();
    const master = context.createGain();
    master.gain.value = loudness(volumeAt(state, now(), floor));
    master.connect(context.destination);
    context.onstatechange = look;
    output = { context, master, voice: createVoice(context, master) };
    return context;
  }

  /** By the audio clock, less what the device is late: a burst that is cut off before its first pulse never began. */
  function lookForBurst({ context, master, voice }: Output): void {
    const planned = voice.planned();
    if (planned === null || planned === begun) return;
    const playedS = context.currentTime - (context.outputLatency ?? 0) - planned.pulseAtS;
    if (playedS < 0) return;
    begun = planned;
    const { conditions } = planned;
    if (conditions.length > 0 && master.gain.value > 0)
      set({ burst: { conditions, at: steadyMs() - playedS * 1_000 } });
  }

  function look(): void {
    set({ audio: isRunning() ? "running" : "blocked" });
  }

  function setLevels(change: Partial<Levels>): void {
    const next: Levels = { volume: state.volume, night: state.night, ...change };
    storeLevels(next);
    set({ ...next, time: timeOf(next.night) });
    turn();
  }

  function turn(): void {
    output?.master.gain.setTargetAtTime(
      loudness(volumeAt(state, now(), floor)),
      output.context.currentTime,
      VOLUME_GLIDE_S,
    );
  }

  return {
    get: (): SoundState => state,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Asks the browser for sound; it agrees only inside a click or a key press, unless it trusts the site. */
    unlock(): void {
      if (state.audio === "running") return;
      // A browser that refuses leaves this open until the next gesture; one that fails shows in the state.
      (output?.context ?? open()).resume().then(look, look);
    },
    /** Sounds what was decided, in its rhythm; null ends every alarm sound. */
    update(decision: SoundDecision | null): void {
      const runs = isRunning();
      const time = timeOf(state.night);
      if (time !== state.time) {
        set({ time });
        turn();
      }
      if (runs && output !== null) {
        lookForBurst(output); // Before anything new is said, which ends what plays.
        output.voice.say(decision);
      }
      set({ audio: runs ? "running" : "blocked", sounding: runs ? (decision?.kind ?? "none") : "none" });
    },
    /** What the running sessions' protocols ask for, 0 to 1; never below the clinic's least. */
    setFloor(asked: number): void {
      const next = Math.max(least, Math.min(1, asked));
      if (next === floor) return;
      floor = next;
      set({ floor });
      turn();
    },
    setVolume: (volume: number): void => setLevels({ volume: volumeWithin(volume, floor) }),
    setNight: (night: Night): void => setLevels({ night: { ...night, volume: volumeWithin(night.volume, floor) } }),
    /** One burst on the same path as an alarm; false where there is no sound, or an alarm has the voice. */
    test: (priority: Priority): boolean => isRunning() && output !== null && output.voice.test(priority) !== null,
    /** The same with the microphone open, if the person allows it: whether this station hears itself. */
    async hearItself(): Promise<Hearing> {
      if (output === null || !isRunning()) return "notPlayed";
      const { context, voice } = output;
      const stream = await openMicrophone();
      if (typeof stream === "string") return stream;
      try {
        return await listen(context, stream, () => voice.test("medium"));
      } finally {
        closeMicrophone(stream);
      }
    },
  };
}
export type Sound = ReturnType<typeof createSound>;

/** The ear follows the square of the amplitude better than the amplitude. */
const loudness = (volume: number): number => volume * volume;
