import { AlarmsAnswer, PATHS, ReadingsPage, RoomsAnswer, TrendAnswer } from "@watchroom/shared/http";
import { ROUTES } from "@watchroom/shared/session";
import type { DeviceId, MonoMs, OperatorId, SessionId } from "@watchroom/shared/time";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { enrolReader } from "../../../server/src/auth/enrolment.ts";
import type { CommandEntry, EntryBody, JournalEntry } from "../../../server/src/journal/entry.ts";
import { anAlarm } from "../../support/an-alarm.ts";
import { type Api, at, room, roomView, startApi } from "./api.ts";

let api: Api;
let t0: number;
beforeEach(async () => {
  api = await startApi();
  api.store.putRoom({ roomId: room("r1"), name: "Room 1", order: 1 });
  await api.directory.change(null, async () => undefined);
  t0 = api.clock.now().wall;
});
afterEach(() => api.close());

const entry = (second: number, body: EntryBody): JournalEntry => ({
  roomId: room("r1"),
  sessionId: "s1" as SessionId,
  at: at(t0 + second * 1_000),
  mono: (second * 1_000) as MonoMs,
  body,
});
const oximetry = (second: number, spo2: number, id = `o${second}`): JournalEntry =>
  entry(second, {
    kind: "reading",
    deviceId: "d1" as DeviceId,
    reading: { id, kind: "oximetry", measuredAt: at(t0 + second * 1_000), spo2, pulseRate: 70 },
  });
const act = (second: number, command: CommandEntry): JournalEntry =>
  entry(second, {
    kind: "command",
    command,
    by: { operatorId: "n" as OperatorId, name: "Nora Lindqvist, RN", role: "nurse" },
    sessionId: "s1" as SessionId,
  });
const alarm = (second: number, change: "began" | "ended"): JournalEntry =>
  entry(second, {
    kind: "alarm",
    change: {
      at: t0 + second * 1_000,
      change,
      by: null,
      alarm: anAlarm({ present: change === "began", value: 86, since: t0 }),
    },
  });
const get = async (path: string): Promise<unknown> => {
  const answer = await api.ask("GET", path, { cookie: await api.cookieOf("nurse") });
  expect(answer.status).toBe(200);
  return answer.json();
};

describe("a program that reads", () => {
  it("sees rooms and alarms with its token, and nothing else", async () => {
    const { access, token } = enrolReader("Dashboard");
    api.store.putAccess(access);
    api.clock.advance(1_000); // a running server looks at its settings each second
    expect((await api.ask("GET", PATHS.rooms, { token })).status).toBe(200);
    expect((await api.ask("GET", PATHS.alarms, { token })).status).toBe(200);
    expect((await api.ask("GET", PATHS.devices, { token })).status).toBe(401);
    expect((await api.ask("POST", PATHS.settingsRooms, { token, body: { name: "x" } })).status).toBe(401);
  });

  it("is told whether its token is unknown or was withdrawn", async () => {
    const { access, token } = enrolReader("Dashboard");
    api.store.putAccess({ ...access, withdrawnAt: at(1) });
    api.clock.advance(1_000);
    const codeWith = async (given: string): Promise<unknown> => {
      const answer = await api.ask("GET", PATHS.rooms, { token: given });
      return [answer.status, ((await answer.json()) as { code: string }).code];
    };
    expect(await codeWith(token)).toEqual([401, "token-withdrawn"]);
    expect(await codeWith("wra_none")).toEqual([401, "token-unknown"]);
    expect((await api.ask("GET", PATHS.rooms)).status).toBe(401);
  });

  it("sees each value with its age, marked when stale, and none once it is gone", async () => {
    const metric = (value: number, ageMs: number) =>
      ({ value, validity: "valid", at: t0 - ageMs, updatePeriodMs: 1_000 }) as const;
    api.ward.shown = [
      {
        ...roomView("r1", "Room 1"),
        metrics: { spo2: metric(97, 2_000), pulseRate: metric(70, 11_000), perfusionIndex: metric(4, 61_000) },
      },
    ];
    const answer = RoomsAnswer.parse(await get(PATHS.rooms));
    expect(answer.clinic).toEqual({ name: "Riverside", simulated: false });
    expect(answer.rooms[0]?.values).toMatchObject({
      spo2: { value: 97, ageMs: 2_000, stale: false, unit: "%", validity: "valid" },
      pulseRate: { value: 70, ageMs: 11_000, stale: true },
      perfusionIndex: { value: null, stale: true },
    });
  });

  it("reads alarm changes on from the last one it has seen", async () => {
    api.store.append([alarm(0, "began"), alarm(9, "ended")]);
    const first = AlarmsAnswer.parse(await get(`${PATHS.alarms}?since=0&limit=1`));
    expect(first.changes).toMatchObject([{ change: "began", room: "Room 1", text: "SpO₂ 86 < 92, lowest 84" }]);
    const rest = AlarmsAnswer.parse(await get(`${PATHS.alarms}?since=${first.next}`));
    expect(rest.changes).toMatchObject([{ change: "ended" }]);
    expect(AlarmsAnswer.parse(await get(`${PATHS.alarms}?since=${rest.next}`))).toEqual({
      changes: [],
      next: rest.next,
    });
  });
});

