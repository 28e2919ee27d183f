import { type AlarmView, DISPOSITIONS, Disposition } from "@watchroom/shared/alarm";
import { Link } from "wouter";
import { isHelp } from "../alarm/answerWords.ts";
import { useMe, useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { ActButton, Refusal, type Sent } from "./ActButton.tsx";
import { alarmHeadline } from "./alarmWords.ts";
import { AUDIO_PAUSE_MS, whyNot } from "./mayAct.ts";
import { NextStep } from "./TileFoot.tsx";
import { TileUndo } from "./TileUndo.tsx";
import { isUnclaimed, isUnsaid, mayNeedHelp } from "./tileOffers.ts";
import "../alarm/settle.css";

type RoomProps = { readonly room: LiveRoom };

type ActionsProps = RoomProps & {
  readonly alarms: readonly AlarmView[];
  readonly path: string;
  /** There is no room for four words beside each other. */
  readonly small: boolean;
};

/** The buttons on the tile itself: what may have to be done without opening the room. */
export function TileActions({ room, alarms, path, small }: ActionsProps) {
  const barred = whyNot("acknowledge", useMe(), room);
  const sent = useSending();
  if (barred !== null) return <p className="tileBarred">{barred}</p>;
  const waiting = alarms.find((alarm) => alarm.signal === "on");
  const unsaid = small ? undefined : alarms.find(isUnsaid);
  return (
    <div className="tileActions">
      {waiting !== undefined ? (
        // Another alarm is another button: a press that was meant for the one before does not take it.
        <Waiting key={waiting.episodeId} room={room} alarm={waiting} isFirst={waiting === alarms[0]} sent={sent} />
      ) : alarms.some((alarm) => alarm.signal === "latched") ? (
        <>
          <ActButton room={room} name="alarmReset" payload={{ roomId: room.roomId }} className="secondary" sent={sent}>
            Reset ended alarms
          </ActButton>
          {mayNeedHelp(room, small) && <CallHelp room={room} sent={sent} />}
        </>
      ) : unsaid !== undefined ? (
        <WhatWasIt key={unsaid.episodeId} room={room} alarm={unsaid} sent={sent} />
      ) : (
        <>
          {isUnclaimed(room) && (
            <>
              <TileUndo room={room} />
              <Link href={`${path}?start`} className="secondary">
                Start session
              </Link>
            </>
          )}
          {small && !isUnclaimed(room) && <NextStep room={{ ...room, alarms: [...alarms] }} />}
          {mayNeedHelp(room, small) && <CallHelp room={room} sent={sent} />}
        </>
      )}
      <Refusal text={sent.failure} />
    </div>
  );
}

type AnswerProps = RoomProps & { readonly alarm: AlarmView; readonly sent: Sent };

function Waiting({ room, alarm, isFirst, sent }: AnswerProps & { readonly isFirst: boolean }) {
  const { roomId } = room;
  const payload = { roomId, episodeId: alarm.episodeId };
  return (
    <>
      <ActButton room={room} name="acknowledge" payload={payload} className="primary settling" sent={sent}>
        {isHelp(alarm) ? "I am coming" : "Acknowledge"}
        {!isFirst && !isHelp(alarm) && <small className="whichAlarm"> {alarmHeadline(alarm, true)}</small>}
      </ActButton>
      {room.audioPaused === null && (
        <ActButton
          room={room}
          name="pauseAudio"
          payload={{ roomId, durationMs: AUDIO_PAUSE_MS }}
          className="secondary"
          sent={sent}
        >
          <span className="pauseWord">
            Pause <span aria-hidden="true">♪</span>
          </span>
          <span className="unseen"> audio</span> 2 min
        </ActButton>
      )}
      <CallHelp room={room} sent={sent} />
    </>
  );
}

/** Always the last one, so that it is found without looking. */
function CallHelp({ room, sent }: RoomProps & { readonly sent: Sent }) {
  if (room.alarms.some(isHelp)) return null;
  return (
    <ActButton room={room} name="callForHelp" payload={{ roomId: room.roomId }} className="helpCall" sent={sent}>
      <span className="unseen">Call for </span>
      <span className="helpWord">help</span>
    </ActButton>
  );
}

/** The second tap: only where four words fit beside each other. It comes where a finger has just been, and waits for it to go. */
const WhatWasIt = ({ room, alarm: { episodeId }, sent }: AnswerProps) => (
  <>
    {Disposition.options.map((disposition) => (
      <ActButton
        key={disposition}
        room={room}
        name="annotate"
        payload={{ roomId: room.roomId, episodeId, disposition, note: null }}
        className="secondary settling tileDisposition"
        sent={sent}
      >
        {DISPOSITIONS[disposition].label}
      </ActButton>
    ))}
    <CallHelp room={room} sent={sent} />
  </>
);
