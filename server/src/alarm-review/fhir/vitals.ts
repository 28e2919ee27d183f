import type { Episode } from "@watchroom/shared/alarm-review";
import { formatValue, METRICS, type MetricId } from "@watchroom/shared/metric";
import type { DeviceId } from "@watchroom/shared/time";
import type { EntryBody, KeptEntry } from "../../journal/entry.ts";
import { grouped } from "../grouped.ts";
import {
  codeOf,
  type Entry,
  entryOf,
  idOf,
  iso,
  metaOf,
  PRESSURE_PANEL,
  quantityOf,
  referenceTo,
  VITAL_SIGNS,
} from "./resource.ts";

type ReadingBody = Extract<EntryBody, { kind: "reading" | "lateReading" }>;
type Taken = { readonly at: number; readonly deviceId: DeviceId; readonly reading: ReadingBody["reading"] };
/** What an observation hangs on. */
export type Around = {
  readonly episode: Episode;
  /** `{ subject }`, or nothing outside a session. */
  readonly subject: object;
  /** Label of each device; one that was removed has none. */
  readonly labels: ReadonlyMap<DeviceId, string>;
};

const SERIES: readonly ("spo2" | "pulseRate" | "perfusionIndex")[] = ["spo2", "pulseRate", "perfusionIndex"];
const SECOND_MS = 1_000;

/** What was measured around one alarm, and the devices that measured it: rows of an oximeter as sampled data. */
export function vitalsOf(entries: readonly KeptEntry[], around: Around): { observations: Entry[]; devices: Entry[] } {
  const taken = entries.flatMap(takenOf).toSorted((a, b) => a.at - b.at);
  const observations: Entry[] = [];
  const byDevice = grouped(taken, ({ deviceId }) => deviceId);
  for (const [deviceId, readings] of byDevice) {
    for (const metric of SERIES) observations.push(...seriesOf(metric, deviceId, readings, around));
    observations.push(...readings.flatMap((one) => pressureOf(one, around)));
  }
  observations.push(...entries.flatMap((entry) => typedOf(entry, around)));
  return { observations, devices: [...byDevice.keys()].map((deviceId) => deviceOf(deviceId, around)) };
}

/** At the moment that counts: when it came, or, when it came late, when it was measured. */
function takenOf({ at, body }: KeptEntry): Taken[] {
  if (body.kind !== "reading" && body.kind !== "lateReading") return [];
  const { deviceId, reading } = body;
  return [{ at: body.kind === "reading" ? at : reading.measuredAt, deviceId, reading }];
}

const deviceKey = (deviceId: DeviceId, { simulated }: Episode): string =>
  `device ${deviceId}${simulated ? " simulated" : ""}`;

const deviceOf = (deviceId: DeviceId, { episode, labels }: Around): Entry =>
  entryOf({
    resourceType: "Device",
    id: idOf(deviceKey(deviceId, episode)),
    ...metaOf(episode.simulated),
    ...{
      identifier: [{ system: "urn:watchroom:device", value: deviceId }],
      status: "active",
      deviceName: [{ name: labels.get(deviceId) ?? "A device of before", type: "user-friendly-name" }],
    },
  });

function observation(key: string, around: Around, deviceId: DeviceId | null, more: object): Entry {
  const { episode, subject, labels } = around;
  const device =
    deviceId === null ? {} : { device: referenceTo({ id: idOf(deviceKey(deviceId, episode)) }, labels.get(deviceId)) };
  return entryOf({
    resourceType: "Observation",
    id: idOf(key),
    ...metaOf(episode.simulated),
    ...{ status: "final", category: VITAL_SIGNS },
    ...subject,
    ...more,
    ...device,
  });
}

