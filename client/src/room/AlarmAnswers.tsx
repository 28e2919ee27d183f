import { type AlarmView, alarmSentence, DISPOSITIONS, Disposition } from "@watchroom/shared/alarm";
import { useState } from "react";
import { hasDisposition, isAsked, isHelp } from "../alarm/answerWords.ts";
import { useMe, useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { ActButton, Refusal, type Sent } from "../wall/ActButton.tsx";
import { whyNot } from "../wall/mayAct.ts";
import { AlarmNoteDialog } from "./AlarmNoteDialog.tsx";
import "../alarm/settle.css";

type Props = { readonly alarm: AlarmView; readonly room: LiveRoom };
type AnswerProps = Props & { readonly sent: Sent };

/** Every answer to one alarm. Why one was refused stays, though its button is gone: who was first, for one. */
export function AlarmAnswers({ alarm, room }: Props) {
  const sent = useSending();
  const isWaiting = alarm.signal === "on";
  return (
    <div className="alarmAnswers">
      {isHelp(alarm) ? (
        <HelpAnswers alarm={alarm} room={room} sent={sent} />
      ) : isWaiting ? (
        <Waiting alarm={alarm} room={room} sent={sent} />
      ) : (
        hasDisposition(alarm) && <WhatWasIt alarm={alarm} room={room} sent={sent} />
      )}
      <Refusal text={sent.failure} />
    </div>
  );
}

/** What it was takes the alarm in the same tap; the plain word takes it too. */
function Waiting({ alarm, room, sent }: AnswerProps) {
  const payload = { roomId: room.roomId, episodeId: alarm.episodeId };
  const isMine = isAsked(alarm, room, useMe());
  return (
    <>
      <div className="row alarmTake">
        <ActButton room={room} name="acknowledge" payload={payload} className="button primary" sent={sent}>
          Acknowledge
          <span className="unseen"> {alarmSentence(alarm)}</span>
        </ActButton>
        {isMine && (
          <ActButton room={room} name="declineAlarm" payload={payload} className="button" sent={sent}>
            Not me
            <span className="unseen">: call the next for {alarmSentence(alarm)}</span>
          </ActButton>
        )}
      </div>
      {hasDisposition(alarm) && (
        <fieldset className="alarmDispositions">
          <legend>Acknowledge as</legend>
          {Disposition.options.map((disposition) => (
            <ActButton
              key={disposition}
              room={room}
              name="acknowledge"
              payload={{ ...payload, disposition }}
              className="button"
              sent={sent}
            >
              {DISPOSITIONS[disposition].label}
              <span className="unseen">: {alarmSentence(alarm)}</span>
            </ActButton>
          ))}
        </fieldset>
      )}
    </>
  );
}

/** Somebody has taken it, or it is over and kept: what it was can still be said, and said otherwise. */
function WhatWasIt({ alarm, room, sent }: AnswerProps) {
  const { episodeId, disposition: said, note } = alarm;
  const [isWriting, setWriting] = useState(false);
  const barred = whyNot("annotate", useMe(), room) !== null;
  return (
    <>
      <fieldset className="alarmDispositions settling">
        <legend>{said === null ? "What was it?" : "It was"}</legend>
        {Disposition.options.map((disposition) => (
          <ActButton
            key={disposition}
            room={room}
            name="annotate"
            payload={{ roomId: room.roomId, episodeId, disposition, note: null }}
            className="button"
            sent={sent}
            isPressed={disposition === said}
          >
            {DISPOSITIONS[disposition].label}
            <span className="unseen">: {alarmSentence(alarm)}</span>
          </ActButton>
        ))}
      </fieldset>
      <div className="row settling">
        <button type="button" className="button" disabled={barred} onClick={() => setWriting(true)}>
          {note === null ? "Add a note" : "Change the note"}
          <span className="unseen"> on {alarmSentence(alarm)}</span>
        </button>
      </div>
      {isWriting && <AlarmNoteDialog alarm={alarm} room={room} onClose={() => setWriting(false)} />}
    </>
  );
}

const HelpAnswers = ({ alarm, room, sent }: AnswerProps) => (
  <div className="row settling">
    <ActButton room={room} name="endHelp" payload={{ roomId: room.roomId }} className="button primary" sent={sent}>
      Help is here
    </ActButton>
    {alarm.signal === "on" && (
      <ActButton
        room={room}
        name="acknowledge"
        payload={{ roomId: room.roomId, episodeId: alarm.episodeId }}
        className="button"
        sent={sent}
      >
        I am coming
      </ActButton>
    )}
  </div>
);
