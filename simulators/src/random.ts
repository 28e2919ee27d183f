/**
 * The one source of chance in the simulators. A draw is a function of a key and a place (mulberry32 read at place `n`),
 * so that a patient's step stays pure, and each purpose has its own key: one more draw for the cuff never changes the patient.
 */
export type Random = {
  /** 0 inclusive to 1 exclusive. */
  next(): number;
  between(low: number, high: number): number;
  normal(mean: number, sd: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
};

/** A key for one purpose of one seed (FNV-1a over the purpose, begun with the seed). */
export function keyOf(seed: number, purpose: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const letter of purpose) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return hash | 0;
}

/** 0 inclusive to 1 exclusive; the same for the same key and place. */
export function uniformAt(key: number, n: number): number {
  let mixed = (key + Math.imul(n + 1, 0x6d2b79f5)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

/** Standard normal (Box-Muller); uses places `2n` and `2n + 1` of the key. */
export function normalAt(key: number, n: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformAt(key, 2 * n)));
  return radius * Math.cos(2 * Math.PI * uniformAt(key, 2 * n + 1));
}

/** The same draws, one after another, for what keeps state anyway (devices, faults). */
export function createRandom(seed: number, purpose: string): Random {
  const key = keyOf(seed, purpose);
  let place = 0;
  const next = () => uniformAt(key, place++);
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    normal(mean, sd) {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return mean + sd * radius * Math.cos(2 * Math.PI * next());
    },
    chance: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
  };
}
