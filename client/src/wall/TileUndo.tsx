import { useMe, useNow } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { ActButton } from "./ActButton.tsx";
import { minutesAndSeconds } from "./duration.ts";
import { undoOffer } from "./undoWords.ts";

/** In a room whose session has just ended: what was done, and for its author the way back. */
export function TileUndo({ room }: { readonly room: LiveRoom }) {
  const offer = undoOffer(room, useMe(), useNow());
  if (offer === null) return null;
  const { what, leftMs, onlyBy } = offer;
  if (onlyBy !== null) {
    return <span className="tileUndone">{`${what} by ${onlyBy}`}</span>;
  }
  return (
    <div className="tileActions tileUndo">
      <ActButton room={room} name="undo" payload={{ roomId: room.roomId }} className="secondary">
        {`${what} · Undo (${minutesAndSeconds(leftMs)})`}
      </ActButton>
    </div>
  );
}
