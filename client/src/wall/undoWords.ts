import type { Me } from "@watchroom/shared/http";
import type { RoomView } from "@watchroom/shared/wire";
import { lastName } from "./alarmWords.ts";

type UndoOffer = {
  readonly what: string;
  readonly leftMs: number;
  /** Null: this person may; else who did it, and alone may. */
  readonly onlyBy: string | null;
};

/** Pure. What can still be taken back in this room at `now`; null when nothing can. */
export function undoOffer({ undo }: Pick<RoomView, "undo">, me: Me, now: number): UndoOffer | null {
  if (undo === null || now >= undo.until) return null;
  const isMine = undo.operatorId === me.operatorId;
  return { what: undo.what, leftMs: undo.until - now, onlyBy: isMine ? null : (lastName(undo.by) ?? undo.by) };
}
