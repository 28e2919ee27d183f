import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SoundDecision } from "../../../client/src/alarm/decide.ts";
import { createSound, type Sound } from "../../../client/src/alarm/sound.ts";
import { AudioClock } from "../support/audio-clock.ts";

const high = (...conditions: string[]): SoundDecision => ({ kind: "high", melody: "oxygen", conditions });

let steadyMs: number;
let audio: AudioClock;
let sound: Sound;

async function openSound(): Promise<void> {
  audio = new AudioClock();
  Object.assign(globalThis, {
    localStorage: { getItem: () => null, setItem: () => undefined },
    AudioContext: function open() {
      return audio;
    },
  });
  sound = createSound({ floor: 0, steadyMs: () => steadyMs });
  sound.unlock();
  await Promise.resolve();
}

beforeEach(async () => {
  steadyMs = 50_000;
  await openSound();
});
afterEach(() => {
  for (const name of ["localStorage", "AudioContext"]) Reflect.deleteProperty(globalThis, name);
});

/** The station ticks with this decision after so many ms, in which the audio clock runs if it is not suspended. */
function tick(decision: SoundDecision | null, afterMs: number): void {
  steadyMs += afterMs;
  audio.run(afterMs / 1_000);
  sound.update(decision);
}
const begun = (): readonly string[] | undefined => sound.get().burst?.conditions;

describe("a burst of an alarm", () => {
  it("has begun when its first pulse is at its level on the audio clock, and not when it was decided", () => {
    tick(high("a"), 0);
    expect(sound.get().sounding).toBe("high");
    expect(begun()).toBeUndefined();
    tick(high("a"), 40);
    expect(begun(), "40 ms later").toBeUndefined();
    tick(high("a"), 250);
    expect(begun()).toEqual(["a"]);
    // 20 ms of lead and a rise of 22.5 ms after it was decided.
    expect(sound.get().burst?.at).toBeCloseTo(50_042.5, 3);
  });

  it("that an acknowledgement cuts off before its first pulse never began", () => {
    tick(high("a"), 0);
    tick(null, 20);
    tick(null, 5_000);
    expect(sound.get().burst).toBeNull();
  });

  it("that gives way to another before its first pulse never began, and one that gave way after it did", () => {
    tick(high("a"), 0);
    tick(high("b"), 20);
    tick(high("b"), 250);
    expect(begun()).toEqual(["b"]);
    tick(high("c", "b"), 30_000);
    tick({ kind: "noConnection", melody: "equipment", conditions: ["noConnection"] }, 45);
    expect(begun(), "its first pulse was just out").toEqual(["c", "b"]);
  });

  it("does not begin while the browser holds the audio", async () => {
    tick(high("a"), 0);
    await audio.suspend();
    for (const ms of [250, 250, 60_000]) tick(high("a"), ms);
    expect(sound.get()).toMatchObject({ audio: "blocked", sounding: "none", burst: null });
    await audio.resume();
    tick(high("a"), 100);
    tick(high("a"), 100);
    expect(sound.get().burst).toMatchObject({ conditions: ["a"] });
    expect(sound.get().burst?.at, "not before it was let on").toBeGreaterThan(110_500);
  });

  it("does not begin while the output stands still though it says that it runs", () => {
    tick(high("a"), 0);
    steadyMs += 10_000;
    sound.update(high("a"));
    expect(sound.get()).toMatchObject({ audio: "blocked", burst: null });
  });

  it("is not heard at a level of nothing", () => {
    sound.setVolume(0);
    for (const ms of [0, 250, 250]) tick(high("a"), ms);
    expect(sound.get()).toMatchObject({ sounding: "high", burst: null });
  });

  it("begins as late as the loudspeaker is", () => {
    audio.outputLatency = 0.3;
    tick(high("a"), 0);
    tick(high("a"), 250);
    expect(begun()).toBeUndefined();
    tick(high("a"), 250);
    expect(sound.get().burst?.at).toBeCloseTo(50_342.5, 3);
  });

  it("is told once each time it is repeated, and names what called for it when it began", () => {
    const seen: unknown[] = [];
    sound.subscribe(() => {
      const { burst } = sound.get();
      if (seen.at(-1) !== burst) seen.push(burst);
    });
    tick(high("a", "b"), 0);
    tick(high("a", "b"), 250);
    // One of both was acknowledged while it played.
    for (let ms = 0; ms < 10_000; ms += 250) tick(high("a"), 250);
    expect(seen).toMatchObject([null, { conditions: ["a", "b"] }, { conditions: ["a"] }]);
  });

  it("of a test is no burst of an alarm", () => {
    tick(null, 0);
    expect(sound.test("high")).toBe(true);
    tick(null, 250);
    expect(sound.get().burst).toBeNull();
  });
});
