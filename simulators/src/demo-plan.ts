import type { AssessmentId } from "@watchroom/shared/assessment";
import type { CuffArm } from "@watchroom/shared/wire";
import { DEVICE_MG, USUAL_LOZENGE_MG } from "./patient/pharmacology.ts";
import { drawProfile, type Profile } from "./patient/profile.ts";
import type { Prescription } from "./prescription.ts";
import { keyOf } from "./random.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { SCENARIOS, type ScenarioName } from "./scenarios/table.ts";

/** The patient whom a room of the demo starts with; all that is left out comes from the seed. */
export type FirstPatient = {
  readonly initials: string;
  readonly ordered: Prescription;
  /** Minutes since the first dose when the demo starts. */
  readonly fromMin: number;
  /** Minutes of the pressures that a nurse had read off and now enters. */
  readonly notedMin: readonly number[];
  /** The nurse comes to this only some minutes after it is overdue. */
  readonly forgotten?: AssessmentId;
  /** False: the cuff waits for the pressure that is due next. */
  readonly isCuffEager?: boolean;
  readonly body?: Partial<Profile>;
  readonly event?: { readonly scenario: Scenario; readonly inS: number };
};
export type DemoRoomPlan = {
  readonly room: string;
  readonly cuffArm: CuffArm;
  /** Null: the room is free, and somebody comes after some minutes. */
  readonly first: FirstPatient | null;
};

/** Another seed would be another clinic: what the first minutes show is tested for this one. */
export const DEMO_SEED = 2_026;

const infusion: Prescription = { route: "intravenous", parts: 1, mg: null };
const injection: Prescription = { route: "intramuscular", parts: 1, mg: 50 };
const lozenge: Prescription = { route: "sublingual", parts: 1, mg: USUAL_LOZENGE_MG };
const devices = (parts: number): Prescription => ({ route: "intranasal", parts, mg: DEVICE_MG });
/** What later patients are given, by turns of chance. */
export const DEMO_ORDERS: readonly [Prescription, ...Prescription[]] = [
  infusion,
  devices(2),
  devices(3),
  injection,
  lozenge,
];
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
    first: { initials: "A. L.", ordered: infusion, fromMin: 18, notedMin: [BEFORE_MIN, 10] },
  },
  {
    room: "Room 2",
    cuffArm: "other",
    first: {
      initials: "M. K.",
      ordered: devices(3),
      fromMin: 38,
      notedMin: [BEFORE_MIN, 20],
      isCuffEager: false,
      body: { systolic: 130, diastolic: 72, pressureSlope: 0.06 },
      event: { scenario: risingPressure, inS: 15 },
    },
  },
  {
    room: "Room 3",
    cuffArm: "other",
    first: {
      initials: "J. S.",
      ordered: injection,
      fromMin: 14,
      notedMin: [BEFORE_MIN, 10],
      body: { weightKg: 92, spo2: 98.7, pulseRate: 76, systolic: 122, diastolic: 76, pressureSlope: 0.06 },
      event: { scenario: SCENARIOS.apnoea, inS: 75 },
    },
  },
  {
    room: "Room 4",
    cuffArm: "other",
    first: { initials: "R. O.", ordered: devices(2), fromMin: 112, notedMin: [BEFORE_MIN, 40, 90] },
  },
  {
    room: "Room 5",
    cuffArm: "other",
    first: {
      initials: "E. B.",
      ordered: infusion,
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
    first: { initials: "T. N.", ordered: lozenge, fromMin: 48, notedMin: [BEFORE_MIN, 45] },
  },
  { room: "Room 7", cuffArm: "other", first: null },
  {
    room: "Room 8",
    cuffArm: "other",
    first: { initials: "S. W.", ordered: devices(2), fromMin: -4, notedMin: [] },
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

/**
 * A patient of the demo: drawn as all are, but from the middle of the spread, so that alarms come from events and not
 * from a whole ward of hypertensive patients (limits: clinical.md 7), and that a dose is seen in each.
 * The room and the initials make the patient, so that a restart in mid-session does not change who lies there.
 */
export function calmProfile(index: number, initials: string): Profile {
  const drawn = drawProfile(keyOf(DEMO_SEED, `patient ${index}/${initials}`));
  return {
    ...drawn,
    spo2: Math.max(95.5, drawn.spo2),
    pulseRate: Math.max(63, drawn.pulseRate),
    systolic: Math.max(108, Math.min(124, drawn.systolic)),
    diastolic: Math.max(66, Math.min(75, drawn.diastolic)),
    pressureSlope: Math.max(0.045, Math.min(0.06, drawn.pressureSlope)),
    dip: null,
  };
}
