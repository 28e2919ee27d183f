import { openPreCheck, PRE_CHECK_LABELS, type PreCheckItem, type YesNo } from "@watchroom/shared/precheck";
import type { SessionView } from "@watchroom/shared/session";
import { useState } from "react";
import { useMe, useSending } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { lastName } from "../../wall/alarmWords.ts";
import { timeOfDay } from "../../wall/duration.ts";
import { whyNot } from "../../wall/mayAct.ts";
import { calendarDay } from "../calendarDay.ts";
import { PreCheckDecisionDialog } from "./PreCheckDecisionDialog.tsx";
import {
  answersOf,
  type EarlierAnswer,
  type PreCheckGroup,
  type PreCheckRow,
  preCheckGroups,
  preCheckHold,
  preCheckSummary,
  YES_NO,
} from "./preCheckRows.ts";
import { useEarlierAnswers } from "./useEarlierAnswers.ts";
import "./preCheck.css";

type PreCheckPartProps = { readonly room: LiveRoom; readonly session: SessionView };

/** The questions before the first dose. Open while something keeps the dose waiting, else one line. */
export function PreCheckPart({ room, session }: PreCheckPartProps) {
  const { preCheck } = session;
  const hold = preCheckHold(preCheck);
  const isWaiting = hold !== null && session.doseAt === null;
  const [isUnfolded, setIsUnfolded] = useState<boolean | null>(null);
  const [isDeciding, setIsDeciding] = useState(false);
  const isShown = isUnfolded ?? isWaiting;
  const { undecided } = openPreCheck(preCheck);
  const isBarred = whyNot("decidePreCheck", useMe(), room) !== null;
  if (preCheck.items.length === 0) return null;
  return (
    <section className="sessionPart preCheck" aria-labelledby="preCheckTitle">
      <div className="row">
        <h2 id="preCheckTitle">Pre-session check</h2>
        <span className={hold === null ? "preCheckDone" : "preCheckHold"} role="status">
          {hold === null ? preCheckSummary(preCheck) : `${isWaiting ? "The first dose waits: " : ""}${hold}`}
        </span>
        <span className="grow" />
        {undecided.length > 0 && (
          <button type="button" className="button primary" disabled={isBarred} onClick={() => setIsDeciding(true)}>
            Physician's decision
          </button>
        )}
        <button type="button" className="button" aria-expanded={isShown} onClick={() => setIsUnfolded(!isShown)}>
          {isShown ? "Fold" : "Show"}
          <span className="unseen"> the questions</span>
        </button>
      </div>
      {isShown && <Questions room={room} session={session} />}
      {isDeciding && <PreCheckDecisionDialog room={room} undecided={undecided} onClose={() => setIsDeciding(false)} />}
    </section>
  );
}

type Answering = {
  readonly isBarred: boolean;
  readonly isSending: boolean;
  readonly onAnswer: (items: readonly PreCheckItem[], answer: YesNo, confirmedFrom: string | null) => void;
};

function Questions({ room, session }: PreCheckPartProps) {
  const { send, sending, failure } = useSending();
  const { earlier, problem } = useEarlierAnswers(session, true);
  const isBarred = whyNot("answerPreCheck", useMe(), room) !== null;
  const onAnswer: Answering["onAnswer"] = (items, answer, confirmedFrom) => {
    if (sending) return;
    const answers = items.map(({ id }) => ({ item: id, answer }));
    void send("answerPreCheck", { roomId: room.roomId, answers, confirmedFrom });
  };
  const answering = { isBarred, isSending: sending, onAnswer };
  return (
    <>
      {problem !== null && <p className="hint">{problem}</p>}
      {preCheckGroups(session.preCheck, earlier).map((group) => (
        <Group key={group.group} group={group} {...answering} />
      ))}
      <p role="status" className="problem">
        {failure}
      </p>
    </>
  );
}

function Group({ group: { group, rows, none }, ...answering }: Answering & { readonly group: PreCheckGroup }) {
  const { isBarred, isSending, onAnswer } = answering;
  const words = none.length < rows.length ? `None of the other ${none.length}` : "None of these";
  return (
    <fieldset className="preCheckGroup" tabIndex={-1} aria-label={PRE_CHECK_LABELS[group]}>
      <div className="row">
        <b>{PRE_CHECK_LABELS[group]}</b>
        {none.length > 0 && (
          <button
            type="button"
            className="button"
            aria-label={`${words}: ${PRE_CHECK_LABELS[group]}`}
            disabled={isBarred}
            aria-disabled={isSending || undefined}
            onClick={(event) => {
              // The button goes with its act: the keyboard goes on with the questions.
              event.currentTarget.closest("fieldset")?.focus({ preventScroll: true });
              onAnswer(none, "no", null);
            }}
          >
            {words}
          </button>
        )}
      </div>
      <ul className="preCheckRows">
        {rows.map((row) => (
          <Question key={row.item.id} row={row} {...answering} />
        ))}
      </ul>
    </fieldset>
  );
}

function Question({ row, isBarred, isSending, onAnswer }: Answering & { readonly row: PreCheckRow }) {
  const { item, answer, isAgainst, earlier } = row;
  return (
    <li className="preCheckRow" data-against={isAgainst || undefined}>
      <span className="preCheckText">
        <span>{item.question}</span>
        {isAgainst && <b className="preCheckAgainst">asks for a physician</b>}
        {answer !== null && (
          <span className="dim">
            {lastName(answer.by)} {timeOfDay(answer.at)}
            {answer.confirmedFrom !== null && ", confirmed"}
          </span>
        )}
        {answer === null && earlier !== null && (
          <Earlier
            earlier={earlier}
            isBarred={isBarred}
            onConfirm={() => onAnswer([item], earlier.answer, earlier.sessionId)}
          >
            {item.question}
          </Earlier>
        )}
      </span>
      <fieldset className="preCheckAnswers" aria-label={item.question}>
        {answersOf(item).map((one) => (
          <button
            key={one}
            type="button"
            className="button"
            disabled={isBarred}
            aria-disabled={isSending || undefined}
            aria-pressed={answer?.answer === one}
            onClick={() => onAnswer([item], one, null)}
          >
            {YES_NO[one]}
          </button>
        ))}
      </fieldset>
    </li>
  );
}

type EarlierProps = {
  readonly earlier: EarlierAnswer;
  readonly isBarred: boolean;
  readonly onConfirm: () => void;
  readonly children: string;
};

/** What was said last time: it counts only when a person confirms it today. */
const Earlier = ({ earlier, isBarred, onConfirm, children }: EarlierProps) => (
  <span className="preCheckEarlier dim">
    {calendarDay(earlier.at)}: {YES_NO[earlier.answer]}
    <button
      type="button"
      className="button"
      disabled={isBarred}
      onClick={({ currentTarget }) => {
        currentTarget.closest("li")?.querySelector<HTMLElement>("fieldset button")?.focus({ preventScroll: true });
        onConfirm();
      }}
    >
      Confirm {YES_NO[earlier.answer].toLowerCase()}
      <span className="unseen">, {children}</span>
    </button>
  </span>
);
