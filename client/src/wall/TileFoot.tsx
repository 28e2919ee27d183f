import type { CSSProperties, ReactNode } from "react";
import { stationsHear } from "../app/stationWords.ts";
import { useNow, useStations } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { Battery } from "./Icons.tsx";
import { nextStep } from "./nextStep.ts";
import { ReleaseRing } from "./ReleaseRing.tsx";
import { showValue } from "./value.ts";
import "./tileFoot.css";

type RoomProps = { readonly room: LiveRoom };

/** The first thing to do. On a tile its letters shrink with its length, so that it is never cut off. */
export function NextStep({ room }: RoomProps) {
  const text = nextStep(room, useNow());
  const style: CSSProperties & Record<"--letters", number> = { "--letters": Math.max(1, text.length) };
  return (
    <span className="nextStep" style={style}>
      {text}
    </span>
  );
}

/** How much of the release is met, from the end of dosing on. */
export function ReleaseState({ room: { session } }: RoomProps) {
  const isAfter = session?.phase === "observation" || session?.phase === "readyForRelease";
  return session !== null && isAfter && session.release.length > 0 ? <ReleaseRing criteria={session.release} /> : null;
}

/** How many stations hear this room; none is itself an alarm. */
function Hearing() {
  const { hearing } = useStations();
  return (
    <span data-none={hearing === 0 || undefined}>
      <span aria-hidden>♪ {hearing}</span>
      <span className="unseen">{stationsHear(hearing)}</span>
    </span>
  );
}

type DevicesProps = RoomProps & {
  /** What stands with them, and gives way to the next step only after them. */
  readonly children?: ReactNode;
};

/** The weakest battery of the room's devices, a link that is down, a weak signal, the perfusion index. */
export function Devices({ room, children }: DevicesProps) {
  const now = useNow();
  const down = room.devices.filter((device) => device.link === "down").length;
  const batteries = room.devices.flatMap((device) => device.battery ?? []);
  const lowest = batteries.length === 0 ? null : Math.min(...batteries);
  const isDoubted = showValue("spo2", room.metrics.spo2, now).state === "questionable";
  const isWeak = isDoubted && room.devices.some(({ sensor }) => sensor === "weak");
  const perfusion = showValue("perfusionIndex", room.metrics.perfusionIndex, now);
  return (
    <span className="devices">
      {down > 0 && <span className="linkDown">link down</span>}
      {isWeak && <span className="signalWeak">signal weak</span>}
      {children}
      {lowest !== null && (
        <span>
          <Battery percent={lowest} />
          <span className="unseen">battery </span>
          {Math.round(lowest)} %
        </span>
      )}
      <Hearing />
      {perfusion.state === "live" && <span className="perfusion">PI {perfusion.text}</span>}
    </span>
  );
}
