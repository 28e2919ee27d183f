import { assert } from "@watchroom/shared/result";
import { EMPTY_SPARK, SPARK_STEP_MS } from "@watchroom/shared/trend";
import {
  type Frame,
  type MetricView,
  type RoomPatch,
  type RoomView,
  type Snapshot,
  WIRE_VERSION,
} from "@watchroom/shared/wire";
import { describe, expect, it } from "vitest";
import { applyFrame, applySnapshot, isCurrent } from "../../../client/src/live/apply.ts";
import { createLiveStore, LIVE_AT_START, type LiveState } from "../../../client/src/live/store.ts";
import { anAlarm } from "../../support/an-alarm.ts";
import { freeRoom } from "../../support/fake-ward.ts";

const AT = 1_000 * SPARK_STEP_MS;
const value = (number: number | null, at = AT): MetricView => ({
  value: number,
  validity: number === null ? "invalid" : "valid",
  at,
  updatePeriodMs: 1_000,
});
const room = (roomId: string, order: number): RoomView => ({
  ...freeRoom(roomId, order),
  name: `Room ${roomId}`,
  simulated: true,
  watchingSince: AT,
  metrics: { spo2: value(97), systolic: value(128) },
});
const ALARM = anAlarm({ since: AT });
const snapshot = (change: Partial<Snapshot> = {}): Snapshot => ({
  wireVersion: WIRE_VERSION,
  epoch: "one",
  seq: 7,
  at: AT,
  clinic: { name: "Northside", simulated: true },
  stations: { connected: 1, hearing: 1, list: [] },
  rooms: [
    { ...room("b", 2), spark: EMPTY_SPARK },
    { ...room("a", 1), spark: EMPTY_SPARK },
  ],
  ...change,
});
const frame = (rooms: RoomPatch[], change: Partial<Frame> = {}): Frame => ({
  epoch: "one",
  seq: 8,
  at: AT,
  rooms,
  ...change,
});
const whole = (state: LiveState | "gap"): LiveState => {
  assert(state !== "gap", "this message fits");
  return state;
};
const start = whole(applySnapshot(LIVE_AT_START, snapshot()));
const afterFrame = (...patches: RoomPatch[]): LiveState => whole(applyFrame(start, frame(patches)));

describe("a snapshot", () => {
  it("puts the rooms in their place on the wall", () => {
    expect(start.order).toEqual(["a", "b"]);
    expect(start.link).toBe("up");
  });
  it("forgets all that was held before", () => {
    const next = whole(
      applySnapshot(start, snapshot({ epoch: "two", seq: 0, rooms: [{ ...room("c", 1), spark: EMPTY_SPARK }] })),
    );
    expect([...next.rooms.keys()]).toEqual(["c"]);
    expect(next.order).toEqual(["c"]);
  });
  it("that cannot be read changes nothing", () => {
    expect(applySnapshot(start, null)).toBe("gap");
    expect(applySnapshot(start, { ...snapshot(), rooms: [{ roomId: "a" }] })).toBe("gap");
  });
});

