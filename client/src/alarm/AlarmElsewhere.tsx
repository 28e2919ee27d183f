import { alarmSentence, compareAlarms, STARS } from "@watchroom/shared/alarm";
import { Link, useRoute } from "wouter";
import { useLink, useRooms } from "../live/hooks.ts";
import "./alarmElsewhere.css";

/**
 * On a page that does not show all rooms: the most urgent alarm that nobody has acknowledged in a room not shown, in the
 * header's own line, so that nothing moves when it comes.
 */
export function AlarmElsewhere() {
  const [, shown] = useRoute("/rooms/:roomId");
  const rooms = useRooms();
  const isLive = useLink() === "up";
  const waiting = rooms
    .filter((room) => room.roomId !== shown?.roomId)
    .flatMap((room) => room.alarms.filter((alarm) => alarm.signal === "on").map((alarm) => ({ room, alarm })))
    .sort((a, b) => compareAlarms(a.alarm, b.alarm));
  const [first] = waiting;
  if (!isLive || first === undefined) return null;
  const { room, alarm } = first;
  return (
    <Link href={`/rooms/${room.roomId}`} className="elsewhere" data-priority={alarm.priority}>
      <span className="unseen">{alarm.priority} priority: </span>
      <b>
        {STARS[alarm.priority]} {room.name}
      </b>
      <span className="elsewhere-text">{alarmSentence(alarm)}</span>
      {waiting.length > 1 && <b>+{waiting.length - 1}</b>}
    </Link>
  );
}
