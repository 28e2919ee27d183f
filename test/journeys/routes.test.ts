import { ASSESSMENTS, type AssessmentId } from "@watchroom/shared/assessment";
import { doseActions } from "@watchroom/shared/dose";
import { PATHS, type RoomsAnswer, TrendAnswer } from "@watchroom/shared/http";
import { SessionsAnswer } from "@watchroom/shared/http-sessions";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import { type DueCheck, Route, type SessionView } from "@watchroom/shared/session";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Clinic, openClinic, oximetry, pressure } from "../support/clinic.ts";
import { createFakeClock } from "../support/fake-clock.ts";

type Station = Awaited<ReturnType<Clinic["openStation"]>>;
type Room = RoomsAnswer["rooms"][number];
const MINUTE_MS = 60_000;

let clock: ReturnType<typeof createFakeClock>;
let clinic: Clinic;
beforeEach(async () => {
  clock = createFakeClock();
  clinic = await openClinic(clock);
});
afterEach(() => clinic.close());

const theRoom = async (): Promise<Room> => {
  const [room] = await clinic.rooms();
  if (!room) throw new Error("no room");
  return room;
};

/** A nurse who does what the protocol allows next, as soon as it may be done. */
async function giveWhatIsNext(station: Station, roomId: string, session: SessionView): Promise<void> {
  const { amountsMg, plannedMin, gapMin } = session.protocol.dosing;
  const [action] = doseActions(session.protocol.dosing, session.doses).filter(
    (one) => one !== "pause" && one !== "changeRate",
  );
  const last = session.doses.at(-1);
  if (action === undefined) return;
  const since = last ? clock.now().wall - last.at : Number.POSITIVE_INFINITY;
  if (action === "end" && since < plannedMin * MINUTE_MS) return;
  if (action === "give" && since < gapMin * MINUTE_MS) return;
  const amountMg = action === "give" ? (amountsMg[0] ?? null) : null;
  expect(await station.send("recordDose", { roomId, action, amountMg, lot: null, at: null })).toEqual({ ok: true });
}

/** Every question of the pre-session check as expected. */
const answerAll = (station: Station, roomId: string, route: Route) =>
  station.send("answerPreCheck", {
    roomId,
    answers: PROTOCOLS[route].preCheck.map(({ id, expected }) => ({ item: id, answer: expected })),
    confirmedFrom: null,
  });

async function doWhatIsDue(
  station: Station,
  roomId: string,
  due: DueCheck,
  cuff: Parameters<Clinic["send"]>[0],
): Promise<void> {
  if (due.what === "dose" || due.dueAt > clock.now().wall) return;
  if (due.what === "bloodPressure") await clinic.send(cuff, pressure(clock, 128, 78));
  else await judge(station, roomId, due.what);
}

const judge = (station: Station, roomId: string, assessment: AssessmentId) =>
  station.send("assess", { roomId, assessment, value: ASSESSMENTS[assessment].resolvedAt ?? 0, at: null });

it.each(Route.options)(
  "a session by the %s route runs from check-in to release, and leaves nothing in the room",
  async (route) => {
    const gateway = await clinic.addDevice("gateway", "Room 1");
    const station = await clinic.openStation();
    await station.report(true, true);
    const reading = () => oximetry(clock, 97, { updatePeriodS: 60 });
    await clinic.send(gateway, reading());
    const { roomId } = await theRoom();
    await station.send("startSession", { roomId, initials: "A. L.", route, includeEarlier: true, cuffArm: "other" });
    expect(await answerAll(station, roomId, route)).toEqual({ ok: true });
    const { minutes } = PROTOCOLS[route].observation;
    for (let minute = 0; minute < minutes + 60; minute++) {
      const { session } = await theRoom();
      if (session === null || session.phase === "readyForRelease") break;
      for (const due of session.dues) await doWhatIsDue(station, roomId, due, gateway);
      if (minute >= 2) await giveWhatIsNext(station, roomId, session);
      clock.advance(MINUTE_MS);
      await clinic.send(gateway, reading());
      if (minute === minutes)
        for (const id of ["gait", "escort", "respiration"] as const) await judge(station, roomId, id);
    }
    const room = await theRoom();
    expect(room.session?.release.map(({ id, state }) => `${id} ${state}`)).not.toContainEqual(
      expect.stringContaining("unknown"),
    );
    expect(room.session?.phase).toBe("readyForRelease");
    expect(await station.send("release", { roomId, despite: null })).toEqual({ ok: true });
    expect(await theRoom()).toMatchObject({ session: null, values: {}, alarms: [], watchingSince: null });
    const overdue = (await clinic.alarms()).filter(({ alarm }) => alarm.technical === "checkOverdue");
    expect(overdue, "a nurse who is in time hears of nothing overdue").toEqual([]);
  },
);

