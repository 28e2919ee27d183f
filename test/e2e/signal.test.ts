import { expect, type Locator, type Page, test } from "@playwright/test";
import { MELODIES, type Melody } from "@watchroom/shared/alarm";
import { recordSound } from "./support/audio.ts";
import type { Recording } from "./support/audio-page.ts";
import { openOffice, PEOPLE } from "./support/clinic.ts";
import { cuffReading, type Oximeter, wearOximeter } from "./support/device.ts";
import { signIn } from "./support/people.ts";
import { tileOf } from "./support/screen.ts";
import { serverOfThisFile } from "./support/server.ts";

// Numbers: clinical.md 3.1 (IEC 60601-1-8). All of it is measured on what the browser rendered and painted.

/** Medium priority has the first three tones, high all five, twice. Semitones from A4. */
const TONES: Readonly<Record<Melody, readonly number[]>> = {
  general: [-9, -9, -9, -9, -9],
  oxygen: [3, 2, 0, -2, -4],
  ventilation: [-9, 0, -4, 0, -4],
  cardiovascular: [-9, -5, -2, -2, 3],
  equipment: [3, -9, -9, 3, -9],
};
const LOW_TONES = [-5, -9];
const hzOf = (semitones: number): number => 440 * 2 ** (semitones / 12);

type Pulse = Recording["pulses"][number];

/** Pulses with more than two seconds between them are of two bursts. */
function burstsOf({ pulses }: Recording): Pulse[][] {
  const bursts: Pulse[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const pulse of pulses) {
    if (pulse.startMs - before > 2_000) bursts.push([]);
    bursts.at(-1)?.push(pulse);
    before = pulse.endMs;
  }
  return bursts;
}

const gapsOf = (pulses: readonly Pulse[]): number[] =>
  pulses.slice(1).map((pulse, index) => pulse.startMs - (pulses[index]?.endMs ?? 0));

function expectWithin(values: readonly number[], least: number, most: number, what: string): void {
  for (const value of values) {
    expect(value, what).toBeGreaterThanOrEqual(least);
    expect(value, what).toBeLessThanOrEqual(most);
  }
}

function expectTones(pulses: readonly Pulse[], tones: readonly number[]): void {
  expect(pulses).toHaveLength(tones.length);
  for (const [index, { toneHz, harmonicsDb, startMs, endMs, riseMs }] of pulses.entries()) {
    expect(Math.abs(toneHz - hzOf(tones[index] ?? 0)), "the melody's tone").toBeLessThan(3);
    expectWithin([toneHz], 150, 1_000, "fundamental, Hz");
    expect(harmonicsDb.filter((db) => Math.abs(db) <= 15).length, "harmonics within 15 dB").toBeGreaterThanOrEqual(4);
    expectWithin([riseMs / (endMs - startMs)], 0.1, 0.2, "rise, share of the pulse");
  }
  const levels = pulses.map(({ levelDb }) => levelDb);
  expect(Math.max(...levels) - Math.min(...levels), "spread of levels, dB").toBeLessThan(10);
}

const durationsOf = (pulses: readonly Pulse[]): number[] => pulses.map(({ startMs, endMs }) => endMs - startMs);
const quietBetween = ([first, second]: Pulse[][]): number =>
  (second?.[0]?.startMs ?? Number.NaN) - (first?.at(-1)?.endMs ?? Number.NaN);

