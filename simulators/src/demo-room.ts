import type { AssessmentId } from "@watchroom/shared/assessment";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { DueCheck, SessionView } from "@watchroom/shared/session";
import type { RoomView } from "@watchroom/shared/wire";
import { type Bedside, createBedside, type Feed } from "./bedside.ts";
import { type Act, ARRIVES_MIN, type Care, leastTimeAt, nextAct } from "./demo-care.ts";
import {
  calmProfile,
  DEMO_EVENTS,
  DEMO_ORDERS,
  DEMO_SEED,
  type DemoRoomPlan,
  EVENT_EVERY_MIN,
  type FirstPatient,
} from "./demo-plan.ts";
import type { Forgetting } from "./forgetting.ts";
import { judged } from "./patient/judged.ts";
import { createPatient } from "./patient/patient.ts";
import type { Profile } from "./patient/profile.ts";
import { coursePrescribed, usualPrescription } from "./prescription.ts";
import { createRandom, type Random } from "./random.ts";
import { SCENARIOS } from "./scenarios/table.ts";
import { initialsAt, isInventedName } from "./sessions.ts";

type Seen = Pick<RoomView, "roomId" | "session">;
export type DemoRoom = {
  readonly room: string;
  /** One second; readings go into the feed. */
  second(now: number): void;
  /** The room as the server has it now: the patient follows its session, whoever runs it. */
  see(view: Seen, now: number): void;
  /** The next thing that the demo's nurse enters here; null: nothing now. */
  nextAct(view: Seen, now: number): Act | null;
  settle(act: Act, outcome: "done" | "refused", now: number): void;
};

type Plan = Omit<Care, "judge" | "pressure" | "isForgotten">;
type Patient = {
  readonly profile: Profile;
  readonly fromMin: number;
  /** Null: somebody in a browser runs the session, and the demo's nurse keeps out of it. */
  readonly care: Plan | null;
  readonly first?: FirstPatient;
};
type Stay = {
  readonly bedside: Bedside;
  care: Care | null;
  session: SessionView | null;
  eventInS: number;
  pressInS: number;
};

const MINUTE_MS = 60_000;
const FREE_MIN = [3, 6] as const;
/** A refused entry is tried again after this. */
const AGAIN_AFTER_MS = MINUTE_MS;
/** The nurse presses START again when a release still waits for a pressure; our choice. */
const PRESS_EVERY_S = 5 * 60;
/** Of a session that runs already: before its dose the patient waits for it so long. */
const BEFORE_DOSE_MIN = -2;

const minutes = (random: Random, [low, high]: readonly [number, number]) => 60 * random.between(low, high);

const awaitsPressure = (session: SessionView, now: number): boolean =>
  now >= (leastTimeAt(session) ?? Number.POSITIVE_INFINITY) &&
  session.release.some(({ id, state }) => id === "pressure" && state !== "met");

/** Whoever lies in a room whose session runs already: the demo's own patient, by the name, or somebody else's. */
function patientOf(session: SessionView, profile: Profile, cuffArm: Care["cuffArm"], now: number): Patient {
  const { initials, route, doseAt, doses } = session;
  const fromMin = doseAt === null ? BEFORE_DOSE_MIN : (now - doseAt) / MINUTE_MS;
  const usual = usualPrescription(route, profile.weightKg);
  const ordered = { ...usual, parts: Math.max(usual.parts, doses.filter(({ action }) => action === "give").length) };
  const plannedAt = doseAt ?? now - BEFORE_DOSE_MIN * MINUTE_MS;
  const care = { initials, cuffArm, ordered, plannedAt, since: 0, includeEarlier: true, notedAt: [] };
  return { profile, fromMin, care: isInventedName(initials) ? care : null };
}

function firstOf(first: FirstPatient, profile: Profile, cuffArm: Care["cuffArm"], now: number): Patient {
  const { initials, ordered, fromMin } = first;
  const plannedAt = Math.round(now - fromMin * MINUTE_MS);
  const notedAt = first.notedMin.map((minute) => plannedAt + minute * MINUTE_MS);
  const care = { initials, cuffArm, ordered, plannedAt, since: now, includeEarlier: false, notedAt };
  const forgotten = first.forgotten ? { forgotten: first.forgotten } : {};
  return { profile, fromMin, care: { ...care, ...forgotten }, first };
}

/** The nurse's eyes at this bed, now and for what is entered late: then by what was prescribed, recorded or not yet. */
function eyes(bedside: Bedside, profile: Profile, { plannedAt, ordered }: Plan): Pick<Care, "judge" | "pressure"> {
  const patientAt = (at: number) => {
    const minute = (at - plannedAt) / MINUTE_MS;
    const now = bedside.patient();
    return minute > now.minute - 1 ? now : createPatient(profile, minute, coursePrescribed(ordered, profile.weightKg));
  };
  return {
    judge: (id: AssessmentId, at: number) => judged(patientAt(at), id),
    pressure(at) {
      const { systolic, diastolic } = patientAt(at).vitals;
      // The demo's patients have rested: none of them is held before the dose, since nobody is there to decide.
      const { systolicAbove, diastolicAbove } = PROTOCOLS[ordered.route].hold;
      const most = at < plannedAt ? { systolicAbove, diastolicAbove } : { systolicAbove: 300, diastolicAbove: 250 };
      return {
        systolic: Math.min(Math.round(systolic), most.systolicAbove),
        diastolic: Math.min(Math.round(diastolic), most.diastolicAbove),
      };
    },
  };
}

