import { type AlarmView, alarmSentence, DISPOSITIONS, STARS, TECHNICAL_CONDITIONS } from "@watchroom/shared/alarm";
import { escalationWords, isHelp, onsetWords } from "../alarm/answerWords.ts";
import { heardWords } from "../alarm/heardWords.ts";
import { useNow } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { alarmDuration } from "../wall/alarmWords.ts";
import { timeOfDayExact } from "../wall/duration.ts";
import { AlarmAnswers } from "./AlarmAnswers.tsx";

type Props = { readonly alarm: AlarmView; readonly room: LiveRoom };

function stateOf(alarm: AlarmView): string {
  if (alarm.signal === "acknowledged") {
    const at = alarm.acknowledgedAt === null ? "" : ` at ${timeOfDayExact(alarm.acknowledgedAt)}`;
    const by = alarm.acknowledgedBy ?? "somebody";
    return isHelp(alarm) ? `${by} is coming, since${at.slice(3)}` : `acknowledged by ${by}${at}`;
  }
  if (alarm.signal === "latched") return "ended, kept until reset";
  return alarm.present ? "not acknowledged" : "just ended";
}

/** What of it changes each second, and how far it has come. */
function Lasting({ alarm, room }: Props) {
  const now = useNow();
  const words = [
    alarmDuration(alarm, now),
    onsetWords(alarm, now),
    escalationWords(alarm, now),
    heardWords(alarm, room.heard),
  ];
  return <span>{words.filter((text) => text !== null).join(" · ")}</span>;
}

/** One alarm in full: what, since when, who knows of it, and every answer to it. */
export function AlarmRow({ alarm, room }: Props) {
  const { priority, device, technical, disposition, judgedBy, note } = alarm;
  return (
    <>
      <div className="alarmRowText">
        <strong>
          {STARS[priority]} {alarmSentence(alarm)}
        </strong>
        <span className="alarmState">
          {priority} priority · {stateOf(alarm)}
          {disposition !== null && ` · ${DISPOSITIONS[disposition].label}${judgedBy === null ? "" : ` (${judgedBy})`}`}
        </span>
        <span>
          {device === null ? "" : `${device} · `}since {timeOfDayExact(alarm.since)},{" "}
          <Lasting alarm={alarm} room={room} />
        </span>
        {note !== null && <q className="alarmNote">{note}</q>}
        {technical !== null && <span>{TECHNICAL_CONDITIONS[technical].action}.</span>}
      </div>
      <AlarmAnswers alarm={alarm} room={room} />
    </>
  );
}
