import { Link } from "wouter";
import { useLink } from "../live/hooks.ts";
import { checkPath } from "../wall/roomPath.ts";
import { firstOfEachRoom } from "./board.ts";
import { DueMark } from "./DueMark.tsx";
import { dueWhen } from "./dueWords.ts";
import { useBoard } from "./useBoard.ts";

/** What is due first in each room, in the header's own line. What does not fit is left out whole. */
export function DueStrip() {
  const { rows, now } = useBoard();
  const isLive = useLink() === "up";
  const next = firstOfEachRoom(rows).filter(({ state }) => state !== "later");
  return (
    <nav className="dueStrip" aria-label="Due next">
      {isLive &&
        next.map(({ roomId, roomName, due, state }) => (
          <Link
            key={`${roomId} ${due.checkId}`}
            href={checkPath(roomId, due.checkId)}
            className="dueStripItem"
            data-state={state}
          >
            <DueMark state={state} />
            <b>{roomName}</b> {due.label} {dueWhen(due, now)}
          </Link>
        ))}
    </nav>
  );
}