describe("a frame", () => {
  it("merges the newest value of a metric and leaves the others", () => {
    const { metrics } = afterFrame({ roomId: "a", metrics: { spo2: value(84) } }).rooms.get("a") ?? {};
    expect(metrics?.spo2?.value).toBe(84);
    expect(metrics?.systolic?.value).toBe(128);
  });
  it("replaces an alarm list whole", () => {
    const raised = afterFrame({ roomId: "a", alarms: [ALARM] });
    expect(raised.rooms.get("a")?.alarms).toEqual([ALARM]);
    const ended = whole(applyFrame(raised, frame([{ roomId: "a", alarms: [] }], { seq: 9 })));
    expect(ended.rooms.get("a")?.alarms).toEqual([]);
  });
  it("wakes the room that changed and no other", () => {
    const next = afterFrame({ roomId: "a", metrics: { spo2: value(96) } });
    expect(next.rooms.get("a")).not.toBe(start.rooms.get("a"));
    expect(next.rooms.get("b")).toBe(start.rooms.get("b"));
    expect(next.order).toBe(start.order);
  });
  it("that clears a room leaves nothing of the last patient", () => {
    const filled = afterFrame({ roomId: "a", metrics: { spo2: value(84), pulseRate: value(58) } });
    const cleared = whole(
      applyFrame(filled, frame([{ roomId: "a", cleared: true, session: null, alarms: [] }], { seq: 9 })),
    );
    expect(cleared.rooms.get("a")?.metrics).toEqual({});
    expect(cleared.rooms.get("a")?.spark).toEqual(EMPTY_SPARK);
  });
  it("that clears a room and brings the first value of the next patient shows that value alone", () => {
    const next = afterFrame({ roomId: "a", cleared: true, metrics: { pulseRate: value(66) } }).rooms.get("a");
    expect(Object.keys(next?.metrics ?? {})).toEqual(["pulseRate"]);
    expect(next?.spark.pulseRate).toEqual([66]);
  });
  it("keeps the sparkline's lowest SpO2 of a step, and a gap as a gap", () => {
    const first = afterFrame({ roomId: "a", metrics: { spo2: value(97), pulseRate: value(70) } });
    const dip = whole(applyFrame(first, frame([{ roomId: "a", metrics: { spo2: value(84) } }], { seq: 9 })));
    const late = { spo2: value(96, AT + 2 * SPARK_STEP_MS), pulseRate: value(71, AT + 2 * SPARK_STEP_MS) };
    const later = whole(applyFrame(dip, frame([{ roomId: "a", metrics: late }], { seq: 10 })));
    expect(later.rooms.get("a")?.spark.spo2).toEqual([84, null, 96]);
    expect(later.rooms.get("a")?.spark.pulseRate).toEqual([70, null, 71]);
  });
  it("does not put a cuff value into the sparkline", () =>
    expect(afterFrame({ roomId: "a", metrics: { systolic: value(168) } }).rooms.get("a")?.spark).toEqual(EMPTY_SPARK));
  it("removes a room, and adds one that comes whole", () => {
    const next = whole(applyFrame(start, frame([room("c", 0)], { removed: ["b"] })));
    expect(next.order).toEqual(["c", "a"]);
    expect(next.rooms.has("b")).toBe(false);
    expect(next.rooms.get("c")?.spark.spo2).toEqual([97]);
  });
  it("for a room that is not known and does not come whole is a gap", () =>
    expect(applyFrame(start, frame([{ roomId: "z", metrics: {} }]))).toBe("gap"));
  it("after a lost one, of another server start, twice, or that cannot be read is a gap", () => {
    expect(applyFrame(start, frame([], { seq: 9 }))).toBe("gap");
    expect(applyFrame(start, frame([], { seq: 7 }))).toBe("gap");
    expect(applyFrame(start, frame([], { epoch: "two" }))).toBe("gap");
    expect(applyFrame(start, { seq: 8 })).toBe("gap");
    expect(
      applyFrame(start, { ...frame([]), rooms: [{ roomId: "a", alarms: [{ ...ALARM, priority: "urgent" }] }] }),
    ).toBe("gap");
  });
  it("of stations alone touches no room", () => {
    const next = whole(applyFrame(start, frame([], { stations: { connected: 2, hearing: 0, list: [] } })));
    expect(next.rooms).toBe(start.rooms);
    expect(next.stations.hearing).toBe(0);
  });
});

describe("a heartbeat", () => {
  it("proves that the screen is current only when it names the last frame that was laid on", () => {
    expect(isCurrent(start, { epoch: "one", seq: 7, at: AT })).toBe(true);
    expect(isCurrent(start, { epoch: "one", seq: 8, at: AT })).toBe(false);
    expect(isCurrent(start, { epoch: "two", seq: 7, at: AT })).toBe(false);
    expect(isCurrent(start, null)).toBe(false);
  });
});

describe("the store", () => {
  it("wakes its listeners once for a change, and not for none", () => {
    const store = createLiveStore();
    let woken = 0;
    const stop = store.subscribe(() => {
      woken += 1;
    });
    store.set(start);
    store.set(start);
    stop();
    store.set(LIVE_AT_START);
    expect(woken).toBe(1);
  });
});
