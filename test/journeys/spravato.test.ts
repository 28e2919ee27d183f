import { ASSESSMENTS } from "@watchroom/shared/assessment";
import { PATHS, type RoomsAnswer } from "@watchroom/shared/http";
import {
  type Colleague,
  ProtocolsAnswer,
  ProtocolVersion,
  RemsAnswer,
  ReportAnswer,
  SessionRowAnswer,
  SessionsAnswer,
} from "@watchroom/shared/http-sessions";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import { io } from "socket.io-client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Clinic, openClinic, oximetry, PASSWORD, pressure } from "../support/clinic.ts";
import { createFakeClock } from "../support/fake-clock.ts";

const MINUTE_MS = 60_000;
type Station = Awaited<ReturnType<Clinic["openStation"]>>;

let clock: ReturnType<typeof createFakeClock>;
let clinic: Clinic;
let station: Station;
let cookies: Record<"nurse" | "physician", string>;
beforeEach(async () => {
  clock = createFakeClock();
  clinic = await openClinic(clock);
  station = await clinic.openStation();
  cookies = { nurse: await clinic.signIn("nurse"), physician: await clinic.signIn("physician") };
});
afterEach(() => clinic.close());

const theRoom = async (): Promise<RoomsAnswer["rooms"][number]> => {
  const [room] = await clinic.rooms();
  if (!room) throw new Error("no room");
  return room;
};
const get = async (at: string) => (await clinic.call("GET", at, undefined, { cookie: cookies.nurse })).json();
const post = async (who: "nurse" | "physician", at: string, body: unknown) => {
  const answer = await clinic.call("POST", at, body, { cookie: cookies[who] });
  return { status: answer.status, body: (await answer.json()) as unknown };
};

/** Checks in, doses 56 mg, and comes to the moment before release; a reading and every due thing each minute. */
async function treat(gateway: Parameters<Clinic["send"]>[0], recordNumber: string): Promise<string> {
  await clinic.send(gateway, oximetry(clock, 97, { updatePeriodS: 60 }));
  const { roomId } = await theRoom();
  const patient = { recordNumber, birthDate: "1980-02-29", name: "Łucja Nowak" };
  const start = {
    roomId,
    initials: "L. N.",
    patient,
    route: "intranasal",
    includeEarlier: true,
    cuffArm: null,
  } as const;
  expect(await station.send("startSession", start)).toEqual({ ok: true });
  const answers = PROTOCOLS.intranasal.preCheck.map(({ id, expected }) => ({ item: id, answer: expected }));
  await station.send("answerPreCheck", { roomId, answers, confirmedFrom: null });
  await clinic.send(gateway, pressure(clock, 124, 76));
  await station.send("assess", { roomId, assessment: "sedation", value: 5, at: null });
  const dose = { roomId, action: "give", amountMg: 28, lot: "LOT-7", at: null } as const;
  expect(await station.send("recordDose", dose)).toEqual({ ok: true });
  for (let minute = 0; minute <= 121; minute++) {
    clock.advance(MINUTE_MS);
    await clinic.send(gateway, oximetry(clock, minute === 30 ? 91 : 97, { updatePeriodS: 60 }));
    if (minute === 4) await station.send("recordDose", dose);
    if (minute === 6) await station.send("recordDose", { ...dose, action: "end", amountMg: null, lot: null });
    if (minute === 39) await clinic.send(gateway, pressure(clock, 141, 84));
    if (minute === 39) await station.send("assess", { roomId, assessment: "dissociation", value: 1, at: null });
    if (minute === 100) await clinic.send(gateway, pressure(clock, 128, 78));
    if (minute === 119) await clinic.send(gateway, pressure(clock, 126, 77));
    if (minute === 90) {
      for (const id of ["sedation", "dissociation", "respiration", "gait", "escort"] as const) {
        await station.send("assess", { roomId, assessment: id, value: ASSESSMENTS[id].resolvedAt ?? 0, at: null });
      }
    }
  }
  return roomId;
}

