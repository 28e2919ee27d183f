import { describe, expect, it } from "vitest";
import { startServiceWorker, type Window } from "./serviceWorker.ts";

const NOT_MONITORING = "<h1>NOT MONITORING</h1>";
const page = (build: string): string => `<script type="module" src="/assets/index-${build}.js"></script>`;

/** A server that can be taken away; `build` names the client that it serves. */
function createServer() {
  const server = { isThere: true, build: "aaa", status: 200 };
  const answer = (path: string): Response => {
    if (!server.isThere) throw new TypeError("Failed to fetch");
    if (path === "/offline.html") return new Response(NOT_MONITORING);
    if (path.startsWith("/assets/") || path.includes(".")) return new Response(`file ${path} of ${server.build}`);
    return new Response(page(server.build), { status: server.status });
  };
  return { server, answer };
}

async function installed() {
  const { server, answer } = createServer();
  const worker = startServiceWorker(answer);
  await worker.dispatch("install");
  await worker.dispatch("activate");
  return { server, worker };
}

describe("a page that is asked for", () => {
  it("comes from the server, and is never kept", async () => {
    const { server, worker } = await installed();
    expect(await (await worker.get("/rooms/7", "navigate"))?.text()).toBe(page("aaa"));
    server.build = "bbb";
    expect(await (await worker.get("/rooms/7", "navigate"))?.text()).toBe(page("bbb"));
    expect(worker.kept()).toEqual(["/icons/icon.svg", "/offline.html", "/offline.js"]);
  });
  it("says NOT MONITORING when the server is not there, or only a proxy before it", async () => {
    const { server, worker } = await installed();
    server.status = 502;
    expect(await (await worker.get("/", "navigate"))?.text()).toBe(NOT_MONITORING);
    server.isThere = false;
    expect(await (await worker.get("/rooms/7", "navigate"))?.text()).toBe(NOT_MONITORING);
  });
});

describe("what the worker keeps", () => {
  it("is the shell's files, which are then not asked for again", async () => {
    const { worker } = await installed();
    await worker.get("/", "navigate");
    for (const _ of [1, 2]) await worker.get("/assets/index-aaa.js");
    expect(worker.asked.filter((path) => path === "/assets/index-aaa.js")).toHaveLength(1);
  });
  it("goes as soon as the server has another build, so that no old client meets a new server", async () => {
    const { server, worker } = await installed();
    await worker.get("/", "navigate");
    await worker.get("/assets/index-aaa.js");
    server.build = "bbb";
    await worker.get("/", "navigate");
    expect(worker.kept()).not.toContain("/assets/index-aaa.js");
    expect(await (await worker.get("/assets/index-bbb.js"))?.text()).toBe("file /assets/index-bbb.js of bbb");
    await worker.get("/", "navigate");
    expect(worker.kept(), "kept while the build is the same").toContain("/assets/index-bbb.js");
  });
  it("is nothing of the API, of the line, or of what is sent", async () => {
    const { worker } = await installed();
    for (const path of ["/api/v1/rooms", "/socket.io/?EIO=4", "/healthz"])
      expect(await worker.get(path)).toBeUndefined();
    expect(await worker.get("/api/docs", "navigate")).toBeUndefined();
    expect(await worker.get("/assets/index-aaa.js", "no-cors", "POST")).toBeUndefined();
  });
});

describe("a notification", () => {
  const alarm = { title: "Room 7", body: "!!! SpO₂ 84 < 88", tag: "room-7", url: "/rooms/7", priority: "high" };
  it("says what the server says, one for each room, and stays for a high priority", async () => {
    const { worker } = await installed();
    await worker.push(alarm);
    await worker.push({ ...alarm, priority: "medium" });
    const [high, medium] = worker.shown;
    expect(high?.title).toBe("Room 7");
    expect(high?.options).toMatchObject({
      body: "!!! SpO₂ 84 < 88",
      tag: "room-7",
      renotify: true,
      requireInteraction: true,
      data: { report: null, url: "/rooms/7" },
      actions: [{ action: "open", title: "Open the room" }],
    });
    expect(medium?.options["requireInteraction"]).toBe(false);
  });
  it("is shown for a push that cannot be read too, and leads to nowhere but here", async () => {
    const { worker } = await installed();
    await worker.dispatch("push", { data: null });
    await worker.dispatch("push", { data: { json: () => JSON.parse("{") } });
    await worker.push(null);
    for (const url of ["https://elsewhere.example/", "//elsewhere.example", 7]) await worker.push({ ...alarm, url });
    expect(worker.shown).toHaveLength(6);
    for (const { title, options } of worker.shown) {
      expect(title).not.toBe("");
      expect(options["data"]).toEqual({ url: "/", report: null });
    }
  });
  it("opens the room in the window that is there, without loading it again", async () => {
    const hidden: Window = { visibilityState: "hidden", messages: [], focused: 0 };
    const visible: Window = { visibilityState: "visible", messages: [], focused: 0 };
    const worker = startServiceWorker(createServer().answer, [hidden, visible]);
    await worker.click("/rooms/7");
    expect(visible).toMatchObject({ messages: [{ open: "/rooms/7" }], focused: 1 });
    expect(hidden.messages).toEqual([]);
    expect(worker.opened).toEqual([]);
  });
  it("opens a window when there is none", async () => {
    const { worker } = await installed();
    await worker.click("/rooms/7");
    expect(worker.opened).toEqual(["/rooms/7"]);
  });
});
