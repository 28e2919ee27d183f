import type { TechnicalId } from "@watchroom/shared/alarm";
import type { MetricId } from "@watchroom/shared/metric";
import type { BloodPressureReading, OximetryReading, Validity } from "@watchroom/shared/reading";
import { assert } from "@watchroom/shared/result";
import { addMs, type DeviceId, type EpochMs, type Instant } from "@watchroom/shared/time";
import type { MetricView } from "@watchroom/shared/wire";
import type { KeptReading } from "../journal/entry.ts";
import { isByCuff, seeCuffPulse } from "./cuff-pulse.ts";
import { type Draft, hasAlarms, holdOnsets, releaseOnsets, rulesFor, see } from "./draft.ts";
import { levelOf, type Trust } from "./limits.ts";
import { judge } from "./plausibility.ts";
import type { Pressure } from "./release.ts";
import type { DeviceState } from "./room.ts";
import { isBack } from "./standby.ts";

const MS_A_SECOND = 1_000;
/** Silence of the sensor after which, in a room that was cleared, the next value is another start. */
const REST_GAP_MS = 10_000;

/** One reading of one device of the room, received now. */
export function takeReading(draft: Draft, deviceId: DeviceId, reading: KeptReading, now: Instant): void {
  const before = draft.devices[deviceId];
  assert(before, "a reading comes from a device of the room");
  const wasWatching = draft.watchingSince !== null;
  if (!wasWatching) considerStart(draft, before, reading, now);
  if (reading.kind === "oximetry") takeOximetry(draft, before, reading, now);
  else takeBloodPressure(draft, before, reading, now);
  if (draft.watchingSince === null) return;
  if (before.link === "down") technical(draft, "linkLost", deviceId, 0, null, now);
  const battery = reading.battery ?? before.battery;
  const { thresholds } = rulesFor(draft);
  const isLow = battery === null ? [] : thresholds.batteryLow.filter((threshold) => battery <= threshold);
  const cause = battery === null || isLow.length === 0 ? null : `${Math.round(battery)} %`;
  technical(draft, "batteryLow", deviceId, isLow.length, cause, now);
}

/** What any reading says of its device. */
const heard = (
  { link, battery }: DeviceState,
  reading: KeptReading,
  now: Instant,
): Pick<DeviceState, "link" | "lastSeen" | "battery"> => ({
  link: link === "down" ? "up" : link,
  lastSeen: now,
  battery: reading.battery ?? battery,
});

/** Watching starts with the sensor; in a room just cleared, with the sensor put on anew. */
function considerStart(draft: Draft, device: DeviceState, reading: KeptReading, now: Instant): void {
  const isMeasured =
    reading.kind === "oximetry"
      ? isSensorOn(reading) && ((reading.spo2 ?? null) !== null || (reading.pulseRate ?? null) !== null)
      : reading.state === undefined || reading.state === "done";
  const wasAway = device.lastSeen === null || now.mono - device.lastSeen.mono > REST_GAP_MS;
  if (
    draft.restUntil !== null &&
    (now.mono >= draft.restUntil || wasAway || (reading.kind === "oximetry" && !isMeasured))
  ) {
    draft.restUntil = null;
  }
  if (!isMeasured || draft.restUntil !== null) return;
  startWatch(draft, now);
}

export function startWatch(draft: Draft, now: Instant): void {
  draft.watchingSince = now;
  draft.restUntil = null;
  if (!draft.isRecordSaved) technical(draft, "recordNotSaved", null, 1, null, now);
}

const isSensorOn = ({ sensor }: { readonly sensor?: OximetryReading["sensor"] }): boolean =>
  sensor !== "off" && sensor !== "disconnected";

