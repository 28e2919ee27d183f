import type { Melody, Priority } from "@watchroom/shared/alarm";
import { burst, lengthMsOf, repeatMsOf, type SoundKind } from "./burst.ts";
import { interrupts, type SoundDecision } from "./decide.ts";
import { renderBurst } from "./render.ts";

/** Nobody can turn a station down so far that an alarm is not heard in the room. */
export const VOLUME_MIN = 0.2;
const VOLUME_AT_START = 0.7;
const VOLUME_KEY = "watchroom.volume";
/** An audio clock that stands still for so long while it says it runs: the output has failed. */
const STANDSTILL_MAX_MS = 2_000;
const LEAD_S = 0.02;
const VOLUME_GLIDE_S = 0.02;

export type SoundState = {
  /** "blocked": the browser does not let this page sound, or the audio output stands still. */
  readonly audio: "running" | "blocked";
  /** 0.2 to 1. */
  readonly volume: number;
  readonly sounding: SoundKind | "none";
};

type Burst = { readonly nextAtS: number };
type Voice = Burst & { readonly decision: SoundDecision };

/** The one owner of audio on this station. `update` is called on each change and at each tick. */
export function createSound() {
  let context: AudioContext | null = null;
  let master: GainNode | null = null;
  let voice: Voice | null = null;
  let silence = (): void => undefined;
  let clockSeen = { s: -1, atMs: 0 };
  let state: SoundState = { audio: "blocked", volume: storedVolume(), sounding: "none" };
  const listeners = new Set<() => void>();

  const set = (change: Partial<SoundState>): void => {
    const next = { ...state, ...change };
    if (next.audio === state.audio && next.volume === state.volume && next.sounding === state.sounding) return;
    state = next;
    for (const listener of listeners) listener();
  };

  function isRunning(): boolean {
    if (context === null || context.state !== "running") return false;
    const nowMs = performance.now();
    if (context.currentTime !== clockSeen.s) clockSeen = { s: context.currentTime, atMs: nowMs };
    return nowMs - clockSeen.atMs < STANDSTILL_MAX_MS;
  }

  /** Starts a burst in place of whatever sounds. Returns what is needed to go on from it. */
  function play(kind: SoundKind, melody: Melody): Burst | null {
    silence();
    if (context === null || master === null) return null;
    const atS = context.currentTime + LEAD_S;
    const pulses = burst(kind, melody);
    silence = renderBurst(context, master, pulses, atS);
    return { nextAtS: atS + (lengthMsOf(pulses) + repeatMsOf(kind)) / 1_000 };
  }

  function sound(decision: SoundDecision | null): void {
    if (decision === null) {
      if (voice !== null) silence();
      voice = null;
      return;
    }
    const isDue = voice !== null && context !== null && context.currentTime >= voice.nextAtS;
    if (voice !== null && !isDue && !interrupts(voice.decision, decision)) {
      voice = { ...voice, decision };
      return;
    }
    const started = play(decision.kind, decision.melody);
    voice = started === null ? null : { ...started, decision };
  }

  function open(): AudioContext {
    const opened = new AudioContext();
    master = opened.createGain();
    master.gain.value = loudness(state.volume);
    master.connect(opened.destination);
    opened.onstatechange = look;
    context = opened;
    return opened;
  }

  function look(): void {
    set({ audio: isRunning() ? "running" : "blocked" });
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
      (context ?? open()).resume().then(look, look);
    },
    /** Sounds what was decided, in its rhythm; null ends every alarm sound. */
    update(decision: SoundDecision | null): void {
      const runs = isRunning();
      if (runs) sound(decision);
      set({ audio: runs ? "running" : "blocked", sounding: runs ? (decision?.kind ?? "none") : "none" });
    },
    setVolume(volume: number): void {
      const within = Math.min(1, Math.max(VOLUME_MIN, volume));
      if (context !== null) master?.gain.setTargetAtTime(loudness(within), context.currentTime, VOLUME_GLIDE_S);
      localStorage.setItem(VOLUME_KEY, String(within));
      set({ volume: within });
    },
    /** One burst on the same path as an alarm; false where there is no sound, or an alarm has the voice. */
    test(priority: Priority): boolean {
      if (voice !== null || !isRunning()) return false;
      return play(priority, "general") !== null;
    },
  };
}
export type Sound = ReturnType<typeof createSound>;

/** The ear follows the square of the amplitude better than the amplitude. */
const loudness = (volume: number): number => volume * volume;

function storedVolume(): number {
  const stored = Number(localStorage.getItem(VOLUME_KEY) ?? VOLUME_AT_START);
  return Number.isFinite(stored) ? Math.min(1, Math.max(VOLUME_MIN, stored)) : VOLUME_AT_START;
}
