import type { Melody } from "@watchroom/shared/alarm";
import type { SoundKind } from "../../../client/src/alarm/burst.ts";
import { createVoice } from "../../../client/src/alarm/voice.ts";

// Runs in the page of a test: the product's own voice on an offline context, and instruments that know nothing of it.

const RATE_HZ = 24_000;
const TICK_S = 0.25;
/** Longer than the period of the lowest tone, so that the envelope is smooth. */
const WINDOW = Math.round(RATE_HZ * 0.004);
const STEP = RATE_HZ / 1_000;

type MeasuredPulse = {
  /** Between the points of 90 % of the level. */
  readonly startMs: number;
  readonly endMs: number;
  /** From 10 to 90 %. */
  readonly riseMs: number;
  readonly levelDb: number;
  readonly toneHz: number;
  /** Levels of the multiples of the tone, without itself, between 300 and 4000 Hz, against the tone. */
  readonly harmonicsDb: readonly number[];
};
export type Recording = { readonly peak: number; readonly pulses: readonly MeasuredPulse[] };

/** What a station at full volume gives in `seconds`, ticking as it does. */
export async function record(kind: SoundKind, melody: Melody, seconds: number): Promise<Recording> {
  const context = new OfflineAudioContext(1, RATE_HZ * seconds, RATE_HZ);
  const voice = createVoice(context, context.destination);
  const decision = { kind, melody, conditions: ["one"] };
  for (let atS = TICK_S; atS < seconds; atS += TICK_S) {
    void context.suspend(atS).then(() => {
      voice.say(decision);
      return context.resume();
    });
  }
  voice.say(decision);
  const samples = (await context.startRendering()).getChannelData(0);
  const envelope = envelopeOf(samples);
  const peak = envelope.reduce((most, level) => Math.max(most, level), 0);
  return { peak, pulses: spansAbove(envelope, peak / 2).map((span) => measure(samples, envelope, span)) };
}

/** Each millisecond, the greatest deflection of the next four. */
function envelopeOf(samples: Float32Array): number[] {
  return Array.from({ length: Math.floor(samples.length / STEP) }, (_, ms) =>
    samples.subarray(ms * STEP, ms * STEP + WINDOW).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
  );
}

type Span = { readonly from: number; readonly to: number };

function spansAbove(envelope: readonly number[], level: number): Span[] {
  const spans: Span[] = [];
  let from = -1;
  for (const [ms, value] of envelope.entries()) {
    if (value > level && from < 0) from = ms;
    if (value <= level && from >= 0) {
      spans.push({ from, to: ms });
      from = -1;
    }
  }
  return spans;
}

function measure(samples: Float32Array, envelope: readonly number[], { from, to }: Span): MeasuredPulse {
  const middle = Math.round((from + to) / 2);
  const plateau = envelope[middle] ?? 0;
  const isAt = (share: number) => (level: number) => level >= share * plateau;
  let tenth = from;
  while (tenth > 0 && isAt(0.1)(envelope[tenth - 1] ?? 0)) tenth -= 1;
  const startMs = from + envelope.slice(from, to).findIndex(isAt(0.9));
  const endMs = from + envelope.slice(from, to).findLastIndex(isAt(0.9));
  const steady = samples.subarray((startMs + 5) * STEP, (endMs - 5) * STEP);
  const toneHz = lowestPeakHz(steady);
  const toneDb = levelDbAt(steady, toneHz);
  const multiples = Array.from({ length: 20 }, (_, index) => toneHz * (index + 2));
  return {
    startMs,
    endMs,
    riseMs: startMs - tenth,
    levelDb: 10 * Math.log10(steady.reduce((sum, sample) => sum + sample * sample, 0) / steady.length),
    toneHz,
    harmonicsDb: multiples.filter((hz) => hz >= 300 && hz <= 4_000).map((hz) => levelDbAt(steady, hz) - toneDb),
  };
}

const LOWEST_HZ = 100;
const HIGHEST_HZ = 1_100;
/** The window's main lobe is three times as wide. */
const COARSE_HZ = 4;

/** The lowest peak of the spectrum that is within 15 dB of its greatest. */
function lowestPeakHz(samples: Float32Array): number {
  const coarse = levelsBetween(samples, LOWEST_HZ, HIGHEST_HZ, COARSE_HZ);
  const least = Math.max(...coarse.map(({ level }) => level)) - 15;
  const near = coarse.find(
    ({ level }, index) =>
      level >= least &&
      level >= (coarse[index - 1]?.level ?? Number.POSITIVE_INFINITY) &&
      level > (coarse[index + 1]?.level ?? Number.POSITIVE_INFINITY),
  );
  if (near === undefined) return Number.NaN;
  const fine = levelsBetween(samples, near.hz - COARSE_HZ, near.hz + COARSE_HZ, 0.5);
  return fine.reduce((best, one) => (one.level > best.level ? one : best), near).hz;
}

const levelsBetween = (samples: Float32Array, fromHz: number, toHz: number, stepHz: number) =>
  Array.from({ length: Math.floor((toHz - fromHz) / stepHz) + 1 }, (_, index) => {
    const hz = fromHz + index * stepHz;
    return { hz, level: levelDbAt(samples, hz) };
  });

/** One line of the spectrum, through a Hann window. */
function levelDbAt(samples: Float32Array, hz: number): number {
  let real = 0;
  let imaginary = 0;
  for (const [index, sample] of samples.entries()) {
    const window = 1 - Math.cos((2 * Math.PI * index) / samples.length);
    const angle = (2 * Math.PI * hz * index) / RATE_HZ;
    real += sample * window * Math.cos(angle);
    imaginary += sample * window * Math.sin(angle);
  }
  return 10 * Math.log10(real * real + imaginary * imaginary + Number.MIN_VALUE);
}
