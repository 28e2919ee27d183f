import type { Scenario } from "./scenario.ts";

/**
 * One row a scenario. What watchers see is told with the clinic's default limits (clinical.md 7). Sizes: apnoea of 30 s
 * and the slow fall of SpO2 behind it, cuff failures, weak signal after clinical.md 5.4; courses in time are our choice.
 */
export const SCENARIOS = {
  quiet: {
    happens: "Nothing. Numbers move as a living patient's do, pressure rises and falls with the drug.",
    watcherSees: "No alarm, apart from what the patient does by chance.",
  },
  hypertension: {
    happens:
      "The pressure climbs by 60 mmHg in 6 minutes, stays 20 minutes, then falls. A cuff is taken at minutes 4 and 8.",
    watcherSees: "Systolic above 160 (medium) or 180 (high) at the cuff, in most patients by minute 8.",
    cuffPressed: [240, 480],
    patient: {
      systolicRise: [
        [0, 0],
        [360, 60],
        [1_560, 60],
        [2_400, 0],
      ],
      pulseRise: [
        [0, 0],
        [360, 8],
        [2_400, 0],
      ],
    },
  },
  desaturation: {
    happens: "SpO2 slides 13 points down in two minutes, stays two and a half minutes, then comes back.",
    watcherSees: "SpO2 below 92 (medium, after 15 s), then below 88 (high, after 5 s). The high one latches.",
    patient: {
      spo2Drop: [
        [0, 0],
        [120, 13],
        [270, 13],
        [390, 0],
      ],
    },
  },
  apnoea: {
    happens:
      "No breath for 30 s: SpO2 falls 13 points in 40 s, half a minute late, with it the pulse; then breathing returns.",
    watcherSees: "SpO2 below 88 (high, after 5 s) a minute after the begin; it latches. Recovery within two minutes.",
    patient: {
      spo2Drop: [
        [0, 0],
        [25, 1],
        [65, 13],
        [85, 14],
        [135, 4],
        [180, 0],
      ],
      pulseRise: [
        [0, 0],
        [60, -4],
        [90, 4],
        [180, 0],
      ],
    },
  },
  bradycardia: {
    happens: "The pulse falls by 38 beats a minute in two minutes and stays there for three.",
    watcherSees: "Pulse rate below 50 (medium, after 15 s), in some patients below 40 (high).",
    patient: {
      pulseRise: [
        [0, 0],
        [120, -38],
        [300, -38],
        [420, 0],
      ],
      systolicRise: [
        [0, 0],
        [120, -14],
        [420, 0],
      ],
    },
  },
  "probe-off": {
    happens: "The finger sensor comes off for 90 s.",
    watcherSees:
      '"SpO2 sensor off" (medium, after 10 s). SpO2 and pulse "--", never 0 and never the last value as live.',
    sensorOff: [[0, 90]],
  },
  standby: {
    happens:
      "The patient must go to the bathroom (say so to the class), goes half a minute later, and is back after 4 min.",
    watcherSees:
      '"SpO2 sensor off" (medium, after 10 s), unless somebody has set standby: then the tile says so, and monitoring returns by itself.',
    sensorOff: [[30, 270]],
  },
  "weak-signal": {
    happens: "A cold hand: the perfusion index is about 0.3 and the pulse noisy for three minutes.",
    watcherSees: '"SpO2 signal weak" (low, after 30 s).',
    sensorWeak: [[0, 180]],
  },
  "link-loss": {
    happens: "The room's devices lose the network for two minutes, measure on, and send their buffer afterwards.",
    watcherSees: '"Link lost" or "No data" (medium, latching). Late readings fill the trend and never the live tile.',
    linkCut: [[0, 120]],
  },
  "stuck-value": {
    happens: "The oximeter hangs and sends the same values again and again for four minutes.",
    watcherSees: '"Oximeter value not changing" (medium) within 60 s.',
    frozen: [[0, 240]],
  },
  "flat-battery": {
    happens: "The oximeter's battery runs from 24 % to nothing in 8 minutes, then it is off until the 11th minute.",
    watcherSees: '"Battery low" (low at 20 %, medium at 5 %), then "No data".',
    battery: [
      [0, 24],
      [480, 0],
      [660, 0],
      [661, 100],
    ],
  },
  "cuff-failure": {
    happens: "Every cuff measurement of 45 minutes fails, with its one automatic repeat.",
    watcherSees: '"Cuff measurement failed" (medium) when the repeat fails too; low after 2 min when none comes.',
    cuffFails: [[0, 2_700]],
    cuffPressed: [20],
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as [ScenarioName, ...ScenarioName[]];
export const isScenarioName = (name: string): name is ScenarioName => Object.hasOwn(SCENARIOS, name);
