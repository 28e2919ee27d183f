import type { DoseForm } from "@watchroom/shared/dose";
import type { DueCheck } from "@watchroom/shared/session";
import type { RoomView } from "@watchroom/shared/wire";
import { compareDues, type DueState, dueState } from "./dueWords.ts";

/** One check of one room. */
export type BoardRow = {
  readonly roomId: string;
  readonly roomName: string;
  readonly initials: string;
  /** Whose room it is; null: nobody has taken it. */
  readonly owner: { readonly operatorId: string; readonly name: string } | null;
  readonly form: DoseForm;
  /** Where the patient is while the sensor is off; null: in the room. */
  readonly away: string | null;
  readonly due: DueCheck;
  readonly state: DueState;
};

/**
 * Pure. Everything that is due anywhere, overdue first, then due now, then what comes, each in order of time. A room
 * without a session has nothing due. `rooms`: in wall order, which decides between equal times.
 */
export function boardRows(
  rooms: readonly Pick<RoomView, "roomId" | "name" | "session" | "standby">[],
  now: number,
): readonly BoardRow[] {
  return rooms
    .flatMap(({ roomId, name, session, standby }) => {
      if (session === null) return [];
      const { initials, owner, protocol } = session;
      const room = { roomId, roomName: name, initials, owner, form: protocol.dosing.form };
      return session.dues.map((due) => ({ ...room, away: standby?.place ?? null, due, state: dueState(due, now) }));
    })
    .sort((a, b) => compareDues(a.due, b.due, now));
}

/** Pure. What is due first in each room, in the board's order. */
export const firstOfEachRoom = (rows: readonly BoardRow[]): readonly BoardRow[] =>
  rows.filter(({ roomId }, index) => rows.findIndex((row) => row.roomId === roomId) === index);

/** Pure. How many checks are overdue in all rooms. */
export const overdueCount = (rows: readonly BoardRow[]): number =>
  rows.filter(({ state }) => state === "overdue").length;

/** Pure. The rows of one person's rooms, and those of the others. */
export function ofOwner(
  rows: readonly BoardRow[],
  operatorId: string,
): { readonly mine: readonly BoardRow[]; readonly others: readonly BoardRow[] } {
  const isMine = ({ owner }: BoardRow): boolean => owner?.operatorId === operatorId;
  return { mine: rows.filter(isMine), others: rows.filter((row) => !isMine(row)) };
}

/** Pure. What a filter leaves out, so that nobody believes that it is all; null when it leaves out nothing that waits. */
export function leftOutText(others: readonly BoardRow[]): string | null {
  const overdue = overdueCount(others);
  const due = others.filter(({ state }) => state === "due").length;
  if (overdue + due === 0) return null;
  const parts = [...(overdue > 0 ? [`${overdue} overdue`] : []), ...(due > 0 ? [`${due} due now`] : [])];
  return `In other rooms: ${parts.join(", ")}.`;
}
