import { describe, expect, it } from "vitest";
import { createLanes, LANE_MAX, waitAfter } from "../../../server/src/notify/lanes.ts";
import type { Outcome } from "../../../server/src/notify/transport.ts";
import { createFakeClock } from "../../support/fake-clock.ts";

const FAILED: Outcome = { ok: false, isFinal: false, code: "status-500", message: "It failed." };

/** Lanes whose attempts end when the test says so. */
function openLanes() {
  const clock = createFakeClock();
  const started: string[] = [];
  const ended: string[] = [];
  const under = new Map<string, (outcome: Outcome) => void>();
  const lanes = createLanes({
    now: () => clock.now().mono,
    random: () => 0,
    send: ({ id }) =>
      new Promise((resolve) => {
        started.push(id);
        under.set(id, resolve);
      }),
    onTried: () => undefined,
    onOutcome: () => undefined,
    onEnded: (id, _recipient, why) => ended.push(`${id} ${why}`),
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    started,
    ended,
    add: (id: string, recipientId = "one") => lanes.add({ id, recipientId, episodeId: id, queuedAt: clock.now().mono }),
    settle,
    async end(id: string, outcome: Outcome): Promise<void> {
      under.get(id)?.(outcome);
      await settle();
    },
    async pass(ms: number): Promise<void> {
      clock.advance(ms);
      lanes.tick();
      await settle();
    },
  };
}

describe("the wait before the next attempt", () => {
  it("doubles from 1 s to 30 s", () => {
    expect([1, 2, 3, 4, 5, 6, 40].map((attempts) => waitAfter(attempts, 0) / 1_000)).toEqual([1, 2, 4, 8, 16, 30, 30]);
  });
  it("is up to a quarter shorter by chance, so that not all come back at one moment", () => {
    expect(waitAfter(2, 0.5)).toBe(1_750);
    expect(waitAfter(2, 0.999)).toBeGreaterThan(1_500);
  });
});

describe("messages to one recipient", () => {
  it("start after the caller has gone on", async () => {
    const lanes = openLanes();
    lanes.add("a");
    expect(lanes.started).toEqual([]);
    await lanes.settle();
    expect(lanes.started).toEqual(["a"]);
  });

  it("go out three at a time, and the next when one has ended", async () => {
    const lanes = openLanes();
    for (const id of ["a", "b", "c", "d"]) lanes.add(id);
    lanes.add("e", "another");
    await lanes.settle();
    expect(lanes.started).toEqual(["a", "b", "c", "e"]);
    await lanes.end("b", { ok: true, state: "sent", rest: null });
    expect(lanes.started).toEqual(["a", "b", "c", "e", "d"]);
  });

  it("go before those that failed already", async () => {
    const lanes = openLanes();
    for (const id of ["a", "b", "c"]) lanes.add(id);
    await lanes.settle();
    await lanes.end("a", FAILED);
    for (const id of ["d", "e"]) lanes.add(id);
    await lanes.pass(1_000);
    await lanes.end("b", { ok: true, state: "sent", rest: null });
    await lanes.end("d", { ok: true, state: "sent", rest: null });
    expect(lanes.started.slice(3)).toEqual(["d", "e", "a"]);
  });

  it("are bounded: the oldest that waits gives way to the newest alarm", async () => {
    const lanes = openLanes();
    for (let number = 1; number <= LANE_MAX + 1; number++) lanes.add(`m${number}`);
    await lanes.settle();
    expect(lanes.ended).toEqual(["m4 queue-full"]);
  });
});
