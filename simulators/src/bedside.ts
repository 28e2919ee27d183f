import type { Reading } from "@watchroom/shared/reading";
import type { Route } from "@watchroom/shared/session";
import type { CuffArm, RoomView, StandbyView } from "@watchroom/shared/wire";
import { createCuff, encodeCuff, type PressureAsked } from "./devices/cuff.ts";
import type { Outbox } from "./devices/outbox.ts";
import { createOximeter } from "./devices/oximeter.ts";
import { givenIn } from "./given.ts";
import { createPatient, give, type Patient, type Shift, step } from "./patient/patient.ts";
import type { DoseEvent } from "./patient/pharmacology.ts";
import type { Profile } from "./patient/profile.ts";
import { AT_EASE, createUnrest, type Manner } from "./patient/unrest.ts";
import { createRandom } from "./random.ts";
import { type Moment, momentOf, type Scenario } from "./scenarios/scenario.ts";
import { SCENARIOS } from "./scenarios/table.ts";
import { createTrips } from "./trips.ts";

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
  /**
   * The room as the server told it last. Doses and the next due pressure come from its session, and on standby the patient
   * goes where a person sent them.
   */
  follow(room: Pick<RoomView, "session" | "standby">, now: number): void;
  /** Somebody presses START on the cuff. */
  pressCuff(): void;
  /** Somebody at the wall asks the cuff for a pressure. */
  askCuff(): void;
  /** The patient as they are now; their minute 0 is the planned first dose. */
  patient(): Patient;
};

type BedsideParts = {
  readonly profile: Profile;
  readonly route: Route;
  /** What is given without anyone recording it; empty: only what a session records. */
  readonly doses: readonly DoseEvent[];
  readonly fromMin: number;
  /** Patient's seconds in one on the wall. */
  readonly speed: number;
  /** False: the cuff waits for its first due time, instead of measuring when it is switched on. */
  readonly isCuffEager?: boolean;
  /** Seconds that the cuff waits with what is due, for somebody to ask it; absent: it begins by itself soon. */
  readonly cuffWaitsS?: readonly [number, number];
  /** Of the patient's absences last too long; absent: none. */
  readonly overstayShare?: number;
  readonly cuffArm: CuffArm;
  /** Absent: calm. */
  readonly manner?: Manner;
  readonly feed: Feed;
  /** Makes reading ids of this patient's devices unlike all others of their tokens. */
  readonly idPrefix: string;
};

/** Percent a minute: about ten hours on one charge; our choice. */
const DRAIN_PER_MIN = 0.16;
/** Somebody changes the device's battery before it alarms, unless a scenario says otherwise. */
const CHANGED_AT = 25;

/** A cuff that nobody wears measures nothing by itself. */
const NOTHING_ASKED: PressureAsked = { dueAt: null };

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

/** Turns times on the wall into the patient's minutes; a time once seen keeps its minute, also when the beat stumbles. */
function createMinutes(beganMin: number, speed: number, minuteNow: () => number) {
  const known = new Map<number, number>();
  let beganAt: number | null = null;
  return (at: number, now: number): number => {
    beganAt ??= now;
    const seen = known.get(at);
    if (seen !== undefined) return seen;
    const before = beganMin - (beganAt - at) / 60_000;
    const minute = at < beganAt ? before : minuteNow() - ((now - at) / 60_000) * speed;
    known.set(at, minute);
    return minute;
  };
}

const both = (a: Shift, b: Shift): Shift => ({
  spo2Drop: a.spo2Drop + b.spo2Drop,
  systolicRise: a.systolicRise + b.systolicRise,
  pulseRise: a.pulseRise + b.pulseRise,
});