function takeOximetry(
  draft: Draft,
  before: DeviceState,
  reading: KeptReading & { kind: "oximetry" },
  now: Instant,
): void {
  const updatePeriodMs =
    reading.updatePeriodS === undefined ? before.updatePeriodMs : reading.updatePeriodS * MS_A_SECOND;
  const isOn = isSensorOn(reading);
  const measured = {
    spo2: isOn ? (reading.spo2 ?? null) : null,
    pulseRate: isOn ? (reading.pulseRate ?? null) : null,
    perfusionIndex: isOn ? (reading.perfusionIndex ?? null) : null,
  };
  const { next, isBelieved, stuckMs } = judge(
    before.plausibility,
    measured,
    updatePeriodMs,
    draft.set.timing,
    now.mono,
  );
  const isWatched = draft.watchingSince !== null;
  const device: DeviceState = {
    ...before,
    ...heard(before, reading, now),
    updatePeriodMs,
    sensor: reading.sensor ?? null,
    lastOximetry: isWatched ? now.mono : null,
    plausibility: isWatched ? next : before.plausibility,
  };
  draft.devices = { ...draft.devices, [device.device.deviceId]: device };
  if (!isWatched) return;
  const { deviceId } = device.device;
  const doubt: Validity = reading.sensor === "weak" || stuckMs !== null ? "questionable" : "valid";
  const view = (value: number | null, validity: Validity) => viewOf(value, validity, device, now);
  // All three in one copy.
  draft.metrics = {
    ...draft.metrics,
    spo2: view(measured.spo2, isBelieved ? doubt : "questionable"),
    pulseRate: view(measured.pulseRate, doubt),
    perfusionIndex: view(measured.perfusionIndex, doubt),
  };
  for (const metric of OXIMETRY_METRICS) setSource(draft, metric, deviceId);
  technical(draft, "noData", deviceId, 0, null, now);
  // On standby the sensor is off on purpose: until the patient is back, only that data comes is watched.
  const isGood = isBelieved && measured.spo2 !== null && doubt === "valid";
  if (!isBack(draft, isGood, now)) return;
  const isWeak = reading.sensor === "weak";
  if (isBelieved && measured.spo2 !== null) seeValue(draft, "spo2", measured.spo2, isWeak ? "doubted" : "full", now);
  if (measured.pulseRate !== null) seeValue(draft, "pulseRate", measured.pulseRate, isWeak ? "doubted" : "plain", now);
  if (!isOn) dropPending(draft, now);
  const { unconfirmed } = next;
  const isFault = unconfirmed !== null && measured.spo2 !== null;
  technical(draft, "sensorOff", deviceId, isOn ? 0 : 1, reading.sensor === "disconnected" ? "disconnected" : null, now);
  technical(
    draft,
    "signalWeak",
    deviceId,
    weakness(isOn, measured.spo2, reading.sensor),
    measured.spo2 === null ? "no value" : null,
    now,
  );
  technical(
    draft,
    "sensorFault",
    deviceId,
    isFault ? 1 : 0,
    isFault ? `${unconfirmed.spo2} % ${unconfirmed.why}` : null,
    now,
  );
  technical(draft, "valueStuck", deviceId, stuckMs === null ? 0 : 1, null, now);
}

/** What a sensor shows while it is taken off is no patient: "sensor off" takes over from what was only pending. */
function dropPending(draft: Draft, now: Instant): void {
  for (const one of Object.values(draft.alarms)) {
    const { condition, alarm } = one;
    const isOximetry = condition.metric === "spo2" || condition.metric === "pulseRate";
    if (isOximetry && alarm.present === 0 && !isByCuff(one))
      see(draft, condition, { level: 0, immediate: 0, value: null, cause: null }, now);
  }
}

/** 1: weak, with a value; 2: no value at all. A sensor that is off has a condition of its own. */
function weakness(isOn: boolean, spo2: number | null, sensor: OximetryReading["sensor"]): number {
  if (!isOn) return 0;
  if (spo2 === null) return 2;
  return sensor === "weak" ? 1 : 0;
}

function takeBloodPressure(
  draft: Draft,
  before: DeviceState,
  reading: KeptReading & { kind: "bloodPressure" },
  now: Instant,
): void {
  const state: NonNullable<BloodPressureReading["state"]> = reading.state ?? "done";
  const cuffFailures = state === "failed" ? before.cuffFailures + 1 : state === "done" ? 0 : before.cuffFailures;
  const device: DeviceState = { ...before, ...heard(before, reading, now), cuffFailures };
  draft.devices = { ...draft.devices, [device.device.deviceId]: device };
  if (draft.watchingSince === null) return;
  draft.cuff = { state, since: now.wall, mono: now.mono, failure: reading.failure ?? null };
  draft.measureAsked = null;
  if (state === "measuring") {
    holdWhileMeasuring(draft, now);
    return;
  }
  releaseOnsets(draft, now);
  const failed = rulesFor(draft).thresholds.cuffFailed.filter((threshold) => cuffFailures >= threshold).length;
  technical(draft, "cuffFailed", device.device.deviceId, failed, reading.failure ?? null, now);
  if (state === "done") takePressures(draft, device, reading, now);
}

