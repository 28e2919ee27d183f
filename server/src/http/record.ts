import { AlarmRecord, PATHS, ReadingsPage, ReadingsQuery, TrendAnswer, TrendQuery } from "@watchroom/shared/http";
import type { MetricId } from "@watchroom/shared/metric";
import { ok } from "@watchroom/shared/result";
import type { Clock, DeviceId, EpochMs, RoomId } from "@watchroom/shared/time";
import { z } from "zod";
import type { Directory } from "../auth/directory.ts";
import type { KeptEntry, KeptReading } from "../journal/entry.ts";
import type { StoreClient } from "../store/store.ts";
import type { Ward } from "../ward/ward.ts";
import { markersOf } from "./markers.ts";
import { withTexts } from "./rooms.ts";
import { type Answer, type Call, type Route, route } from "./route.ts";
import { measuredTrend } from "./trend.ts";

type RecordParts = {
  readonly directory: Directory;
  readonly store: StoreClient;
  readonly ward: Ward;
  readonly clock: Clock;
};
type Row = ReadingsPage["readings"][number];

const SUBJECT = "Record";
const READING_KINDS = ["reading", "lateReading"] as const;

/** What is kept of a room's present watch: nothing of the patient before. */
export const recordRoutes = (parts: RecordParts): Route[] => [trend(parts), readings(parts), alarms(parts)];

const trend = (parts: RecordParts): Route =>
  route({
    method: "get",
    path: `${PATHS.rooms}/:roomId/trend`,
    subject: SUBJECT,
    summary: "The measured lines, cuff readings, acts of people and alarm changes of the room's present watch.",
    allow: "reader",
    query: TrendQuery,
    answer: TrendAnswer,
    fails: ["no-such-room"],
    async run(call) {
      const span = spanOf(parts, call);
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

const readings = (parts: RecordParts): Route =>
  route({
    method: "get",
    path: `${PATHS.rooms}/:roomId/readings`,
    subject: SUBJECT,
    summary: "The readings of the room's present watch, newest first. The next page: `before` = `next`.",
    allow: "reader",
    query: ReadingsQuery,
    answer: ReadingsPage,
    fails: ["no-such-room"],
    async run(call) {
      const span = spanOf(parts, call);
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

const alarms = (parts: RecordParts): Route =>
  route({
    method: "get",
    path: `${PATHS.rooms}/:roomId/alarms`,
    subject: SUBJECT,
    summary: "The alarm changes of the room's present watch, in order.",
    allow: "reader",
    answer: z.object({ changes: z.array(AlarmRecord) }),
    fails: ["no-such-room"],
    async run(call) {
      const span = spanOf(parts, call);
      if (!span.ok) return span;
      return ok({ changes: await changesOf(parts.store, span.value) });
    },
  });

/** `isFree`: nothing is watched there, and what was belongs to the patient before. */
type Span = { readonly roomId: RoomId; readonly from: EpochMs; readonly to: EpochMs; readonly isFree: boolean };

/** From the start of the room's present record until now; of a free room, nothing. */
function spanOf({ directory, ward, clock }: RecordParts, call: Call<unknown, unknown>): Answer<Span> {
  const room = directory.rooms().find(({ roomId }) => roomId === call.params["roomId"]);
  if (room === undefined) return { ok: false, code: "no-such-room", message: "There is no such room." };
  const { wall } = clock.now();
  const from = ward.recordFrom(room.roomId) as EpochMs | null;
  return ok({ roomId: room.roomId, from: from ?? wall, to: wall, isFree: from === null });
}

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

function rowOf({ at, body }: KeptEntry, directory: Directory): Row[] {
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
