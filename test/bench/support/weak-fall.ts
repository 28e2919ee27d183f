import { durationS, type Scenario } from "../../../simulators/src/scenarios/scenario.ts";
import { SCENARIOS } from "../../../simulators/src/scenarios/table.ts";
import { AFTERWARDS_S, beyond, type EventKind, lost, SHALLOW } from "./true-event.ts";

/** Over before anybody who was called could be there, but a fall all the same. */
const BRIEF: Scenario = {
  happens: "SpO2 falls 13 points in 30 s, stays for a quarter of a minute and is back within a minute and a half.",
  watcherSees: "SpO2 below 88 (high, after 5 s) in most patients, for some 20 s.",
  patient: {
    spo2Drop: [
      [0, 0],
      [30, 13],
      [45, 13],
      [90, 0],
    ],
  },
};

const onWeakSignal = (scenario: Scenario, fromS: number): EventKind => ({
  scenario: { ...scenario, sensorWeak: [[fromS, durationS(scenario) + AFTERWARDS_S]] },
  dutiesIn: (set) => [...beyond(set, "spo2", "low", "weak"), lost(set)],
});
/** The slide of 13 points in two minutes is here about to reach the first limit. */
const SLIDING_S = 40;

/** True falls of SpO2 of patients whose hands are cold: the signal is weak all the time, or from the middle of the fall. */
export const WEAK_EVENT_KINDS: Readonly<Record<string, EventKind>> = {
  "deep and fast": onWeakSignal(SCENARIOS.apnoea, 0),
  "deep and slow": onWeakSignal(SCENARIOS.desaturation, 0),
  "deep and slow, weak on the way down": onWeakSignal(SCENARIOS.desaturation, SLIDING_S),
  shallow: onWeakSignal(SHALLOW, 0),
  brief: onWeakSignal(BRIEF, 0),
};
