import type { AssessmentId } from "@watchroom/shared/assessment";
import type { CuffArm } from "@watchroom/shared/wire";
import type { Scenario } from "./scenarios/scenario.ts";
import { SCENARIOS, type ScenarioName } from "./scenarios/table.ts";

/** The patient whom a room of the demo starts with: one of its people. */
export type FirstPatient = {
  readonly initials: string;
  /** Minutes since the first dose when the demo starts. */
  readonly fromMin: number;
  /** Minutes of the pressures that a nurse had read off and now enters. */
  readonly notedMin: readonly number[];
  /** The nurse comes to this only some minutes after it is overdue. */
  readonly forgotten?: AssessmentId;
  /** False: the cuff waits for the pressure that is due next. */
  readonly isCuffEager?: boolean;
  /** Minute at which the patient asks for the bathroom. */
  readonly leavesMin?: number;
  readonly event?: { readonly scenario: Scenario; readonly inS: number };
};
export type DemoRoomPlan = {
  readonly room: string;
  readonly cuffArm: CuffArm;
  /** Null: the room is free, and somebody comes after some minutes. */
  readonly first: FirstPatient | null;
};

/** A pressure before the dose, as the baseline. */
const BEFORE_MIN = -3;

/** Enough that the cuff due at minute 40 reads some 168/97 in the patient of room 2. */
const risingPressure: Scenario = {
  ...SCENARIOS.hypertension,
  cuffPressed: [],
  patient: {
    systolicRise: [
      [0, 0],
      [100, 22],
      [900, 22],
      [1_800, 0],
    ],
  },
};

/** Eight rooms in different phases, so that each tile says something else (clinical.md 7 for what is due when). */
export const DEMO_ROOMS: readonly DemoRoomPlan[] = [
  {
    room: "Room 1",
    cuffArm: "same",
    first: { initials: "A. L.", fromMin: 18, notedMin: [BEFORE_MIN, 10] },
  },
  {
    room: "Room 2",
    cuffArm: "other",
    first: {
      initials: "M. K.",

      fromMin: 38,
      notedMin: [BEFORE_MIN, 20],
      isCuffEager: false,
      event: { scenario: risingPressure, inS: 15 },
    },
  },
  {
    room: "Room 3",
    cuffArm: "other",
    first: {
      initials: "J. S.",

      fromMin: 14,
      notedMin: [BEFORE_MIN, 10],
      event: { scenario: SCENARIOS.apnoea, inS: 75 },
    },
  },
  {
    room: "Room 4",
    cuffArm: "other",
    first: { initials: "R. O.", fromMin: 112, notedMin: [BEFORE_MIN, 40, 90], leavesMin: 113.5 },
  },
  {
    room: "Room 5",
    cuffArm: "other",
    first: {
      initials: "E. B.",

      // Sedation is due each 20 min, and overdue at minute 30: a minute after the demo starts.
      fromMin: 29,
      forgotten: "sedation",
      notedMin: [BEFORE_MIN, 20],
      event: { scenario: SCENARIOS["probe-off"], inS: 7 * 60 },
    },
  },
  {
    room: "Room 6",
    cuffArm: "other",
    first: { initials: "T. N.", fromMin: 48, notedMin: [BEFORE_MIN, 45] },
  },
  { room: "Room 7", cuffArm: "other", first: null },
  {
    room: "Room 8",
    cuffArm: "other",
    first: { initials: "S. W.", fromMin: -4, notedMin: [] },
  },
];

/** What happens now and then, the usual more often than the grave: a ward that cries wolf is a bad demo. */
export const DEMO_EVENTS: readonly [ScenarioName, ...ScenarioName[]] = [
  "probe-off",
  "probe-off",
  "weak-signal",
  "weak-signal",
  "hypertension",
  "desaturation",
  "bradycardia",
];
/** Minutes until the next event of a room. */
export const EVENT_EVERY_MIN = [30, 60] as const;