/** One patient with an oximeter and a cuff, and the scenario that happens to them. */
export function createBedside(parts: BedsideParts): Bedside {
  const { profile, route, doses, fromMin, speed, cuffArm, feed, idPrefix, isCuffEager = true, cuffWaitsS } = parts;
  const { seed } = profile;
  const oximeter = createOximeter(seed);
  const cuff = createCuff(seed, route, isCuffEager, cuffWaitsS);
  const trips = createTrips(seed, parts.overstayShare ?? 0);
  const unrest = parts.manner === "restless" ? createUnrest(seed) : () => AT_EASE;
  const batteries = { oximeter: createBattery(seed, "battery"), cuff: createBattery(seed, "cuff battery") };
  let patient = createPatient(profile, fromMin, { route, doses });
  const minuteOf = createMinutes(fromMin, speed, () => patient.minute);
  let recorded = "";
  let asked: PressureAsked | null = null;
  let isPressed = false;
  let isAsked = false;
  let standby: StandbyView | null = null;
  let elapsedS = 0;
  let scenario: Scenario = SCENARIOS.quiet;
  let beginsS = 0;
  let readings = 0;
  let moment: Moment = momentOf(scenario, 0);
  let artefact = AT_EASE;

  const stamp = (now: number, battery: number) => {
    readings += 1;
    return { id: `${idPrefix}-${readings}`, measuredAt: new Date(now).toISOString(), battery };
  };
  const send = (outbox: Outbox | null, reading: Reading) =>
    outbox?.add(feed.room === null ? reading : { ...reading, room: feed.room });

  const passSecond = (now: number) => {
    moment = momentOf(scenario, elapsedS - beginsS);
    elapsedS += 1;
    artefact = unrest(patient);
    patient = step(patient, 1, both(moment.shift, artefact.shift));
    batteries.oximeter.drain(1);
    batteries.cuff.drain(1);
    const { isFrozen } = moment;
    const isWeak = moment.isSensorWeak || artefact.isWeak;
    const isAway = trips.isAway(standby, now);
    const isOff = moment.isSensorOff || artefact.isOff || isAway;
    const isOccluded = cuffArm === "same" && cuff.isOccluding();
    oximeter.sense(patient.vitals, { isOff, isWeak, isFrozen, isOccluded, artefact });
    const mustFail = moment.isCuffFailing || artefact.isMoving || isAway;
    const bystander = { mustFail, isPressed: moment.isCuffPressed || isPressed, isAsked };
    isPressed = false;
    isAsked = false;
    const wanted = isAway ? NOTHING_ASKED : asked;
    const felt = { ...patient.vitals, systolic: patient.vitals.systolic + artefact.pressureOffBy };
    const event = cuff.sense(felt, { minute: patient.minute, now, asked: wanted }, bystander);
    if (event !== null) send(feed.cuff, encodeCuff(event, stamp(now, batteries.cuff.left())));
  };

  return {
    advance(seconds, now) {
      for (let second = 0; second < seconds; second += 1) passSecond(now);
      const battery = moment.battery ?? batteries.oximeter.left();
      const isDead = battery <= 0;
      if (!isDead) send(feed.oximeter, oximeter.encode(stamp(now, battery)));
      if (feed.oximeter !== null) feed.oximeter.isConnected = !moment.isLinkCut && !artefact.isLinkCut && !isDead;
      if (feed.cuff !== null) feed.cuff.isConnected = !moment.isLinkCut && !artefact.isLinkCut;
    },
    begin(next, inS = 0) {
      scenario = next;
      beginsS = elapsedS + inS;
    },
    follow({ session, standby: told }, now) {
      standby = told;
      if (session === null) {
        asked = null;
        return;
      }
      asked = { dueAt: session.dues.find(({ what }) => what === "bloodPressure")?.dueAt ?? null };
      const record = JSON.stringify([session.sessionId, session.doses, session.dosePlan]);
      if (record === recorded) return;
      recorded = record;
      patient = give(
        patient,
        givenIn(session, profile.weightKg, (at) => minuteOf(at, now)),
      );
    },
    pressCuff() {
      isPressed = true;
    },
    askCuff() {
      isAsked = true;
    },
    patient: () => patient,
  };
}
