import type { DueCheck, SessionView } from "@watchroom/shared/session";
import { DueMark } from "../../board/DueMark.tsx";
import { compareDues, dueState, dueWhen } from "../../board/dueWords.ts";
import { useNow } from "../../live/hooks.ts";
import { timeOfDay } from "../../wall/duration.ts";

type DuePartProps = {
  readonly session: SessionView;
  readonly onDo: (due: DueCheck) => void;
  readonly onPressure: () => void;
};

const actOf = ({ what }: DueCheck): string =>
  what === "bloodPressure" ? "Type BP" : what === "dose" ? "Dose" : "Assess";

/** What is due in this room, overdue first, each with one tap to do it. */
export function DuePart({ session, onDo, onPressure }: DuePartProps) {
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
        {dues.map((due) => {
          const state = dueState(due, now);
          return (
            <li key={due.checkId} className="dueRow" data-state={state}>
              <DueMark state={state} />
              <span className="dueWhat">
                <b>{due.label}</b>
                <span className="dueWhen">{dueWhen(due, now)}</span>
              </span>
              <span className="dim">
                <span className="unseen">due at </span>
                {timeOfDay(due.dueAt)}
              </span>
              <button type="button" className="button" onClick={() => onDo(due)}>
                {actOf(due)}
                <span className="unseen"> {due.label}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {hasPressure && <p className="hint">A pressure that the cuff sends counts by itself.</p>}
    </section>
  );
}
