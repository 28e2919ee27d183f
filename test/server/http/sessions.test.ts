import { PATHS } from "@watchroom/shared/http";
import { Colleague, SessionRowAnswer, SessionsAnswer, SiteBody } from "@watchroom/shared/http-sessions";
import { UNKNOWN_PATIENT } from "@watchroom/shared/session";
import type { DeviceId, MonoMs, SessionId } from "@watchroom/shared/time";
import type { Role } from "@watchroom/shared/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../server/src/journal/entry.ts";
import type { SessionRow } from "../../../server/src/store/store.ts";
import { type Api, at, PASSWORD, room, startApi } from "./api.ts";

let api: Api;
let t0: number;
let logged: unknown[];
const write = (...line: unknown[]): void => void logged.push(line);
beforeEach(async () => {
  logged = [];
  api = await startApi({ log: { debug: write, info: write, warn: write, error: write } });
  api.store.putRoom({ roomId: room("r1"), name: "Room 1", order: 1 });
  await api.directory.change(null, async () => undefined);
  t0 = api.clock.now().wall;
  api.clock.advance(60_000);
});
afterEach(() => api.close());

const PATIENT = { recordNumber: "R-17", birthDate: "1980-02-29", name: "Ana Lind" };
/** Ended at `t0` + 30 s, unless it runs. */
const row = (id: string, more: Partial<SessionRow> = {}): SessionRow => ({
  sessionId: id as SessionId,
  roomId: room("r1"),
  initials: "A. L.",
  route: "oral",
  recordFrom: at(t0),
  startedAt: at(t0),
  endedAt: at(t0 + 30_000),
  simulated: false,
  facts: {
    patient: UNKNOWN_PATIENT,
    protocol: { id: "preset-oral", name: "Ketamine, oral", version: 1 },
    owner: "The nurse",
    doseAt: t0 + 5_000,
    dosingEndedAt: t0 + 5_000,
    givenMg: 150,
    ending: { how: "released", by: "The nurse", reason: null, physician: null },
    preCheck: [],
    signatures: [],
    corrections: 0,
    rems: null,
  },
  ...more,
});
const as = async (role: Role, method: string, path: string, body?: unknown): Promise<Response> =>
  api.ask(method, path, { cookie: await api.cookieOf(role), ...(body !== undefined && { body }) });
const of = (id: string, path = ""): string => `${PATHS.sessions}/${id}${path}`;
const sign = (role: Role, id = "s1", password = PASSWORD) => as(role, "POST", of(id, "/signatures"), { password });
const correction = { subject: "Systolic at 14:40", was: "158", is: "138", reason: "Misread" };
const correct = (role: Role, id = "s1") => as(role, "POST", of(id, "/corrections"), correction);
const failure = async (answer: Response): Promise<unknown> => [answer.status, ((await answer.json()) as never)["code"]];
const factsOf = async (answer: Response) => SessionRowAnswer.parse(await answer.json()).facts;

describe("sessions in lists", () => {
  it("carry what is known of the patient, the dose and the end, one patient's alone when asked for", async () => {
    const known = row("s1");
    api.store.putSession({ ...known, facts: { ...known.facts, patient: PATIENT } });
    api.store.putSession(row("s2"));
    const all = SessionsAnswer.parse(await (await as("nurse", "GET", PATHS.sessions)).json());
    expect(all.sessions).toHaveLength(2);
    const own = SessionRowAnswer.parse(await (await as("nurse", "GET", of("s1"))).json());
    expect(all.sessions).toContainEqual(own);
    expect(own).toMatchObject({
      room: "Room 1",
      facts: { patient: PATIENT, givenMg: 150, ending: { how: "released" } },
    });
    const later = row("s3");
    api.store.putSession({ ...later, startedAt: (known.startedAt + 1) as never, facts: own.facts });
    const earlier = async (id: string) =>
      SessionsAnswer.parse(await (await as("nurse", "GET", `${of(id)}/earlier`)).json()).sessions.map(
        ({ sessionId }) => sessionId,
      );
    expect(await earlier("s3")).toEqual(["s1"]);
    expect(await earlier("s1")).toEqual([]);
    expect(await earlier("s2")).toEqual([]);
    expect(await failure(await as("nurse", "GET", of("s9")))).toEqual([404, "no-such-session"]);
  });
});