/** One line of an oximeter. "E": it sent no valid value in that step. */
function seriesOf(
  metric: (typeof SERIES)[number],
  deviceId: DeviceId,
  readings: readonly Taken[],
  around: Around,
): Entry[] {
  const points = readings.flatMap(({ at, reading }) =>
    reading.kind === "oximetry" ? [{ at, value: measured(metric, reading), periodS: reading.updatePeriodS ?? 1 }] : [],
  );
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.every(({ value }) => value === null)) return [];
  const period = Math.round(first.periodS * SECOND_MS);
  const steps = Array.from({ length: Math.floor((last.at - first.at) / period) + 1 }, () => "E");
  for (const { at, value } of points) {
    if (value !== null) steps[Math.floor((at - first.at) / period)] = formatValue(metric, value);
  }
  const { value: _, ...origin } = quantityOf(metric, 0);
  const key = `${metric} ${deviceId} ${around.episode.episodeId} ${first.at}`;
  return [
    observation(key, around, deviceId, {
      code: codeOf(metric),
      effectivePeriod: { start: iso(first.at), end: iso(last.at) },
      valueSampledData: { origin: { value: 0, ...origin }, period, dimensions: 1, data: steps.join(" ") },
    }),
  ];
}

function measured(
  metric: (typeof SERIES)[number],
  reading: Extract<ReadingBody["reading"], { kind: "oximetry" }>,
): number | null {
  return reading.sensor === "off" || reading.sensor === "disconnected" ? null : (reading[metric] ?? null);
}

function pressureOf({ at, deviceId, reading }: Taken, around: Around): Entry[] {
  if (reading.kind !== "bloodPressure" || (reading.state ?? "done") !== "done") return [];
  const { systolic = null, diastolic = null, mean = null } = reading;
  const key = `pressure ${deviceId} ${around.episode.episodeId} ${at}`;
  return panelOf(key, at, { systolic, diastolic, mean }, { around, deviceId, note: null });
}

/** What a person read off a cuff that sends nothing. */
function typedOf({ at, seq, body }: KeptEntry, around: Around): Entry[] {
  if (body.kind !== "command" || body.command.name !== "enterPressure") return [];
  const { systolic, diastolic, at: readAt } = body.command.payload;
  const note = `Typed by ${body.by.name}`;
  const key = `typed pressure ${around.episode.episodeId} ${seq}`;
  return panelOf(key, readAt ?? at, { systolic, diastolic, mean: null }, { around, deviceId: null, note });
}

type Panel = Partial<Record<MetricId, number | null>>;
function panelOf(
  key: string,
  at: number,
  values: Panel,
  {
    around,
    deviceId,
    note,
  }: { readonly around: Around; readonly deviceId: DeviceId | null; readonly note: string | null },
): Entry[] {
  const component = (["systolic", "diastolic", "mean"] as const).flatMap((metric) => {
    const value = values[metric] ?? null;
    return value === null ? [] : [{ code: codeOf(metric), valueQuantity: quantityOf(metric, value) }];
  });
  if (component.length === 0) return [];
  const more = { code: PRESSURE_PANEL, effectiveDateTime: iso(at), component };
  return [observation(key, around, deviceId, note === null ? more : { ...more, note: [{ text: note }] })];
}

/** How bad it was, beside the limit that it passed; nothing for a technical alarm. */
export function worstOf(around: Around): Entry[] {
  const { episodeId, metric, side, worst, limit, since, endedAt, priority } = around.episode;
  if (metric === null || side === null || worst === null) return [];
  const word = side === "low" ? "L" : "H";
  const code = priority === "high" ? `${word}${word}` : word;
  return [
    observation(`worst ${episodeId}`, around, null, {
      code: codeOf(metric),
      effectivePeriod: { start: iso(since), ...(endedAt !== null && { end: iso(endedAt) }) },
      valueQuantity: quantityOf(metric, worst),
      interpretation: [
        { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", code }] },
      ],
      note: [{ text: `The ${side === "low" ? "lowest" : "highest"} ${METRICS[metric].label} of this alarm` }],
      ...(limit !== null && {
        referenceRange: [{ [side]: quantityOf(metric, limit), text: "Alarm limit in force when it began" }],
      }),
    }),
  ];
}
