import { RemsAnswer, RemsListAnswer, ReportAnswer } from "@watchroom/shared/http-sessions";
import type { EpochMs, RoomId } from "@watchroom/shared/time";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SessionRow } from "../../../server/src/store/store.ts";
import { type Api, startApi } from "../http/api.ts";
import { END_S, rowOf, SESSION, spravato, wall } from "./spravato.ts";

let api: Api;
const PATH = `/api/v1/sessions/${SESSION}`;
const get = async (path: string) => api.ask("GET", path, { cookie: await api.cookieOf("nurse") });
const post = async (path: string, body: unknown, role: "nurse" | "administrator" = "nurse") =>
  api.ask("POST", path, { body, cookie: await api.cookieOf(role) });

beforeAll(async () => {
  api = await startApi();
  const journal = spravato();
  // The server's own clock is before the bedside's: the session is put so that it ended an hour ago.
  const back = wall(END_S) - (api.clock.now().wall - 3_600_000);
  const entries = journal.entries.map((entry) => ({ ...entry, at: (entry.at - back) as EpochMs }));
  api.store.append(entries);
  const row = rowOf(journal, END_S);
  const kept: SessionRow = {
    ...row,
    roomId: row.roomId as RoomId,
    recordFrom: (row.recordFrom - back) as EpochMs,
    startedAt: (row.startedAt - back) as EpochMs,
    endedAt: ((row.endedAt ?? 0) - back) as EpochMs,
    facts: { ...row.facts, doseAt: (row.facts.doseAt ?? 0) - back },
  };
  api.store.putSession(kept);
  api.store.putSession({ ...kept, sessionId: "running" as SessionRow["sessionId"], endedAt: null });
  api.store.putSession({ ...kept, sessionId: "oral" as SessionRow["sessionId"], route: "oral" });
});
afterAll(() => api.close());

test("the report of a session is there for the page", async () => {
  const answer = await get(`${PATH}/report`);
  expect(answer.status).toBe(200);
  const report = ReportAnswer.parse(await answer.json());
  expect(report.session.doses).toHaveLength(3);
  expect(report.clinic).toBe("Riverside");
  expect((await get("/api/v1/sessions/nobody/report")).status).toBe(404);
});

test("the PDF comes as a PDF, and an unknown time zone is refused with a sentence", async () => {
  const answer = await get(`${PATH}/report.pdf?paper=letter&timeZone=America/New_York`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe("%PDF-");
  const refused = await get(`${PATH}/report.pdf?timeZone=Mars/Olympus`);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ code: "bad-request", message: expect.stringContaining("time zone") });
});

test("the form is for intranasal sessions only", async () => {
  const form = RemsAnswer.parse(await (await get(`${PATH}/rems?timeZone=America/New_York`)).json());
  expect(form.totalMinutes).toBe(122);
  expect((await post("/api/v1/sessions/oral/rems/submitted", { how: "fax", at: null })).status).toBe(400);
});

test("a form is open until a person says that it was submitted; one that still runs cannot be", async () => {
  const listed = async () =>
    RemsListAnswer.parse(await (await get("/api/v1/rems?timeZone=UTC")).json()).sessions.map(
      ({ sessionId, daysLeft }) => `${sessionId} ${daysLeft}`,
    );
  expect(await listed()).toEqual([`${SESSION} 7`]);
  const submitted = { how: "online", at: null };
  expect((await post("/api/v1/sessions/running/rems/submitted", submitted)).status).toBe(409);
  expect((await post(`${PATH}/rems/submitted`, submitted, "administrator")).status).toBe(403);
  const answer = await post(`${PATH}/rems/submitted`, submitted);
  expect(answer.status).toBe(200);
  expect(await listed()).toEqual([]);
  const form = RemsAnswer.parse(await (await get(`${PATH}/rems`)).json());
  expect(form.submitted).toMatchObject({ how: "online", by: "The nurse" });
});

test("a form cannot have been submitted before the session's end, nor in the future", async () => {
  for (const at of [0, api.clock.now().wall + 60_000]) {
    const answer = await post(`${PATH}/rems/submitted`, { how: "fax", at });
    expect(answer.status).toBe(400);
  }
});
