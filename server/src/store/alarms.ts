import { AlarmChange } from "@watchroom/shared/alarm";
import type { RoomId } from "@watchroom/shared/time";
import type { Database } from "./open.ts";
import type { Store } from "./store.ts";

type ChangeRow = {
  readonly id: number;
  readonly room: string;
  readonly name: string | null;
  readonly session: string | null;
  readonly body: string;
};

const recordOf = (raw: unknown): ReturnType<Store["alarmChanges"]>[number] => {
  const { id, room, name, session, body } = raw as ChangeRow;
  return { ...AlarmChange.parse(JSON.parse(body)), id, roomId: room, room: name ?? room, sessionId: session };
};

/** Alarm changes in the order of arrival, as other programs read them. */
export function createAlarmChanges(db: Database) {
  const insert = db.prepare("INSERT INTO alarm_change (clinic, room, session, at, body) VALUES (1, ?, ?, ?, ?)");
  const since = db.prepare(ALARM_SQL.since);
  const ofRoom = db.prepare(ALARM_SQL.ofRoom);
  return {
    put: (roomId: RoomId, sessionId: string | null, change: AlarmChange): void =>
      void insert.run(roomId, sessionId, Math.round(change.at), JSON.stringify(change)),
    since: (id: number, limit: number) => since.all(id, limit).map(recordOf),
    ofRoom: (roomId: RoomId, from: number, to: number) =>
      ofRoom.all(roomId, Math.floor(from), Math.ceil(to)).map(recordOf),
  };
}

/** Exported for the test that reads their query plans. The plus keeps the planner on the order of the ids. */
export const ALARM_SQL = {
  since: `SELECT id, alarm_change.room, room.name, session, body
    FROM alarm_change LEFT JOIN room ON room.clinic = alarm_change.clinic AND room.room_id = alarm_change.room
    WHERE id > ? AND +alarm_change.clinic = 1 ORDER BY id LIMIT ?`,
  ofRoom: `SELECT id, alarm_change.room, room.name, session, body
    FROM alarm_change LEFT JOIN room ON room.clinic = alarm_change.clinic AND room.room_id = alarm_change.room
    WHERE alarm_change.clinic = 1 AND alarm_change.room = ? AND at BETWEEN ? AND ? ORDER BY at, id`,
} as const;