describe("the record of a room", () => {
  it("shows the present watch only, with who did what", async () => {
    api.store.append([
      oximetry(0, 80),
      oximetry(10, 97),
      act(11, {
        name: "startSession",
        payload: { roomId: "r1", initials: "A. L.", route: "intranasal", includeEarlier: false, cuffArm: null },
      }),
      act(12, { name: "setPhase", payload: { roomId: "r1", phase: "dosing", at: t0 + 11_500 } }),
      act(13, {
        name: "setAlarmLimit",
        payload: { roomId: "r1", metric: "spo2", limit: { low: 90, lowCritical: 85, high: null, highCritical: null } },
      }),
      act(14, { name: "addMarker", payload: { roomId: "r1", text: "Nausea" } }),
      alarm(15, "began"),
      oximetry(16, 86),
    ]);
    api.ward.since.set("r1", t0 + 5_000);
    api.clock.advance(20_000);
    const trend = TrendAnswer.parse(await get(`${PATHS.rooms}/r1/trend`));
    expect(trend).toMatchObject({ from: t0 + 5_000, to: t0 + 20_000, oximetry: { spo2: [97, 86] } });
    const by = "Nora Lindqvist, RN";
    expect(trend.markers).toEqual([
      { at: t0 + 11_000, kind: "session", text: `Session started: A. L., ${ROUTES.intranasal.label}`, by },
      { at: t0 + 11_500, kind: "phase", text: "Dosing", by },
      { at: t0 + 13_000, kind: "limit", text: "SpO₂ limits: low 90 (critical 85), no high", by },
      { at: t0 + 14_000, kind: "marker", text: "Nausea", by },
    ]);
    expect(trend.changes).toMatchObject([{ change: "began", text: "SpO₂ 86 < 92, lowest 84" }]);
    expect(await get(`${PATHS.rooms}/r1/alarms`)).toMatchObject({ changes: [{ change: "began" }] });
  });

  it("shows nothing of a free room, and says when there is no such room", async () => {
    api.store.append([oximetry(0, 80), alarm(0, "began")]);
    expect(await get(`${PATHS.rooms}/r1/alarms`)).toEqual({ changes: [] });
    expect(TrendAnswer.parse(await get(`${PATHS.rooms}/r1/trend`)).oximetry.at).toEqual([]);
    expect(ReadingsPage.parse(await get(`${PATHS.rooms}/r1/readings`))).toEqual({ readings: [], next: null });
    const answer = await api.ask("GET", `${PATHS.rooms}/r9/trend`, { cookie: await api.cookieOf("nurse") });
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: "no-such-room" }]);
  });

  it("pages through readings newest first and loses none of those that came in one batch", async () => {
    const batch = Array.from({ length: 5 }, (_, n) => ({ ...oximetry(30, 90 + n, `b${n}`) }));
    const given = [oximetry(10, 81), oximetry(20, 82), ...batch, oximetry(40, 83)];
    api.store.append(given);
    api.ward.since.set("r1", t0);
    api.clock.advance(60_000);
    const seen: unknown[] = [];
    let path: string | null = `${PATHS.rooms}/r1/readings?limit=2`;
    while (path !== null) {
      const page: ReadingsPage = ReadingsPage.parse(await get(path));
      seen.push(...page.readings.map(({ values }) => values.spo2));
      path = page.next === null ? null : `${PATHS.rooms}/r1/readings?limit=2&before=${page.next}`;
    }
    expect(seen).toEqual([83, 94, 93, 92, 91, 90, 82, 81]);
  });

  it("refuses a question it does not understand with a sentence", async () => {
    const answer = await api.ask("GET", `${PATHS.rooms}/r1/trend?points=7`, { cookie: await api.cookieOf("nurse") });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "bad-request", message: expect.stringContaining("points") });
  });
});
