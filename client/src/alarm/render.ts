import { PARTIALS, type Pulse } from "./burst.ts";

/** Sum of all partials is brought below full scale, so that nothing clips. */
const SCALE = 1 / PARTIALS.reduce((sum, level) => sum + level, 0);

/**
 * Puts the tones of a burst on an audio context's time line, from `atS` seconds of that context on. Works on a running and on an
 * offline context. Returns the way to silence the burst at once.
 */
export function renderBurst(
  context: BaseAudioContext,
  output: AudioNode,
  pulses: readonly Pulse[],
  atS: number,
): () => void {
  const voice = context.createGain();
  voice.connect(output);
  const wave = toneOf(context);
  for (const pulse of pulses) renderPulse(context, voice, wave, pulse, atS);
  return () => voice.disconnect();
}

function renderPulse(context: BaseAudioContext, voice: AudioNode, wave: PeriodicWave, pulse: Pulse, atS: number): void {
  const { startMs, durationMs, riseMs, frequencyHz, level } = pulse;
  // A straight rise has 90 % of its level after 0.9 of its time: that point is the start of the pulse.
  const riseFromS = atS + (startMs - 0.9 * riseMs) / 1_000;
  const fallFromS = atS + (startMs + durationMs - 0.1 * riseMs) / 1_000;
  const riseS = riseMs / 1_000;
  const envelope = context.createGain();
  envelope.connect(voice);
  envelope.gain.setValueAtTime(0, riseFromS);
  envelope.gain.linearRampToValueAtTime(level, riseFromS + riseS);
  envelope.gain.setValueAtTime(level, fallFromS);
  envelope.gain.linearRampToValueAtTime(0, fallFromS + riseS);
  const oscillator = context.createOscillator();
  oscillator.setPeriodicWave(wave);
  oscillator.frequency.value = frequencyHz;
  oscillator.connect(envelope);
  oscillator.start(riseFromS);
  oscillator.stop(fallFromS + riseS);
}

function toneOf(context: BaseAudioContext): PeriodicWave {
  const imaginary = Float32Array.from([0, ...PARTIALS.map((level) => level * SCALE)]);
  return context.createPeriodicWave(new Float32Array(imaginary.length), imaginary, { disableNormalization: true });
}
