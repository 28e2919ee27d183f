import { AlarmRecord, ReadingsPage, ReadingsQuery, TrendAnswer, TrendQuery } from "@watchroom/shared/http";
import type { MetricId } from "@watchroom/shared/metric";
import { ok } from "@watchroom/shared/result";
import type { DeviceId, EpochMs } from "@watchroom/shared/time";
import { z } from "zod";
import type { Directory } from "../auth/directory.ts";
import type { KeptEntry, KeptReading } from "../journal/entry.ts";
import type { StoreClient } from "../store/store.ts";
import { markersOf } from "./markers.ts";
import { withTexts } from "./rooms.ts";
import { type Route, route } from "./route.ts";
import { type Span, type SpanParts, SUBJECTS, type Subject } from "./span.ts";
import { measuredTrend } from "./trend.ts";

type Row = ReadingsPage["readings"][number];

const SUBJECT = "Record";
const READING_KINDS = ["reading", "lateReading"] as const;

/** What is kept of a room's present watch (nothing of the patient before), and of each session. */
export const recordRoutes = (parts: SpanParts): Route[] =>
  SUBJECTS.flatMap((subject) => [trend(parts, subject), readings(parts, subject), alarms(parts, subject)]);

const trend = (parts: SpanParts, { path, of, fails, span: spanOf }: Subject): Route =>
  route({
    method: "get",
    path: `${path}/trend`,
    subject: SUBJECT,
    summary: `The measured lines, cuff readings, acts of people and alarm changes of ${of}.`,
    allow: "reader",
    query: TrendQuery,
    answer: TrendAnswer,
    fails,
    async run(call) {
      const span = await spanOf(parts, call.params);
      if (!span.ok) return span;
      const { roomId, from, to } = span.value;
      const [entries, changes] = await Promise.all([
        span.value.isFree ? [] : parts.store.entries({ roomId, from, to, kinds: [...READING_KINDS, "command"] }),
        changesOf(parts.store, span.value),
      ]);
      return ok({
        roomId,
        from,
        to,
        ...measuredTrend(entries, from, call.query.points),
        markers: markersOf(entries),
        changes,
      });
    },
  });

const readings = (parts: SpanParts, { path, of, fails, span: spanOf }: Subject): Route =>
  route({
    method: "get",
    path: `${path}/readings`,
    subject: SUBJECT,
    summary: `The readings of ${of}, newest first. The next page: before = next.`,
    allow: "reader",
    query: ReadingsQuery,
    answer: ReadingsPage,
    fails,
    async run(call) {
      const span = await spanOf(parts, call.params);
      if (!span.ok) return span;
      const { from, to, isFree } = span.value;
      const { before, limit } = call.query;
      const last = before === undefined ? to : Math.min(to, Math.ceil(before) - 1);
      const page =
        isFree || last < from ? [] : await pageOf(parts.store, { ...span.value, to: last as EpochMs }, limit);
      const oldest = page.at(-1)?.at;
      return ok({
        readings: page.flatMap((entry) => rowOf(entry, parts.directory)),
        next: page.length < limit || oldest === undefined || oldest <= from ? null : oldest,
      });
    },
  });

const alarms = (parts: SpanParts, { path, of, fails, span: spanOf }: Subject): Route =>
  route({
    method: "get",
    path: `${path}/alarms`,
    subject: SUBJECT,
    summary: `The alarm changes of ${of}, in order.`,
    allow: "reader",
    answer: z.object({ changes: z.array(AlarmRecord) }),
    fails,
    async run(call) {
      const span = await spanOf(parts, call.params);
      if (!span.ok) return span;
      return ok({ changes: await changesOf(parts.store, span.value) });
    },
  });

const changesOf = async (store: StoreClient, { roomId, from, to, isFree }: Span): Promise<AlarmRecord[]> =>
  isFree ? [] : withTexts(await store.alarmChangesOfRoom(roomId, from, to));

/**
 * The newest readings of the span, newest first. A batch is kept in one moment, and pages are cut between moments: so the
 * oldest moment of a page is there whole, even when the page grows by it.
 */
async function pageOf(store: StoreClient, { roomId, from, to }: Span, limit: number): Promise<KeptEntry[]> {
  const span = { roomId, from, to };
  const newest = await store.entries({ ...span, kinds: READING_KINDS, newest: limit });
  const oldest = newest.at(-1);
  if (oldest === undefined || newest.length < limit) return newest;
  const ofThatMoment = await store.entries({ ...span, from: oldest.at, to: oldest.at, kinds: READING_KINDS });
  return [...newest.filter(({ at }) => at > oldest.at), ...ofThatMoment.toReversed()];
}

export function rowOf({ at, body }: KeptEntry, directory: Directory): Row[] {
  if (body.kind === "command" && body.command.name === "enterPressure") {
    const { systolic, diastolic, at: readAt } = body.command.payload;
    const typed = { device: `typed by ${body.by.name}`, kind: "bloodPressure", state: "typed", late: false } as const;
    return [{ ...typed, receivedAt: at, measuredAt: readAt ?? at, values: { systolic, diastolic } }];
  }
  if (body.kind !== "reading" && body.kind !== "lateReading") return [];
  const { reading, deviceId } = body;
  return [
    {
      receivedAt: at,
      measuredAt: reading.measuredAt,
      device: labelOf(deviceId, directory),
      kind: reading.kind,
      values: valuesOf(reading),
      state: reading.kind === "oximetry" ? (reading.sensor ?? null) : stateOf(reading),
      late: body.kind === "lateReading",
    },
  ];
}

const labelOf = (deviceId: DeviceId, directory: Directory): string =>
  directory.devices().find((device) => device.deviceId === deviceId)?.label ?? "unknown device";

const stateOf = ({ state, failure }: KeptReading & { kind: "bloodPressure" }): string | null =>
  state === "failed" && failure ? `failed: ${failure}` : (state ?? null);

function valuesOf(reading: KeptReading): Partial<Record<MetricId, number | null>> {
  if (reading.kind === "oximetry") {
    const { spo2 = null, pulseRate = null, perfusionIndex = null } = reading;
    return { spo2, pulseRate, perfusionIndex };
  }
  const { systolic = null, diastolic = null, mean = null, pulseRate = null } = reading;
  return { systolic, diastolic, mean, cuffPulseRate: pulseRate };
}
