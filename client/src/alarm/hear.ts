import { burst, PARTIALS } from "./burst.ts";

/** Level of the tone and of each harmonic at one instant, dB. */
type Levels = readonly number[];

/** Above the loudest that the room made by itself: ten times its power. */
const RISE_MIN_DB = 10;
/** Small loudspeakers hardly give the lowest tone: three of the six must be there. */
const PARTIALS_MIN = 3;
const FFT_SIZE = 8_192;
const LOOK_MS = 50;
const QUIET_MS = 600;
/** Wireless loudspeakers are late by so much. */
const LATE_MS = 500;

/** Pure. Whether the test sound is in what the microphone took, by comparison with the quiet before it. */
export function hasHeard(quiet: readonly Levels[], during: readonly Levels[]): boolean {
  const loudest = (looks: readonly Levels[], partial: number): number =>
    Math.max(-Infinity, ...looks.map((levels) => levels[partial] ?? -Infinity));
  const risen = PARTIALS.filter((_, partial) => {
    const rise = loudest(during, partial) - loudest(quiet, partial);
    return Number.isFinite(loudest(during, partial)) && rise >= RISE_MIN_DB;
  });
  return quiet.length > 0 && risen.length >= PARTIALS_MIN;
}

/** Pure. The loudest bin at and beside the tone and each harmonic. */
export function levelsIn(spectrumDb: Float32Array, binHz: number): Levels {
  const tone = burst("medium", "general")[0]?.frequencyHz ?? 0;
  return PARTIALS.map((_, index) => {
    const bin = Math.round((tone * (index + 1)) / binHz);
    return Math.max(...spectrumDb.subarray(Math.max(0, bin - 1), bin + 2));
  });
}

/**
 * Listens on `stream` while `play` sounds. `play` returns when it ends on the context's clock, or null when nothing is
 * played. Only levels are looked at: nothing is kept, nothing leaves the page.
 */
export async function listen(
  context: AudioContext,
  stream: MediaStream,
  play: () => number | null,
): Promise<"heard" | "notHeard" | "notPlayed"> {
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = FFT_SIZE;
  analyser.smoothingTimeConstant = 0;
  source.connect(analyser);
  const spectrum = new Float32Array(analyser.frequencyBinCount);
  const lookUntil = async (untilS: number): Promise<Levels[]> => {
    const looks: Levels[] = [];
    while (context.state === "running" && context.currentTime < untilS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      analyser.getFloatFrequencyData(spectrum);
      looks.push(levelsIn(spectrum, context.sampleRate / FFT_SIZE));
    }
    return looks;
  };
  try {
    // The first looks hold the click of a microphone that is being opened, and zeros before it.
    await lookUntil(context.currentTime + QUIET_MS / 2_000);
    const quiet = await lookUntil(context.currentTime + QUIET_MS / 1_000);
    const endsAtS = play();
    if (endsAtS === null) return "notPlayed";
    return hasHeard(quiet, await lookUntil(endsAtS + LATE_MS / 1_000)) ? "heard" : "notHeard";
  } finally {
    source.disconnect();
  }
}