describe("signing a session", () => {
  beforeEach(() => api.store.putSession(row("s1")));

  it("is done by a nurse and by a physician, each with the password and once", async () => {
    const nurse = await factsOf(await sign("nurse"));
    expect(nurse.signatures).toEqual([
      {
        at: t0 + 60_000,
        by: "The nurse",
        operatorId: "id-nurse",
        role: "nurse",
        meaning: "This record is complete and correct",
      },
    ]);
    const both = await factsOf(await sign("physician"));
    expect(both.signatures.map(({ role, meaning }) => [role, meaning])).toEqual([
      ["nurse", "This record is complete and correct"],
      ["physician", "Reviewed"],
    ]);
    expect(await failure(await sign("nurse"))).toEqual([409, "already-signed"]);
    expect(api.store.session("s1" as SessionId)?.facts).toEqual(both);
  });

  it("is refused while the patient is still here, to other roles, and without the password", async () => {
    api.store.putSession(row("s2", { endedAt: null }));
    expect(await failure(await sign("nurse", "s2"))).toEqual([409, "session-running"]);
    expect(await failure(await sign("trainer"))).toEqual([403, "not-allowed"]);
    expect(await failure(await sign("administrator"))).toEqual([403, "not-allowed"]);
    expect(await failure(await sign("nurse", "s1", "guess"))).toEqual([401, "wrong-password"]);
    expect(await failure(await sign("nurse", "s9"))).toEqual([404, "no-such-session"]);
    expect(api.store.session("s1" as SessionId)?.facts.signatures).toEqual([]);
  });

  it("counts once when two browsers sign at the same moment", async () => {
    const answers = await Promise.all([sign("nurse"), sign("nurse"), sign("physician")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 409]);
    const facts = api.store.session("s1" as SessionId)?.facts;
    expect(facts?.signatures.map(({ role }) => role).sort()).toEqual(["nurse", "physician"]);
  });

  it("is a new entry of the journal, and the same with the row of the list lost", async () => {
    await sign("nurse");
    await correct("physician");
    const kept = api.store.entries({ roomId: room("r1"), from: at(0), to: at(9e14), kinds: ["afterword"] });
    expect(kept.map(({ sessionId, body }) => [sessionId, body])).toMatchObject([
      ["s1", { act: { name: "sign", role: "nurse" }, by: { name: "The nurse", role: "nurse" }, sessionId: "s1" }],
      ["s1", { act: { name: "correct", correction }, by: { name: "The physician" }, sessionId: "s1" }],
    ]);
    api.store.putSession(row("s1"));
    const again = await factsOf(await sign("physician"));
    expect([again.signatures.length, again.corrections]).toEqual([2, 1]);
  });

  it("has to be done again when the end was taken back after it", async () => {
    await sign("nurse");
    api.clock.advance(10_000);
    api.store.putSession(row("s1", { endedAt: api.clock.now().wall }));
    api.clock.advance(10_000);
    const facts = await factsOf(await sign("nurse"));
    expect(facts.signatures).toMatchObject([{ at: t0 + 80_000 }]);
  });
});

