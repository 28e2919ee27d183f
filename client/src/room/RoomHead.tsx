import { PHASE_LABELS, ROUTES } from "@watchroom/shared/session";
import { Link } from "wouter";
import type { LiveRoom } from "../live/store.ts";
import { timeOfDay } from "../wall/duration.ts";
import { Devices, NextStep } from "../wall/TileFoot.tsx";
import { PhaseBar, SessionClock } from "../wall/TileHead.tsx";
import { ActionBar } from "./ActionBar.tsx";
import "../wall/tile.css";

/** How a room without a session stands. */
const watchText = (room: LiveRoom): string =>
  room.watchingSince === null
    ? "Free: no device reports here"
    : `No session. Watched since ${timeOfDay(room.watchingSince)}, when the sensor went on`;

/** Who is here, how far, and what can be done. */
export function RoomHead({ room }: { readonly room: LiveRoom }) {
  const { session } = room;
  return (
    <header className="roomHead">
      <div className="row roomTitle">
        <Link href="/" className="button small backLink">
          ← Wall
        </Link>
        <h1>{room.name}</h1>
        {session !== null && <b className="roomWho">{session.initials}</b>}
        <span className="dim">{session === null ? watchText(room) : ROUTES[session.route].label}</span>
        {room.simulated && <span className="pill sim">SIMULATED</span>}
        <span className="grow" />
        {session !== null && <SessionClock session={session} />}
      </div>
      {session !== null && (
        <div className="row roomPhase">
          <span>
            {PHASE_LABELS[session.phase]} <span className="dim">since {timeOfDay(session.phaseSince)}</span>
          </span>
          <PhaseBar session={session} />
          <span className="dim">
            {session.protocol.name}, version {session.protocol.version} · started {timeOfDay(session.startedAt)} by{" "}
            {session.startedBy}
            {session.doseAt === null ? "" : `, dose ${timeOfDay(session.doseAt)}`}
            {session.recordFrom < session.startedAt ? `, record from ${timeOfDay(session.recordFrom)}` : ""}
          </span>
        </div>
      )}
      <div className="row">
        <ActionBar room={room} />
        <span className="grow" />
        <span className="roomNext">
          <NextStep room={room} />
        </span>
        <Devices room={room} />
      </div>
    </header>
  );
}