/** SpO2 onsets wait while a cuff on the oximeter's arm inflates, from when it began; also when the arm is only said then. */
export function holdWhileMeasuring(draft: Draft, now: Instant): void {
  const { cuff, cuffArm } = draft;
  if (cuff?.state !== "measuring" || cuffArm !== "same") return;
  const { cuffHoldMaxMs } = draft.set.timing;
  const until = { mono: addMs(cuff.mono, cuffHoldMaxMs), wall: (cuff.since + cuffHoldMaxMs) as EpochMs };
  if (until.mono > now.mono) holdOnsets(draft, until);
}

/** All values of one measurement replace all of the one before: no mean of now beside a systolic of then. */
function takePressures(draft: Draft, device: DeviceState, reading: BloodPressureValues, now: Instant): void {
  const values: readonly (readonly [MetricId, number | null])[] = [
    ["systolic", reading.systolic ?? null],
    ["diastolic", reading.diastolic ?? null],
    ["mean", reading.mean ?? null],
    ["cuffPulseRate", reading.pulseRate ?? null],
  ];
  for (const [metric, value] of values) {
    draft.metrics = { ...draft.metrics, [metric]: viewOf(value, "valid", device, now) };
    setSource(draft, metric, device.device.deviceId);
    if (value !== null) seeValue(draft, metric, value, "plain", now);
    // A mean of before says nothing about this pressure, whose own two numbers are judged.
    else if (metric === "mean" && reading.systolic != null) forgetValue(draft, metric, now);
  }
  if (reading.pulseRate != null) seeCuffPulse(draft, reading.pulseRate, now);
  const { systolic = null, diastolic = null } = reading;
  if (systolic !== null && diastolic !== null) keepPressure(draft, { systolic, diastolic, at: now.wall });
}

/** Enough to find the one before a dose that is entered late. */
const PRESSURES_KEPT = 12;

export function keepPressure(draft: Draft, pressure: Pressure): void {
  draft.pressures = [...draft.pressures, pressure].sort((a, b) => a.at - b.at).slice(-PRESSURES_KEPT);
}

type BloodPressureValues = Pick<BloodPressureReading, "systolic" | "diastolic" | "mean" | "pulseRate">;

const OXIMETRY_METRICS = ["spo2", "pulseRate", "perfusionIndex"] as const satisfies readonly MetricId[];

const viewOf = (
  value: number | null,
  validity: Validity,
  { updatePeriodMs }: DeviceState,
  now: Instant,
): MetricView => ({
  value,
  validity: value === null ? "invalid" : validity,
  at: now.wall,
  updatePeriodMs,
});

export function setSource(draft: Draft, metric: MetricId, deviceId: DeviceId): void {
  if (draft.sources[metric] !== deviceId) draft.sources = { ...draft.sources, [metric]: deviceId };
}

/** Holds a value against the room's limits, on both sides. */
export function seeValue(draft: Draft, metric: MetricId, value: number, trust: Trust, now: Instant): void {
  for (const rule of rulesFor(draft).byMetric.get(metric) ?? []) {
    const seen = levelOf(rule, value, trust);
    if (seen.level === 0 && !hasAlarms(draft)) continue;
    const condition = { kind: "physiological", metric, side: rule.side, technical: null, subject: null } as const;
    see(draft, condition, { ...seen, value, cause: null }, now);
  }
}

/** Nothing is known of the metric: no condition of it is present. */
export function forgetValue(draft: Draft, metric: MetricId, now: Instant): void {
  for (const { condition } of Object.values(draft.alarms)) {
    if (condition.metric === metric) see(draft, condition, { level: 0, immediate: 0, value: null, cause: null }, now);
  }
}

export function technical(
  draft: Draft,
  id: TechnicalId,
  subject: string | null,
  level: number,
  cause: string | null,
  now: Instant,
): void {
  if (level === 0 && !hasAlarms(draft)) return;
  const condition = { kind: "technical", metric: null, side: null, technical: id, subject } as const;
  see(draft, condition, { level, immediate: 0, value: null, cause }, now);
}
