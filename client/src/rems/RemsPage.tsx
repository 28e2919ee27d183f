import type { RemsAnswer, SessionRowAnswer } from "@watchroom/shared/http-sessions";
import type { Role } from "@watchroom/shared/wire";
import { useState } from "react";
import { Link } from "wouter";
import { useMe, useNow } from "../live/hooks.ts";
import { PaperHead } from "../sessions/PaperHead.tsx";
import { useReport } from "../sessions/sessionQueries.ts";
import { momentText, sessionPath, spanText } from "../sessions/sessionWords.ts";
import { timeOfDayExact } from "../wall/duration.ts";
import { DaysLeft } from "./DaysLeft.tsx";
import { fieldId, RemsFields } from "./RemsFields.tsx";
import { useRems } from "./remsQueries.ts";
import { daysLeftAt, missingFields, REMS_LIST_PATH, remsText } from "./remsWords.ts";
import { SubmittedDialog } from "./SubmittedDialog.tsx";
import { useCopy } from "./useCopy.ts";
import "../room/room.css";
import "../room/print.css";
import "../sessions/sessions.css";
import "../sessions/report.css";
import "./rems.css";

const DAY_STEP_MS = 60_000;

/** The Patient Monitoring Form of one session, filled from its record: to be copied, printed, and submitted by hand. */
export function RemsPage({ sessionId }: { readonly sessionId: string }) {
  const form = useRems(sessionId);
  const report = useReport(sessionId);
  const error = form.error ?? report.error;
  if (form.data !== undefined && report.data !== undefined)
    return <Form answer={form.data} session={report.data.row} />;
  return (
    <main className="room roomMissing">
      <h1>{error === null ? "Filling the form …" : "The form cannot be shown"}</h1>
      {error === null ? (
        <progress aria-label="Filling the form" />
      ) : (
        <p role="alert" className="problem">
          {error.message}
        </p>
      )}
      <Link href={sessionPath(sessionId, "")}>Back to the session</Link>
    </main>
  );
}

type FormProps = { readonly answer: RemsAnswer; readonly session: SessionRowAnswer };

function Form({ answer, session }: FormProps) {
  const { copy, said } = useCopy();
  const note = answer.simulated ? "not for submission" : "REMS Patient Monitoring Form";
  return (
    <main className="room sessionPage remsPage" aria-label={`REMS form of ${session.initials}`}>
      <PaperHead session={session} note={note} />
      <FormHead answer={answer} session={session} onCopy={() => void copy("The whole form", textOf(answer, session))} />
      <p role="status" className="hint copySaid">
        {said}
      </p>
      <StatePart answer={answer} />
      <MissingPart answer={answer} />
      <TimesPart answer={answer} />
      <RemsFields fields={answer.fields} onCopy={(label, value) => void copy(label, value)} />
    </main>
  );
}

/** A trainer acts on what is simulated only; an administrator treats nobody. */
const isMarkable = ({ simulated }: RemsAnswer, role: Role): boolean =>
  role === "trainer" ? simulated : role !== "administrator";

const textOf = (answer: RemsAnswer, session: SessionRowAnswer): string =>
  remsText(answer, `${session.initials}, ${session.room}, ${spanText(session)}`);

function FormHead({ answer, session, onCopy }: FormProps & { readonly onCopy: () => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const { role } = useMe();
  const mayMark = session.endedAt !== null && answer.submitted === null && isMarkable(answer, role);
  return (
    <header className="roomHead">
      <div className="row roomTitle">
        <Link href={sessionPath(session.sessionId, "")} className="button backLink">
          ← Session
        </Link>
        <h1>REMS Patient Monitoring Form</h1>
        {answer.simulated && <span className="pill sim">SIMULATED: not for submission</span>}
      </div>
      <div className="row">
        <span>
          <b>{session.initials}</b> · {session.room} · {spanText(session)}{" "}
          <span className="dim">· form of {answer.formVersion}</span>
        </span>
      </div>
      <div className="row sessionActs">
        {mayMark && (
          <button type="button" className="button primary" onClick={() => setIsOpen(true)}>
            {answer.simulated ? "Mark as submitted (practice)" : "Mark as submitted"}
          </button>
        )}
        <button type="button" className="button" onClick={onCopy}>
          Copy all as text
        </button>
        <button type="button" className="button" onClick={() => window.print()}>
          Print
        </button>
        <span className="grow" />
        <Link href={REMS_LIST_PATH} className="button backLink">
          All forms to submit
        </Link>
      </div>
      {isOpen && <SubmittedDialog answer={answer} onClose={() => setIsOpen(false)} />}
    </header>
  );
}

/** Whether a person has said that it was submitted; Watchroom itself never knows. */
function StatePart({ answer }: Pick<FormProps, "answer">) {
  const { submitted, simulated } = answer;
  return (
    <section className="roomPart remsState" data-simulated={simulated || undefined} aria-label="State">
      {simulated && (
        <p>
          <b>SIMULATED: not for submission.</b> No such treatment took place. The form is filled so that it can be
          learned.
        </p>
      )}
      {submitted !== null && (
        <p>
          <b>Marked as submitted</b> ({submitted.how}, {momentText(submitted.submittedAt)}) by {submitted.by}. That is
          this person's word: Watchroom sent nothing.
        </p>
      )}
      {submitted === null && !simulated && <Waiting answer={answer} />}
    </section>
  );
}

function Waiting({ answer: { submitBy } }: Pick<FormProps, "answer">) {
  const now = useNow(DAY_STEP_MS);
  return (
    <p>
      <b>Not marked as submitted.</b> Submit by {momentText(submitBy)}:{" "}
      <DaysLeft daysLeft={daysLeftAt(submitBy, now)} />. Watchroom sends nothing; fill in the form online or by fax,
      then mark it here.
    </p>
  );
}

function MissingPart({ answer: { fields } }: Pick<FormProps, "answer">) {
  const missing = missingFields(fields);
  if (missing.length === 0) return null;
  return (
    <section className="roomPart remsMissing" aria-labelledby="missingTitle">
      <h2 id="missingTitle">
        {missing.length} required {missing.length === 1 ? "field is" : "fields are"} not in this record
      </h2>
      <p className="hint">Fill them in on the form yourself. What belongs to the clinic is kept in Settings.</p>
      <ul className="missingList">
        {missing.map(({ id, label, section }) => (
          <li key={id}>
            <a href={`#${fieldId(id)}`}>{label}</a> <span className="dim">({section})</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function TimesPart({ answer: { totalMinutes, couldHaveLeft, window: rule } }: Pick<FormProps, "answer">) {
  return (
    <section className="roomPart" aria-labelledby="timesTitle">
      <h2 id="timesTitle">Times</h2>
      <dl className="summary">
        <div>
          <dt>Total monitoring</dt>
          <dd>
            {totalMinutes === null ? "not known yet" : <b>{`${totalMinutes} min`}</b>}{" "}
            <span className="dim">from the first device to the end</span>
          </dd>
        </div>
        <div>
          <dt>Could have left</dt>
          <dd>
            {couldHaveLeft === null ? (
              "not in this record"
            ) : (
              <>
                <b>{couldHaveLeft.minutes} min</b> from the first device, at {timeOfDayExact(couldHaveLeft.at)}
              </>
            )}{" "}
            <span className="dim">when all criteria but the least time were met, and stayed so</span>
          </dd>
        </div>
        <div>
          <dt>40-min pressure</dt>
          <dd>{rule}</dd>
        </div>
      </dl>
    </section>
  );
}
