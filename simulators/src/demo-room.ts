import type { SessionView } from "@watchroom/shared/session";
import type { CommandRequest, RoomView } from "@watchroom/shared/wire";
import { type Bedside, createBedside, type Feed } from "./bedside.ts";
import { type Act, ARRIVES_MIN, courseFrom, courseLeft, minuteOf } from "./course.ts";
import {
  calmProfile,
  DEMO_EVENTS,
  DEMO_SEED,
  type DemoRoomPlan,
  EVENT_EVERY_MIN,
  type FirstPatient,
} from "./demo-plan.ts";
import { type Dose, USUAL_DOSE } from "./patient/pharmacology.ts";
import type { Profile } from "./patient/profile.ts";
import { createRandom, type Random } from "./random.ts";
import { SCENARIOS } from "./scenarios/table.ts";
import { initialsAt } from "./sessions.ts";

export type DemoRoom = {
  readonly room: string;
  /** One second; readings go into the feed. */
  second(now: number): void;
  isActDue(): boolean;
  /** The nurse's next act, as a command for the room as it is now; null: nothing is due. */
  dueAct(view: RoomView, now: number): CommandRequest | null;
  /** The due act was done, or was refused for good. */
  settleAct(outcome: "done" | "refused"): void;
};

type Patient = {
  readonly initials: string;
  readonly profile: Profile;
  readonly fromMin: number;
  readonly acts: readonly Act[];
  readonly event?: FirstPatient["event"];
};
type Stay = {
  readonly bedside: Bedside;
  readonly patient: Patient;
  readonly isFirst: boolean;
  acts: readonly Act[];
  /** Somebody else runs a session here: the demo's nurse keeps out of it. */
  isForeign: boolean;
  sensorOffForS: number;
  eventInS: number;
};

/** The sensor is off so long before the session ends, so that no late reading begins a watch of an empty bed. */
const OFF_BEFORE_END_S = 6;
const FREE_MIN = [3, 6] as const;
const DOSES: readonly [Dose, ...Dose[]] = [
  USUAL_DOSE.intravenous,
  USUAL_DOSE.intranasal,
  { route: "intranasal", devices: 3 },
  USUAL_DOSE.intramuscular,
  USUAL_DOSE.sublingual,
];

const minutes = (random: Random, [low, high]: readonly [number, number]) => 60 * random.between(low, high);

/** Whoever lies in a room whose session runs already; long after its course only the end is left to enter. */
function patientOf(session: SessionView, index: number, now: number): Patient {
  const acts = courseLeft(session);
  const leavesMin = acts.at(-1)?.atMin ?? 0;
  const fromMin = minuteOf(session, now);
  const isOver = fromMin >= leavesMin;
  const profile = calmProfile(index, 0, USUAL_DOSE[session.route]);
  return {
    initials: session.initials,
    profile,
    fromMin: Math.min(fromMin, leavesMin),
    acts: isOver ? acts.slice(-1) : acts,
  };
}

function firstOf({ initials, dose, body, fromMin, route, event }: FirstPatient, index: number): Patient {
  const profile = { ...calmProfile(index, 0, dose), ...body };
  return { initials, profile, fromMin, acts: courseFrom(route, fromMin), ...(event ? { event } : {}) };
}

/** The command for an act. What was recorded since the sensor went on is the patient's, except at the demo's own start. */
function commandOf(
  act: Act,
  stay: Stay,
  plan: DemoRoomPlan,
  { roomId, session }: RoomView,
  now: number,
): CommandRequest {
  const { initials, profile } = stay.patient;
  switch (act.kind) {
    case "start": {
      const { route } = profile.dose;
      return {
        name: "startSession",
        payload: { roomId, initials, route, includeEarlier: !stay.isFirst, cuffArm: plan.cuffArm },
      };
    }
    case "phase": {
      const agoMs = (stay.bedside.minute() - act.atMin) * 60_000;
      return { name: "setPhase", payload: { roomId, phase: act.phase, at: Math.round(now - agoMs) } };
    }
    case "end":
      return { name: session === null ? "clearRoom" : "endSession", payload: { roomId } };
  }
}

/** A room of the demo clinic: patients come, are treated and go, for as long as it runs. */
export function createDemoRoom(
  plan: DemoRoomPlan,
  index: number,
  feed: Feed,
  running: SessionView | null,
  now: number,
): DemoRoom {
  const random = createRandom(DEMO_SEED, `room ${index}`);
  const runId = now.toString(36);
  let patients = 0;
  let freeForS = minutes(random, FREE_MIN);

  const admit = (patient: Patient, isFirst: boolean): Stay => {
    const { profile, fromMin, acts, event } = patient;
    const idPrefix = `${runId}-${index}-${patients}`;
    const bedside = createBedside({
      profile,
      route: profile.dose.route,
      fromMin,
      cuffArm: plan.cuffArm,
      feed,
      idPrefix,
    });
    if (event) bedside.begin(event.scenario, event.inS);
    const eventInS = minutes(random, EVENT_EVERY_MIN);
    return { bedside, patient, isFirst, acts, isForeign: false, sensorOffForS: 0, eventInS };
  };
  const next = (): Stay => {
    patients += 1;
    const dose = random.pick(DOSES);
    const initials = initialsAt(index + 8 * patients);
    const acts = courseFrom(dose.route, ARRIVES_MIN);
    return admit({ initials, profile: calmProfile(index, patients, dose), fromMin: ARRIVES_MIN, acts }, false);
  };
  const begin = (): Stay | null => {
    if (running !== null) return admit(patientOf(running, index, now), true);
    return plan.first === null ? null : admit(firstOf(plan.first, index), true);
  };
  let stay = begin();

  const discharge = () => {
    stay = null;
    freeForS = minutes(random, FREE_MIN);
  };
  const currentAct = (): Act | null => {
    const act = stay?.acts[0];
    if (!stay || !act || stay.isForeign) return null;
    const isDue = act.kind === "end" ? stay.sensorOffForS >= OFF_BEFORE_END_S : stay.bedside.minute() >= act.atMin;
    return isDue ? act : null;
  };
  const pass = (present: Stay, at: number) => {
    const leavesMin = present.acts.at(-1)?.atMin ?? 0;
    if (present.bedside.minute() >= leavesMin) {
      present.sensorOffForS += 1;
      if (present.isForeign) discharge();
      return;
    }
    present.bedside.advance(1, at);
    present.eventInS -= 1;
    if (present.eventInS > 0) return;
    present.bedside.begin(SCENARIOS[random.pick(DEMO_EVENTS)]);
    present.eventInS = minutes(random, EVENT_EVERY_MIN);
  };
  return {
    room: plan.room,
    second(at) {
      if (stay !== null) return pass(stay, at);
      freeForS -= 1;
      if (freeForS <= 0) stay = next();
    },
    isActDue: () => currentAct() !== null,
    dueAct(view, at) {
      const act = currentAct();
      return act === null || stay === null ? null : commandOf(act, stay, plan, view, at);
    },
    settleAct(outcome) {
      if (stay === null) return;
      const [act, ...left] = stay.acts;
      if (outcome === "refused" && act?.kind === "start") stay.isForeign = true;
      else stay.acts = left;
      if (stay.acts.length === 0) discharge();
    },
  };
}
