import { openPreCheck } from "@watchroom/shared/precheck";
import type { SessionView } from "@watchroom/shared/session";
import { describe, expect, test } from "vitest";
import { awaitsPressure, nextAct } from "../../simulators/src/demo-care.ts";
import type { Act, Care, Memory } from "../../simulators/src/demo-scene.ts";
import { PEOPLE, type Person, personOf } from "../../simulators/src/people.ts";
import { createSettled } from "../../simulators/src/settled.ts";
import { createWaitingRoom } from "../../simulators/src/waiting-room.ts";
import { createTinyRoom, sessionView } from "./tiny-room.ts";

const BEGAN = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const FRESH: Memory = { isSettled: () => false, held: null };

function known(initials: string): Person {
  const person = personOf(initials, null);
  if (person === null) throw new Error("the test names somebody of the demo");
  return person;
}
/** Somebody who came by themselves, with the first dose planned for `BEGAN`. */
const careOf = (person: Person, over: Partial<Care> = {}): Care => ({
  person,
  weightKg: 82.4,
  cuffArm: "other",
  ordered: person.ordered,
  plannedAt: BEGAN,
  since: 0,
  includeEarlier: true,
  notedAt: [],
  judge: () => 2,
  pressure: () => ({ systolic: 120, diastolic: 75 }),
  isForgotten: () => false,
  ...over,
});

/** What the nurse enters from seven minutes before the dose to this minute, with a look each two seconds. */
function visit(person: Person, untilMin: number) {
  const room = createTinyRoom();
  const acts: { readonly minute: number; readonly act: Act; readonly session: SessionView | null }[] = [];
  const settled = createSettled();
  const care = careOf(person);
  for (let now = BEGAN - 7 * MINUTE_MS; now < BEGAN + untilMin * MINUTE_MS; now += 2_000) {
    const view = room.view(now);
    const act = nextAct(care, view, now, { isSettled: (id) => settled.isSettled(id, now), held: null });
    if (act === null) continue;
    acts.push({ minute: (now - BEGAN) / MINUTE_MS, act, session: view.session });
    room.enter(act.request, now);
    settled.settle(act, "done", now);
  }
  return acts;
}
const named = (acts: ReturnType<typeof visit>, name: Act["request"]["name"]) =>
  acts.filter(({ act }) => act.request.name === name);

describe("a patient who comes to the demo clinic", () => {
  test("is checked in with initials, record number and birth date", () => {
    const [first] = visit(known("A. L."), 0);
    expect(first?.act.request).toMatchObject({
      name: "startSession",
      payload: { initials: "A. L.", patient: { recordNumber: "DEMO-0001", birthDate: "1984-05-17", name: null } },
    });
  });

  test("is asked every question before the first dose, group by group", () => {
    const acts = visit(known("A. L."), 2);
    const dose = named(acts, "recordDose")[0];
    expect(named(acts, "answerPreCheck").length).toBe(3);
    expect(openPreCheck(dose?.session?.preCheck ?? { items: [], answers: [], decision: null }).unanswered).toEqual([]);
    expect(dose?.session?.preCheck.answers.length).toBeGreaterThan(10);
  });

  test("with an answer that is not as expected waits for a physician's decision", () => {
    const acts = visit(known("C. D."), 2);
    const [decision] = named(acts, "decidePreCheck");
    expect(decision?.act.request.payload).toMatchObject({ decision: { physician: "Dr. I. Weber" } });
    const [dose] = named(acts, "recordDose");
    expect(dose?.minute).toBeGreaterThan(decision?.minute ?? 0);
  });

  test("has an infusion planned by weight before it starts: 0.5 mg/kg in 40 min", () => {
    const acts = visit(known("A. L."), 2);
    const [plan] = named(acts, "setDosePlan");
    expect(plan?.act.request.payload).toMatchObject({
      plan: { weightKg: 82, mgPerKg: 0.5, amountMg: 41, minutes: 40 },
    });
    expect(plan?.minute).toBeLessThan(named(acts, "recordDose")[0]?.minute ?? 0);
  });

  test.each([
    ["T. N.", "swallow"],
    ["C. D.", "spit"],
  ])("%s holds a lozenge for ten minutes before the %s is recorded, and dosing ends", (initials, ending) => {
    const doses = named(visit(known(initials), 20), "recordDose").map(({ minute, act }) => ({
      minute,
      ...act.request,
    }));
    const actions = doses.map(({ payload }) => ("action" in payload ? payload.action : ""));
    expect(actions).toEqual(["give", ending, "end"]);
    expect(doses[1]?.minute).toBeCloseTo((doses[0]?.minute ?? 0) + 10, 1);
  });

  test("gets an infusion until the planned amount is in", () => {
    const doses = named(visit(known("A. L."), 60), "recordDose");
    expect(doses.at(-1)?.act.request.payload).toMatchObject({ action: "end" });
    expect(doses.at(-1)?.minute).toBeCloseTo(40, 0);
  });
});

