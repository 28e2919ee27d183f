import { ROUTES } from "@watchroom/shared/session";
import { Link } from "wouter";
import { useNow } from "../live/hooks.ts";
import { DaysLeft } from "../rems/DaysLeft.tsx";
import type { RemsRow } from "../rems/remsWords.ts";
import { CardRow, CardRows, CardTable, Cell } from "../theme/Cards.tsx";
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
    <CardTable
      caption="Sessions, the newest first. Each row leads to its session."
      columns={[["Start"], ["Patient"], ["Treatment"], ["Length", "number"], ["State"], ["Signatures"], ["REMS"]]}
      className="sessionTable"
    >
      <CardRows>
        {sessions.map((session) => (
          <SessionLine
            key={session.sessionId}
            session={session}
            rems={rems.get(session.sessionId)}
            search={search}
            now={now}
          />
        ))}
      </CardRows>
    </CardTable>
  );
}

type LineProps = {
  readonly session: SessionRow;
  readonly rems: RemsRow | undefined;
  readonly search: string;
  readonly now: number;
};

const SessionLine = ({ session, rems, search, now }: LineProps) => (
  <CardRow>
    <th scope="row">
      <Link href={sessionPath(session.sessionId, search)} className="sessionLink">
        <span className="nowrap">{dayText(session.startedAt)}</span> <b>{timeOfDay(session.startedAt)}</b>
        <span className="unseen">
          , {session.initials}, {session.room}
        </span>
      </Link>
      <span className="under">{session.room}</span>
    </th>
    <Cell label="Patient">
      <b>{session.initials}</b> {session.simulated && <span className="tag sim">SIMULATED</span>}
      <span className="under">{session.facts.patient.recordNumber ?? ""}</span>
    </Cell>
    <Cell label="Treatment">
      <abbr title={ROUTES[session.route].label}>{ROUTES[session.route].short}</abbr> ·{" "}
      <span className="nowrap">{givenText(session)}</span>
      <span className="under">
        {session.facts.protocol.name} v{session.facts.protocol.version}
      </span>
    </Cell>
    <Cell label="Length" className="number">
      {lengthText(session, now)}
    </Cell>
    <Cell label="State">
      <State session={session} />
    </Cell>
    <Cell label="Signatures">
      <Signing session={session} />
    </Cell>
    <Cell label="REMS">
      <Rems session={session} rems={rems} />
    </Cell>
  </CardRow>
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