test.describe("what a station sounds, rendered by the browser", () => {
  for (const melody of MELODIES) {
    test(`${melody}, high priority: ten pulses, 3 and 2, a pause, 3 and 2`, async ({ page }) => {
      const recording = await recordSound(page, "high", melody, 14);
      const bursts = burstsOf(recording);
      const [pulses = []] = bursts;
      expectTones(pulses, [...TONES[melody], ...TONES[melody]]);
      expectWithin(durationsOf(pulses), 75, 200, "pulse, ms");
      const gaps = gapsOf(pulses);
      const x = gaps[0] ?? 0;
      expectWithin(
        gaps.filter((_, index) => ![2, 4, 7].includes(index)),
        50,
        125,
        "spacing, ms",
      );
      const long = 2 * x + (durationsOf(pulses)[0] ?? 0);
      expectWithin(
        [gaps[2] ?? 0, gaps[7] ?? 0],
        long - 12,
        long + 12,
        "after the third: twice the spacing and a pulse",
      );
      expectWithin([gaps[4] ?? 0], 350, 1_300, "between the halves, ms");
      expectWithin([quietBetween(bursts)], 2_500, 15_000, "until it comes again, ms");
      expect(recording.peak, "does not clip").toBeLessThan(1);
    });

    test(`${melody}, medium priority: three slower pulses, less often`, async ({ page }) => {
      const recording = await recordSound(page, "medium", melody, 14);
      const bursts = burstsOf(recording);
      const [pulses = []] = bursts;
      expectTones(pulses, TONES[melody].slice(0, 3));
      expectWithin(durationsOf(pulses), 125, 250, "pulse, ms");
      expectWithin(gapsOf(pulses), 125, 250, "spacing, ms");
      expectWithin([quietBetween(bursts)], 2_500, 30_000, "until it comes again, ms");
      expect(recording.peak, "does not clip").toBeLessThan(1);
    });
  }

  test("low priority: two pulses, seldom; and what is less urgent is never louder", async ({ page }) => {
    const low = await recordSound(page, "low", "general", 24);
    const bursts = burstsOf(low);
    const [pulses = []] = bursts;
    expectTones(pulses, LOW_TONES);
    expectWithin(durationsOf(pulses), 125, 250, "pulse, ms");
    expectWithin(gapsOf(pulses), 125, 250, "spacing, ms");
    expect(quietBetween(bursts)).toBeGreaterThan(15_000);
    const [high, medium] = [
      await recordSound(page, "high", "general", 5),
      await recordSound(page, "medium", "general", 5),
    ];
    const levelOf = ({ pulses: [first] }: Recording): number => first?.levelDb ?? Number.NaN;
    expect(levelOf(high)).toBeGreaterThanOrEqual(levelOf(medium));
    expect(levelOf(medium)).toBeGreaterThanOrEqual(levelOf(low));
  });
});

test.describe("what a tile shows", () => {
  const server = serverOfThisFile({ demo: false });
  let oximeter: Oximeter | null = null;
  test.describe.configure({ mode: "serial" });
  test.beforeAll(async () => {
    await openOffice(server);
    const { token } = await server.addDevice("Room 1", "oximeter");
    const cuff = await server.addDevice("Room 2", "cuff");
    oximeter = wearOximeter(server, token, [{ spo2: 97 }]);
    await oximeter.shows({ spo2: 80 });
    await server.send(cuff.token, [cuffReading(165, 100)]);
  });
  test.afterAll(() => oximeter?.takeOff());

  const lineOf = (page: Page, room: string, priority: string): Locator =>
    tileOf(page, room).locator(`.alarmLine[data-priority="${priority}"]`);

  test("an alarm that nobody acknowledged flashes: high twice a second, medium once in 1.7 s, half of the time on", async ({
    page,
  }) => {
    await signIn(page, server, PEOPLE.nurse);
    for (const [room, priority, leastHz, mostHz] of [
      ["Room 1", "high", 1.4, 2.8],
      ["Room 2", "medium", 0.4, 0.8],
    ] as const) {
      const line = lineOf(page, room, priority);
      await expect(line).toBeVisible();
      const { flashesHz, onShare } = await flashOf(line);
      expectWithin([flashesHz], leastHz, mostHz, `${priority}, flashes a second`);
      expect(flashesHz, "never above three a second (WCAG 2.3.1)").toBeLessThanOrEqual(3);
      expectWithin([onShare], 0.2, 0.6, `${priority}, share of the time on`);
    }
  });

  test("an alarm that somebody acknowledged is steady", async ({ page }) => {
    await signIn(page, server, PEOPLE.nurse);
    await tileOf(page, "Room 1")
      .getByRole("button", { name: /Acknowledge/ })
      .click();
    const line = lineOf(page, "Room 1", "high");
    await expect(line).toHaveAttribute("data-signal", "acknowledged");
    expect((await flashOf(line)).flashesHz).toBe(0);
  });
});

const LOOKED_AT_S = 10;

/** Walks the flashing ground of a line through ten seconds of its own time, and counts what is seen of it. */
function flashOf(line: Locator): Promise<{ flashesHz: number; onShare: number }> {
  return line.evaluate((element, seconds) => {
    const animations = element.getAnimations({ subtree: true });
    let flashes = 0;
    let on = 0;
    let wasOn = false;
    const stepsMs = Array.from({ length: seconds * 100 }, (_, index) => index * 10);
    for (const ms of stepsMs) {
      for (const animation of animations) animation.currentTime = ms;
      const isOn = getComputedStyle(element, "::before").opacity !== "0";
      if (isOn && !wasOn) flashes += 1;
      if (isOn) on += 1;
      wasOn = isOn;
    }
    return { flashesHz: flashes / seconds, onShare: on / stepsMs.length };
  }, LOOKED_AT_S);
}
