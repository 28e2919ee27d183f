import { useMemo } from "react";
import { useNow, useRooms } from "../live/hooks.ts";
import { type BoardRow, boardRows } from "./board.ts";

/** The board as it stands this second. */
export function useBoard(): { readonly rows: readonly BoardRow[]; readonly now: number } {
  const rooms = useRooms();
  const now = useNow();
  return useMemo(() => ({ rows: boardRows(rooms, now), now }), [rooms, now]);
}
