import { ROUTES } from "@watchroom/shared/session";
import { Link, useSearch } from "wouter";
import { useClinic, useNow } from "../live/hooks.ts";
import { AlarmTable, ReadingTable } from "../room/Records.tsx";
import { type RecordSource, sessionRecord } from "../room/record.ts";
import { roomPath } from "../wall/roomPath.ts";
import { SessionTrend } from "./SessionTrend.tsx";
import { useSession } from "./sessionQueries.ts";
import { lengthText, type SessionRow, sessionsPath, spanText } from "./sessionWords.ts";
import "../room/room.css";
import "../room/print.css";
import "./sessions.css";

const LENGTH_STEP_MS = 10_000;

/** One session in full, running or ended: what a physician reviews and prints. */
export function SessionPage({ sessionId }: { readonly sessionId: string }) {
  const { data, error } = useSession(sessionId);
  const search = useSearch();
  if (data !== undefined) return <Session session={data} back={sessionsPath(search)} />;
  return (
    <main className="room roomMissing">
      <h1>{error === null ? "Reading the session …" : "The session cannot be shown"}</h1>
      {error !== null && (
        <p role="alert" className="problem">
          {error.message}
        </p>
      )}
      <Link href={sessionsPath(search)}>Back to the sessions</Link>
    </main>
  );
}

type Props = { readonly session: SessionRow; readonly back: string };

function Session({ session, back }: Props) {
  const source = sessionRecord(session);
  return (
    <main className="room sessionPage" aria-label={`Session of ${session.initials}`}>
      <PaperHead session={session} />
      <SessionHead session={session} source={source} back={back} />
      <SessionTrend session={session} source={source} />
      <section className="roomPart roomTab" aria-labelledby="alarmsTitle">
        <h2 id="alarmsTitle">Alarm record</h2>
        <AlarmTable source={source} />
      </section>
      <section className="roomPart roomTab" aria-labelledby="readingsTitle">
        <h2 id="readingsTitle">Readings</h2>
        <p className="hint">The newest first, a page at a time. All of them are in the CSV file.</p>
        <ReadingTable source={source} />
      </section>
    </main>
  );
}

/** Stands at the head of each printed page, since pages get separated. */
function PaperHead({ session }: Pick<Props, "session">) {
  const clinic = useClinic();
  return (
    <div className="paperHead" aria-hidden="true">
      <div>
        {session.simulated && <b className="pill sim">SIMULATED</b>} <b>{session.initials}</b> · {session.room} ·{" "}
        {spanText(session)}
        {clinic !== null && ` · ${clinic.name}`}
      </div>
    </div>
  );
}

function SessionHead({ session, source: { base }, back }: Props & { readonly source: RecordSource }) {
  const now = useNow(LENGTH_STEP_MS);
  return (
    <header className="roomHead">
      <div className="row roomTitle">
        <Link href={back} className="button backLink">
          ← Sessions
        </Link>
        <h1>{session.initials}</h1>
        <b className="roomWho">{session.room}</b>
        <span className="dim">{ROUTES[session.route].label}</span>
        {session.simulated && <span className="pill sim">SIMULATED</span>}
      </div>
      <div className="row">
        <span>
          {spanText(session)} <span className="dim">({lengthText(session, now)} h)</span>
        </span>
        {session.endedAt === null && (
          <Link href={roomPath(session.roomId)} className="button primary backLink">
            Running now: open {session.room}
          </Link>
        )}
        <span className="grow" />
        <span className="row sessionActs">
          <a href={`${base}/readings.csv`} download className="button backLink">
            Readings as CSV
          </a>
          <a href={`${base}/journal.json`} download className="button backLink">
            Journal as JSON
          </a>
          <button type="button" className="button" onClick={() => window.print()}>
            Print
          </button>
        </span>
      </div>
    </header>
  );
}
