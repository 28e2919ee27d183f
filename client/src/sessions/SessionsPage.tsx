import { useMemo, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { useMe } from "../live/hooks.ts";
import { useRemsList } from "../rems/remsQueries.ts";
import { SessionFilterBar } from "./SessionFilterBar.tsx";
import { SessionsTabs } from "./SessionsTabs.tsx";
import { SessionTable } from "./SessionTable.tsx";
import { SESSIONS_MAX, useSessions } from "./sessionQueries.ts";
import { filterOf, type SessionFilter, searchOf, sessionsPath, sessionsShown } from "./sessionWords.ts";
import { isToSign } from "./signatures.ts";
import "./sessions.css";

/** Every session that is kept, running or ended: where a review begins. */
export function SessionsPage() {
  const { data, error, isPending } = useSessions();
  const remsList = useRemsList();
  const { role } = useMe();
  const search = useSearch();
  const [, navigate] = useLocation();
  const [text, setText] = useState("");
  const filter = { ...filterOf(search), text };
  const change = (next: SessionFilter): void => {
    setText(next.text);
    navigate(sessionsPath(searchOf(next)), { replace: true });
  };
  const sessions = data?.sessions ?? [];
  const rems = useMemo(
    () => new Map((remsList.data?.sessions ?? []).map((row) => [row.sessionId, row] as const)),
    [remsList.data],
  );
  const remsDue = new Set(rems.keys());
  const shown = sessionsShown(sessions, filter, { role, remsDue });
  const counts = {
    all: sessions.length,
    toSign: sessions.filter((session) => isToSign(session, role)).length,
    remsDue: sessions.filter(({ sessionId }) => remsDue.has(sessionId)).length,
  };
  const problem = error ?? remsList.error;
  return (
    <main className="page sessions">
      <h1>Sessions</h1>
      <SessionsTabs />
      <SessionFilterBar filter={filter} role={role} counts={counts} onChange={change} />
      {problem !== null && (
        <p role="alert" className="problem">
          {problem.message}
        </p>
      )}
      {isPending && error === null && <p role="status">Reading the list…</p>}
      {data !== undefined && (
        <>
          <p className="hint" role="status">
            {countText(shown.length, sessions.length)}
          </p>
          {shown.length > 0 ? (
            <SessionTable sessions={shown} rems={rems} search={search} />
          ) : (
            <p className="sessionsEmpty">{emptyText(filter, sessions.length > 0)}</p>
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

function emptyText(filter: SessionFilter, hasAny: boolean): string {
  if (!hasAny) return "No session yet. One is kept here from its start on, and stays after the room was cleared.";
  const isOpen = filter.text === "" && filter.route === "all" && filter.kind === "all";
  if (isOpen && filter.show === "toSign") return "Nothing waits to be signed.";
  if (isOpen && filter.show === "remsDue") return "No form waits to be submitted.";
  return "No session is like that. Clear the search, or choose all routes.";
}
