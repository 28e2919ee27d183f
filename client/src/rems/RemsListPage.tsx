import { Link } from "wouter";
import { SessionsTabs } from "../sessions/SessionsTabs.tsx";
import { dayText, givenText, momentText } from "../sessions/sessionWords.ts";
import { timeOfDay } from "../wall/duration.ts";
import { DaysLeft } from "./DaysLeft.tsx";
import { useRemsList } from "./remsQueries.ts";
import { type RemsRow, remsPath } from "./remsWords.ts";
import "../sessions/sessions.css";
import "./rems.css";
import { CardRow, CardRows, CardTable, Cell } from "../theme/Cards.tsx";

/** Sessions whose form is still to be submitted, the one whose seven days run out first at the top. */
export function RemsListPage() {
  const { data, error, isPending } = useRemsList();
  const sessions = data?.sessions ?? [];
  return (
    <main className="page sessions">
      <h1>REMS forms to submit</h1>
      <SessionsTabs />
      <p className="hint">
        After each outpatient treatment with Spravato the Patient Monitoring Form goes to the REMS within 7 days.
        Watchroom fills it from the record and sends nothing: you submit it, and mark it here.
      </p>
      {error !== null && (
        <p role="alert" className="problem">
          {error.message}
        </p>
      )}
      {isPending && error === null && <p role="status">Reading the list…</p>}
      {data !== undefined && sessions.length === 0 && (
        <p className="sessionsEmpty">
          No form waits to be submitted. A session stands here from its end until it is marked as submitted.
        </p>
      )}
      {sessions.length > 0 && <RemsTable sessions={sessions} />}
    </main>
  );
}

const RemsTable = ({ sessions }: { readonly sessions: readonly RemsRow[] }) => (
  <CardTable
    caption="Forms to submit, the soonest first. Each row leads to its form."
    columns={[["Left"], ["Submit by"], ["Session"], ["Patient"], ["Dose"]]}
    className="sessionTable"
  >
    <CardRows>
      {sessions.map((session) => (
        <CardRow key={session.sessionId}>
          <th scope="row">
            <Link href={remsPath(session.sessionId)} className="sessionLink">
              <DaysLeft daysLeft={session.daysLeft} />
              <span className="unseen">: form of {session.initials}</span>
            </Link>
          </th>
          <Cell label="Submit by">{momentText(session.submitBy)}</Cell>
          <Cell label="Session">
            {dayText(session.startedAt)} {timeOfDay(session.startedAt)}
            <span className="under">{session.room}</span>
          </Cell>
          <Cell label="Patient">
            <b>{session.initials}</b>{" "}
            {session.simulated && <span className="tag sim">SIMULATED: not for submission</span>}
            <span className="under">{session.facts.patient.recordNumber ?? ""}</span>
          </Cell>
          <Cell label="Dose">{givenText(session)}</Cell>
        </CardRow>
      ))}
    </CardRows>
  </CardTable>
);
