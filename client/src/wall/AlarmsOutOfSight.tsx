import { compareAlarms, STARS } from "@watchroom/shared/alarm";
import { firstCalling, groupAlarms } from "@watchroom/shared/alarm-groups";
import { Link } from "wouter";
import { alarmMarks } from "../alarm/alarmMarks.ts";
import { useRooms } from "../live/hooks.ts";
import { alarmHeadline } from "./alarmWords.ts";
import { roomPath } from "./roomPath.ts";

/** A wall that scrolls names every room with an alarm that nobody has acknowledged: its tile may be out of sight. */
export function AlarmsOutOfSight() {
  const waiting = useRooms().flatMap((room) => {
    const top = firstCalling(groupAlarms(room.alarms));
    return top === undefined ? [] : [{ room, top }];
  });
  if (waiting.length === 0) return null;
  waiting.sort((a, b) => compareAlarms(a.top, b.top));
  return (
    <nav className="alarmsOutOfSight" aria-label="Rooms in alarm">
      {waiting.map(({ room, top }) => (
        <Link key={room.roomId} href={roomPath(room.roomId)} {...alarmMarks(top)}>
          {room.name}: {STARS[top.priority]} {alarmHeadline(top, true)}
        </Link>
      ))}
    </nav>
  );
}
