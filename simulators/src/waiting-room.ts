import { DEMO_SEED, PEOPLE, type Person } from "./people.ts";
import { createRandom } from "./random.ts";

/** Who of the demo's people is where: nobody lies in two rooms, and nobody comes back as soon as they have gone. */
export type WaitingRoom = {
  /** Who comes next, and is in a room from now on; null: all of them are. */
  next(now: number): Person | null;
  /** They lie in a room already. */
  admit(person: Person): void;
  leave(person: Person, now: number): void;
};

/** Least time between two visits; a clinic's days pass quickly here. */
const AWAY_MS = 30 * 60_000;

export function createWaitingRoom(): WaitingRoom {
  const random = createRandom(DEMO_SEED, "waiting room");
  const here = new Set<string>();
  const leftAt = new Map<string, number>();
  return {
    next(now) {
      const away = PEOPLE.filter(({ initials }) => !here.has(initials));
      const rested = away.filter(({ initials }) => now - (leftAt.get(initials) ?? 0) >= AWAY_MS);
      const [first, ...others] = rested.length > 0 ? rested : away;
      if (first === undefined) return null;
      const person = random.pick([first, ...others]);
      here.add(person.initials);
      return person;
    },
    admit: ({ initials }) => void here.add(initials),
    leave({ initials }, now) {
      here.delete(initials);
      leftAt.set(initials, now);
    },
  };
}
