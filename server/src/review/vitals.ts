import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import { staleAfterMs } from "@watchroom/shared/metric";
import type { DeviceId } from "@watchroom/shared/time";
import type { EntryBody, KeptEntry, KeptReading, RoomDevice } from "../journal/entry.ts";
import type { FoldedSession, OximeterMoment } from "./session-fold.ts";
import { minuteOf } from "./zone.ts";

type VitalsRow = ReportAnswer["vitals"][number];

/** A cuff measurement, or a pressure that a person read off. `at`: when it came, or was measured where it came late. */
export type PressureMoment = {
  readonly at: number;
  readonly systolic: number | null;
  readonly diastolic: number | null;
  readonly mean: number | null;
  readonly pulseRate: number | null;
  /** The device's label, or "typed by NAME". */
  readonly from: string;
  readonly isTyped: boolean;
};
/** One with both numbers, as rules ask for. */
export type WholePressure = PressureMoment & { readonly systolic: number; readonly diastolic: number };

export const isWhole = (pressure: PressureMoment): pressure is WholePressure =>
  pressure.systolic !== null && pressure.diastolic !== null;
export const pressureText = ({ systolic, diastolic }: Pick<PressureMoment, "systolic" | "diastolic">): string =>
  `${systolic ?? "--"}/${diastolic ?? "--"}`;

/**
 * Every pressure of the session that was not taken back, in order of time. What a device measured before `from` and sent
 * late is another patient's; what a person typed in this session is this patient's, however long ago it was read off.
 */
export function pressuresOf(entries: readonly KeptEntry[], folded: FoldedSession, from: number): PressureMoment[] {
  const until = folded.ending?.seq ?? Number.POSITIVE_INFINITY;
  return entries
    .filter(({ seq }) => seq < until && !folded.takenBack.has(seq))
    .flatMap((entry) => pressureOf(entry, folded.devices) ?? [])
    .filter(({ at, isTyped }) => isTyped || at >= from)
    .toSorted((a, b) => a.at - b.at);
}

function pressureOf({ at, body }: KeptEntry, devices: ReadonlyMap<DeviceId, RoomDevice>): PressureMoment | null {
  if (body.kind === "command" && body.command.name === "enterPressure") {
    const { systolic, diastolic, at: readAt } = body.command.payload;
    const from = `typed by ${body.by.name}`;
    // A station's clock may be a little ahead: the core takes its own time then.
    return { at: Math.min(readAt ?? at, at), systolic, diastolic, mean: null, pulseRate: null, from, isTyped: true };
  }
  if (!isCuff(body)) return null;
  const { reading, kind, deviceId } = body;
  if (reading.state !== undefined && reading.state !== "done") return null;
  const label = devices.get(deviceId)?.label ?? "a device of before";
  const isLate = kind === "lateReading";
  return {
    at: isLate ? reading.measuredAt : at,
    systolic: reading.systolic ?? null,
    diastolic: reading.diastolic ?? null,
    mean: reading.mean ?? null,
    pulseRate: reading.pulseRate ?? null,
    from: isLate ? `${label}, sent late` : label,
    isTyped: false,
  };
}

type CuffBody = Extract<EntryBody, { kind: "reading" | "lateReading" }> & {
  readonly reading: Extract<KeptReading, { kind: "bloodPressure" }>;
};
const isCuff = (body: EntryBody): body is CuffBody =>
  (body.kind === "reading" || body.kind === "lateReading") && body.reading.kind === "bloodPressure";

const QUARTER_MS = 15 * 60_000;
/** So near a pressure says what a row of the quarter would. */
const NEAR_MS = 5 * 60_000;

/**
 * A row for each pressure, with the oximeter's values of that moment; and one at each full quarter of an hour from the
 * first dose (from the start where none was given) without a pressure within 5 min.
 */
export function vitalsOf(pressures: readonly PressureMoment[], folded: FoldedSession, to: number): VitalsRow[] {
  const { session, oximetry } = folded;
  const rows = pressures.map((pressure) => rowAt(pressure, session.doseAt, momentAt(oximetry, pressure.at)));
  const first = oximetry[0]?.at ?? to;
  const origin = session.doseAt ?? session.startedAt;
  for (let quarter = Math.ceil((first - origin) / QUARTER_MS); origin + quarter * QUARTER_MS <= to; quarter++) {
    const at = origin + quarter * QUARTER_MS;
    if (pressures.some((pressure) => Math.abs(pressure.at - at) <= NEAR_MS)) continue;
    rows.push(quarterAt(at, session.doseAt, momentAt(oximetry, at)));
  }
  return rows.toSorted((a, b) => a.at - b.at);
}

function rowAt(pressure: PressureMoment, doseAt: number | null, seen: OximeterMoment | null): VitalsRow {
  const { at, systolic, diastolic, mean, pulseRate, from } = pressure;
  const isCuffPulse = (seen?.pulseRate ?? null) === null && pulseRate !== null;
  return {
    at,
    minute: minuteOf(at, doseAt),
    systolic,
    diastolic,
    mean,
    pulseRate: seen?.pulseRate ?? pulseRate,
    spo2: seen?.spo2 ?? null,
    from: isCuffPulse ? `${from}; its pulse` : from,
  };
}

const quarterAt = (at: number, doseAt: number | null, seen: OximeterMoment | null): VitalsRow => ({
  at,
  minute: minuteOf(at, doseAt),
  systolic: null,
  diastolic: null,
  mean: null,
  pulseRate: seen?.pulseRate ?? null,
  spo2: seen?.spo2 ?? null,
  from: "oximeter",
});

/** The newest values that were not stale then; null: nothing was measured. By halving: there are thousands. */
export function momentAt(oximetry: readonly OximeterMoment[], at: number): OximeterMoment | null {
  let [low, high] = [0, oximetry.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((oximetry[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const found = oximetry[low - 1];
  if (found === undefined || at - found.at > staleAfterMs("spo2", found.updatePeriodMs)) return null;
  return found;
}
