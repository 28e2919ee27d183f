import { ROUTES, Route } from "@watchroom/shared/session";
import { useId, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { useNow } from "../live/hooks.ts";
import { Select } from "../settings/Select.tsx";
import { timeOfDay } from "../wall/duration.ts";
import { SESSIONS_MAX, useSessions } from "./sessionQueries.ts";
import {
  dayText,
  filterOf,
  lengthText,
  type SessionFilter,
  type SessionRow,
  searchOf,
  sessionPath,
  sessionsPath,
  sessionsShown,
} from "./sessionWords.ts";
import "./sessions.css";

const ROUTE_OPTIONS = [
  { value: "all", label: "All routes" },
  ...Route.options.map((route) => ({ value: route, label: ROUTES[route].label })),
] as const;
const KIND_OPTIONS = [
  { value: "all", label: "Real and simulated" },
  { value: "real", label: "Real only" },
  { value: "simulated", label: "Simulated only" },
] as const;
const LENGTH_STEP_MS = 10_000;

/** Every session that is kept, running or ended: where a review begins. */
export function SessionsPage() {
  const { data, error, isPending } = useSessions();
  const search = useSearch();
  const [, navigate] = useLocation();
  const [text, setText] = useState("");
  const filter = { ...filterOf(search), text };
  const change = (next: SessionFilter): void => {
    setText(next.text);
    navigate(sessionsPath(searchOf(next)), { replace: true });
  };
  const sessions = data?.sessions ?? [];
  const shown = sessionsShown(sessions, filter);
  return (
    <main className="page sessions">
      <h1>Sessions</h1>
      <Filter filter={filter} onChange={change} />
      {error !== null && (
        <p role="alert" className="problem">
          {error.message}
        </p>
      )}
      {isPending && error === null && <p role="status">Reading the list…</p>}
      {data !== undefined && (
        <>
          <p className="hint" role="status">
            {countText(shown.length, sessions.length)}
          </p>
          {shown.length > 0 ? (
            <SessionTable sessions={shown} search={search} />
          ) : (
            <Nothing hasAny={sessions.length > 0} />
          )}
        </>
      )}
    </main>
  );
}

function countText(shown: number, all: number): string {
  const kept = all < SESSIONS_MAX ? `${all}` : `the newest ${all}`;
  return shown === all ? `${kept} ${all === 1 ? "session" : "sessions"}` : `${shown} of ${kept} sessions`;
}

const Nothing = ({ hasAny }: { readonly hasAny: boolean }) => (
  <p className="sessionsEmpty">
    {hasAny
      ? "No session is like that. Clear the search, or choose all routes."
      : "No session yet. One is kept here from its start on, and stays after the room was cleared."}
  </p>
);

type FilterProps = { readonly filter: SessionFilter; readonly onChange: (filter: SessionFilter) => void };

function Filter({ filter, onChange }: FilterProps) {
  const id = useId();
  return (
    <search className="sessionsFilter">
      <div className="field">
        <label htmlFor={id}>Initials or room</label>
        <input
          id={id}
          type="search"
          className="input"
          value={filter.text}
          autoComplete="off"
          onChange={(event) => onChange({ ...filter, text: event.target.value })}
        />
      </div>
      <Select
        label="Route"
        value={filter.route}
        options={ROUTE_OPTIONS}
        onChange={(route) => onChange({ ...filter, route })}
      />
      <Select
        label="Patients"
        value={filter.kind}
        options={KIND_OPTIONS}
        onChange={(kind) => onChange({ ...filter, kind })}
      />
    </search>
  );
}

type TableProps = { readonly sessions: readonly SessionRow[]; readonly search: string };

function SessionTable({ sessions, search }: TableProps) {
  const now = useNow(LENGTH_STEP_MS);
  return (
    <div className="table-frame">
      <table className="sessionTable">
        <caption className="unseen">Sessions, the newest first. Each row leads to its session.</caption>
        <thead>
          <tr>
            <th scope="col">Start</th>
            <th scope="col">Room</th>
            <th scope="col">Initials</th>
            <th scope="col">Route</th>
            <th scope="col" className="number">
              Length
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <SessionLine key={session.sessionId} session={session} search={search} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type LineProps = { readonly session: SessionRow; readonly search: string; readonly now: number };

const SessionLine = ({ session, search, now }: LineProps) => (
  <tr>
    <th scope="row">
      <Link href={sessionPath(session.sessionId, search)} className="sessionLink">
        {dayText(session.startedAt)} <b>{timeOfDay(session.startedAt)}</b>
        <span className="unseen">
          , {session.initials}, {session.room}
        </span>
      </Link>
    </th>
    <td>{session.room}</td>
    <td>
      <b>{session.initials}</b>
    </td>
    <td>{ROUTES[session.route].label}</td>
    <td className="number">{lengthText(session, now)}</td>
    <td>
      <span className="row">
        {session.endedAt === null ? (
          <span className="tag running">running</span>
        ) : (
          `ended ${timeOfDay(session.endedAt)}`
        )}
        {session.simulated && <span className="tag sim">SIMULATED</span>}
      </span>
    </td>
  </tr>
);
