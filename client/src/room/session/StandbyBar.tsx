import type { StandbyView } from "@watchroom/shared/wire";
import { useNow } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { ActButton } from "../../wall/ActButton.tsx";
import { timeOfDay } from "../../wall/duration.ts";
import { standbyNext, standbyText } from "../../wall/standbyWords.ts";
import "./standby.css";

type StandbyBarProps = { readonly room: LiveRoom; readonly standby: StandbyView };

/** The patient is away: said before anything else on the page, with the way back. */
export function StandbyBar({ room, standby }: StandbyBarProps) {
  const now = useNow();
  return (
    <section className="standbyBar" aria-label="Standby" data-over={now >= standby.until || undefined}>
      <strong>STANDBY</strong>
      <b>{standbyText(standby, now)}</b>
      <span className="standbyWhy">
        {standbyNext(standby, now)} · since {timeOfDay(standby.since)}, {standby.by} · no value is watched; it ends by
        itself when the signal is back
      </span>
      <ActButton room={room} name="endStandby" payload={{ roomId: room.roomId }} className="button primary">
        Back now
      </ActButton>
    </section>
  );
}

/** One tap a place: the patient leaves the sensor for a stated time. */
export function StandbyPlaces({ room }: { readonly room: LiveRoom }) {
  const places = room.session?.protocol.standbyPlaces ?? [];
  if (room.standby !== null || places.length === 0) return null;
  return (
    <fieldset className="row plainSet" aria-label="Standby">
      <span className="dim">Leaves the sensor for</span>
      {places.map(({ place, limitMin }) => (
        <ActButton key={place} room={room} name="standby" payload={{ roomId: room.roomId, place }} className="button">
          {place}, {limitMin} min
        </ActButton>
      ))}
    </fieldset>
  );
}
