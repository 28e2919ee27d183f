import type { AlarmChange, AlarmChangeKind, AlarmView } from "@watchroom/shared/alarm";
import { UNKNOWN_PATIENT } from "@watchroom/shared/session";
import type { DeviceId, EpochMs, MonoMs, RoomId, SessionId } from "@watchroom/shared/time";
import type { Receipt } from "@watchroom/shared/wire";
import type { KeptChange } from "../../../server/src/alarm-review/episodes.ts";
import type { EntryBody, JournalEntry, KeptReading } from "../../../server/src/journal/entry.ts";
import type { SessionRow } from "../../../server/src/store/store.ts";
import { anAlarm } from "../../support/an-alarm.ts";

/** Monday of week 48, nine in the morning in London. */
export const NINE = Date.UTC(2026, 10, 23, 9);
/** `minutes` and `seconds` after nine. */
export const at = (minutes: number, seconds = 0): number => NINE + minutes * 60_000 + seconds * 1_000;

const DOSE = { doseAt: at(30), dosingEndedAt: at(50) };
/** Two hours from nine: dosing from 9:30 to 9:50. */
export const session = (sessionId: string, roomId: string, more: Partial<SessionRow> = {}): SessionRow => ({
  sessionId: sessionId as SessionId,
  roomId: roomId as RoomId,
  initials: "A. L.",
  route: "intranasal",
  recordFrom: at(0) as EpochMs,
  startedAt: at(0) as EpochMs,
  endedAt: at(120) as EpochMs,
  simulated: false,
  facts: {
    patient: { ...UNKNOWN_PATIENT, recordNumber: "WR-00417" },
    protocol: { id: "preset-intranasal", name: "Esketamine (Spravato)", version: 1 },
    owner: null,
    ...DOSE,
    givenMg: 56,
    ending: { how: "released", by: "N. Okafor", reason: null, physician: null },
    preCheck: [],
    signatures: [],
    corrections: 0,
    rems: null,
  },
  ...more,
});

const SPO2_LOW = anAlarm({
  episodeId: "r1:1",
  priority: "medium",
  value: 90,
  worst: 90,
  since: at(60),
  signalledAt: at(60),
});
export const SENSOR_OFF: Partial<AlarmView> = {
  condition: "sensorOff:oximeter-1",
  kind: "technical",
  metric: null,
  side: null,
  technical: "sensorOff",
  device: "Oximeter 1",
  value: null,
  limit: null,
  worst: null,
};

export type Told = readonly [change: AlarmChangeKind, moment: number, more?: Partial<AlarmView>, by?: string];

/** One alarm as the journal has it: what each change says stays so until another one says something else. */
export function alarm(roomId: string, number: number, told: readonly Told[]): AlarmChange[] {
  let view: AlarmView = { ...SPO2_LOW, episodeId: `${roomId}:${number}` };
  return told.map(([change, moment, more = {}, by]) => {
    if (change === "began") view = { ...view, since: moment, signalledAt: moment };
    if (change === "ended") view = { ...view, present: false, endedAt: moment };
    if (change === "acknowledged") view = { ...view, signal: "acknowledged" };
    view = { ...view, ...more };
    return { at: moment, change, by: by ?? null, alarm: view };
  });
}

let changeId = 0;
export const kept = (roomId: string, sessionId: string | null, changes: readonly AlarmChange[]): KeptChange[] =>
  changes.map((change) => ({ ...change, id: ++changeId, roomId, room: `Room ${roomId.slice(1)}`, sessionId }));

export const receipt = (episodeId: string, stationId: string, soundedAt: number | null): Receipt => ({
  ...{ episodeId, stationId, station: `Station ${stationId}`, by: "N. Okafor", signalledAt: at(60) },
  ...{ sentAt: at(60), receivedAt: at(60), paintedAt: at(60), soundedAt, seenAt: null, actedAt: null },
});

export const entry = (roomId: string, sessionId: string | null, moment: number, body: EntryBody): JournalEntry => ({
  roomId: roomId as RoomId,
  sessionId: sessionId as SessionId | null,
  at: moment as EpochMs,
  mono: (moment - NINE + 1_000) as MonoMs,
  body,
});

export const alarmEntries = (
  roomId: string,
  sessionId: string | null,
  changes: readonly AlarmChange[],
): JournalEntry[] => changes.map((change) => entry(roomId, sessionId, change.at, { kind: "alarm", change }));

export const oximetry = (roomId: string, sessionId: string | null, moment: number, spo2: number | null): JournalEntry =>
  entry(roomId, sessionId, moment, {
    kind: "reading",
    deviceId: `oximeter-${roomId}` as DeviceId,
    reading: {
      kind: "oximetry",
      id: `${roomId} ${moment}`,
      measuredAt: moment as EpochMs,
      spo2,
      pulseRate: spo2 === null ? null : 72,
      updatePeriodS: 1,
      sensor: "on",
    },
  });

export const cuff = (roomId: string, sessionId: string | null, moment: number, systolic: number, diastolic: number) =>
  entry(roomId, sessionId, moment, {
    kind: "reading",
    deviceId: `cuff-${roomId}` as DeviceId,
    reading: {
      ...{ kind: "bloodPressure", id: `${roomId} cuff ${moment}`, measuredAt: moment as EpochMs, state: "done" },
      ...{ systolic, diastolic, mean: null, pulseRate: 70 },
    } as KeptReading,
  });
