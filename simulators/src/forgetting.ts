import type { DueCheck, SessionView } from "@watchroom/shared/session";
import { keyOf, uniformAt } from "./random.ts";

/** A nurse forgets now and then, but one thing at a time, so that the board never shows two overdue rooms of the demo's own. */
export type Forgetting = {
  /** True while the nurse leaves this due check undone. `isWanted`: the demo's plan says so; otherwise chance does. */
  isForgotten(room: string, due: DueCheck, now: number, isWanted: boolean): boolean;
  /** What was forgotten and is no longer due was done. */
  review(rooms: readonly { readonly name: string; readonly session: SessionView | null }[]): void;
};

/** Of due checks are forgotten; the nurse comes to them so long after they are overdue. Our choice. */
const FORGOTTEN_SHARE = 0.08;
const COMES_AFTER_MS = 150_000;

const keyOfDue = (room: string, { checkId, dueAt }: DueCheck): string => `${room}/${checkId}/${dueAt}`;

export function createForgetting(): Forgetting {
  let held: string | null = null;
  return {
    isForgotten(room, due, now, isWanted) {
      const { overdueAt } = due;
      const key = keyOfDue(room, due);
      if (overdueAt === null || now >= overdueAt + COMES_AFTER_MS) return false;
      const isChosen = isWanted || uniformAt(keyOf(0, key), 0) < FORGOTTEN_SHARE;
      if (held === null && isChosen) held = key;
      return held === key;
    },
    review(rooms) {
      const open = rooms.flatMap(({ name, session }) => (session?.dues ?? []).map((due) => keyOfDue(name, due)));
      if (held !== null && !open.includes(held)) held = null;
    },
  };
}
