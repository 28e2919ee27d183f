import { Link } from "wouter";
import { useLink } from "../live/hooks.ts";
import { timeOfDay } from "../wall/duration.ts";
import { checkPath } from "../wall/roomPath.ts";
import type { BoardRow } from "./board.ts";
import { DueMark } from "./DueMark.tsx";
import { type DueState, dueText, dueWhen } from "./dueWords.ts";
import { useBoard } from "./useBoard.ts";
import "./board.css";

const PARTS: readonly { readonly state: DueState; readonly title: string }[] = [
  { state: "overdue", title: "Overdue" },
  { state: "due", title: "Due now" },
  { state: "soon", title: "In the next 30 minutes" },
];

type NowProps = { readonly now: number };

const Row = ({ row: { roomId, roomName, initials, due, state }, now }: NowProps & { readonly row: BoardRow }) => (
  <li>
    <Link href={checkPath(roomId, due.checkId)} className="boardRow" data-state={state}>
      <DueMark state={state} />
      <b className="boardRoom">{roomName}</b>
      <span className="boardWho">{initials}</span>
      <span className="boardWhat">{due.label}</span>
      <b className="boardWhen">{dueWhen(due, now)}</b>
      <span className="boardTime">
        <span className="unseen">due at </span>
        {timeOfDay(due.dueAt)}
      </span>
    </Link>
  </li>
);

/** What is due in all rooms, in the order in which to go there. Each row leads to the check itself. */
export function BoardPage() {
  const { rows, now } = useBoard();
  const link = useLink();
  const next = rows.find(({ state }) => state === "later");
  const isEmpty = rows.every(({ state }) => state === "later");
  return (
    <main className="page board" data-lost={link === "lost" || undefined}>
      <h1>Due in all rooms</h1>
      {link === "connecting" && <p className="hint">Connecting …</p>}
      {link === "lost" && (
        <p className="problem">No connection: what was done or became due since is not in this list.</p>
      )}
      {PARTS.map(({ state, title }) => (
        <BoardPart key={state} title={title} rows={rows.filter((row) => row.state === state)} now={now} />
      ))}
      {isEmpty && link !== "connecting" && <p className="boardEmpty">Nothing is due in the next 30 minutes.</p>}
      {next !== undefined && (
        <p className="boardLater">
          Later: {next.roomName}, {dueText(next.due, now)}.
        </p>
      )}
    </main>
  );
}

function BoardPart({ title, rows, now }: NowProps & { readonly title: string; readonly rows: readonly BoardRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section className="boardPart" aria-label={title}>
      <h2>{title}</h2>
      <ul className="boardRows">
        {rows.map((row) => (
          <Row key={`${row.roomId} ${row.due.checkId}`} row={row} now={now} />
        ))}
      </ul>
    </section>
  );
}
