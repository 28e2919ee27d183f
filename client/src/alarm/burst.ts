import type { Melody, Priority } from "@watchroom/shared/alarm";

/** What this station can sound: the three priorities of an alarm, and its own "no connection". */
export type SoundKind = Priority | "noConnection";

/** One tone. `startMs` and `durationMs` run between the points at which the tone has 90 % of its level. */
export type Pulse = {
  readonly startMs: number;
  readonly durationMs: number;
  readonly riseMs: number;
  readonly frequencyHz: number;
  /** 0 to 1; never greater for a less urgent sound. */
  readonly level: number;
};

const C4 = 261.63;
const E4 = 329.63;
const F4 = 349.23;
const G4 = 392.0;
const A4 = 440.0;
const B4 = 493.88;
const C5 = 523.25;

/** Five tones: the first three are the melody at medium priority, all five at high (clinical.md 3.1, Annex F). */
const MELODY_HZ: Readonly<Record<Melody, readonly [number, number, number, number, number]>> = {
  general: [C4, C4, C4, C4, C4],
  oxygen: [C5, B4, A4, G4, F4],
  ventilation: [C4, A4, F4, A4, F4],
  cardiovascular: [C4, E4, G4, G4, C5],
  equipment: [C5, C4, C4, C5, C4],
};
const LOW_HZ = [E4, C4] as const;
const NO_CONNECTION_HZ = [A4, C4, A4, C4] as const;

/** Levels of the tone and of its harmonics, the first being the tone itself: the sixth is 8 dB below it. */
export const PARTIALS = [1, 0.85, 0.7, 0.6, 0.5, 0.4] as const;

type Timing = {
  readonly pulseMs: number;
  /** Between two pulses. */
  readonly spacingMs: number;
  /** From the end of a burst to the start of the next. */
  readonly repeatMs: number;
  readonly level: number;
};
/**
 * Ranges of clinical.md 3.1: high pulse 75-200 ms, spacing 50-125, repeat 2.5-15 s; medium and low pulse 125-250 ms,
 * spacing 125-250; medium repeat 2.5-30 s, low more than 15 s. "No connection" is this station's own: slow, and unlike a patient's.
 */
const TIMING: Readonly<Record<SoundKind, Timing>> = {
  high: { pulseMs: 150, spacingMs: 95, repeatMs: 5_000, level: 1 },
  medium: { pulseMs: 200, spacingMs: 200, repeatMs: 10_000, level: 0.8 },
  low: { pulseMs: 200, spacingMs: 200, repeatMs: 20_000, level: 0.6 },
  noConnection: { pulseMs: 250, spacingMs: 125, repeatMs: 3_000, level: 1 },
};
/** Between the two halves of a high burst: 350-1300 ms (clinical.md 3.1). */
const HALF_SPACING_MS = 600;
/** Rise and fall, as a share of the pulse: 10-20 % (clinical.md 3.1). */
const RISE_SHARE = 0.15;

/** Milliseconds of quiet after a burst. */
export const repeatMsOf = (kind: SoundKind): number => TIMING[kind].repeatMs;

/** The tones of one burst: 10 at high priority (3+2, pause, 3+2), 3 at medium, 2 at low. */
export function burst(kind: SoundKind, melody: Melody): readonly Pulse[] {
  const { pulseMs, spacingMs, level } = TIMING[kind];
  const riseMs = pulseMs * RISE_SHARE;
  let startMs = riseMs; // The first rise begins with the burst.
  return tonesOf(kind, melody).map((frequencyHz, index, tones) => {
    const pulse = { startMs, durationMs: pulseMs, riseMs, frequencyHz, level };
    const gapMs = tones.length === 10 ? highGapMs(index, pulseMs, spacingMs) : spacingMs;
    startMs += pulseMs + gapMs;
    return pulse;
  });
}

/** Milliseconds from the start of a burst to the end of its last tone. */
export function lengthMsOf(pulses: readonly Pulse[]): number {
  const last = pulses.at(-1);
  return last === undefined ? 0 : last.startMs + last.durationMs + last.riseMs;
}

function tonesOf(kind: SoundKind, melody: Melody): readonly number[] {
  switch (kind) {
    case "high":
      return [...MELODY_HZ[melody], ...MELODY_HZ[melody]];
    case "medium":
      return MELODY_HZ[melody].slice(0, 3);
    case "low":
      return LOW_HZ;
    case "noConnection":
      return NO_CONNECTION_HZ;
  }
}

function highGapMs(index: number, pulseMs: number, spacingMs: number): number {
  if (index === 4) return HALF_SPACING_MS;
  return index === 2 || index === 7 ? 2 * spacingMs + pulseMs : spacingMs;
}
