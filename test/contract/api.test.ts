import { writeFileSync } from "node:fs";
import { ErrorBody, PATHS, ReadyAnswer } from "@watchroom/shared/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, startApi } from "../server/http/api.ts";

let api: Api;
beforeAll(async () => {
  api = await startApi({ simulated: true });
});
afterAll(() => api.close());

type Operation = { responses: Record<string, unknown>; security?: unknown[]; requestBody?: unknown };
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } };
type Layer = { route?: { path: string; methods: Record<string, boolean> } };

const documentOf = async (): Promise<Document> =>
  (await (await api.ask("GET", "/api/openapi.json")).json()) as Document;
/** What the server really answers, from the router itself. */
const routesOf = (): { method: string; path: string }[] =>
  (api.app.router.stack as unknown as Layer[]).flatMap(({ route }) =>
    route === undefined ? [] : Object.keys(route.methods).map((method) => ({ method, path: route.path })),
  );

describe("the API's description", () => {
  it("lists every route of the server, and the way in for readings", async () => {
    const { paths } = await documentOf();
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((name) => `${name} ${path}`),
    );
    const real = routesOf().map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    expect(real.length).toBeGreaterThan(20);
    expect(listed.toSorted()).toEqual([...real, `post ${PATHS.readings}`].toSorted());
  });

  it("says of readings what a device must send and what it may be answered", async () => {
    const { paths } = await documentOf();
    const post = paths[PATHS.readings]?.["post"];
    expect(Object.keys(post?.responses ?? {})).toEqual(
      expect.arrayContaining(["200", "400", "401", "403", "413", "429"]),
    );
    const body = JSON.stringify(post?.requestBody);
    for (const word of ["measuredAt", "perfusionIndex", "updatePeriodS", "systolic", "failure"])
      expect(body).toContain(word);
  });

  it("says that a faulty protocol is answered with all its faults", async () => {
    const { paths } = await documentOf();
    const answers = paths[PATHS.protocols]?.["post"]?.responses;
    expect(JSON.stringify(answers?.["422"])).toContain("faults");
    expect(JSON.stringify(answers?.["400"])).not.toContain("faults");
  });

  it("names who may call: a token, a person signed in, or anyone", async () => {
    const { paths } = await documentOf();
    expect(paths[PATHS.rooms]?.["get"]?.security).toEqual([{ token: [] }, { cookie: [] }]);
    expect(paths[PATHS.devices]?.["post"]?.security).toEqual([{ cookie: [] }]);
    expect(paths[PATHS.welcome]?.["get"]?.security).toEqual([]);
  });

  it("is shown by a page that needs nothing from outside", async () => {
    const page = await (await api.ask("GET", "/api/docs")).text();
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? "");
    expect(files.length).toBe(3);
    for (const file of files) expect([file, (await api.ask("GET", file)).status]).toEqual([file, 200]);
    expect(page).not.toMatch(/https?:|<script>/);
  });
});

describe("every route", () => {
  it("answers a stranger with an error in words, or is meant for anyone", async () => {
    const { paths } = await documentOf();
    for (const { method, path } of routesOf()) {
      const isOpen = paths[path.replace(/:(\w+)/g, "{$1}")]?.[method]?.security?.length === 0;
      if (isOpen) continue;
      const answer = await api.ask(method.toUpperCase(), path.replace(/:\w+/g, "x"));
      expect([path, answer.status, ErrorBody.parse(await answer.json()).code]).toEqual([path, 401, "not-signed-in"]);
    }
  });
});

