import type { Reading } from "@watchroom/shared/reading";
import { expect, test } from "vitest";
import { createOutbox } from "../../../simulators/src/devices/outbox.ts";

const reading = (id: string): Reading => ({ id, kind: "oximetry", measuredAt: "2026-01-01T08:30:00.000Z", spo2: 97 });
const ids = (readings: readonly Reading[]) => readings.map(({ id }) => id);

test("a reading stays in the device until the server has it, and is sent again as it was", () => {
  const outbox = createOutbox();
  outbox.add(reading("a"));
  expect(outbox.take(10)).toEqual([reading("a")]);
  expect(outbox.take(10)).toEqual([reading("a")]);
  outbox.settle([{ id: "a", status: "accepted" }]);
  expect(outbox.take(10)).toEqual([]);
  expect(outbox.tally()).toMatchObject({ sent: 1, accepted: 1 });
});

test("a duplicate is settled, a rejected one is told and let go, one that could not be saved is kept", () => {
  const outbox = createOutbox();
  for (const id of ["a", "b", "c"]) outbox.add(reading(id));
  outbox.take(10);
  const told = outbox.settle([
    { id: "a", status: "duplicate" },
    { id: "b", status: "rejected", code: "out-of-range", message: "spo2 812" },
    { id: "c", status: "rejected", code: "record-not-saved", message: "disk" },
  ]);
  expect(told.map(({ id }) => id)).toEqual(["b", "c"]);
  expect(ids(outbox.take(10))).toEqual(["c"]);
  expect(outbox.tally()).toMatchObject({ duplicate: 1, rejected: 1 });
});

test("after a gap the newest readings go first, in order of time, and the rest follow", () => {
  const outbox = createOutbox();
  for (const id of ["a", "b", "c", "d"]) outbox.add(reading(id));
  expect(ids(outbox.take(2))).toEqual(["c", "d"]);
  outbox.settle([
    { id: "c", status: "accepted" },
    { id: "d", status: "accepted" },
  ]);
  expect(ids(outbox.take(2))).toEqual(["a", "b"]);
});

test("a full buffer lets the oldest go and counts it as lost", () => {
  const outbox = createOutbox(2);
  for (const id of ["a", "b", "c"]) outbox.add(reading(id));
  expect(ids(outbox.take(10))).toEqual(["b", "c"]);
  expect(outbox.tally().lost).toBe(1);
});

test("an answer for a reading that is not this device's changes nothing", () => {
  const outbox = createOutbox();
  outbox.add(reading("a"));
  expect(outbox.settle([{ id: "z", status: "accepted" }])).toEqual([]);
  expect(outbox.waiting()).toBe(1);
});
