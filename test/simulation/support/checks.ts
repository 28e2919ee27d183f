import type { AlarmView } from "@watchroom/shared/alarm";
import type { RoomView } from "@watchroom/shared/wire";
import { type Bed, isOfRoom } from "./bed.ts";
import type { Page } from "./page.ts";

/** A present high-priority condition may go unsignalled at a live station for so long. */
const UNSIGNALLED_MAX_MS = 2_000;

export type RoomNow = Pick<RoomView, "roomId" | "alarms">;
export const roomIdOf = (room: number): string => `room-${room}`;

/** On, or taken by somebody with a name. */
const isSignalled = ({ signal, acknowledgedBy }: AlarmView): boolean =>
  signal === "on" || (signal === "acknowledged" && (acknowledgedBy ?? "") !== "");

/** High-priority conditions that are present: by the ward's word, and by what its devices have told it. */
function presentIn({ roomId, alarms }: RoomNow, beds: readonly Bed[]): string[] {
  const bed = beds.find(({ room }) => roomIdOf(room) === roomId);
  const own = alarms
    .filter(({ present, priority }) => present && priority === "high")
    .map(({ condition }) => condition);
  return bed?.isInDanger() === true ? [...new Set([...own, "spo2.low"])] : own;
}

/** A condition without a signal, an acknowledgement that is lost, something in a wrong room. */
export type FaultKind = "unsignalled" | "lost" | "wrongRoom";

/** Says once, in a sentence, what must never be. */
export function createChecks(found: (kind: FaultKind, sentence: string) => void) {
  const missingSince = new Map<string, number>();
  const told = new Set<string>();
  let longestMs = 0;
  const say = (kind: FaultKind, key: string, sentence: string): void => {
    if (told.has(key)) return;
    told.add(key);
    found(kind, sentence);
  };

  /** What each live station shows, against what is so. */
  function signals(rooms: readonly RoomNow[], beds: readonly Bed[], pages: readonly Page[], nowMs: number): void {
    const open = new Set<string>();
    for (const page of pages.filter((one) => one.isLive())) {
      for (const room of rooms) {
        for (const condition of presentIn(room, beds)) {
          const shown = page.alarms(room.roomId).find((alarm) => alarm.condition === condition);
          if (shown?.present === true && shown.priority === "high" && isSignalled(shown)) continue;
          const key = `${page.stationId} ${room.roomId} ${condition}`;
          open.add(key);
          const since = missingSince.get(key) ?? nowMs;
          missingSince.set(key, since);
          longestMs = Math.max(longestMs, nowMs - since);
          if (nowMs - since <= UNSIGNALLED_MAX_MS) continue;
          const instead = shown === undefined ? "nothing" : `${shown.signal} ${shown.priority}`;
          say(
            "unsignalled",
            key,
            `${nowMs / 1_000} s: ${condition} of ${room.roomId} is ${instead} at ${page.stationId}`,
          );
        }
      }
    }
    for (const key of [...missingSince.keys()]) if (!open.has(key)) missingSince.delete(key);
  }

  /** No number and no alarm of another room. */
  function places(beds: readonly Bed[], pages: readonly Page[], nowMs: number): void {
    for (const page of pages) {
      for (const { room } of beds) {
        const view = page.state().rooms.get(roomIdOf(room));
        if (view === undefined) continue;
        const strange: string[] = [];
        for (const metric of ["spo2", "pulseRate"] as const) {
          const value = view.metrics[metric]?.value ?? null;
          if (value !== null && !isOfRoom(room, metric, value)) strange.push(`${metric} ${value}`);
        }
        strange.push(...view.alarms.filter((alarm) => !isOwn(alarm, room)).map(({ episodeId }) => episodeId));
        for (const what of strange) {
          say(
            "wrongRoom",
            `${room} ${what}`,
            `${nowMs / 1_000} s: ${what} is shown in ${roomIdOf(room)} at ${page.stationId}`,
          );
        }
      }
    }
  }

  return { signals, places, longestMs: () => longestMs };
}

function isOwn({ episodeId, metric, value, worst, device }: AlarmView, room: number): boolean {
  const isNumber = (number: number | null): boolean =>
    number === null || metric !== "spo2" || isOfRoom(room, metric, number);
  const isDevice = device === null || device === `Oximeter ${room}`;
  return episodeId.startsWith(`${roomIdOf(room)}:`) && isNumber(value) && isNumber(worst) && isDevice;
}