describe("errors", () => {
  it("have a code and a sentence, for an address that is not there too", async () => {
    for (const [method, path] of [
      ["GET", "/api/v1/nothing"],
      ["GET", PATHS.signIn],
      ["POST", "/"],
    ] as const) {
      const answer = await api.ask(method, path);
      expect([path, answer.status, ErrorBody.parse(await answer.json()).code]).toEqual([path, 404, "not-found"]);
    }
  });

  it("say so when a body is no JSON, or over 1 MB", async () => {
    const broken = await api.ask("POST", PATHS.signIn, { body: "{" });
    expect([broken.status, ErrorBody.parse(await broken.json()).code]).toEqual([400, "bad-json"]);
    const large = await api.ask("POST", PATHS.signIn, { body: { name: "x".repeat(1_100_000), password: "x" } });
    expect([large.status, ErrorBody.parse(await large.json()).code]).toEqual([413, "body-too-large"]);
  });

  it("of our own are answered as such, and the server goes on", async () => {
    const { rooms } = api.ward;
    api.ward.rooms = () => {
      throw new Error("our mistake");
    };
    const cookie = await api.cookieOf("nurse");
    const answer = await api.ask("GET", PATHS.rooms, { cookie });
    api.ward.rooms = rooms;
    expect([answer.status, ErrorBody.parse(await answer.json())]).toMatchObject([500, { code: "internal" }]);
    expect((await api.ask("GET", PATHS.rooms, { cookie })).status).toBe(200);
  });
});

describe("the server's own state", () => {
  it("is alive before it is ready, and ready when all its parts are", async () => {
    api.ready["record"] = { ready: false, state: "reading the journal" };
    expect((await api.ask("GET", "/healthz")).status).toBe(200);
    const waiting = await api.ask("GET", "/readyz");
    expect(waiting.status).toBe(503);
    expect(ReadyAnswer.parse(await waiting.json())).toEqual({
      ready: false,
      parts: { record: { ready: false, state: "reading the journal" }, ward: { ready: true, state: "running" } },
    });
    api.ready["record"] = { ready: true, state: "saving" };
    expect((await api.ask("GET", "/readyz")).status).toBe(200);
  });

  it("is counted for Prometheus without a name in it", async () => {
    api.metrics.countReadings([
      { id: "1", status: "accepted" },
      { id: "2", status: "rejected", code: "out-of-range" },
    ]);
    api.metrics.commitTook(3);
    const answer = await api.ask("GET", "/metrics");
    expect(answer.headers.get("content-type")).toContain("text/plain");
    const text = await answer.text();
    for (const line of [
      'watchroom_readings_total{status="accepted",code=""} 1',
      'watchroom_readings_total{status="rejected",code="out-of-range"} 1',
      "watchroom_stations 3",
      "watchroom_stations_hearing 2",
      "watchroom_journal_waiting 7",
      'watchroom_alarms_present{priority="high"} 0',
      "watchroom_commit_seconds_count 1",
    ]) {
      expect(text).toContain(line);
    }
  });
});

describe("the pages", () => {
  it("all begin at the one page, which is never kept by the browser, and load nothing from elsewhere", async () => {
    expect([(await api.ask("GET", "/")).status, await (await api.ask("GET", "/")).text()]).toEqual([
      503,
      "Watchroom's pages are not built yet. Run: npm run build\n",
    ]);
    writeFileSync(`${api.clientFolder}/index.html`, "<title>Watchroom</title>");
    for (const path of ["/", "/rooms/r1", "/index.html"]) {
      const answer = await api.ask("GET", path);
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, "<title>Watchroom</title>"]);
      expect(answer.headers.get("cache-control")).not.toContain("immutable");
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("connect-src 'self' ws: wss:");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain("upgrade-insecure-requests");
      expect(answer.headers.get("strict-transport-security")).toBeNull();
    }
    expect((await api.ask("GET", "/assets/gone.js")).status).toBe(404);
  });

  it("offer the demo's accounts to whoever opens a simulated clinic", async () => {
    const welcome = (await (await api.ask("GET", PATHS.welcome)).json()) as { demoAccounts: { role: string }[] };
    expect(welcome.demoAccounts.map(({ role }) => role)).toEqual(["nurse", "physician", "trainer", "administrator"]);
  });
});
