import { ROUTES } from "@watchroom/shared/session";
import { Link } from "wouter";
import { useNow } from "../live/hooks.ts";
import { DaysLeft } from "../rems/DaysLeft.tsx";
import type { RemsRow } from "../rems/remsWords.ts";
import { timeOfDay } from "../wall/duration.ts";
import { dayText, endingText, givenText, lengthText, type SessionRow, sessionPath } from "./sessionWords.ts";
import { correctionsText, isLocked, signatureText } from "./signatures.ts";

const LENGTH_STEP_MS = 10_000;

type TableProps = {
  readonly sessions: readonly SessionRow[];
  /** Those whose form is still to be submitted, by session. */
  readonly rems: ReadonlyMap<string, RemsRow>;
  readonly search: string;
};

/** One row a session: the whole row leads to its record. */
export function SessionTable({ sessions, rems, search }: TableProps) {
  const now = useNow(LENGTH_STEP_MS);
  return (
    <div className="table-frame">
      <table className="sessionTable">
        <caption className="unseen">Sessions, the newest first. Each row leads to its session.</caption>
        <thead>
          <tr>
            <th scope="col">Start</th>
            <th scope="col">Patient</th>
            <th scope="col">Treatment</th>
            <th scope="col" className="number">
              Length
            </th>
            <th scope="col">State</th>
            <th scope="col">Signatures</th>
            <th scope="col">REMS</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <SessionLine
              key={session.sessionId}
              session={session}
              rems={rems.get(session.sessionId)}
              search={search}
              now={now}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type LineProps = {
  readonly session: SessionRow;
  readonly rems: RemsRow | undefined;
  readonly search: string;
  readonly now: number;
};

const SessionLine = ({ session, rems, search, now }: LineProps) => (
  <tr>
    <th scope="row">
      <Link href={sessionPath(session.sessionId, search)} className="sessionLink">
        <span className="nowrap">{dayText(session.startedAt)}</span> <b>{timeOfDay(session.startedAt)}</b>
        <span className="unseen">
          , {session.initials}, {session.room}
        </span>
      </Link>
      <span className="under">{session.room}</span>
    </th>
    <td>
      <b>{session.initials}</b> {session.simulated && <span className="tag sim">SIMULATED</span>}
      <span className="under">{session.facts.patient.recordNumber ?? ""}</span>
    </td>
    <td>
      <abbr title={ROUTES[session.route].label}>{ROUTES[session.route].short}</abbr> ·{" "}
      <span className="nowrap">{givenText(session)}</span>
      <span className="under">
        {session.facts.protocol.name} v{session.facts.protocol.version}
      </span>
    </td>
    <td className="number">{lengthText(session, now)}</td>
    <td>
      <State session={session} />
    </td>
    <td>
      <Signing session={session} />
    </td>
    <td>
      <Rems session={session} rems={rems} />
    </td>
  </tr>
);

function State({ session }: Pick<LineProps, "session">) {
  if (session.endedAt === null) return <span className="tag running">running</span>;
  return (
    <>
      {endingText(session)}
      <span className="under">{timeOfDay(session.endedAt)}</span>
    </>
  );
}

function Signing({ session }: Pick<LineProps, "session">) {
  const corrections = correctionsText(session.facts.corrections);
  return (
    <>
      {isLocked(session) ? <span className="signedWord">✓ Signed</span> : signatureText(session)}
      {corrections !== null && <span className="under">{corrections}</span>}
    </>
  );
}

function Rems({ session: { facts }, rems }: Pick<LineProps, "session" | "rems">) {
  if (facts.rems !== null) return <>Submitted</>;
  return rems === undefined ? null : <DaysLeft daysLeft={rems.daysLeft} />;
}
