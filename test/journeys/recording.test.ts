import { existsSync, readFileSync } from "node:fs";
import { assert } from "@watchroom/shared/result";
import { expect, it } from "vitest";
import { parseRecording, readingsOf } from "../../simulators/src/recording.ts";
import { updatePeriodS } from "../../simulators/src/replay.ts";
import { openClinic } from "../support/clinic.ts";
import { createFakeClock } from "../support/fake-clock.ts";

const FILE = new URL("../../../shared/recordings/mimic2_s25047_1min.csv", import.meta.url);
const SPEED = 60;

/** A patient who really deteriorated, recorded a value a minute. Not part of the product, so it may be absent. */
it("the recorded patient is flagged in both desaturations and for low pressures, and as a sensor fault at the end", async () => {
  if (!existsSync(FILE))
    return console.log("The recordings are not beside the repository: the recorded patient was not played.");
  const recording = parseRecording(readFileSync(FILE, "utf8"));
  assert(recording.ok, "the recording can be read");
  const clock = createFakeClock();
  const clinic = await openClinic(clock);
  try {
    const gateway = await clinic.addDevice("gateway", "Bed 9");
    const startedAt = clock.now().wall;
    for (const step of recording.value.steps) {
      clock.advance(startedAt + (step.atS * 1_000) / SPEED - clock.now().wall);
      const stamp = {
        id: `step-${step.atS}`,
        measuredAt: new Date(clock.now().wall).toISOString(),
        updatePeriodS: updatePeriodS(recording.value, SPEED),
      };
      const { oximetry, bloodPressure } = readingsOf(step, stamp);
      await clinic.send(gateway, ...[oximetry, bloodPressure].filter((reading) => reading !== null));
    }
    const changes = (await clinic.alarms()).map(({ at, change, alarm }) => ({
      minute: Math.round(((at - startedAt) * SPEED) / 60_000),
      change,
      alarm,
    }));
    const began = (condition: string) =>
      changes.filter(
        ({ change, alarm }) => (change === "began" || change === "resumed") && alarm.condition.startsWith(condition),
      );
    // Sixty times as fast, dips of some minutes are dips within a minute: each is told as they come before it is deep.
    const told = changes.filter(
      ({ change, alarm }) =>
        alarm.condition === "spo2.low" && ["began", "resumed", "priorityRaised", "signalledAgain"].includes(change),
    );
    expect(told.map(({ minute, change, alarm }) => [minute, change, alarm.priority])).toEqual([
      [39, "began", "medium"],
      [40, "priorityRaised", "high"],
      [53, "resumed", "medium"],
      [56, "priorityRaised", "high"],
    ]);
    expect(changes.filter(({ change }) => change === "latched").map(({ alarm }) => alarm.worst)).toEqual([42.9, 41.9]);
    expect(began("systolic.low").length).toBeGreaterThanOrEqual(3);
    expect(began("mean.low").map(({ alarm }) => alarm.value)).toContain(29);
    expect(began("sensorFault").map(({ minute, alarm }) => [minute, alarm.priority, alarm.cause])).toEqual([
      [70, "high", "36 % after a gap"],
    ]);
    const room = (await clinic.rooms())[0];
    expect(room?.values.spo2).toMatchObject({ value: 36, validity: "questionable" });
  } finally {
    await clinic.close();
  }
});
