import { Link, useLocation, useSearch } from "wouter";
import { useLink, useMe } from "../live/hooks.ts";
import { lastName } from "../wall/alarmWords.ts";
import { timeOfDay } from "../wall/duration.ts";
import { checkPath } from "../wall/roomPath.ts";
import { type BoardRow, leftOutText, ofOwner } from "./board.ts";
import { DueMark } from "./DueMark.tsx";
import { bothTimes, type DueState, dueText, dueWhen } from "./dueWords.ts";
import { useBoard } from "./useBoard.ts";
import "./board.css";

const PARTS: readonly { readonly state: DueState; readonly title: string }[] = [
  { state: "overdue", title: "Overdue" },
  { state: "due", title: "Due now" },
  { state: "soon", title: "In the next 30 minutes" },
];

type NowProps = { readonly now: number };

function Row({
  row: { roomId, roomName, initials, owner, form, away, due, state },
  now,
}: NowProps & { row: BoardRow }) {
  const both = bothTimes(due, form);
  return (
    <li>
      <Link href={checkPath(roomId, due.checkId)} className="boardRow" data-state={state}>
        <DueMark state={state} />
        <b className="boardRoom">{roomName}</b>
        <span className="boardWho">{initials}</span>
        <span className="boardWhat">
          {due.label}
          {away !== null && <span className="boardAside"> standby: {away}</span>}
          {both !== null && <span className="boardAside"> {both}</span>}
        </span>
        <b className="boardWhen">{dueWhen(due, now)}</b>
        <span className="boardTime">
          <span className="unseen">due at </span>
          {timeOfDay(due.dueAt)}
        </span>
        <span className="boardOwner">{owner === null ? "nobody" : lastName(owner.name)}</span>
      </Link>
    </li>
  );
}

/** The filter is kept in the address: `/due?mine`. */
function useMineOnly(): readonly [isMineOnly: boolean, setMineOnly: (isMineOnly: boolean) => void] {
  const isMineOnly = new URLSearchParams(useSearch()).has("mine");
  const [path, navigate] = useLocation();
  return [isMineOnly, (next) => navigate(next ? `${path}?mine` : path, { replace: true })];
}

/** What is due in all rooms, in the order in which to go there. Each row leads to the check itself. */
export function BoardPage() {
  const { rows: all, now } = useBoard();
  const { operatorId } = useMe();
  const link = useLink();
  const [isMineOnly, setMineOnly] = useMineOnly();
  const { mine, others } = ofOwner(all, operatorId);
  const rows = isMineOnly ? mine : all;
  const leftOut = isMineOnly ? leftOutText(others) : null;
  const next = rows.find(({ state }) => state === "later");
  const isEmpty = rows.every(({ state }) => state === "later");
  return (
    <main className="page board" data-lost={link === "lost" || undefined}>
      <div className="row">
        <h1>{isMineOnly ? "Due in my rooms" : "Due in all rooms"}</h1>
        <span className="grow" />
        <button type="button" className="button" aria-pressed={isMineOnly} onClick={() => setMineOnly(!isMineOnly)}>
          My rooms
        </button>
      </div>
      {link === "connecting" && <p className="hint">Connecting …</p>}
      {link === "lost" && (
        <p className="problem">No connection: what was done or became due since is not in this list.</p>
      )}
      {leftOut !== null && <p className="boardLeftOut">{leftOut}</p>}
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
