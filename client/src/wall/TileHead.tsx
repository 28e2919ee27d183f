import { PHASE_LABELS, PHASES, ROUTES, type SessionView, sessionClock } from "@watchroom/shared/session";
import { memo } from "react";
import { isHelp } from "../alarm/answerWords.ts";
import { useNow } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { comingWords, lastName } from "./alarmWords.ts";
import { hoursAndMinutes, minutesAndSeconds } from "./duration.ts";
import { PausedBell } from "./Icons.tsx";
import { TileName } from "./TileName.tsx";

/** Elapsed over planned hours of what counts now. Steps each 10 s: it shows minutes. */
export function SessionClock({ session }: { readonly session: SessionView }) {
  const { elapsedMs, plannedMs } = sessionClock(session, useNow(10_000));
  return (
    <span className="sessionClock">
      <span className="unseen">elapsed </span>
      {hoursAndMinutes(elapsedMs)}
      <small>
        {plannedMs === null ? "" : `/ ${hoursAndMinutes(plannedMs)} `}
        <abbr title="hours">h</abbr>
      </small>
    </span>
  );
}

/** A segment a phase: done, running with the share of its planned time, still to come. */
export function PhaseBar({ session }: { readonly session: SessionView }) {
  const { elapsedMs, plannedMs } = sessionClock(session, useNow(10_000));
  const current = PHASES.indexOf(session.phase);
  const share = plannedMs === null ? 50 : Math.min(100, Math.max(0, (elapsedMs / plannedMs) * 100));
  return (
    <span className="phaseBar" aria-hidden>
      {PHASES.map((phase, index) => (
        <i key={phase} data-state={index < current ? "done" : index === current ? "now" : "next"}>
          {index === current && <i style={{ width: `${session.phase === "readyForRelease" ? 100 : share}%` }} />}
        </i>
      ))}
    </span>
  );
}

type Paused = NonNullable<LiveRoom["audioPaused"]>;

/** Until when nothing sounds for this room, and who said so. */
export function AudioPause({ paused }: { readonly paused: Paused }) {
  const left = paused.until - useNow();
  return (
    <span className="audioPause">
      <PausedBell />
      <span className="unseen">audio paused for </span>
      {minutesAndSeconds(left)} <span className="audioPauseBy">{lastName(paused.by)}</span>
    </span>
  );
}

/** Help is wanted, or who is on the way. */
function HelpTag({ room: { alarms } }: { readonly room: LiveRoom }) {
  const help = alarms.find(isHelp);
  if (help === undefined) return null;
  const coming = comingWords(help);
  if (coming === null) return <b className="helpTag">HELP</b>;
  return (
    <b className="helpTag helpComing">
      <span className="unseen">Help: </span>
      {coming}
    </b>
  );
}

type TileHeadProps = {
  readonly room: LiveRoom;
  readonly name: string;
  readonly path: string;
  /** "SIM" is enough: the tile is small, or the header says it of the whole clinic. */
  readonly shortTag: boolean;
};

/** Who is where, and how far: the tile's first two lines. */
export const TileHead = memo(function TileHead({ room, name, path, shortTag }: TileHeadProps) {
  const { session } = room;
  return (
    <>
      <header className="tileHead">
        <TileName room={room} name={name} path={path} />
        {session !== null && <span className="tileWho">{session.initials}</span>}
        <span className="tileRoute">{session === null ? "no session" : ROUTES[session.route].short}</span>
        {session !== null && <SessionClock session={session} />}
      </header>
      <div className="tilePhase">
        <HelpTag room={room} />
        {room.standby !== null && <b className="standbyTag">STANDBY</b>}
        {session !== null && room.standby === null && <span className="phaseLabel">{PHASE_LABELS[session.phase]}</span>}
        {session === null ? <span className="phaseBar" /> : <PhaseBar session={session} />}
        {room.audioPaused !== null && <AudioPause paused={room.audioPaused} />}
        {room.simulated && (
          <span className="simTag">{shortTag ? <abbr title="simulated">SIM</abbr> : "SIMULATED"}</span>
        )}
      </div>
    </>
  );
});
