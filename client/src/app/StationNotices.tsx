import { useEffect, useState } from "react";
import { useEpoch, useLink, useNow, useStationId, useStations } from "../live/hooks.ts";
import { createStationNews } from "./stationNews.ts";
import "./stations.css";

const LOOK_EVERY_MS = 500;
const SHOWN_MS = 10_000;
const SHOWN_MAX = 9;

type Told = { readonly text: string; readonly at: number };

/**
 * A short word when another station stops hearing. It lies over the header's links, so that nothing moves and nothing of
 * a patient is covered; the list in the header stays.
 */
export function StationNotices() {
  const [news] = useState(createStationNews);
  const [told, setTold] = useState<readonly Told[]>([]);
  const now = useNow(LOOK_EVERY_MS);
  const { list } = useStations();
  const ownId = useStationId();
  const epoch = useEpoch();
  const run = useLink() === "up" ? epoch : null;
  useEffect(() => {
    const fresh = news.update({ list, ownId, run }, now).map((text) => ({ text, at: now }));
    if (fresh.length > 0) setTold((before) => [...before, ...fresh].slice(-SHOWN_MAX));
  }, [news, list, ownId, run, now]);
  const shown = told.filter(({ at }) => now - at < SHOWN_MS);
  const last = shown.at(-1);
  return (
    <div role="status" className="station-notices">
      {last !== undefined && (
        <p>
          {last.text}
          {shown.length > 1 && ` (+${shown.length - 1})`}
        </p>
      )}
    </div>
  );
}
