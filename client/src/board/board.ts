import type { DueCheck } from "@watchroom/shared/session";
import type { RoomView } from "@watchroom/shared/wire";
import { compareDues, type DueState, dueState } from "./dueWords.ts";

/** One check of one room. */
export type BoardRow = {
  readonly roomId: string;
  readonly roomName: string;
  readonly initials: string;
  readonly due: DueCheck;
  readonly state: DueState;
};

/**
 * Pure. Everything that is due anywhere, overdue first, then due now, then what comes, each in order of time. A room
 * without a session has nothing due. `rooms`: in wall order, which decides between equal times.
 */
export function boardRows(
  rooms: readonly Pick<RoomView, "roomId" | "name" | "session">[],
  now: number,
): readonly BoardRow[] {
  return rooms
    .flatMap(({ roomId, name, session }) =>
      (session?.dues ?? []).map((due) => ({
        roomId,
        roomName: name,
        initials: session?.initials ?? "",
        due,
        state: dueState(due, now),
      })),
    )
    .sort((a, b) => compareDues(a.due, b.due, now));
}

/** Pure. What is due first in each room, in the board's order. */
export const firstOfEachRoom = (rows: readonly BoardRow[]): readonly BoardRow[] =>
  rows.filter(({ roomId }, index) => rows.findIndex((row) => row.roomId === roomId) === index);

/** Pure. How many checks are overdue in all rooms. */
export const overdueCount = (rows: readonly BoardRow[]): number =>
  rows.filter(({ state }) => state === "overdue").length;
