import type { AlarmChange } from "@watchroom/shared/alarm";
import type { DeviceId, EpochMs, MonoMs, OperatorId, RoomId, SessionId } from "@watchroom/shared/time";
import type { EntryBody, JournalEntry, KeptReading } from "../../server/src/journal/entry.ts";
import { anAlarm } from "./an-alarm.ts";

/** Journal entries for tests of the record: a room's oximeter, its cuff, its alarms and its nurse. */
export const ENTRIES_START = Date.UTC(2026, 10, 23, 9, 0, 0);
export const room = (name: string): RoomId => name as RoomId;
export const device = (name: string): DeviceId => name as DeviceId;
export const epoch = (at: number): EpochMs => at as EpochMs;

/** Any entry, `second` seconds after the start. */
export const entryAt = (roomId: string, second: number, body: EntryBody): JournalEntry => ({
  roomId: room(roomId),
  sessionId: roomId.endsWith("1") ? (`session-${roomId}` as SessionId) : null,
  at: epoch(ENTRIES_START + second * 1_000),
  mono: (second * 1_000 + 0.25) as MonoMs,
  body,
});

export const oximetryEntry = (roomId: string, second: number, more: Partial<KeptReading> = {}): JournalEntry =>
  entryAt(roomId, second, {
    kind: "reading",
    deviceId: device(`oximeter-${roomId}`),
    reading: {
      kind: "oximetry",
      id: `${roomId}:${second}`,
      measuredAt: epoch(ENTRIES_START + second * 1_000 - 40),
      spo2: 97 - (second % 4),
      pulseRate: 70 + (second % 9),
      perfusionIndex: 4.1,
      sensor: "on",
      battery: 88,
      updatePeriodS: 1,
      ...more,
    } as KeptReading,
  });

export const lateEntry = (roomId: string, second: number, measuredSecond: number, id: string): JournalEntry =>
  entryAt(roomId, second, {
    kind: "lateReading",
    deviceId: device(`oximeter-${roomId}`),
    reading: { kind: "oximetry", id, measuredAt: epoch(ENTRIES_START + measuredSecond * 1_000), spo2: 95 },
  });

export const pressureEntry = (roomId: string, second: number): JournalEntry =>
  entryAt(roomId, second, {
    kind: "reading",
    deviceId: device(`cuff-${roomId}`),
    reading: {
      kind: "bloodPressure",
      id: `cuff ${second}`,
      measuredAt: epoch(ENTRIES_START + second * 1_000),
      systolic: 151,
      diastolic: 92,
      mean: null,
      state: "failed",
      failure: "air leak\n“loose” cuff",
    },
  });

export const alarmEntry = (roomId: string, second: number, change: AlarmChange["change"] = "began"): JournalEntry =>
  entryAt(roomId, second, {
    kind: "alarm",
    change: {
      at: ENTRIES_START + second * 1_000,
      change,
      by: null,
      alarm: anAlarm({
        episodeId: `${roomId}-episode`,
        limit: 90,
        worst: 82,
        since: ENTRIES_START + second * 1_000,
      }),
    },
  });

export const commandEntry = (roomId: string, second: number): JournalEntry =>
  entryAt(roomId, second, {
    kind: "command",
    command: { name: "addMarker", payload: { roomId, text: "Nausea, given water" } },
    by: { operatorId: "operator-1" as OperatorId, name: "R. Okafor", role: "nurse" },
    sessionId: `session-${roomId}` as SessionId,
  });

/** A nurse signs the session that was in the room. */
export const afterwordEntry = (roomId: string, second: number): JournalEntry =>
  entryAt(roomId, second, {
    kind: "afterword",
    act: { name: "sign", role: "nurse", meaning: "This record is complete and correct" },
    by: { operatorId: "operator-1" as OperatorId, name: "R. Okafor", role: "nurse" },
    sessionId: `session-${roomId}` as SessionId,
  });

/** A room's own way through a session: a reading a second, a cuff each 300 s, an alarm and an act now and then. */
export function sessionEntries(roomId: string, seconds: number): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (let second = 0; second < seconds; second++) {
    entries.push(oximetryEntry(roomId, second));
    if (second % 300 === 299) entries.push(pressureEntry(roomId, second));
    if (second % 500 === 250) entries.push(alarmEntry(roomId, second), commandEntry(roomId, second));
  }
  return entries;
}
