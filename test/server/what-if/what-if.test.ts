import type { ProtocolVersion } from "@watchroom/shared/http-sessions";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { RoomId, SessionId } from "@watchroom/shared/time";
import { WHAT_IF_PATH, type WhatIfBody, type WhatIfRun } from "@watchroom/shared/what-if";
import { afterEach, describe, expect, it } from "vitest";
import type { Identity } from "../../../server/src/auth/sign-ins.ts";
import { whatIfRoutes } from "../../../server/src/http/what-if.ts";
import type { Store } from "../../../server/src/store/store.ts";
import type { Plan } from "../../../server/src/what-if/fold.ts";
import { ReplayThread } from "../../../server/src/what-if/thread.ts";
import { createWhatIf, type WhatIf } from "../../../server/src/what-if/what-if.ts";
import { SET } from "../../support/core-script.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { clientOf, quietLog } from "../http/api.ts";
import { keep, ROOM, SPO2_88, sessionRow, twoFalls, wall } from "./session.ts";

const LEAD = { operatorId: "id-lead", displayName: "Dr. Ada Petrov" };
const ASKED: WhatIfBody = {
  changes: [SPO2_88],
  flapMs: null,
  from: wall(0),
  to: wall(1_000),
  route: null,
  patients: "real",
};
const OTHER = { sessionId: "other" as SessionId, roomId: "r2" as RoomId };
const protocols: ProtocolVersion[] = Object.values(PROTOCOLS).map((protocol) => ({
  protocol,
  savedAt: 0,
  savedBy: "Watchroom",
  note: "Comes with Watchroom",
  active: true,
  activations: [],
}));

const opened: WhatIf[] = [];
afterEach(async () => {
  for (const whatIf of opened.splice(0)) await whatIf.stop();
});

function open(store: Store, startThread?: (plan: Plan) => ReplayThread): WhatIf {
  let ids = 0;
  const whatIf = createWhatIf({
    store: clientOf(store),
    clock: createFakeClock(),
    log: quietLog,
    set: SET,
    newId: () => `run-${++ids}`,
    rooms: () => [{ roomId: ROOM, name: "Room 1", order: 1 }],
    protocols: () => protocols,
    ...(startThread && { startThread }),
  });
  opened.push(whatIf);
  return whatIf;
}

function clinic(): Store {
  const store = createMemoryStore();
  keep(store, twoFalls(), sessionRow());
  return store;
}

function begin(whatIf: WhatIf, asked: WhatIfBody = ASKED): string {
  const started = whatIf.start(asked, LEAD);
  if (!started.ok) throw new Error(started.message);
  return started.value.runId;
}

/** As it is when it no longer waits or runs. */
async function ended(whatIf: WhatIf, runId: string): Promise<WhatIfRun> {
  return expect
    .poll(() => whatIf.find(runId), { timeout: 15_000 })
    .toSatisfy((run: WhatIfRun | null) => run !== null && run.state !== "waiting" && run.state !== "running")
    .then(async () => {
      const run = await whatIf.find(runId);
      if (run === null) throw new Error("a run that has ended is still there");
      return run;
    });
}

describe("a what-if over the clinic's sessions", () => {
  it("is replayed in a thread of its own, and names room, alarm and seconds missed", async () => {
    const whatIf = open(clinic());
    const run = await ended(whatIf, begin(whatIf));
    expect(run).toMatchObject({ state: "done", done: 1, total: 1, message: null, by: "Dr. Ada Petrov" });
    expect(run.result?.totals).toMatchObject({ sessions: 1, saved: 1, added: 0, missedS: 35, isNotAsRecorded: 0 });
    expect(run.result?.totals.hours).toBeCloseTo(640 / 3_600, 6);
    expect(run.result?.totals.delays).toEqual({
      before: { signalled: 2, medianS: 5, longestS: 15 },
      after: { signalled: 1, medianS: 15, longestS: 15 },
    });
    expect(run.result?.episodes).toMatchObject([
      { kind: "saved", room: "Room 1", missedS: 25 },
      { kind: "changed", room: "Room 1", missedS: 10 },
    ]);
  });

  it("counts simulated sessions apart, unless they are asked for", async () => {
    const store = clinic();
    keep(store, twoFalls({}, { simulated: true }), sessionRow({ ...OTHER, simulated: true }));
    const whatIf = open(store);
    const real = await ended(whatIf, begin(whatIf));
    expect(real.result).toMatchObject({
      totals: { sessions: 1, simulatedSessions: 0 },
      leftOut: { otherPatients: 1 },
    });
    const mixed = await ended(whatIf, begin(whatIf, { ...ASKED, patients: "mixed" }));
    // The other row names a session that its journal does not start: it is left out, and said.
    expect(mixed.result?.leftOut).toMatchObject({ otherPatients: 0, notWhole: 1 });
  });

  it("leaves sessions out that still run, or that began before the span", async () => {
    const store = clinic();
    store.putSession(sessionRow({ ...OTHER, endedAt: null }));
    const whatIf = open(store);
    const run = await ended(whatIf, begin(whatIf, { ...ASKED, from: wall(61) }));
    expect(run.result).toMatchObject({ totals: { sessions: 0 }, leftOut: { running: 0, otherPatients: 0 } });
    const whole = await ended(whatIf, begin(whatIf));
    expect(whole.result?.leftOut.running).toBe(1);
  });

  it("is not begun with a second limit nearer than the first", () => {
    const started = open(clinic()).start({ ...ASKED, changes: [{ ...SPO2_88, tiers: [{ limit: 80 }] }] }, LEAD);
    expect(started).toEqual({
      ok: false,
      code: "bad-request",
      message: "SpO₂ low: the second limit 88 must be further out than 80.",
    });
  });
});

