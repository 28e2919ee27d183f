import { alarmSentence } from "@watchroom/shared/alarm";
import {
  AddRoomBody,
  type AlarmRecord,
  AlarmsAnswer,
  AlarmsQuery,
  PATHS,
  RoomRow,
  RoomsAnswer,
} from "@watchroom/shared/http";
import { goneAfterMs, METRIC_IDS, METRICS, staleAfterMs } from "@watchroom/shared/metric";
import { ok } from "@watchroom/shared/result";
import type { Clock, EpochMs } from "@watchroom/shared/time";
import { ROLES, type Role, type RoomView } from "@watchroom/shared/wire";
import { z } from "zod";
import type { Directory } from "../auth/directory.ts";
import { roomOfName, roomsNamed } from "../auth/enrolment.ts";
import type { Log } from "../log.ts";
import type { Room, StoreClient } from "../store/store.ts";
import type { Ward } from "../ward/ward.ts";
import { clinicOf } from "./clinic-view.ts";
import { type Answer, personOf, type Route, route } from "./route.ts";

type RoomParts = {
  readonly directory: Directory;
  readonly store: StoreClient;
  readonly ward: Ward;
  readonly clock: Clock;
  readonly log: Log;
};

const ADMINISTRATOR: readonly Role[] = ["administrator"];

/** Rooms and alarms for programs that read, and the clinic's list of rooms. */
export const roomRoutes = (parts: RoomParts): Route[] => [
  current(parts),
  alarms(parts),
  list(parts),
  add(parts),
  rename(parts),
];

const current = ({ directory, ward, clock }: RoomParts): Route =>
  route({
    method: "get",
    path: PATHS.rooms,
    subject: "Reading",
    summary: "Every room now: values with their age and validity, the session, the alarms.",
    allow: "reader",
    answer: RoomsAnswer,
    run() {
      const { wall } = clock.now();
      const rooms = ward.rooms().map((room) => currentRoom(room, wall));
      return ok({ at: new Date(wall).toISOString(), clinic: clinicOf(directory), rooms });
    },
  });

type CurrentRoom = RoomsAnswer["rooms"][number];

/** What has no use left is null: a program that forgets to look at the age must not show it either. */
function currentRoom({ metrics, ...view }: RoomView, now: EpochMs): CurrentRoom {
  const values: CurrentRoom["values"] = {};
  for (const metric of METRIC_IDS) {
    const found = metrics[metric];
    if (found === undefined) continue;
    const ageMs = Math.max(0, now - found.at);
    values[metric] = {
      value: ageMs > goneAfterMs(metric, found.updatePeriodMs) ? null : found.value,
      validity: found.validity,
      at: new Date(found.at).toISOString(),
      ageMs,
      stale: ageMs > staleAfterMs(metric, found.updatePeriodMs),
      unit: METRICS[metric].unit,
    };
  }
  return { ...withoutSpark(view), values };
}

/** The tile's sparkline is for tiles. */
function withoutSpark(view: Omit<RoomView, "metrics"> & { spark?: unknown }): Omit<RoomView, "metrics"> {
  const { spark: _, ...room } = view;
  return room;
}

const alarms = ({ store }: RoomParts): Route =>
  route({
    method: "get",
    path: PATHS.alarms,
    subject: "Reading",
    summary: "Alarm changes after the id `since`, in order. Ask again with `next`.",
    allow: "reader",
    query: AlarmsQuery,
    answer: AlarmsAnswer,
    async run({ query }) {
      const changes = withTexts(await store.alarmChanges(query.since, query.limit));
      return ok({ changes, next: changes.at(-1)?.id ?? query.since });
    },
  });

/** Alarm changes as programs and people read them: with the whole sentence. */
export const withTexts = (changes: readonly Omit<AlarmRecord, "text">[]): AlarmRecord[] =>
  changes.map((change) => ({ ...change, text: alarmSentence(change.alarm) }));

const list = ({ directory }: RoomParts): Route =>
  route({
    method: "get",
    path: PATHS.settingsRooms,
    subject: "Rooms",
    summary: "The clinic's rooms in their order on the wall.",
    allow: ROLES,
    answer: z.array(RoomRow),
    run: () => ok(directory.rooms().toSorted((a, b) => a.order - b.order)),
  });

const add = ({ directory, log }: RoomParts): Route =>
  route({
    method: "post",
    path: PATHS.settingsRooms,
    subject: "Rooms",
    summary: "Adds a room at the end of the wall.",
    allow: ADMINISTRATOR,
    body: AddRoomBody,
    answer: RoomRow,
    fails: ["name-taken"],
    async run(call) {
      const { operator } = personOf(call);
      return directory.change(operator.displayName, async (store): Promise<Answer<Room>> => {
        const [room] = roomsNamed(directory.rooms(), [call.body.name]).made;
        if (room === undefined) return nameTaken(call.body.name);
        await store.putRoom(room);
        log.info("room-added", { roomId: room.roomId, by: operator.operatorId });
        return ok(room);
      });
    },
  });

const rename = ({ directory, log }: RoomParts): Route =>
  route({
    method: "patch",
    path: `${PATHS.settingsRooms}/:roomId`,
    subject: "Rooms",
    summary: "Renames a room.",
    allow: ADMINISTRATOR,
    body: AddRoomBody,
    answer: RoomRow,
    fails: ["no-such-room", "name-taken"],
    async run(call) {
      const { operator } = personOf(call);
      return directory.change(operator.displayName, async (store): Promise<Answer<Room>> => {
        const before = directory.rooms().find(({ roomId }) => roomId === call.params["roomId"]);
        if (before === undefined) return { ok: false, code: "no-such-room", message: "There is no such room." };
        const other = roomOfName(directory.rooms(), call.body.name);
        if (other !== undefined && other !== before) return nameTaken(call.body.name);
        const after = { ...before, name: call.body.name };
        await store.putRoom(after);
        log.info("room-renamed", { roomId: after.roomId, by: operator.operatorId });
        return ok(after);
      });
    },
  });

const nameTaken = (name: string): Answer<never> => ({
  ok: false,
  code: "name-taken",
  message: `There is a room "${name}" already. Choose another name.`,
});