describe("correcting a session", () => {
  beforeEach(() => api.store.putSession(row("s1")));

  it("adds beside what was recorded, signed or not, and changes nothing else", async () => {
    expect(await factsOf(await correct("nurse"))).toEqual({ ...row("s1").facts, corrections: 1 });
    await sign("nurse");
    await sign("physician");
    const locked = await factsOf(await correct("physician"));
    expect([locked.signatures.length, locked.corrections]).toEqual([2, 2]);
  });

  it("asks for what it was, what it is and why, and for an end", async () => {
    const noReason = await as("nurse", "POST", of("s1", "/corrections"), { ...correction, reason: "" });
    expect(await failure(noReason)).toEqual([400, "bad-request"]);
    api.store.putSession(row("s2", { endedAt: null }));
    expect(await failure(await correct("nurse", "s2"))).toEqual([409, "session-running"]);
  });

  it("is open to a trainer in simulated sessions only", async () => {
    expect(await failure(await correct("trainer"))).toEqual([403, "not-allowed"]);
    api.store.putSession(row("s2", { simulated: true }));
    expect((await correct("trainer", "s2")).status).toBe(200);
  });
});

describe("the journal that leaves the house", () => {
  it("holds what was added to this session, and nothing that was added to another patient's in the same room", async () => {
    api.store.putSession(row("s1"));
    api.store.putSession(row("s2", { recordFrom: at(t0 + 40_000), startedAt: at(t0 + 40_000), endedAt: null }));
    await sign("nurse");
    const reading: JournalEntry = {
      roomId: room("r1"),
      sessionId: "s2" as SessionId,
      at: api.clock.now().wall,
      mono: 60_000 as MonoMs,
      body: {
        kind: "reading",
        deviceId: "d1" as DeviceId,
        reading: { id: "o1", kind: "oximetry", measuredAt: at(t0 + 60_000), spo2: 97 },
      },
    };
    api.store.append([reading]);
    const kindsOf = async (id: string): Promise<string[]> => {
      const file = (await (await as("nurse", "GET", of(id, "/journal.json"))).json()) as { entries: JournalEntry[] };
      return file.entries.map(({ body }) => body.kind);
    };
    expect(await kindsOf("s1")).toEqual(["afterword"]);
    expect(await kindsOf("s2")).toEqual(["reading"]);
  });
});

describe("what developers read", () => {
  it("names no patient: not when a session is signed or corrected, and not when the server fails", async () => {
    const known = row("s1");
    api.store.putSession({ ...known, facts: { ...known.facts, patient: PATIENT } });
    await sign("nurse");
    await correct("physician");
    api.store.sessions = () => {
      throw new Error("our mistake");
    };
    expect((await as("nurse", "GET", PATHS.sessions)).status).toBe(500);
    expect(logged.map((line) => (line as string[])[0])).toEqual(["session-signed", "session-corrected", "call-failed"]);
    expect(JSON.stringify(logged)).not.toMatch(/Ana|Lind|R-17|1980|158/);
  });
});

describe("the people of a shift", () => {
  it("to whom a room can be handed over are those who may act and were not withdrawn", async () => {
    const gone = api.store.operators().find(({ role }) => role === "physician");
    if (gone) api.store.putOperator({ ...gone, withdrawnAt: at(1) });
    await api.directory.change(null, async () => undefined);
    const answer = Colleague.array().parse(await (await as("nurse", "GET", PATHS.colleagues)).json());
    expect(answer).toEqual([
      { operatorId: "id-nurse", displayName: "The nurse", role: "nurse" },
      { operatorId: "id-trainer", displayName: "The trainer", role: "trainer" },
    ]);
  });
});

describe("the clinic's site", () => {
  const site: SiteBody = {
    name: "Riverside Clinic",
    address: "1 River Road",
    city: "Trenton",
    state: "NJ",
    zip: "08601",
    phone: "609 555 0100",
    email: "desk@riverside.example",
    inpatient: false,
    formVersion: "2021",
  };

  it("is the clinic's name until an administrator says more", async () => {
    const read = async () => SiteBody.parse(await (await as("nurse", "GET", PATHS.site)).json());
    expect(await read()).toMatchObject({ name: "Riverside", address: "", inpatient: false, formVersion: "2025" });
    expect(await failure(await as("physician", "POST", PATHS.site, site))).toEqual([403, "not-allowed"]);
    expect(await (await as("administrator", "POST", PATHS.site, site)).json()).toEqual(site);
    expect(await read()).toEqual(site);
  });
});