/** A room of the demo clinic: patients come, are treated and go, for as long as it runs. */
export function createDemoRoom(
  plan: DemoRoomPlan,
  index: number,
  feed: Feed,
  running: SessionView | null,
  forgetting: Forgetting,
  now: number,
): DemoRoom {
  const { room, cuffArm } = plan;
  const random = createRandom(DEMO_SEED, `room ${index}`);
  const runId = now.toString(36);
  const settledUntil = new Map<string, number>();
  let patients = 0;
  let freeForS = minutes(random, FREE_MIN);

  const careOf = ({ care, profile }: Patient, bedside: Bedside): Care | null => {
    if (care === null) return null;
    const isForgotten = (due: DueCheck, at: number) =>
      forgetting.isForgotten(room, due, at, care.forgotten === due.what && due.dueAt < care.since);
    return { ...care, ...eyes(bedside, profile, care), isForgotten };
  };
  const admit = (patient: Patient): Stay => {
    const { profile, fromMin, care, first } = patient;
    const idPrefix = `${runId}-${index}-${patients}`;
    const route = care?.ordered.route ?? "intravenous";
    const isCuffEager = first?.isCuffEager ?? true;
    const parts = { profile, route, doses: [], fromMin, speed: 1, cuffArm, feed, idPrefix, isCuffEager };
    const bedside = createBedside(parts);
    if (first?.event) bedside.begin(first.event.scenario, first.event.inS);
    settledUntil.clear();
    const eventInS = minutes(random, EVENT_EVERY_MIN);
    return { bedside, care: careOf(patient, bedside), session: null, eventInS, pressInS: 0 };
  };
  const newcomer = (at: number): Stay => {
    patients += 1;
    const ordered = random.pick(DEMO_ORDERS);
    const initials = initialsAt(index + 8 * patients);
    const plannedAt = Math.round(at - ARRIVES_MIN * MINUTE_MS);
    const care = { initials, cuffArm, ordered, plannedAt, since: 0, includeEarlier: true, notedAt: [] };
    return admit({ profile: calmProfile(index, initials), fromMin: ARRIVES_MIN, care });
  };
  const inSession = (session: SessionView, at: number): Stay => {
    patients += 1;
    return admit(patientOf(session, calmProfile(index, session.initials), cuffArm, at));
  };
  const begin = (): Stay | null => {
    const initials = running?.initials ?? plan.first?.initials ?? "";
    const profile = { ...calmProfile(index, initials), ...(plan.first?.initials === initials ? plan.first.body : {}) };
    if (running !== null) return admit(patientOf(running, profile, cuffArm, now));
    return plan.first === null ? null : admit(firstOf(plan.first, profile, cuffArm, now));
  };
  let stay = begin();

  const pass = (present: Stay, at: number) => {
    present.bedside.advance(1, at);
    present.eventInS -= 1;
    present.pressInS -= 1;
    if (present.pressInS <= 0 && present.care && present.session && awaitsPressure(present.session, at)) {
      present.bedside.pressCuff();
      present.pressInS = PRESS_EVERY_S;
    }
    if (present.eventInS > 0) return;
    present.bedside.begin(SCENARIOS[random.pick(DEMO_EVENTS)]);
    present.eventInS = minutes(random, EVENT_EVERY_MIN);
  };
  return {
    room,
    second(at) {
      if (stay !== null) return pass(stay, at);
      freeForS -= 1;
      if (freeForS <= 0) stay = newcomer(at);
    },
    see({ session }, at) {
      if (session === null && stay?.session) {
        stay = null;
        freeForS = minutes(random, FREE_MIN);
      }
      if (session !== null) stay ??= inSession(session, at);
      if (stay === null) return;
      if (session !== null && session.initials !== stay.care?.initials) stay.care = null;
      stay.session = session;
      stay.bedside.follow(session, at);
    },
    nextAct(view, at) {
      const isSettled = (id: string) => (settledUntil.get(id) ?? 0) > at;
      return stay?.care ? nextAct(stay.care, view, at, isSettled) : null;
    },
    settle({ id, request }, outcome, at) {
      const isOnce = request.name === "enterPressure";
      if (isOnce) settledUntil.set(id, Number.POSITIVE_INFINITY);
      else if (outcome === "refused") settledUntil.set(id, at + AGAIN_AFTER_MS);
    },
  };
}
