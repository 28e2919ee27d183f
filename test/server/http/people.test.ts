import { PATHS } from "@watchroom/shared/http";
import { NOTIFY_PATHS, PushWays } from "@watchroom/shared/notify";
import { afterEach, describe, expect, it } from "vitest";
import { newOperator, openClinic } from "../../../server/src/auth/clinic.ts";
import { createPushBrowser } from "../../support/receivers/push-browser.ts";
import { type Api, type ApiSettings, clientOf, PASSWORD, startApi } from "./api.ts";

let api: Api;
const start = async (settings?: ApiSettings): Promise<Api> => {
  api = await startApi(settings);
  return api;
};
afterEach(() => api.close());

const signIn = (name: string, password: string): Promise<Response> =>
  api.ask("POST", PATHS.signIn, { body: { name, password } });
const cookieIn = (answer: Response): string => answer.headers.get("set-cookie")?.split(";")[0] ?? "";
const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;

describe("signing in", () => {
  it("knows a nurse by name, without regard to capitals, and keeps the cookie from scripts and other sites", async () => {
    await start();
    const answer = await signIn("NURSE", PASSWORD);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ name: "nurse", role: "nurse", locked: false, idleLockMs: 600_000 });
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Strict");
    expect(cookie).toContain("Path=/");
    expect(cookie).not.toContain("Secure"); // plain http on the clinic's own network
    expect((await api.ask("GET", PATHS.me, { cookie: cookieIn(answer) })).status).toBe(200);
  });

  it("marks the cookie for https only where the call came by https", async () => {
    await start();
    const answer = await api.ask("POST", PATHS.signIn, {
      body: { name: "nurse", password: PASSWORD },
      headers: { "x-forwarded-proto": "https" },
    });
    expect(answer.headers.get("set-cookie")).toContain("Secure");
  });

  it("keeps only the hash of what the browser holds", async () => {
    await start();
    const secret = cookieIn(await signIn("nurse", PASSWORD)).split("=")[1] ?? "";
    const [kept] = api.store.signIns();
    expect(secret.length).toBeGreaterThan(40);
    expect(JSON.stringify(kept)).not.toContain(secret);
  });

  it("does not tell whether the name or the password was wrong", async () => {
    await start();
    const [unknown, wrong] = [await signIn("nobody", PASSWORD), await signIn("nurse", "not the one")];
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    expect(await unknown.text()).toBe(await wrong.text());
  });

  it("makes somebody who guesses wait after five failures, longer each time, and says how long", async () => {
    await start();
    for (let guess = 0; guess < 5; guess += 1) expect((await signIn("nurse", `guess ${guess}`)).status).toBe(401);
    const refused = await signIn("nurse", PASSWORD);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("2");
    expect(await refused.json()).toEqual({
      code: "too-many-attempts",
      message: "Too many attempts in a row. Wait 2 s, then try again.",
    });
    api.clock.advance(2_000);
    expect((await signIn("nurse", "a sixth guess")).status).toBe(401);
    api.clock.advance(2_000);
    expect((await signIn("nurse", PASSWORD)).headers.get("retry-after")).toBe("2");
    api.clock.advance(2_000);
    expect((await signIn("nurse", PASSWORD)).status).toBe(200);
  });

  it("counts guesses at many names from one address together", async () => {
    await start();
    for (let guess = 0; guess < 5; guess += 1) await signIn(`name ${guess}`, "x");
    expect((await signIn("nurse", PASSWORD)).status).toBe(429);
  });

  it("counts guesses sent at once like guesses in a row", async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, guess) => signIn("nurse", `guess ${guess}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  });

  it("takes the notifications with it at signing out and after twelve hours, but for those of a person's own device", async () => {
    await start();
    const turnOn = async (role: "nurse" | "physician", keeps: boolean): Promise<string> => {
      const cookie = await api.cookieOf(role);
      const body = { ...createPushBrowser(`https://push.example/${role}`).subscription, keeps };
      expect((await api.ask("POST", NOTIFY_PATHS.pushSubscriptions, { body, cookie })).status).toBe(204);
      return cookie;
    };
    const whose = async (role: "nurse" | "physician"): Promise<string | null> => {
      const cookie = await api.cookieOf("administrator");
      const body = { endpoint: `https://push.example/${role}` };
      const answer = await api.ask("POST", NOTIFY_PATHS.pushWays, { body, cookie });
      return PushWays.parse(await answer.json()).here?.name ?? null;
    };
    const [shared, own] = [await turnOn("nurse", false), await turnOn("physician", true)];
    expect(await whose("nurse")).not.toBeNull();
    for (const cookie of [shared, own]) await api.ask("POST", PATHS.signOut, { cookie });
    expect(await whose("nurse")).toBeNull();
    const name = await whose("physician");
    expect(name).not.toBeNull();
    await turnOn("nurse", false);
    api.clock.advance(12 * 60 * 60_000);
    expect([await whose("nurse"), await whose("physician")]).toEqual([null, name]);
  });

  it("ends at signing out, after a shift of twelve hours, and when the person is withdrawn", async () => {
    await start();
    const me = async (cookie: string): Promise<number> => (await api.ask("GET", PATHS.me, { cookie })).status;
    const out = await api.cookieOf("nurse");
    expect((await api.ask("POST", PATHS.signOut, { cookie: out })).status).toBe(204);
    expect(await me(out)).toBe(401);
    const physician = await api.cookieOf("physician");
    const administrator = await api.cookieOf("administrator");
    const withdrawn = await api.ask("PATCH", `${PATHS.operators}/id-physician`, {
      body: { withdrawn: true },
      cookie: administrator,
    });
    expect(withdrawn.status).toBe(200);
    expect(await me(physician)).toBe(401);
    expect(await me(administrator)).toBe(200);
    api.clock.advance(12 * 60 * 60_000);
    expect(await me(administrator)).toBe(401);
  });

  it("refuses a call that another site's page made", async () => {
    await start();
    const cookie = await api.cookieOf("nurse");
    const from = (headers: object): Promise<Response> => api.ask("POST", PATHS.lock, { cookie, headers });
    expect(await codeOf(await from({ "sec-fetch-site": "cross-site" }))).toBe("cross-site");
    expect(await codeOf(await from({ origin: "http://elsewhere.example" }))).toBe("cross-site");
    expect((await from({ origin: api.url })).status).toBe(200);
  });
});

