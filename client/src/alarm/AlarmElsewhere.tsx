import { type AlarmView, alarmSentence, compareAlarms, STARS } from "@watchroom/shared/alarm";
import { Link, useRoute } from "wouter";
import { useLink, useRooms } from "../live/hooks.ts";
import { lastName } from "../wall/alarmWords.ts";
import { alarmMarks } from "./alarmMarks.ts";
import { isHelp } from "./answerWords.ts";
import "./alarmElsewhere.css";

/** Somebody is on the way, and help is still wanted: everybody keeps knowing it. */
const takenHelp = (alarm: AlarmView): boolean => isHelp(alarm) && alarm.signal === "acknowledged";

/**
 * On a page that does not show all rooms: the most urgent alarm that nobody has acknowledged in a room not shown, or a call
 * for help that somebody has taken, in the header's own line, so that nothing moves when it comes.
 */
export function AlarmElsewhere() {
  const [, shown] = useRoute("/rooms/:roomId");
  const rooms = useRooms();
  const isLive = useLink() === "up";
  const waiting = rooms
    .filter((room) => room.roomId !== shown?.roomId)
    .flatMap((room) =>
      room.alarms.filter((alarm) => alarm.signal === "on" || takenHelp(alarm)).map((alarm) => ({ room, alarm })),
    )
    .sort((a, b) => compareAlarms(a.alarm, b.alarm));
  const [first] = waiting;
  if (!isLive || first === undefined) return null;
  const { room, alarm } = first;
  return (
    <Link href={`/rooms/${room.roomId}`} className="elsewhere" {...alarmMarks(alarm)}>
      <span className="unseen">{alarm.priority} priority: </span>
      <b>
        {STARS[alarm.priority]} {room.name}
      </b>
      <span className="elsewhere-text">
        {takenHelp(alarm) ? `Help: ${lastName(alarm.acknowledgedBy)} is coming` : alarmSentence(alarm)}
      </span>
      {waiting.length > 1 && <b>+{waiting.length - 1}</b>}
    </Link>
  );
}
