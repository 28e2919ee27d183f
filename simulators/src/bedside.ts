import type { Reading } from "@watchroom/shared/reading";
import type { Route } from "@watchroom/shared/session";
import type { CuffArm } from "@watchroom/shared/wire";
import { createCuff, encodeCuff } from "./devices/cuff.ts";
import type { Outbox } from "./devices/outbox.ts";
import { createOximeter } from "./devices/oximeter.ts";
import { createPatient, step, type Vitals } from "./patient/patient.ts";
import type { Profile } from "./patient/profile.ts";
import { createRandom } from "./random.ts";
import { type Moment, momentOf, type Scenario } from "./scenarios/scenario.ts";
import { SCENARIOS } from "./scenarios/table.ts";

/** Where a room's readings go. */
export type Feed = {
  /** A gateway names the room in each reading; a device alone leaves it out. */
  readonly room: string | null;
  readonly oximeter: Outbox | null;
  readonly cuff: Outbox | null;
};

export type Bedside = {
  /** Lets so many whole seconds pass; the oximeter sends once, the cuff what it has to tell, stamped with `now`. */
  advance(seconds: number, now: number): void;
  /** From now on this happens; `inS` seconds later if given. */
  begin(scenario: Scenario, inS?: number): void;
  /** Minutes since the first dose. */
  minute(): number;
  vitals(): Vitals;
};

type BedsideParts = {
  readonly profile: Profile;
  readonly route: Route;
  readonly fromMin: number;
  readonly cuffArm: CuffArm;
  readonly feed: Feed;
  /** Makes reading ids of this patient's devices unlike all others of their tokens. */
  readonly idPrefix: string;
};

/** Percent a minute: about ten hours on one charge; our choice. */
const DRAIN_PER_MIN = 0.16;
/** Somebody changes the device's battery before it alarms, unless a scenario says otherwise. */
const CHANGED_AT = 25;

function createBattery(seed: number, purpose: string) {
  let left = createRandom(seed, purpose).between(62, 100);
  return {
    drain(seconds: number) {
      left -= (DRAIN_PER_MIN * seconds) / 60;
      if (left <= CHANGED_AT) left = 100;
    },
    left: () => left,
  };
}

/** One patient with an oximeter and a cuff, and the scenario that happens to them. */
export function createBedside({ profile, route, fromMin, cuffArm, feed, idPrefix }: BedsideParts): Bedside {
  const { seed } = profile;
  const oximeter = createOximeter(seed);
  const cuff = createCuff(seed, route);
  const batteries = { oximeter: createBattery(seed, "battery"), cuff: createBattery(seed, "cuff battery") };
  let patient = createPatient(profile, fromMin);
  let elapsedS = 0;
  let scenario: Scenario = SCENARIOS.quiet;
  let beginsS = 0;
  let readings = 0;
  let moment: Moment = momentOf(scenario, 0);

  const stamp = (now: number, battery: number) => {
    readings += 1;
    return { id: `${idPrefix}-${readings}`, measuredAt: new Date(now).toISOString(), battery };
  };
  const send = (outbox: Outbox | null, reading: Reading) =>
    outbox?.add(feed.room === null ? reading : { ...reading, room: feed.room });

  const passSecond = (now: number) => {
    moment = momentOf(scenario, elapsedS - beginsS);
    elapsedS += 1;
    patient = step(patient, 1, moment.shift);
    batteries.oximeter.drain(1);
    batteries.cuff.drain(1);
    const { isSensorOff: isOff, isSensorWeak: isWeak, isFrozen } = moment;
    const isOccluded = cuffArm === "same" && cuff.isOccluding();
    oximeter.sense(patient.vitals, { isOff, isWeak, isFrozen, isOccluded });
    const bystander = { mustFail: moment.isCuffFailing, isPressed: moment.isCuffPressed };
    const event = cuff.sense(patient.vitals, patient.minute, bystander);
    if (event !== null) send(feed.cuff, encodeCuff(event, stamp(now, batteries.cuff.left())));
  };

  return {
    advance(seconds, now) {
      for (let second = 0; second < seconds; second += 1) passSecond(now);
      const battery = moment.battery ?? batteries.oximeter.left();
      const isDead = battery <= 0;
      if (!isDead) send(feed.oximeter, oximeter.encode(stamp(now, battery)));
      if (feed.oximeter !== null) feed.oximeter.isConnected = !moment.isLinkCut && !isDead;
      if (feed.cuff !== null) feed.cuff.isConnected = !moment.isLinkCut;
    },
    begin(next, inS = 0) {
      scenario = next;
      beginsS = elapsedS + inS;
    },
    minute: () => patient.minute,
    vitals: () => patient.vitals,
  };
}
