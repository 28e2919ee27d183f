import { alarmSentence, STARS } from "@watchroom/shared/alarm";
import { type PointerEvent, useState } from "react";
import { Link, useLocation, useRoute } from "wouter";
import { useLink, useMe, useNow, useRooms } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { ActButton } from "../wall/ActButton.tsx";
import { alarmDuration } from "../wall/alarmWords.ts";
import { useFlashInPhase } from "../wall/flash.ts";
import { roomPath } from "../wall/roomPath.ts";
import { alarmMarks } from "./alarmMarks.ts";
import { callerWords, callsOf, escalationWords, isAsked, isHelp } from "./answerWords.ts";
import "./alarmBar.css";
import "./settle.css";

type Call = ReturnType<typeof callsOf<LiveRoom>>[number];

/**
 * On every page of every station: a call for help, or an alarm that its own room did not answer. It lies over the header,
 * above dialogs, so that nothing moves when it comes, and never over the page: where it is higher than the header the page
 * makes way. "Show the menu" puts it below the header.
 */
export function AlarmBar() {
  const [, shown] = useRoute("/rooms/:roomId");
  const calls = callsOf(useRooms(), shown?.roomId ?? null);
  const isLive = useLink() === "up";
  const [page] = useLocation();
  const [lowFor, setLowFor] = useState("");
  const [first] = calls;
  // The menu is wanted once: on the next page, and for the next call, the bar is up again.
  const here = `${first?.alarm.episodeId} ${page}`;
  const isLow = lowFor === here;
  const isShown = isLive && first !== undefined;
  return (
    // Always there, and called a live region: so a dialog that is open hides it neither from readers nor from fingers. Only
    // the sentence inside speaks.
    <section
      className="alarmBarPlace"
      aria-label={isShown ? "Calls to everybody" : undefined}
      aria-live="off"
      data-low={isLow || undefined}
    >
      {isShown && (
        <>
          <Bar key={first.alarm.episodeId} call={first} more={calls.length - 1} />
          <button
            type="button"
            className="button alarmBarMenu"
            aria-pressed={isLow}
            onClick={() => setLowFor(isLow ? "" : here)}
          >
            Show the menu
          </button>
        </>
      )}
    </section>
  );
}

/** A dialog closes when somebody presses outside it: an answer to the bar is no such press. */
const keepDialogOpen = ({ nativeEvent }: PointerEvent): void => nativeEvent.stopPropagation();

function Bar({ call: { room, alarm }, more }: { readonly call: Call; readonly more: number }) {
  const me = useMe();
  const ref = useFlashInPhase<HTMLDivElement>(`${alarm.priority} ${alarm.signalledAt}`);
  const isCall = isHelp(alarm);
  return (
    <div ref={ref} className="alarmBar settling" {...alarmMarks(alarm)} onPointerDown={keepDialogOpen}>
      <Link href={roomPath(room.roomId)} className="alarmBarRoom">
        {isCall ? "HELP" : STARS[alarm.priority]} {room.name}
      </Link>
      <span className="alarmBarText" role="alert">
        <span className="unseen">
          {room.name}, {alarm.priority} priority:{" "}
        </span>
        {isCall ? `Help called by ${callerWords(alarm, me)}` : alarmSentence(alarm)}
      </span>
      <BarTime call={{ room, alarm }} />
      <span className="grow" />
      {more > 0 && <b>+{more}</b>}
      <Answers call={{ room, alarm }} />
    </div>
  );
}

/** Outside the alert: a reader would say it each second. */
function BarTime({ call: { alarm } }: { readonly call: Call }) {
  const now = useNow();
  const escalation = escalationWords(alarm, now);
  return (
    <span className="alarmBarTime">
      {alarmDuration(alarm, now)}
      {escalation !== null && ` · ${escalation}`}
    </span>
  );
}

function Answers({ call: { room, alarm } }: { readonly call: Call }) {
  const me = useMe();
  const [isRoom, params] = useRoute("/rooms/:roomId");
  const payload = { roomId: room.roomId, episodeId: alarm.episodeId };
  const isHere = isRoom && params.roomId === room.roomId;
  const isCaller = alarm.cause === me.displayName;
  const isCall = isHelp(alarm);
  return (
    <>
      {isCall && (isHere || isCaller) && (
        <ActButton room={room} name="endHelp" payload={{ roomId: room.roomId }} className="button">
          Help is here
        </ActButton>
      )}
      {!(isCall && isCaller) && (
        <ActButton room={room} name="acknowledge" payload={payload} className="button alarmBarMain">
          {isCall ? "I am coming" : "Acknowledge"}
        </ActButton>
      )}
      {isAsked(alarm, room, me) && (
        <ActButton room={room} name="declineAlarm" payload={payload} className="button">
          Not me
        </ActButton>
      )}
    </>
  );
}
