import { useLink, useStationId, useStations } from "../live/hooks.ts";
import { doesHear, inReadingOrder, stationName, stationState } from "./stationWords.ts";
import "./stations.css";

/** Every station that watches: who is at it, what it is called, and why it does not hear. */
export function StationList() {
  const { list } = useStations();
  const ownId = useStationId();
  const isLive = useLink() === "up";
  if (!isLive) return <p className="hint">Without a connection it is not known who hears.</p>;
  return (
    <section className="station-list" aria-labelledby="who-hears">
      <h2 id="who-hears">Who hears</h2>
      <ul>
        {inReadingOrder(list, ownId).map((station) => (
          <li key={station.stationId} data-hears={doesHear(station)}>
            <span aria-hidden="true" className="station-mark">
              {doesHear(station) ? "♪" : "×"}
            </span>
            <span>
              <b>{stationName(station)}</b>
              {station.stationId === ownId && " (this station)"}
              <span className="unseen">: </span>
              <span className="station-state">{stationState(station)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