it("a Spravato session is in its report and its REMS form, number for number, and is signed, locked and corrected beside", async () => {
  const gateway = await clinic.addDevice("gateway", "Room 1");
  const roomId = await treat(gateway, "R-1001");
  const doseAt = (await theRoom()).session?.doseAt ?? 0;
  expect(await station.send("release", { roomId, despite: null })).toEqual({ ok: true });
  const { sessions } = SessionsAnswer.parse(await get(PATHS.sessions));
  expect(sessions).toMatchObject([
    { initials: "L. N.", facts: { givenMg: 56, ending: { how: "released", by: "N. Okafor" } } },
  ]);
  const own = `${PATHS.sessions}/${sessions[0]?.sessionId}`;

  const report = ReportAnswer.parse(await get(`${own}/report`));
  expect(report.session.doses.map(({ action, amountMg, lot }) => [action, amountMg, lot])).toEqual([
    ["give", 28, "LOT-7"],
    ["give", 28, "LOT-7"],
    ["end", null, null],
  ]);
  expect(report.session.release.every(({ state }) => state === "met")).toBe(true);
  const cuffs = report.vitals.filter(({ systolic }) => systolic !== null);
  expect(cuffs.map(({ minute, systolic, diastolic }) => [minute, systolic, diastolic])).toEqual([
    [0, 124, 76],
    [40, 141, 84],
    [101, 128, 78],
    [120, 126, 77],
  ]);
  expect(report.alarms.filter(({ episode }) => episode.metric === "spo2")).toHaveLength(1);

  const rems = RemsAnswer.parse(await get(`${own}/rems`));
  const field = (label: RegExp) => rems.fields.filter((one) => label.test(one.label)).map(({ value }) => value);
  expect(field(/40/)).toContain("141/84");
  expect(rems.totalMinutes).toBe(122);
  expect(rems.couldHaveLeft).toEqual({ at: doseAt + 101 * MINUTE_MS, minutes: 101 });
  expect(rems.submitted).toBeNull();

  expect(await post("nurse", `${own}/signatures`, { password: "not-mine-at-all" })).toMatchObject({ status: 401 });
  expect(await post("nurse", `${own}/signatures`, { password: PASSWORD })).toMatchObject({ status: 200 });
  const signed = await post("physician", `${own}/signatures`, { password: PASSWORD });
  const row = SessionRowAnswer.parse(signed.body);
  expect(row.facts.signatures.map(({ role, by }) => [role, by])).toEqual([
    ["nurse", "N. Okafor"],
    ["physician", "Dr. Adeyemi"],
  ]);
  const correction = { subject: "Lot number", was: "LOT-7", is: "LOT-8", reason: "misread the box" };
  expect(await post("nurse", `${own}/corrections`, correction)).toMatchObject({ status: 200 });
  expect(await post("nurse", `${own}/rems/submitted`, { how: "online", at: null })).toMatchObject({ status: 200 });

  await clinic.restart();
  const kept = ReportAnswer.parse(await get(`${own}/report`));
  expect(kept.session.doses[0]?.lot).toBe("LOT-7");
  expect(kept.corrections).toMatchObject([{ ...correction, by: "N. Okafor" }]);
  expect(kept.row.facts).toMatchObject({ corrections: 1, rems: { by: "N. Okafor", how: "online" } });
  const pdf = await clinic.call("GET", `${own}/report.pdf?paper=letter`, undefined, { cookie: cookies.nurse });
  expect(pdf.headers.get("content-type")).toContain("application/pdf");
  expect(new TextDecoder("latin1").decode((await pdf.arrayBuffer()).slice(0, 5))).toBe("%PDF-");
});

it("a protocol that a physician changed holds for the next session and not for the running one", async () => {
  const gateway = await clinic.addDevice("gateway", "Room 1");
  await clinic.send(gateway, oximetry(clock, 97));
  const { roomId } = await theRoom();
  const begin = { roomId, initials: "A. L.", route: "oral", includeEarlier: true, cuffArm: null } as const;
  await station.send("startSession", begin);
  const { versions } = ProtocolsAnswer.parse(await get(PATHS.protocols));
  const oral = versions.find(({ protocol }) => protocol.route === "oral");
  if (oral === undefined) throw new Error("no oral protocol");
  const edited = { ...oral.protocol, observation: { ...oral.protocol.observation, minutes: 150 } };
  const wrong = { ...edited, repeat: { ...edited.repeat, overdueMin: 1 } };
  const save = (document: unknown) =>
    post("physician", PATHS.protocols, { document, basedOn: 1, note: "two and a half hours" });
  expect(await save(wrong)).toMatchObject({
    status: 422,
    body: {
      code: "protocol-faulty",
      faults: ["Repeat after an abnormal pressure: it must be overdue later than it is due."],
    },
  });
  const saved = ProtocolVersion.parse((await save(edited)).body);
  expect(saved).toMatchObject({ protocol: { version: 2, author: "Dr. Adeyemi" }, active: false });
  const at = `${PATHS.protocols}/${saved.protocol.id}/versions/2/activation`;
  expect(await post("nurse", at, { active: true, password: PASSWORD })).toMatchObject({ status: 403 });
  expect(await post("physician", at, { active: true, password: PASSWORD })).toMatchObject({ status: 200 });
  expect((await theRoom()).session?.protocol).toMatchObject({ version: 1, observation: { minutes: 120 } });
  await station.send("endSession", { roomId, how: "notTreated", reason: "changed their mind" });
  await station.send("startSession", { ...begin, includeEarlier: false });
  expect((await theRoom()).session?.protocol).toMatchObject({ version: 2, observation: { minutes: 150 } });
  await clinic.restart();
  expect((await theRoom()).session?.protocol).toMatchObject({ version: 2, observation: { minutes: 150 } });
});

it("a room goes to another nurse by name, and its cuff is asked over the line it came on", async () => {
  const oximeter = await clinic.addDevice("oximeter", "Room 1");
  const cuff = await clinic.addDevice("cuff", "Room 1");
  await clinic.send(oximeter, oximetry(clock, 97));
  const { roomId } = await theRoom();
  const start = { roomId, initials: "A. L.", route: "oral", includeEarlier: true, cuffArm: null } as const;
  await station.send("startSession", start);
  const colleagues = (await get(PATHS.colleagues)) as Colleague[];
  const second = colleagues.find(({ displayName }) => displayName === "M. Silva");
  expect(await station.send("handOver", { roomId, to: second?.operatorId ?? "" })).toEqual({ ok: true });
  expect((await theRoom()).session?.owner?.name).toBe("M. Silva");

  expect(await station.send("measureNow", { roomId })).toMatchObject({ ok: false, code: "refused" });
  const device = io(`${clinic.url()}/devices`, {
    auth: { token: cuff.token, can: ["measure"] },
    transports: ["websocket"],
    forceNew: true,
  });
  await new Promise((resolve) => device.once("connect", () => resolve(null)));
  await device.emitWithAck("readings", { readings: [] });
  const asked = new Promise((resolve) => device.once("measure", () => resolve("asked")));
  expect(await station.send("measureNow", { roomId })).toEqual({ ok: true });
  expect(await asked).toBe("asked");
  expect((await theRoom()).measureAsked?.by).toBe("N. Okafor");
  await device.emitWithAck("readings", { readings: [pressure(clock, 120, 70, { state: "measuring" })] });
  expect((await theRoom()).measureAsked).toBeNull();
  device.disconnect();
});
