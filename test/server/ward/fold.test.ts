import { addToSpark, EMPTY_SPARK } from "@watchroom/shared/trend";
import { describe, expect, it } from "vitest";
import { emptyMemory, fold, readCheckpoint, sparkOf, writeCheckpoint } from "../../../server/src/ward/fold.ts";
import { SET } from "../../support/core-script.ts";
import { device, ENTRIES_START, entryAt, oximetryEntry, room } from "../../support/entries.ts";

const DEVICES = entryAt("room", 0, {
  kind: "devices",
  devices: [{ deviceId: device("oximeter-room"), label: "Oximeter", kind: "oximeter", simulated: true }],
  by: null,
});
/** A dip within a step, a value missing, a gap of a minute, and more points than a sparkline has. */
const READINGS = [
  { second: 1, spo2: 97, pulseRate: 70 },
  { second: 2, spo2: 84, pulseRate: 75 },
  { second: 3, spo2: null, pulseRate: 74 },
  { second: 6, spo2: null, pulseRate: null },
  { second: 7, spo2: 96, pulseRate: 71 },
  { second: 67, spo2: 95, pulseRate: 72 },
  ...Array.from({ length: 150 }, (_, index) => ({
    second: 70 + index * 5,
    spo2: 90 + (index % 8),
    pulseRate: 60 + index,
  })),
];

describe("the sparkline that a new station is sent", () => {
  it("holds every reading so far, those of the running step too", () => {
    let memory = emptyMemory(room("room"), SET);
    let expected = EMPTY_SPARK;
    memory = fold(memory, [{ ...DEVICES, seq: 1 }], SET).memory;
    for (const [index, { second, spo2, pulseRate }] of READINGS.entries()) {
      const entry = { ...oximetryEntry("room", second, { spo2, pulseRate }), seq: index + 2 };
      memory = fold(memory, [entry], SET).memory;
      expected = addToSpark(expected, ENTRIES_START + second * 1_000, spo2, pulseRate);
      expect(sparkOf(memory)).toEqual(expected);
    }
    expect(sparkOf(memory).spo2).toHaveLength(120);
  });
});

describe("what an earlier Watchroom kept of a room", () => {
  it("goes on: an alarm of before is the same one, with what it lacks as it is at rest", () => {
    const low = { ...oximetryEntry("room", 1, { spo2: 80, pulseRate: 70 }), seq: 2 };
    const { memory } = fold(emptyMemory(room("room"), SET), [{ ...DEVICES, seq: 1 }, low], SET);
    const kept = writeCheckpoint(memory)
      .replaceAll('"trustedSince":null,', "")
      .replace(/"(waited|judgedBy)":[^,]+,/g, "");
    expect(kept).not.toContain("judgedBy");
    const state = readCheckpoint({ roomId: room("room"), seq: 2, state: kept }, SET).state;
    expect(state.alarms["spo2.low"]?.alarm).toMatchObject({ signal: "on", judgedBy: null, waited: 0 });
  });
});