describe("a first dose that the protocol holds", () => {
  const session = sessionView({
    phase: "baseline",
    dosePlan: { weightKg: 82, mgPerKg: 0.5, amountMg: 41, minutes: 40 },
    preCheck: { items: [], answers: [], decision: null },
  });
  const room = createTinyRoom(session).view(BEGAN);
  const at = (minute: number, times: number, heldMin: number) =>
    nextAct(careOf(known("F. G.")), room, BEGAN + minute * MINUTE_MS, {
      ...FRESH,
      held: { times, at: BEGAN + heldMin * MINUTE_MS },
    });

  test("waits for a rest and another value, and is tried again without a decision", () => {
    expect(at(1, 1, 0)).toBeNull();
    expect(at(2.5, 1, 0)?.request).toMatchObject({ name: "measureNow" });
    const again = at(3.1, 1, 0)?.request;
    expect(again).toMatchObject({ name: "recordDose", payload: { action: "start", at: null } });
    expect(again?.payload).not.toHaveProperty("despite");
  });

  test("held once more is decided by a physician, with a reason", () => {
    expect(at(6.2, 2, 3.1)?.request).toMatchObject({
      name: "recordDose",
      payload: { despite: { physician: "Dr. I. Weber", reason: expect.stringMatching(/\w{3}/) } },
    });
  });
});

describe("the cuff", () => {
  const due = {
    checkId: "pressure",
    what: "bloodPressure",
    label: "BP",
    dueAt: BEGAN,
    overdueAt: null,
    otherwise: null,
  } as const;
  const dosed = { at: BEGAN - 600_000, action: "start", amountMg: null, rateMgPerH: 60, lot: null, by: "n" } as const;
  const session = sessionView({ phase: "dosing", doseAt: dosed.at, doses: [dosed], dues: [due] });
  const room = { ...createTinyRoom().view(BEGAN), session };
  const names = (over: Partial<typeof room>) =>
    nextAct(careOf(known("A. L.")), { ...room, ...over }, BEGAN + 40_000, FRESH)?.request.name;

  test("is asked within 40 s when a pressure is due", () => {
    expect(names({})).toBe("measureNow");
  });

  test("is not asked while it measures, while it was asked, or when it cannot be", () => {
    const [cuff] = room.devices;
    const deaf = cuff === undefined ? [] : [{ ...cuff, canMeasure: false }];
    expect(nextAct(careOf(known("A. L.")), { ...room, devices: deaf }, BEGAN + 40_000, FRESH)).toBeNull();
    const asked = { ...room, measureAsked: { at: BEGAN, by: "n" } };
    expect(nextAct(careOf(known("A. L.")), asked, BEGAN + 40_000, FRESH)).toBeNull();
    const measuring = { ...room, cuff: { state: "measuring", since: BEGAN, failure: null } as const };
    expect(nextAct(careOf(known("A. L.")), measuring, BEGAN + 40_000, FRESH)).toBeNull();
  });

  test("is asked for a release that still waits for a pressure", () => {
    const criterion = { id: "pressure", label: "Pressure", state: "notMet", detail: "" } as const;
    const waiting = sessionView({
      doseAt: BEGAN - 200 * MINUTE_MS,
      dosingEndedAt: BEGAN - 160 * MINUTE_MS,
      release: [criterion],
    });
    expect(awaitsPressure(waiting, BEGAN)).toBe(true);
    expect(awaitsPressure({ ...waiting, release: [{ ...criterion, state: "met" }] }, BEGAN)).toBe(false);
  });
});

