import type { AlarmView } from "@watchroom/shared/alarm";
import type { ReceiptReport } from "@watchroom/shared/wire";
import { beforeEach, describe, expect, it } from "vitest";
import { createReceipts, type Receipts } from "../../../client/src/live/receipts.ts";

const alarm = (episodeId: string, change: Partial<AlarmView> = {}): AlarmView =>
  ({ episodeId, signal: "on", signalledAt: 1_000, priority: "medium", ...change }) as AlarmView;
const room = (...alarms: AlarmView[]) => [{ alarms }];

let now: number;
let sent: ReceiptReport[][];
let isConnected: boolean;
let receipts: Receipts;
beforeEach(() => {
  now = 0;
  sent = [];
  isConnected = true;
  receipts = createReceipts({
    now: () => now,
    send(reports) {
      if (isConnected) sent.push(reports);
      return isConnected;
    },
  });
});

const tickAt = (ms: number): void => {
  now = ms;
  receipts.tick();
};
const said = (): string[][] => sent.map((reports) => reports.map(({ episodeId, did }) => `${episodeId} ${did}`));

describe("what a station says of an alarm's signal", () => {
  it("is that it received, painted and sounded it, and that a person touched it, each once", () => {
    receipts.hold(room(alarm("a")));
    tickAt(250);
    for (const did of ["painted", "sounded", "seen"] as const) {
      receipts.note(did, ["a"]);
      receipts.note(did, ["a", "nobody's"]);
    }
    receipts.hold(room(alarm("a", { value: 80 })));
    tickAt(500);
    tickAt(5_000);
    expect(said()).toEqual([["a received"], ["a painted", "a sounded", "a seen"]]);
  });

  it("is gathered, at most four times a second", () => {
    receipts.hold(room(alarm("a")));
    tickAt(0);
    receipts.note("painted", ["a"]);
    tickAt(249);
    expect(said()).toEqual([["a received"]]);
    tickAt(250);
    expect(said()).toEqual([["a received"], ["a painted"]]);
  });

  it("goes out at once when the alarm is of high priority, as one call", async () => {
    receipts.hold(room(alarm("a", { priority: "high" }), alarm("b")));
    receipts.note("sounded", ["a"]);
    await Promise.resolve();
    expect(said()).toEqual([["a received", "a sounded", "b received"]]);
  });

  it("says how long ago it was", () => {
    now = 100;
    receipts.hold(room(alarm("a")));
    now = 180;
    receipts.note("painted", ["a"]);
    tickAt(300);
    expect(sent[0]?.map(({ did, agoMs }) => [did, agoMs])).toEqual([
      ["received", 200],
      ["painted", 120],
    ]);
  });

  it("is said anew of a signal that is given again, and never of one that is not given", () => {
    receipts.hold(room(alarm("a"), alarm("b", { signal: "acknowledged" }), alarm("c", { signalledAt: null })));
    receipts.note("seen", ["a", "b", "c"]);
    tickAt(250);
    receipts.hold(room(alarm("a", { signalledAt: 181_000 })));
    tickAt(500);
    expect(said()).toEqual([["a received", "a seen"], ["a received"]]);
    expect(sent.map(([first]) => first?.signalledAt)).toEqual([1_000, 181_000]);
  });

  it("is that it sounded only of a burst that began after the signal came, and as long ago as that", () => {
    now = 1_000;
    receipts.hold(room(alarm("a")));
    now = 1_250;
    receipts.note("sounded", ["a"], 1_042);
    receipts.tick();
    // Given again while the last burst still plays: the next one is of it.
    now = 2_000;
    receipts.hold(room(alarm("a", { signalledAt: 181_000 })));
    for (const ms of [2_250, 2_500]) {
      now = ms;
      receipts.note("sounded", ["a"], 1_042);
      receipts.tick();
    }
    now = 8_000;
    receipts.note("sounded", ["a"], 7_900);
    receipts.tick();
    const sounded = sent.flat().filter(({ did }) => did === "sounded");
    expect(sounded.map(({ signalledAt, agoMs }) => [signalledAt, agoMs])).toEqual([
      [1_000, 208],
      [181_000, 100],
    ]);
  });

  it("waits for the line, and is said again whole on a new one, as old as it is", async () => {
    isConnected = false;
    receipts.hold(room(alarm("a")));
    tickAt(250);
    isConnected = true;
    tickAt(1_000);
    expect(said()).toEqual([["a received"]]);
    now = 4_000;
    receipts.tellAgain();
    await Promise.resolve();
    expect(sent[1]?.map(({ did, agoMs }) => [did, agoMs])).toEqual([["received", 4_000]]);
  });

  it("is no more than the server takes in one call, however many alarms begin at once", () => {
    receipts.hold(room(...Array.from({ length: 500 }, (_, index) => alarm(`${index}`))));
    for (const ms of [250, 500, 750, 1_000]) tickAt(ms);
    expect(sent.map((reports) => reports.length)).toEqual([200, 200, 100]);
  });

  it("looks for the alarms only that nobody saw painted", () => {
    receipts.hold(room(alarm("a"), alarm("b")));
    receipts.note("painted", ["a"]);
    expect(receipts.unpainted()).toEqual(["b"]);
    receipts.hold(room());
    expect(receipts.unpainted()).toEqual([]);
  });
});
