import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import { PRE_CHECK_LABELS, type PreCheckItem } from "@watchroom/shared/precheck";
import type { Criterion } from "@watchroom/shared/session";
import { timeOfDayExact } from "../wall/duration.ts";
import { CRITERION_WORDS, releaseText } from "../wall/releaseWords.ts";
import { ReportPart, ReportTable } from "./ReportTable.tsx";
import { endingText } from "./sessionWords.ts";

type Props = { readonly report: ReportAnswer };

const PRE_CHECK_COLUMNS = [{ label: "Question" }, { label: "Answer" }, { label: "Who" }] as const;

/** Each question with its answer, and the physician's decision where an answer was not as expected. */
export function PreCheckPart({ report: { session } }: Props) {
  const { items, decision } = session.preCheck;
  if (items.length === 0) return null;
  return (
    <ReportPart id="preCheck" title="Pre-session check" empty={null}>
      {decision !== null && (
        <p className="decision">
          Decided by <b>{decision.physician}</b>: {decision.reason}{" "}
          <span className="dim">
            · {decision.by}, {timeOfDayExact(decision.at)}
          </span>
        </p>
      )}
      <ReportTable columns={PRE_CHECK_COLUMNS}>
        {items.map((item) => (
          <PreCheckLine key={item.id} item={item} session={session} />
        ))}
      </ReportTable>
    </ReportPart>
  );
}

type LineProps = { readonly item: PreCheckItem; readonly session: ReportAnswer["session"] };

function PreCheckLine({ item, session }: LineProps) {
  const given = session.preCheck.answers.find((answer) => answer.item === item.id);
  const isOther = given !== undefined && given.answer !== item.expected;
  return (
    <tr>
      <td>
        {item.question} <span className="hint">{PRE_CHECK_LABELS[item.group]}</span>
      </td>
      <td className="nowrap">
        {given === undefined ? (
          <span className="attention">not answered</span>
        ) : (
          <b className={isOther ? "attention" : undefined}>
            {given.answer}
            {isOther && <span className="unseen"> (not as expected)</span>}
            {isOther && <span aria-hidden="true"> ≠ {item.expected}</span>}
          </b>
        )}
      </td>
      <td>
        {given !== undefined && `${timeOfDayExact(given.at)} ${given.by}`}
        {given !== undefined && given.confirmedFrom !== null && (
          <span className="hint"> confirmed from an earlier session</span>
        )}
      </td>
    </tr>
  );
}

const SHAPES: Readonly<Record<Criterion["state"], string>> = { met: "✓", notMet: "✕", unknown: "?" };

/** The criteria as they stood at the end, or as they stand now. */
export function ReleaseCriteriaPart({ report: { session, row } }: Props) {
  const { release } = session;
  return (
    <ReportPart
      id="release"
      title={row.endedAt === null ? "Release criteria now" : "Release criteria at the end"}
      empty={release.length === 0 ? "None count before the first dose." : null}
    >
      <p>
        <b>{releaseText(release)}</b>
      </p>
      <ul className="criteria">
        {release.map(({ id, label, state, detail }) => (
          <li key={id} className="criterion" data-state={state}>
            <span className="criterionShape" aria-hidden="true">
              {SHAPES[state]}
            </span>
            <span className="criterionText">
              <span>
                {label}: <b className="criterionWord">{CRITERION_WORDS[state]}</b>
              </span>
              <span className="dim">{detail}</span>
            </span>
          </li>
        ))}
      </ul>
    </ReportPart>
  );
}

/** How it ended, by whom, and who decided on it. */
export function EndingPart({ report: { row } }: Props) {
  const { ending } = row.facts;
  if (row.endedAt === null) return null;
  return (
    <ReportPart id="ending" title="Ending" empty={null}>
      <p>
        <b>{endingText(row)}</b> at {timeOfDayExact(row.endedAt)}
        {ending !== null && ` by ${ending.by}`}
        {ending?.physician != null && `; decided by ${ending.physician}`}
        {ending?.reason != null && `. Reason: ${ending.reason}`}
      </p>
    </ReportPart>
  );
}
