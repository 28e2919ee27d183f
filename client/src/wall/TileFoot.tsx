import type { AlarmView } from "@watchroom/shared/alarm";
import type { CSSProperties, ReactNode } from "react";
import { Link } from "wouter";
import { useMe, useNow, useStations } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { ActButton } from "./ActButton.tsx";
import { Battery } from "./Icons.tsx";
import { AUDIO_PAUSE_MS, whyNot } from "./mayAct.ts";
import { nextStep } from "./nextStep.ts";
import { ReleaseRing } from "./ReleaseRing.tsx";
import { TileUndo } from "./TileUndo.tsx";
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
      <span className="unseen">{hearing} stations hear</span>
    </span>
  );
}

type DevicesProps = RoomProps & {
  /** What stands with them, and gives way to the next step only after them. */
  readonly children?: ReactNode;
};

/** The weakest battery of the room's devices, a link that is down, the perfusion index. */
export function Devices({ room, children }: DevicesProps) {
  const now = useNow();
  const down = room.devices.filter((device) => device.link === "down").length;
  const batteries = room.devices.flatMap((device) => device.battery ?? []);
  const lowest = batteries.length === 0 ? null : Math.min(...batteries);
  const perfusion = showValue("perfusionIndex", room.metrics.perfusionIndex, now);
  return (
    <span className="devices">
      {down > 0 && <span className="linkDown">link down</span>}
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

type ActionsProps = RoomProps & { readonly alarms: readonly AlarmView[]; readonly path: string };

/** True when the tile offers a button in this state. */
export const offersAction = (room: LiveRoom): boolean =>
  room.alarms.some((alarm) => alarm.signal === "on" || alarm.signal === "latched") ||
  (room.session === null && room.watchingSince !== null);

/** The buttons on the tile itself: what may have to be done without opening the room. */
export function TileActions({ room, alarms, path }: ActionsProps) {
  const me = useMe();
  const { roomId } = room;
  const barred = whyNot("acknowledge", me, room);
  if (barred !== null) return <p className="tileBarred">{barred}</p>;
  const waiting = alarms.find((alarm) => alarm.signal === "on");
  if (waiting !== undefined) {
    const { episodeId } = waiting;
    const payload = { roomId, durationMs: AUDIO_PAUSE_MS };
    return (
      <div className="tileActions">
        <ActButton room={room} name="acknowledge" payload={{ roomId, episodeId }} className="primary">
          Acknowledge
        </ActButton>
        {room.audioPaused === null && (
          <ActButton room={room} name="pauseAudio" payload={payload} className="secondary">
            Pause audio 2 min
          </ActButton>
        )}
      </div>
    );
  }
  return (
    <div className="tileActions">
      {alarms.some((alarm) => alarm.signal === "latched") ? (
        <ActButton room={room} name="alarmReset" payload={{ roomId }} className="secondary">
          Reset ended alarms
        </ActButton>
      ) : (
        <>
          <TileUndo room={room} />
          <Link href={`${path}?start`} className="secondary">
            Start session
          </Link>
        </>
      )}
    </div>
  );
}
