import { NO_SHIFT, type Shift } from "../patient/patient.ts";

/** A value over time: seconds from the scenario's begin, straight between two points. */
type Course = readonly (readonly [atS: number, value: number])[];
/** Times during which something is so: seconds from the scenario's begin. */
type Spans = readonly (readonly [fromS: number, toS: number])[];

/** A named timeline: what happens to the patient and to the devices, and what a watcher should see. */
export type Scenario = {
  readonly happens: string;
  readonly watcherSees: string;
  readonly patient?: { readonly [Name in keyof Shift]?: Course };
  readonly sensorOff?: Spans;
  readonly sensorWeak?: Spans;
  readonly linkCut?: Spans;
  readonly frozen?: Spans;
  readonly cuffFails?: Spans;
  /** Somebody presses START on the cuff. */
  readonly cuffPressed?: readonly number[];
  /** Percent left in the oximeter; it switches itself off at 0. */
  readonly battery?: Course;
};

/** What a scenario does at one moment. */
export type Moment = {
  readonly shift: Shift;
  readonly isSensorOff: boolean;
  readonly isSensorWeak: boolean;
  readonly isLinkCut: boolean;
  readonly isFrozen: boolean;
  readonly isCuffFailing: boolean;
  readonly isCuffPressed: boolean;
  readonly battery: number | null;
};

/** The course's value at this second; before its first point and after its last one it stays. */
export function valueAt(course: Course, atS: number): number {
  const after = course.findIndex(([pointS]) => pointS > atS);
  const [nextS, next] = course[after] ?? course.at(-1) ?? [0, 0];
  if (after <= 0) return next;
  const [lastS, last] = course[after - 1] ?? [0, 0];
  return last + ((next - last) * (atS - lastS)) / (nextS - lastS);
}

const isIn = (spans: Spans | undefined, atS: number) => (spans ?? []).some(([from, to]) => atS >= from && atS < to);

/** Pure. `atS`: seconds since the scenario began, in steps of one second; before that, nothing happens. */
export function momentOf(scenario: Scenario, atS: number): Moment {
  const has = atS >= 0;
  const { patient = {}, battery } = scenario;
  const shift = (name: keyof Shift) => (has && patient[name] ? valueAt(patient[name], atS) : NO_SHIFT[name]);
  return {
    shift: { spo2Drop: shift("spo2Drop"), systolicRise: shift("systolicRise"), pulseRise: shift("pulseRise") },
    isSensorOff: isIn(scenario.sensorOff, atS),
    isSensorWeak: isIn(scenario.sensorWeak, atS),
    isLinkCut: isIn(scenario.linkCut, atS),
    isFrozen: isIn(scenario.frozen, atS),
    isCuffFailing: isIn(scenario.cuffFails, atS),
    isCuffPressed: (scenario.cuffPressed ?? []).some((pressS) => atS >= pressS && atS < pressS + 1),
    battery: has && battery ? valueAt(battery, atS) : null,
  };
}

/** When the scenario's last change is over. */
export function durationS(scenario: Scenario): number {
  const courses = [...Object.values(scenario.patient ?? {}), scenario.battery ?? []];
  const { sensorOff, sensorWeak, linkCut, frozen, cuffFails } = scenario;
  const spans = [sensorOff, sensorWeak, linkCut, frozen, cuffFails].flatMap((list) => list ?? []);
  return Math.max(0, ...courses.flatMap((course) => course.map(([atS]) => atS)), ...spans.map(([, toS]) => toS));
}
