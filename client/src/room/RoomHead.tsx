import { LIMIT_PHASE_LABELS, PHASE_LABELS, ROUTES, type SessionView } from "@watchroom/shared/session";
import { Link } from "wouter";
import { useMe } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { timeOfDay } from "../wall/duration.ts";
import { Devices, NextStep } from "../wall/TileFoot.tsx";
import { PhaseBar, SessionClock } from "../wall/TileHead.tsx";
import { ActionBar } from "./ActionBar.tsx";
import { HelpButton } from "./HelpButton.tsx";
import { missingOfPatient, patientText } from "./patient.ts";
import "../wall/tile.css";
import "./roomHead.css";

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
        <HelpButton room={room} />
      </div>
      {session !== null && <SessionLines session={session} />}
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

/** The patient, the phase with its limits, whose room it is, and by which plan it runs. */
function SessionLines({ session }: { readonly session: SessionView }) {
  const { patient, protocol, startedAt, startedBy, doseAt, recordFrom } = session;
  const missing = missingOfPatient(patient);
  return (
    <>
      <div className="row roomPhase">
        <span>
          {PHASE_LABELS[session.phase]} <span className="dim">since {timeOfDay(session.phaseSince)}</span>
        </span>
        <PhaseBar session={session} />
        <span>
          <span className="dim">Limits:</span> {LIMIT_PHASE_LABELS[session.limitPhase]}
        </span>
        <OwnerName session={session} />
      </div>
      <p className="roomPlan">
        <span>{patientText(patient)}</span>
        {missing !== null && <b className="roomMissingDetails">No {missing}</b>}
        <span>
          {protocol.name}, version {protocol.version} · started {timeOfDay(startedAt)} by {startedBy}
          {doseAt === null ? "" : `, dose ${timeOfDay(doseAt)}`}
          {recordFrom < startedAt ? `, record from ${timeOfDay(recordFrom)}` : ""}
        </span>
      </p>
    </>
  );
}

function OwnerName({ session: { owner } }: { readonly session: SessionView }) {
  const { operatorId } = useMe();
  if (owner === null) return <b>Nobody has taken this room</b>;
  return (
    <span>
      <span className="dim">Room of</span> {owner.name}
      {owner.operatorId === operatorId && " (you)"}
    </span>
  );
}
