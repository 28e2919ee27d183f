import { Popover } from "radix-ui";
import { useSyncExternalStore } from "react";
import { useSoundState } from "../alarm/soundContext.ts";
import { useLink, useStations } from "../live/hooks.ts";
import { station } from "../live/station-state.ts";
import { StationControls } from "../settings/StationControls.tsx";
import { StationList } from "./StationList.tsx";
import { hearWords } from "./stationWords.ts";

/** Says always whether this station sounds and how many hear; names each of them, and opens this one's volume and test. */
export function SoundMenu() {
  const { audio } = useSoundState();
  const isLive = useLink() === "up";
  const stations = useStations();
  const isUnheard = useSyncExternalStore(station.subscribe, () => station.get().testFailedAt !== null);
  const isRunning = audio === "running";
  const isOn = isRunning && !isUnheard;
  const { hearing, list } = stations;
  const isShort = isLive && hearing < list.length && list.length > 1;
  return (
    <Popover.Root>
      <Popover.Trigger className={`pill button-pill ${isOn ? "ok" : "problem-pill"}`}>
        <span aria-hidden="true">♪ </span>
        {isOn ? "sound on" : isRunning ? "NOT HEARD" : "NO SOUND"}
        <span className="header-heard"> · {isLive ? hearWords(stations) : "not known who hears"}</span>
        {isShort && (
          <span aria-hidden="true" className="header-heard-short">
            {" "}
            · {hearing}/{list.length}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover station-popover"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label="This station and the others"
        >
          <StationList />
          <StationControls />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