describe("one what-if at a time", () => {
  it("the others wait for their turn, and too many are refused", async () => {
    const whatIf = open(clinic());
    const ids = Array.from({ length: 4 }, () => begin(whatIf));
    expect((await whatIf.find(ids[1] ?? ""))?.state).toBe("waiting");
    const refused = whatIf.start(ASKED, LEAD);
    expect(refused).toMatchObject({ ok: false, code: "too-many-calls" });
    for (const runId of ids) expect((await ended(whatIf, runId)).state).toBe("done");
  });

  it("one that runs can be cancelled, and leaves no result; the next one goes on", async () => {
    const whatIf = open(clinic());
    const [first, second] = [begin(whatIf), begin(whatIf)];
    expect(whatIf.cancel(first).ok).toBe(true);
    expect(await ended(whatIf, first)).toMatchObject({ state: "cancelled", result: null });
    expect(whatIf.cancel(first).ok).toBe(false);
    expect((await ended(whatIf, second)).state).toBe("done");
  });

  it("a thread that dies is said, with the session that it was at and what to do", async () => {
    let isFirst = true;
    const whatIf = open(clinic(), (plan) => {
      const thread = new ReplayThread(plan);
      if (isFirst) void thread.stop();
      isFirst = false;
      return thread;
    });
    const run = await ended(whatIf, begin(whatIf));
    expect(run).toMatchObject({ state: "failed", result: null });
    expect(run.message).toMatch(
      /^It stopped at the session in Room 1, begun .* UTC: The thread ended\. Monitoring goes on\. Run it again/,
    );
    expect((await ended(whatIf, begin(whatIf))).state).toBe("done");
  });
});

describe("a result that is kept", () => {
  it("is there after a restart, with its name, its comment and who kept it", async () => {
    const store = clinic();
    const before = open(store);
    const runId = begin(before);
    await ended(before, runId);
    expect((await before.save(runId, { name: "SpO₂ 88", comment: "For the round" }, LEAD)).ok).toBe(true);
    const after = open(store);
    expect((await after.find(runId))?.result?.totals.saved).toBe(1);
    expect((await after.answer()).saved).toMatchObject([
      { runId, name: "SpO₂ 88", comment: "For the round", by: "Dr. Ada Petrov", alarmsSaved: 1, missedS: 35 },
    ]);
  });

  it("takes the place of the oldest when there are fifty", async () => {
    const store = clinic();
    const whatIf = open(store);
    const runId = begin(whatIf);
    const run = await ended(whatIf, runId);
    const old = Array.from({ length: 50 }, (_, index) => `old-${index}`);
    for (const id of old) store.putSetting(`whatIf:${id}`, JSON.stringify({ ...run, runId: id }));
    store.putSetting("whatIf", JSON.stringify(old.map((id) => ({ runId: id, name: id }))));
    await whatIf.save(runId, { name: "The newest", comment: "" }, LEAD);
    const { saved } = await whatIf.answer();
    expect(saved).toHaveLength(50);
    expect(saved[0]?.runId).toBe(runId);
    expect(await whatIf.find("old-49")).toBeNull();
  });
});

describe("the routes", () => {
  const identity = { operator: LEAD } as unknown as Identity;
  async function call(whatIf: WhatIf, method: string, path: string, body: unknown, runId = "") {
    const route = whatIfRoutes({ whatIf }).find((one) => one.method === method && one.path === path);
    if (route === undefined) throw new Error(`no route ${method} ${path}`);
    return route.handle({ body, query: {}, params: { runId }, identity } as unknown as Parameters<
      typeof route.handle
    >[0]);
  }

  it("are for physicians and administrators only", () => {
    for (const { allow } of whatIfRoutes({ whatIf: open(clinic()) }))
      expect(allow).toEqual(["physician", "administrator"]);
  });

  it("start, show, keep and refuse with the words of the desk", async () => {
    const whatIf = open(clinic());
    const started = await call(whatIf, "post", WHAT_IF_PATH, ASKED);
    expect(started).toMatchObject({ ok: true, value: { runId: "run-1" } });
    await ended(whatIf, "run-1");
    const one = `${WHAT_IF_PATH}/:runId`;
    expect(await call(whatIf, "get", one, undefined, "run-1")).toMatchObject({ ok: true, value: { state: "done" } });
    expect(await call(whatIf, "post", `${one}/save`, { name: "A", comment: "" }, "run-1")).toMatchObject({
      ok: false,
      code: "bad-request",
    });
    expect(await call(whatIf, "post", `${one}/cancel`, undefined, "run-1")).toMatchObject({ code: "not-found" });
    expect(await call(whatIf, "get", one, undefined, "gone")).toMatchObject({ code: "not-found" });
    const answer = await call(whatIf, "get", WHAT_IF_PATH, undefined);
    expect(answer).toMatchObject({ ok: true, value: { flapMs: SET.timing.flapMs, runs: [{ runId: "run-1" }] } });
  });
});