describe("locking", () => {
  it("locks a sign-in that nobody touched; the wall stays readable and nothing can be done until the password", async () => {
    await start({ idleLockMs: 60_000 });
    api.store.putRoom({ roomId: "r1" as never, name: "Room 1", order: 1 });
    const cookie = await api.cookieOf("administrator");
    const changes: string[] = [];
    api.signIns.onChange((_, change) => changes.push(change));
    api.clock.advance(59_000);
    expect(await (await api.ask("GET", PATHS.me, { cookie })).json()).toMatchObject({ locked: false });
    api.clock.advance(1_000);
    expect(changes).toEqual(["locked"]);
    expect(await (await api.ask("GET", PATHS.me, { cookie })).json()).toMatchObject({ locked: true });
    expect((await api.ask("GET", PATHS.rooms, { cookie })).status).toBe(200);
    const refused = await api.ask("POST", PATHS.settingsRooms, { cookie, body: { name: "Room 2" } });
    expect([refused.status, await codeOf(refused)]).toEqual([403, "locked"]);
    const wrong = await api.ask("POST", PATHS.unlock, { cookie, body: { password: "not the one" } });
    expect([wrong.status, await codeOf(wrong)]).toEqual([401, "wrong-password"]);
    const right = await api.ask("POST", PATHS.unlock, { cookie, body: { password: PASSWORD } });
    expect(await right.json()).toMatchObject({ locked: false });
    expect(changes).toEqual(["locked", "unlocked"]);
    expect((await api.ask("POST", PATHS.settingsRooms, { cookie, body: { name: "Room 2" } })).status).toBe(200);
  });

  it("locks at once when a nurse asks for it, and a touch does not unlock", async () => {
    await start();
    const cookie = await api.cookieOf("nurse");
    await api.ask("POST", PATHS.lock, { cookie });
    const [kept] = api.store.signIns();
    api.signIns.touch(kept?.tokenHash ?? "");
    expect(api.signIns.identify(cookie)?.locked).toBe(true);
  });
});

describe("setting up a clinic", () => {
  const answers = { clinicName: "Lakeside", name: "ada", displayName: "Ada Petrov", password: "a long password" };

  it("works once, with the newest link, and has no password before", async () => {
    await start({ people: false });
    const store = clientOf(api.store);
    const older = await openClinic(store);
    const token = await openClinic(store);
    const welcome = await (await api.ask("GET", PATHS.welcome)).json();
    expect(welcome).toMatchObject({ needsSetUp: true, demoAccounts: [] });
    const setUp = (given: string | null): Promise<Response> =>
      api.ask("POST", PATHS.setUp, { body: { ...answers, token: given } });
    expect((await setUp(older)).status).toBe(401);
    expect((await setUp("wru_x")).status).toBe(401);
    const done = await Promise.all([setUp(token), setUp(token)]);
    expect(done.map(({ status }) => status).sort()).toEqual([200, 409]);
    const cookie = cookieIn(done.find(({ status }) => status === 200) ?? new Response());
    expect(await (await api.ask("GET", PATHS.me, { cookie })).json()).toMatchObject({ role: "administrator" });
    expect(await (await api.ask("GET", PATHS.welcome)).json()).toEqual({
      clinic: { name: "Lakeside", simulated: false },
      needsSetUp: false,
      demoAccounts: [],
    });
    expect((await setUp(token)).status).toBe(409);
    expect(await openClinic(store)).toBeNull();
    expect((await signIn("ada", answers.password)).status).toBe(200);
  });

  it("is refused as soon as the clinic has a person, whatever the link says", async () => {
    await start({ people: false });
    const store = clientOf(api.store);
    const token = await openClinic(store);
    await store.putOperator(await newOperator({ ...answers, name: "first", role: "administrator" }));
    const answer = await api.ask("POST", PATHS.setUp, { body: { ...answers, token } });
    expect([answer.status, await codeOf(answer)]).toEqual([409, "set-up-done"]);
  });

  it("asks for a password of ten characters or more, in a sentence", async () => {
    await start({ people: false });
    const answer = await api.ask("POST", PATHS.setUp, { body: { ...answers, token: "t", password: "short" } });
    expect(await answer.json()).toEqual({ code: "bad-request", message: "password: At least 10 characters." });
  });
});
