import { existsSync, readFileSync } from "node:fs";
import { Reading } from "@watchroom/shared/reading";
import { assert } from "@watchroom/shared/result";
import { describe, expect, test } from "vitest";
import { parseRecording, readingsOf } from "../../simulators/src/recording.ts";
import { updatePeriodS } from "../../simulators/src/replay.ts";

const SMALL = `t_seconds,metric,value
0,heart_rate,101.3
0,resp_rate,16.5
60,pulse_rate,88.5
60,spo2,95.7
60,nibp_sys,87.0
60,nibp_dia,46.0
60,nibp_mean,62.0
120,spo2,96.0
180,pulse_rate,90.0
180,spo2,97.0
180,nibp_mean,94.0
300,pulse_rate,70.1
300,spo2,36.0
`;
const recordingOf = (text: string) => {
  const recording = parseRecording(text);
  assert(recording.ok, "the recording can be read");
  return recording.value;
};
const STAMP = { id: "p-1", measuredAt: "2026-01-01T08:30:00.000Z", updatePeriodS: 1 };

describe("a recording", () => {
  test("becomes one step a time, and where the oximeter has nothing while others go on it sends nulls", () => {
    const { steps } = recordingOf(SMALL);
    expect(steps.map(({ atS }) => atS)).toEqual([0, 60, 120, 180, 300]);
    expect(steps[0]).toEqual({ atS: 0, oximetry: { spo2: null, pulseRate: null }, bloodPressure: null });
    expect(steps[2]?.oximetry).toEqual({ spo2: 96, pulseRate: null });
  });

  test("holds a cuff reading only where a pressure was taken, with null for what the file lacks", () => {
    const { steps } = recordingOf(SMALL);
    expect(steps[1]?.bloodPressure).toEqual({ systolic: 87, diastolic: 46, mean: 62 });
    expect(steps[2]?.bloodPressure).toBeNull();
    expect(steps[3]?.bloodPressure).toEqual({ systolic: null, diastolic: null, mean: 94 });
  });

  test("of a value a minute is a 60 s device at its own speed and a 1 s device at 60 times", () => {
    const recording = recordingOf(SMALL);
    expect(recording.intervalS).toBe(60);
    expect(updatePeriodS(recording, 1)).toBe(60);
    expect(updatePeriodS(recording, 60)).toBe(1);
  });

  test("says which of its metrics no oximeter or cuff measures", () => {
    expect([...recordingOf(SMALL).notSent]).toEqual([
      ["heart_rate", 1],
      ["resp_rate", 1],
    ]);
  });

  test("without an oximeter's pulse rate sends the heart rate as the pulse", () => {
    const text = "t_seconds,metric,value\n0,heart_rate,70\n0,spo2,97\n";
    expect(recordingOf(text).steps[0]?.oximetry).toEqual({ spo2: 97, pulseRate: 70 });
  });

  test("sends what the public contract has, and never a sensor state that it does not know", () => {
    for (const step of recordingOf(SMALL).steps) {
      const { oximetry, bloodPressure } = readingsOf(step, STAMP);
      for (const reading of [oximetry, bloodPressure].filter((part) => part !== null)) {
        expect(Reading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
        expect(reading).not.toHaveProperty("sensor");
      }
    }
  });

  test.each([
    ["a table of a public recording", "Time [s], HR, PULSE, RESP, SpO2\n0,94,93,25,97\n1,94,NaN,25,96\n"],
    [
      "a table of another monitor",
      "time\tSolar8000/PLETH_HR\tSolar8000/PLETH_SPO2\n00:00:00\t93\t97\n00:00:01\t--\t96\n",
    ],
    ["a list with other marks", "time;metric;value\n0;spo2;97\n0;PULSE;93\n1;SpO2;96\n"],
  ])("may be %s", (_, text) => {
    const { steps, faultCount } = recordingOf(text);
    expect(faultCount).toBe(0);
    expect(steps.map(({ oximetry }) => oximetry)).toEqual([
      { spo2: 97, pulseRate: 93 },
      { spo2: 96, pulseRate: null },
    ]);
  });

  test("of an oximeter each second beside a cuff's own times says nothing of the oximeter at those", () => {
    const lines = [0, 1, 2, 3].map((second) => `${second},spo2,97\n${second}.4,resp_rate,15`);
    const { steps } = recordingOf(`t_seconds,metric,value\n${lines.join("\n")}\n`);
    expect(steps.filter(({ oximetry }) => oximetry !== null).map(({ atS }) => atS)).toEqual([0, 1, 2, 3]);
  });

  test("that repeats the last pressure on every line took it once, and again when it changes", () => {
    const lines = Array.from({ length: 130 }, (_, second) => `${second},97,${second < 100 ? 120 : 124},70`);
    const { steps } = recordingOf(`time,spo2,nibp_sys,nibp_dia\n${lines.join("\n")}\n`);
    expect(steps.filter(({ bloodPressure }) => bloodPressure !== null).map(({ atS }) => atS)).toEqual([0, 100]);
  });

  test("keeps what can be read of a spoiled file, and names the rest", () => {
    const { steps, faults, faultCount } = recordingOf("time,spo2,pulse_rate\n0,97,ninety\n\n2,96,70\n");
    expect(steps.map(({ atS, oximetry }) => [atS, oximetry?.spo2, oximetry?.pulseRate])).toEqual([
      [0, 97, null],
      [2, 96, 70],
    ]);
    expect([faultCount, faults]).toEqual([2, ["line 2: pulse_rate ninety", "line 3: "]]);
  });

  test.each([
    ["an empty file", ""],
    ["a header that names nothing", "a,b,c\n0,spo2,97\n"],
    ["a file of words", "t_seconds,metric,value\n0,spo2,ninety\n"],
    ["no values", "t_seconds,metric,value\n"],
  ])("%s is refused with a sentence", (_, text) => {
    expect(parseRecording(text)).toMatchObject({ ok: false, message: expect.stringMatching(/\w+/) });
  });
});

const FILE = new URL("../../../shared/recordings/mimic2_s25047_1min.csv", import.meta.url);
const isThere = existsSync(FILE);

test(`the deteriorating patient's recording ends with a steady 36 % and holds its cuff readings (${isThere ? "found" : "absent here: tried on a few lines of the same form"})`, () => {
  const { steps, intervalS } = recordingOf(isThere ? readFileSync(FILE, "utf8") : SMALL);
  expect(intervalS).toBe(60);
  expect(steps.at(-1)?.oximetry?.spo2).toBe(36);
  expect(steps.filter(({ bloodPressure }) => bloodPressure !== null).length).toBeGreaterThanOrEqual(isThere ? 20 : 2);
});
