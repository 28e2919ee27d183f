import { Link } from "wouter";
import { useLink } from "../live/hooks.ts";
import { checkPath } from "../wall/roomPath.ts";
import { DueMark } from "./DueMark.tsx";
import { dueWhen } from "./dueWords.ts";
import { useBoard } from "./useBoard.ts";

/** More do not fit into any header. */
const SHOWN_MAX = 5;

/** What is due next anywhere, in the header's own line: what does not fit is left out whole, never cut. */
export function DueStrip() {
  const { rows, now } = useBoard();
  const isLive = useLink() === "up";
  const next = rows.filter(({ state }) => state !== "later").slice(0, SHOWN_MAX);
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
