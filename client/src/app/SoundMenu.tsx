import { Popover } from "radix-ui";
import { useSoundState } from "../alarm/soundContext.ts";
import { useLink, useStations } from "../live/hooks.ts";
import { StationControls } from "../settings/StationControls.tsx";

/** Says always whether this station sounds and how many hear; opens its volume, test and colours. */
export function SoundMenu() {
  const { audio } = useSoundState();
  const isLive = useLink() === "up";
  const { hearing } = useStations();
  const isOn = audio === "running";
  const heard = isLive ? `${hearing} ${hearing === 1 ? "station hears" : "stations hear"}` : "not known who hears";
  return (
    <Popover.Root>
      <Popover.Trigger className={`pill button-pill ${isOn ? "ok" : "problem-pill"}`}>
        <span aria-hidden="true">♪ </span>
        {isOn ? "sound on" : "NO SOUND"}
        <span className="header-heard"> · {heard}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" align="end" sideOffset={6} collisionPadding={8} aria-label="This station">
          <StationControls />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
