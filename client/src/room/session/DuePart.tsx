import type { DueCheck, SessionView } from "@watchroom/shared/session";
import { DueMark } from "../../board/DueMark.tsx";
import { bothTimes, compareDues, dueState, dueWhen } from "../../board/dueWords.ts";
import { useMe, useNow, useSending } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { timeOfDay } from "../../wall/duration.ts";
import { useKeptFocus } from "../../wall/keptFocus.ts";
import { whyNot } from "../../wall/mayAct.ts";
import { ScaleValues } from "./ScaleValues.tsx";

type DuePartProps = {
  readonly room: LiveRoom;
  readonly session: SessionView;
  readonly onDo: (due: DueCheck) => void;
  readonly onPressure: () => void;
};

/** Where the answers to "symptoms?" are found on this page. */
export const SYMPTOMS_ID = "symptoms";

const actOf = ({ what }: DueCheck): string =>
  what === "bloodPressure" ? "Type BP" : what === "dose" ? "Dose" : "Assess";

/** What is due in this room, overdue first, each with one tap to do it. */
export function DuePart({ room, session, onDo, onPressure }: DuePartProps) {
  const now = useNow();
  const dues = [...session.dues].sort((a, b) => compareDues(a, b, now));
  const hasPressure = dues.some(({ what }) => what === "bloodPressure");
  return (
    <section className="sessionPart" aria-labelledby="dueTitle">
      <div className="row">
        <h2 id="dueTitle">Due</h2>
        <span className="grow" />
        {!hasPressure && (
          <button type="button" className="button" onClick={onPressure}>
            Type BP
          </button>
        )}
      </div>
      {dues.length === 0 && <p className="hint">Nothing is due in this phase.</p>}
      <ul className="dueRows">
        {dues.map((due) => (
          <DueRow key={due.checkId} due={due} now={now} room={room} session={session} onDo={onDo} />
        ))}
      </ul>
      {hasPressure && <p className="hint">A pressure that the cuff sends counts by itself.</p>}
    </section>
  );
}

type DueRowProps = Pick<DuePartProps, "room" | "session" | "onDo"> & { readonly due: DueCheck; readonly now: number };

function DueRow({ due, now, room, session, onDo }: DueRowProps) {
  const state = dueState(due, now);
  const both = bothTimes(due, session.protocol.dosing.form);
  return (
    <li className="dueRow" data-state={state}>
      <DueMark state={state} />
      <span className="dueWhat">
        <b>{due.label}</b>
        <span className="dueWhen">{dueWhen(due, now)}</span>
        {both !== null && <span className="dueBoth dim">{both}</span>}
      </span>
      <span className="dim">
        <span className="unseen">due at </span>
        {timeOfDay(due.dueAt)}
      </span>
      {due.what === "symptoms" ? (
        <SymptomAnswers room={room} />
      ) : (
        <button type="button" className="button" onClick={() => onDo(due)}>
          {actOf(due)}
          <span className="unseen"> {due.label}</span>
        </button>
      )}
    </li>
  );
}

/** Asked beside the pressure that was too high: the answer is one tap. */
function SymptomAnswers({ room }: { readonly room: LiveRoom }) {
  const { send, sending, failure } = useSending();
  const isBarred = whyNot("assess", useMe(), room) !== null;
  const ref = useKeptFocus<HTMLFieldSetElement>();
  const enter = (value: number): void => {
    if (!sending) void send("assess", { roomId: room.roomId, assessment: "symptoms", value, at: null });
  };
  return (
    <fieldset
      ref={ref}
      className="symptomAnswers"
      aria-label="Symptoms with the pressure"
      id={SYMPTOMS_ID}
      tabIndex={-1}
    >
      <ScaleValues scale="symptoms" value={null} isBarred={isBarred} isSending={sending} onEnter={enter} />
      <span role="status" className="problem">
        {failure}
      </span>
    </fieldset>
  );
}
