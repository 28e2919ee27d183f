import { describe, expect, it } from "vitest";
import { hasHeard, levelsIn } from "../../../client/src/alarm/hear.ts";

/** dB at the tone and its five harmonics. */
const ROOM = [-70, -75, -80, -80, -85, -85];
const QUIET = [ROOM, ROOM.map((level) => level + 3)];
const raisedBy = (...db: number[]): number[] => ROOM.map((level, index) => level + (db[index] ?? 0));

describe("a station that listens to itself", () => {
  it("has heard the test when the tone and its harmonics rise above the quiet before it", () => {
    expect(hasHeard(QUIET, [ROOM, raisedBy(30, 28, 25, 20, 20, 15), ROOM])).toBe(true);
  });
  it("has heard it through a small loudspeaker, which hardly gives the lowest tone", () => {
    expect(hasHeard(QUIET, [raisedBy(2, 20, 24, 22, 18)])).toBe(true);
  });
  it("has not heard it when nothing rose, or one tone only, as of somebody who hums", () => {
    expect(hasHeard(QUIET, QUIET)).toBe(false);
    expect(hasHeard(QUIET, [raisedBy(40)])).toBe(false);
    expect(hasHeard(QUIET, [raisedBy(12, 12, 12, 12, 12, 12)]), "hardly above the loudest of the quiet").toBe(false);
  });
  it("has not heard it through a microphone that gives nothing", () => {
    const nothing = ROOM.map(() => -Infinity);
    expect(hasHeard([nothing], [nothing])).toBe(false);
    expect(hasHeard([], [raisedBy(30, 30, 30, 30)]), "no quiet to compare with").toBe(false);
  });
  it("looks at the tone of the test, 261.6 Hz, and at its multiples", () => {
    const spectrum = new Float32Array(4_096).fill(-100);
    const binHz = 48_000 / 8_192;
    for (const [index, level] of [-10, -11, -12, -13, -14, -15].entries()) {
      spectrum[Math.round((261.63 * (index + 1)) / binHz)] = level;
    }
    expect(levelsIn(spectrum, binHz)).toEqual([-10, -11, -12, -13, -14, -15]);
  });
});
