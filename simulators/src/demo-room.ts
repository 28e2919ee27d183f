import type { AssessmentId } from "@watchroom/shared/assessment";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { DueCheck, SessionView } from "@watchroom/shared/session";
import { type Bedside, createBedside, type Feed } from "./bedside.ts";
import { awaitsPressure, canAskCuff, nextAct } from "./demo-care.ts";
import { ARRIVES_MIN } from "./demo-check-in.ts";
import { DEMO_EVENTS, type DemoRoomPlan, EVENT_EVERY_MIN, type FirstPatient } from "./demo-plan.ts";
import { type Act, type Care, type Memory, MINUTE_MS, type SeenRoom } from "./demo-scene.ts";
import type { Forgetting } from "./forgetting.ts";
import { judged } from "./patient/judged.ts";
import { createPatient } from "./patient/patient.ts";
import type { Profile } from "./patient/profile.ts";
import { calmProfile, DEMO_SEED, type Person, personOf } from "./people.ts";
import { coursePrescribed, usualPrescription } from "./prescription.ts";
import { createRandom, type Random } from "./random.ts";
import { SCENARIOS } from "./scenarios/table.ts";
import { createSettled } from "./settled.ts";
import type { WaitingRoom } from "./waiting-room.ts";

export type DemoRoom = {
  readonly room: string;
  /** One second; readings go into the feed. */
  second(now: number): void;
  /** The room as the server has it now: the patient follows its session, whoever runs it. */
  see(view: SeenRoom, now: number): void;
  /** The next thing that the demo's nurse enters here; null: nothing now. */
  nextAct(view: SeenRoom, now: number): Act | null;
  settle(act: Act, outcome: "done" | "held" | "refused", now: number): void;
  /** Somebody asks the room's cuff for a pressure. */
  askCuff(): void;
};
/** What the rooms of the demo have in common. */
type Shared = { readonly forgetting: Forgetting; readonly waitingRoom: WaitingRoom };

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
  readonly person: Person | null;
  care: Care | null;
  room: SeenRoom | null;
  eventInS: number;
  pressInS: number;
};

const FREE_MIN = [3, 6] as const;
/** The nurse presses START again when a release still waits for a pressure and nobody can ask the cuff; our choice. */
const PRESS_EVERY_S = 5 * 60;
/** The demo's nurse asks the cuff; it begins by itself when nobody does. */
const CUFF_WAITS_S = [75, 110] as const;
/** Of a session that runs already: before its dose the patient waits for it so long. */
const BEFORE_DOSE_MIN = -2;
/** Of stays away that are too long; our choice. */
const OVERSTAY_SHARE = 0.07;

const minutes = (random: Random, [low, high]: readonly [number, number]) => 60 * random.between(low, high);

/** Whoever lies in a room whose session runs already: one of the demo's people, or somebody else. */
function patientOf(session: SessionView, cuffArm: Care["cuffArm"], now: number): Patient {
  const { initials, patient, route, doseAt, doses } = session;
  const profile = calmProfile(initials);
  const fromMin = doseAt === null ? BEFORE_DOSE_MIN : (now - doseAt) / MINUTE_MS;
  const person = personOf(initials, patient.recordNumber);
  if (person === null) return { profile, fromMin, care: null };
  const usual = person.ordered.route === route ? person.ordered : usualPrescription(route, profile.weightKg);
  const ordered = { ...usual, parts: Math.max(usual.parts, doses.filter(({ action }) => action === "give").length) };
  const plannedAt = doseAt ?? now - BEFORE_DOSE_MIN * MINUTE_MS;
  const { weightKg } = profile;
  const care = { person, weightKg, cuffArm, ordered, plannedAt, since: 0, includeEarlier: true, notedAt: [] };
  return { profile, fromMin, care };
}

