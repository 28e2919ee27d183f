import type { EpochMs } from "@watchroom/shared/time";

/** How often ages, clocks, the watchdog and the sound are looked at. */
const TICK_MS = 250;

let known: { at: number; mono: number } | null = null;

/** Every message of the server carries its time; ages are counted from there on this machine's steady clock. */
export function setServerTime(at: number): void {
  known = { at, mono: performance.now() };
}

/** The server's time now. Before the first message: this machine's own. */
export const serverNow = (): EpochMs =>
  (known === null ? Date.now() : known.at + (performance.now() - known.mono)) as EpochMs;

/** When the server was last heard, on its own clock; null before the first message. */
export const serverHeardAt = (): EpochMs | null => (known === null ? null : (known.at as EpochMs));

let shown = serverNow();
const listeners = new Set<() => void>();
let started = false;

function tick(): void {
  shown = serverNow();
  for (const listener of listeners) listener();
}

/**
 * One timer for the whole page. It lives in a worker, since browsers slow down the timers of a page that is not in front
 * to one a minute, and a lost connection must be heard there too.
 */
function start(): void {
  if (started) return;
  started = true;
  const worker = new Worker(new URL("./ticker.worker.ts", import.meta.url), { type: "module" });
  let ticking = false;
  worker.onmessage = () => {
    ticking = true;
    tick();
  };
  // A browser that will not run the worker still gets a timer.
  const fallback = setInterval(() => (ticking ? clearInterval(fallback) : tick()), TICK_MS);
  worker.postMessage(TICK_MS);
}

/** Calls `listener` each 250 ms. Returns the way to stop. */
export function subscribeTick(listener: () => void): () => void {
  listeners.add(listener);
  start();
  return () => void listeners.delete(listener);
}

/** The time of the last tick, floored to whole steps, so that every user of a step sees the same. */
export const steppedNow = (everyMs: number): number => Math.floor(shown / everyMs) * everyMs;
