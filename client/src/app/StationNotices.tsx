import { useEffect, useEffectEvent, useState } from "react";
import { subscribeTick } from "../live/clock.ts";
import { useEpoch, useLink, useStationId, useStations } from "../live/hooks.ts";
import { createStationNews, createStationNotices } from "./stationNews.ts";
import "./stations.css";

/**
 * A short word when another station stops hearing. It lies over the header's links, so that nothing moves and nothing of
 * a patient is covered; the list in the header stays.
 */
export function StationNotices() {
  const [news] = useState(createStationNews);
  const [notices] = useState(createStationNotices);
  const [shown, setShown] = useState<readonly string[]>([]);
  const { list } = useStations();
  const ownId = useStationId();
  const epoch = useEpoch();
  const run = useLink() === "up" ? epoch : null;
  const look = useEffectEvent(() => {
    const now = performance.now();
    const fresh = news.update({ list, ownId, run }, now);
    const next = notices.show(fresh, list, now, document.visibilityState === "visible");
    setShown((before) => (next.join() === before.join() ? before : next));
  });
  useEffect(() => subscribeTick(() => look()), []);
  const last = shown.at(-1);
  return (
    <div role="status" className="station-notices">
      {last !== undefined && (
        <p>
          {last}
          {shown.length > 1 && ` (+${shown.length - 1})`}
        </p>
      )}
    </div>
  );
}