function firstOf(first: FirstPatient, person: Person, cuffArm: Care["cuffArm"], now: number): Patient {
  const { fromMin, forgotten, leavesMin } = first;
  const profile = calmProfile(person.initials);
  const plannedAt = Math.round(now - fromMin * MINUTE_MS);
  const notedAt = first.notedMin.map((minute) => plannedAt + minute * MINUTE_MS);
  const { weightKg } = profile;
  const { ordered } = person;
  const care = { person, weightKg, cuffArm, ordered, plannedAt, since: now, includeEarlier: false, notedAt };
  const moreover = {
    ...(forgotten === undefined ? {} : { forgotten }),
    ...(leavesMin === undefined ? {} : { leavesAt: plannedAt + leavesMin * MINUTE_MS }),
  };
  return { profile, fromMin, care: { ...care, ...moreover }, first };
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
      // Before the demo began nobody was held: the nurse types what allowed the dose.
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
  { forgetting, waitingRoom }: Shared,
  now: number,
): DemoRoom {
  const { room, cuffArm } = plan;
  const random = createRandom(DEMO_SEED, `room ${index}`);
  const runId = now.toString(36);
  let settled = createSettled();
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
    const waits = care === null ? {} : { cuffWaitsS: CUFF_WAITS_S };
    const isCuffEager = first?.isCuffEager ?? true;
    const device = { cuffArm, feed, idPrefix, isCuffEager, ...waits };
    const bedside = createBedside({
      ...device,
      ...{ profile, route, doses: [], fromMin, speed: 1, overstayShare: OVERSTAY_SHARE },
    });
    if (first?.event) bedside.begin(first.event.scenario, first.event.inS);
    settled = createSettled();
    const person = care?.person ?? null;
    if (person !== null) waitingRoom.admit(person);
    const eventInS = minutes(random, EVENT_EVERY_MIN);
    return { bedside, person, care: careOf(patient, bedside), room: null, eventInS, pressInS: 0 };
  };
  const newcomer = (at: number): Stay | null => {
    const person = waitingRoom.next(at);
    if (person === null) return null;
    patients += 1;
    const profile = calmProfile(person.initials);
    const plannedAt = Math.round(at - ARRIVES_MIN * MINUTE_MS);
    const { ordered } = person;
    const { weightKg } = profile;
    const care = { person, weightKg, cuffArm, ordered, plannedAt, since: 0, includeEarlier: true, notedAt: [] };
    return admit({ profile, fromMin: ARRIVES_MIN, care });
  };
  const inSession = (session: SessionView, at: number): Stay => {
    patients += 1;
    return admit(patientOf(session, cuffArm, at));
  };
  const begin = (): Stay | null => {
    if (running !== null) return admit(patientOf(running, cuffArm, now));
    const person = plan.first === null ? null : personOf(plan.first.initials, null);
    return plan.first === null || person === null ? null : admit(firstOf(plan.first, person, cuffArm, now));
  };
  const depart = ({ person }: Stay, at: number) => {
    if (person !== null) waitingRoom.leave(person, at);
    stay = null;
    freeForS = minutes(random, FREE_MIN);
  };
  let stay = begin();

  const pass = (present: Stay, at: number) => {
    present.bedside.advance(1, at);
    present.eventInS -= 1;
    present.pressInS -= 1;
    const isAwaited = present.room?.session && present.care !== null && awaitsPressure(present.room.session, at);
    if (present.pressInS <= 0 && present.room !== null && isAwaited && !canAskCuff(present.room)) {
      present.bedside.pressCuff();
      present.pressInS = PRESS_EVERY_S;
    }
    if (present.eventInS > 0 || present.room?.standby) return;
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
    see(view, at) {
      const { session } = view;
      if (session === null && stay?.room?.session) depart(stay, at);
      if (session !== null) stay ??= inSession(session, at);
      if (stay === null) return;
      const isMine = session === null || personOf(session.initials, session.patient.recordNumber) === stay.person;
      if (!isMine) stay.care = null;
      stay.room = view;
      stay.bedside.follow(view, at);
    },
    nextAct(view, at) {
      const memory: Memory = { isSettled: (id) => settled.isSettled(id, at), held: settled.held() };
      return stay?.care ? nextAct(stay.care, view, at, memory) : null;
    },
    settle: (act, outcome, at) => settled.settle(act, outcome, at),
    askCuff() {
      stay?.bedside.askCuff();
    },
  };
}
