import type { AlarmView } from "@watchroom/shared/alarm";
import { FRAME_MS, type Frame, type RoomPatch } from "@watchroom/shared/wire";
import { beforeEach, describe, expect, it } from "vitest";
import { createOutbox, mergePatch, type Outbox } from "../../../server/src/gateway/outbox.ts";
import { createFakeClock } from "../../support/fake-clock.ts";

const spo2 = (value: number, at: number): RoomPatch => ({
  roomId: "room-1",
  metrics: { spo2: { value, validity: "valid", at, updatePeriodMs: null } },
});
const pulse = (value: number, at: number): RoomPatch => ({
  roomId: "room-1",
  metrics: { pulseRate: { value, validity: "valid", at, updatePeriodMs: null } },
});
const alarms = (...episodes: string[]): RoomPatch => ({
  roomId: "room-1",
  alarms: episodes.map((episodeId) => ({ episodeId }) as AlarmView),
});

describe("two changes of a room in one frame", () => {
  it("leave the newest value of each metric", () => {
    const merged = [spo2(97, 1), pulse(72, 2), spo2(96, 3)].reduce(mergePatch);
    expect(merged.metrics).toEqual({ ...spo2(96, 3).metrics, ...pulse(72, 2).metrics });
  });

  it("leave the last alarm list whole", () => {
    expect([alarms("a"), alarms("a", "b"), spo2(90, 1)].reduce(mergePatch).alarms).toEqual(alarms("a", "b").alarms);
    expect([alarms("a", "b"), alarms()].reduce(mergePatch).alarms).toEqual([]);
  });

  it("never carry a value over to the next patient", () => {
    const cleared: RoomPatch = { roomId: "room-1", cleared: true };
    expect(mergePatch(spo2(85, 1), cleared)).toEqual(cleared);
    expect([spo2(85, 1), cleared, pulse(72, 2)].reduce(mergePatch)).toEqual({ ...pulse(72, 2), cleared: true });
    expect(mergePatch(spo2(85, 1), { ...pulse(72, 2), cleared: true })).toEqual({ ...pulse(72, 2), cleared: true });
  });

  it("keep what a clearing did not speak of", () => {
    const merged = mergePatch({ roomId: "room-1", name: "Room 1" }, { roomId: "room-1", cleared: true });
    expect(merged).toEqual({ roomId: "room-1", name: "Room 1", cleared: true });
  });
});

describe("the outbox", () => {
  const clock = createFakeClock();
  let sent: Frame[];
  let isAnybodyLive: boolean;
  let outbox: Outbox;
  beforeEach(() => {
    sent = [];
    isAnybodyLive = true;
    outbox = createOutbox({
      clock,
      epoch: "epoch",
      send: (frame) => isAnybodyLive && sent.push(frame) > 0,
      onBeat: () => undefined,
    });
    return outbox.stop;
  });
  const change = (...patches: RoomPatch[]) => ({ patches, removed: [], urgent: false });

  it("sends the changes of all rooms as one frame each beat, and nothing when nothing changed", () => {
    outbox.add(change(spo2(97, 1), { roomId: "room-2", name: "Room 2" }));
    outbox.add(change(spo2(96, 2)));
    expect(sent).toEqual([]);
    clock.advance(FRAME_MS);
    expect(sent).toEqual([
      { epoch: "epoch", seq: 1, at: clock.now().wall, rooms: [spo2(96, 2), { roomId: "room-2", name: "Room 2" }] },
    ]);
    clock.advance(1_000);
    expect(sent).toHaveLength(1);
  });

  it("sends an alarm at once, with all that was gathered before it", () => {
    outbox.add(change(spo2(84, 1)));
    outbox.add({ ...change(alarms("a")), urgent: true });
    expect(sent.map(({ rooms }) => rooms)).toEqual([[{ ...spo2(84, 1), ...alarms("a") }]]);
  });

  it("numbers its frames without gaps", () => {
    for (const value of [97, 96, 95]) outbox.add({ ...change(spo2(value, value)), urgent: true });
    expect(sent.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it("forgets what nobody was there to see, and counts no frame for it", () => {
    isAnybodyLive = false;
    outbox.add({ ...change(spo2(97, 1)), urgent: true });
    expect(outbox.seq()).toBe(0);
    isAnybodyLive = true;
    outbox.add(change(pulse(72, 2)));
    clock.advance(FRAME_MS);
    expect(sent.map(({ seq, rooms }) => [seq, rooms])).toEqual([[1, [pulse(72, 2)]]]);
  });

  it("tells of rooms that are gone, and of one that came back, with nothing of the old one", () => {
    outbox.add({ ...change(spo2(97, 1)), removed: [] });
    outbox.add({ patches: [], removed: ["room-1" as never], urgent: false });
    clock.advance(FRAME_MS);
    expect(sent).toMatchObject([{ rooms: [], removed: ["room-1"] }]);
    outbox.add({ patches: [], removed: ["room-1" as never], urgent: false });
    outbox.add(change({ roomId: "room-1", name: "Room 1" }));
    clock.advance(FRAME_MS);
    expect(sent[1]).toMatchObject({ rooms: [{ roomId: "room-1", name: "Room 1", cleared: true }] });
    expect(sent[1]).not.toHaveProperty("removed");
  });
});
