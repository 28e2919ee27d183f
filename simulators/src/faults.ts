import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { WallClock } from "./clock.ts";
import type { Link, SendAnswer } from "./link.ts";
import type { Random } from "./random.ts";

/** Chances are per call, from 0 to 1. */
export type Faults = {
  /** The call, or only its answer, is lost: half and half, so that duplicates happen. */
  readonly drop: number;
  /** Milliseconds at most that a call is late. */
  readonly delay: number;
  /** The readings of a call are shuffled. */
  readonly reorder: number;
  /** One reading of a call is damaged. */
  readonly corrupt: number;
  /** The line is cut for `cutS` seconds. */
  readonly cut: number;
  readonly cutS: number;
};
export const NO_FAULTS: Faults = { drop: 0, delay: 0, reorder: 0, corrupt: 0, cut: 0, cutS: 20 };

const isFaultName = (name: string): name is keyof Faults => Object.hasOwn(NO_FAULTS, name);

/** `drop=0.01,delay=500` to faults. Fails with a sentence for whoever typed it. */
export function parseFaults(text: string): Result<Faults, "bad-faults"> {
  const names = Object.keys(NO_FAULTS).join(", ");
  let faults = NO_FAULTS;
  for (const part of text.split(",").filter((piece) => piece.trim() !== "")) {
    const [name = "", amount = ""] = part.split("=").map((piece) => piece.trim());
    const value = Number(amount);
    if (!isFaultName(name)) return refuse("bad-faults", `There is no fault "${name}"; there are ${names}.`);
    const isChance = name !== "delay" && name !== "cutS";
    if (amount === "" || !(value >= 0) || (isChance && value > 1)) {
      const range = isChance ? "a chance from 0 to 1" : "a number from 0";
      return refuse("bad-faults", `${name}=${amount}: ${name} needs ${range}.`);
    }
    faults = { ...faults, [name]: value };
  }
  return ok(faults);
}

export function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** One reading with a value that no device measures, a missing kind, or a time that is none; its id stays. */
export function damage(readings: readonly unknown[], random: Random): unknown[] {
  const victim = Math.floor(random.next() * readings.length);
  const harm = random.pick<Readonly<Record<string, unknown>>>([
    { spo2: 812, systolic: -40 },
    { kind: undefined },
    { measuredAt: "yesterday" },
  ]);
  return readings.map((reading, index) =>
    index === victim && typeof reading === "object" ? { ...reading, ...harm } : reading,
  );
}

/** The same link over a bad line. Seeded: the same random gives the same faults. */
export function withFaults(link: Link, faults: Faults, random: Random, clock: WallClock): Link {
  let cutUntil = 0;
  const lost = (): SendAnswer => refuse("unreachable", "The line is bad (a fault that was asked for).");
  return {
    ...link,
    async send(readings) {
      if (random.chance(faults.cut)) cutUntil = clock.now() + 1_000 * faults.cutS;
      if (clock.now() < cutUntil) return lost();
      if (faults.delay > 0) await clock.wait(random.between(0, faults.delay));
      const isDropped = random.chance(faults.drop);
      if (isDropped && random.chance(0.5)) return lost();
      const ordered = random.chance(faults.reorder) ? shuffled(readings, random) : readings;
      const answer = await link.send(random.chance(faults.corrupt) ? damage(ordered, random) : ordered);
      return isDropped ? lost() : answer;
    },
  };
}