it("a session goes on over a restart with its doses, dues and criteria", async () => {
  const oximeter = await clinic.addDevice("oximeter", "Room 1");
  const station = await clinic.openStation();
  await clinic.send(oximeter, oximetry(clock, 97, { updatePeriodS: 60 }));
  const { roomId } = await theRoom();
  await station.send("startSession", {
    roomId,
    initials: "J. D.",
    route: "intranasal",
    includeEarlier: true,
    cuffArm: null,
  });
  await answerAll(station, roomId, "intranasal");
  await station.send("enterPressure", { roomId, systolic: 124, diastolic: 76, at: null });
  await station.send("recordDose", { roomId, action: "give", amountMg: 28, lot: "LOT-7", at: null });
  await station.send("recordEvent", { roomId, event: "oxygenOn", detail: "2 L/min", at: null });
  clock.advance(4 * MINUTE_MS);
  await station.send("assess", { roomId, assessment: "sedation", value: 4, at: null });
  await station.send("standby", { roomId, place: "Bathroom" });
  const before = await theRoom();
  await clinic.restart();
  const { session, standby, limits } = await theRoom();
  expect({ session, standby, limits }).toEqual({
    session: before.session,
    standby: before.standby,
    limits: before.limits,
  });
  expect(standby?.place).toBe("Bathroom");
  expect(session).toMatchObject({
    baseline: { systolic: 124 },
    doses: [{ amountMg: 28, lot: "LOT-7", by: "N. Okafor" }],
  });
});

it("a session that has ended can be read, and its readings and its journal taken away, though the room shows nothing of it", async () => {
  const oximeter = await clinic.addDevice("oximeter", "Room 1");
  const station = await clinic.openStation();
  await clinic.send(oximeter, oximetry(clock, 97));
  const { roomId } = await theRoom();
  await station.send("startSession", { roomId, initials: "J. D.", route: "oral", includeEarlier: true, cuffArm: null });
  clock.advance(1_000);
  await clinic.send(oximeter, oximetry(clock, 80));
  await station.send("enterPressure", { roomId, systolic: 124, diastolic: 76, at: null });
  clock.advance(1_000);
  await station.send("endSession", { roomId, how: "notTreated", reason: "blood pressure" });
  clock.advance(1_000);
  await clinic.send(oximeter, oximetry(clock, 71));
  const read = async (at: string) => clinic.call("GET", at, undefined, { cookie: clinic.admin });
  const { sessions } = SessionsAnswer.parse(await (await read(PATHS.sessions)).json());
  expect(sessions).toMatchObject([{ initials: "J. D.", route: "oral", room: "Room 1", simulated: false }]);
  const own = `${PATHS.sessions}/${sessions[0]?.sessionId}`;
  const trend = TrendAnswer.parse(await (await read(`${own}/trend`)).json());
  expect(trend.oximetry.spo2.filter((value) => value !== null)).toEqual([97, 80]);
  expect(trend.cuffs).toMatchObject([{ systolic: 124, diastolic: 76 }]);
  const rows = (await (await read(`${own}/readings.csv`)).text()).split("\r\n");
  expect(rows).toHaveLength(4);
  expect(rows[2]).toContain(",80,");
  expect(rows[3]).toContain('"typed by N. Okafor",bloodPressure');
  const journal = (await (await read(`${own}/journal.json`)).json()) as { entries: { body: { kind: string } }[] };
  expect(journal.entries.map(({ body }) => body.kind)).toContain("alarm");
  expect(await theRoom()).toMatchObject({ session: null, values: {} });
});