describe("a patient who asks for the bathroom", () => {
  const session = sessionView({
    route: "intranasal",
    protocol: sessionView({ route: "intranasal" }).protocol,
    phase: "observation",
    doseAt: BEGAN - 100 * MINUTE_MS,
    dosingEndedAt: BEGAN - 95 * MINUTE_MS,
    doses: [],
  });
  const care = careOf(known("R. O."), { plannedAt: BEGAN + 60 * MINUTE_MS, leavesAt: BEGAN });
  const room = { ...createTinyRoom().view(BEGAN), session };

  test("is put on standby with a place of the protocol, once", () => {
    const act = nextAct(care, room, BEGAN, FRESH);
    expect(act?.request).toEqual({ name: "standby", payload: { roomId: "r1", place: "Bathroom" } });
    const settled = createSettled();
    if (act !== null) settled.settle(act, "done", BEGAN);
    const memory = { isSettled: (id: string) => settled.isSettled(id, BEGAN + MINUTE_MS), held: null };
    expect(nextAct(care, room, BEGAN + MINUTE_MS, memory)?.request.name).not.toBe("standby");
  });

  test("who cannot walk stays in bed", () => {
    expect(nextAct({ ...care, judge: () => 0 }, room, BEGAN, FRESH)?.request.name).not.toBe("standby");
  });

  test("is asked nothing while away, and is looked for only long after the limit", () => {
    const standby = { place: "Bathroom", since: BEGAN, until: BEGAN + 10 * MINUTE_MS, by: "nurse" };
    expect(nextAct(care, { ...room, standby }, BEGAN + 9 * MINUTE_MS, FRESH)).toBeNull();
    expect(nextAct(care, { ...room, standby }, BEGAN + 17 * MINUTE_MS, FRESH)?.request.name).toBe("endStandby");
  });
});

test("what the server refuses is tried again ever more rarely: nobody knocks on a door for hours", () => {
  const settled = createSettled();
  const act: Act = { id: "x", request: { name: "undo", payload: { roomId: "r" } } };
  let tries = 0;
  for (let now = BEGAN; now < BEGAN + 3 * 60 * MINUTE_MS; now += 2_000) {
    if (settled.isSettled(act.id, now)) continue;
    tries += 1;
    settled.settle(act, "refused", now);
  }
  expect(tries).toBeLessThan(12);
  expect(tries).toBeGreaterThan(4);
});

describe("the people of the demo", () => {
  test("have initials and a record number of their own, and no name", () => {
    expect(new Set(PEOPLE.map(({ initials }) => initials)).size).toBe(PEOPLE.length);
    expect(new Set(PEOPLE.map(({ patient }) => patient.recordNumber)).size).toBe(PEOPLE.length);
    expect(PEOPLE.every(({ patient }) => patient.name === null && patient.recordNumber?.startsWith("DEMO-"))).toBe(
      true,
    );
  });

  test("are known again by initials and number, and nobody else is taken for them", () => {
    expect(personOf("A. L.", "DEMO-0001")).toBe(PEOPLE[0]);
    expect(personOf("A. L.", "4711")).toBeNull();
    expect(personOf("X. Y.", null)).toBeNull();
  });

  test("are in one room at a time, and come again later", () => {
    const waitingRoom = createWaitingRoom();
    const came = PEOPLE.map(() => waitingRoom.next(BEGAN)?.initials);
    expect(new Set(came).size).toBe(PEOPLE.length);
    expect(waitingRoom.next(BEGAN)).toBeNull();
    waitingRoom.leave(known("J. S."), BEGAN);
    waitingRoom.leave(known("A. L."), BEGAN + 29 * MINUTE_MS);
    expect(waitingRoom.next(BEGAN + 31 * MINUTE_MS)?.initials).toBe("J. S.");
  });
});
