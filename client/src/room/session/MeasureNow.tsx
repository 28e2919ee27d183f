import { useNow } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { ActButton } from "../../wall/ActButton.tsx";
import { measureState, whyNoMeasure } from "./measure.ts";
import "./pressure.css";

/** Asks the cuff for a pressure now, where one can be asked; else says why not. */
export function MeasureNow({ room }: { readonly room: LiveRoom }) {
  const state = measureState(room, useNow());
  const barred = whyNoMeasure(room.devices);
  if (room.watchingSince === null && room.session === null) return null;
  if (barred !== null) return <p className="hint">{barred}</p>;
  return (
    <div className="row measureNow">
      {state === null ? (
        <ActButton room={room} name="measureNow" payload={{ roomId: room.roomId }} className="button">
          Measure now
        </ActButton>
      ) : (
        <p role="status">{state}</p>
      )}
    </div>
  );
}
