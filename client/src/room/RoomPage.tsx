import { METRICS, type MetricId } from "@watchroom/shared/metric";
import { useEffect } from "react";
import { Link, useLocation } from "wouter";
import { useLink, useRoom } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { limitSentence } from "../wall/limitText.ts";
import { Values } from "../wall/Values.tsx";
import { AlarmPanel } from "./AlarmPanel.tsx";
import { Records } from "./Records.tsx";
import { RoomHead } from "./RoomHead.tsx";
import { useFreshRecord, useRoomRecord } from "./record.ts";
import { MeasureNow } from "./session/MeasureNow.tsx";
import { ReleasePart } from "./session/ReleasePart.tsx";
import { SessionPanel } from "./session/SessionPanel.tsx";
import { StandbyBar } from "./session/StandbyBar.tsx";
import { TrendPart } from "./TrendPart.tsx";
import { UndoBar } from "./UndoBar.tsx";
import "./room.css";
import "./roomPhone.css";
import "./print.css";

/** Escape leads back to the wall, unless it closed a dialog or is used in a field. */
function useEscapeToWall(): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const leave = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest("input, select, [role=dialog]") !== null) return;
      navigate("/");
    };
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  }, [navigate]);
}

/** One room in full: what is now, what needs somebody, what was. */
export function RoomPage({ roomId }: { readonly roomId: string }) {
  const room = useRoom(roomId);
  const link = useLink();
  useEscapeToWall();
  if (room !== undefined) return <Room room={room} />;
  return (
    <main className="room roomMissing">
      {link === "up" ? <h1>There is no such room any more</h1> : <p>Connecting …</p>}
      <Link href="/">Back to the wall</Link>
    </main>
  );
}

function Room({ room }: { readonly room: LiveRoom }) {
  const link = useLink();
  const { session } = room;
  const source = useRoomRecord(room);
  useFreshRecord(room);
  return (
    <main className="room" data-lost={link === "lost" || undefined} aria-label={room.name}>
      <RoomHead room={room} />
      {room.standby !== null && <StandbyBar room={room} standby={room.standby} />}
      <div className="roomColumns" data-session={session !== null || undefined}>
        <div className="roomSide">
          <div className="roomWatch">
            <section className="roomPart roomNow" aria-label="Values now" data-layout="full">
              <Values room={room} />
              <MeasureNow room={room} />
            </section>
            <AlarmPanel room={room} />
            <LimitList room={room} />
          </div>
          {session !== null && <ReleasePart room={room} session={session} />}
        </div>
        {session !== null && <SessionPanel room={room} session={session} />}
        <TrendPart room={room} />
      </div>
      <Records source={source} />
      <UndoBar room={room} />
    </main>
  );
}

const LIMITED: readonly MetricId[] = ["spo2", "pulseRate", "systolic", "diastolic", "mean"];

/** All limits in force, those changed for this patient marked. */
const LimitList = ({ room }: { readonly room: LiveRoom }) => (
  <dl className="roomPart limitList" aria-label="Limits in force">
    {LIMITED.map((metric) => (
      <div key={metric} data-changed={room.limitsChanged.includes(metric) || undefined}>
        <dt>{METRICS[metric].label}</dt>
        <dd>
          {limitSentence(metric, room.limits[metric])}
          {room.limitsChanged.includes(metric) && " (changed)"}
          {room.limitNotes[metric] !== undefined && <span className="limitNote"> {room.limitNotes[metric]}</span>}
        </dd>
      </div>
    ))}
  </dl>
);
