import { useEffect, useState } from "react";
import { subscribeTick } from "../live/clock.ts";
import { useLiveParts } from "../live/context.ts";
import { followStations } from "./stationNews.ts";
import "./stations.css";

/**
 * A short word when another station stops hearing. It lies over the header's links, so that nothing moves and nothing of
 * a patient is covered; the list in the header stays.
 */
export function StationNotices() {
  const { store } = useLiveParts();
  const [shown, setShown] = useState<readonly string[]>([]);
  useEffect(() => {
    const now = () => performance.now();
    const isInFront = () => document.visibilityState === "visible";
    return followStations({ store, subscribeTick, now, isInFront }, (next) =>
      setShown((before) => (next.join() === before.join() ? before : next)),
    );
  }, [store]);
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
