import { useMe, useNow } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { ActButton } from "../wall/ActButton.tsx";
import { minutesAndSeconds } from "../wall/duration.ts";
import { undoOffer } from "../wall/undoWords.ts";
import "./undo.css";

/** For a minute after an act: what was taken, and for its author the way back. It lies over the page's foot, so nothing moves. */
export function UndoBar({ room }: { readonly room: LiveRoom }) {
  const offer = undoOffer(room, useMe(), useNow());
  if (offer === null) return null;
  const { what, leftMs, onlyBy } = offer;
  return (
    <section className="undoBar" aria-label="Taken a moment ago">
      <span>
        {onlyBy === null ? "Taken:" : `Taken by ${onlyBy}:`} <b>{what}</b>
      </span>
      {onlyBy === null ? (
        <ActButton room={room} name="undo" payload={{ roomId: room.roomId }} className="button">
          Undo ({minutesAndSeconds(leftMs)})
        </ActButton>
      ) : (
        <span className="dim">
          {minutesAndSeconds(leftMs)}
          <span className="unseen"> left for {onlyBy} to undo it</span>
        </span>
      )}
    </section>
  );
}
