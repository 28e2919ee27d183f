import type { WhatIfRow, WhatIfSession } from "@watchroom/shared/what-if";
import { Link } from "wouter";
import { momentText, sessionPath } from "../sessions/sessionWords.ts";
import { TableFrame } from "../theme/TableFrame.tsx";
import { conditionText, excursionText, perHour, secondsText } from "./whatIfWords.ts";

const Numbers = ({ labels }: { readonly labels: readonly string[] }) =>
  labels.map((label) => (
    <th key={label} scope="col" className="number">
      {label}
    </th>
  ));

/** One row a condition and priority. */
export const ConditionTable = ({ rows }: { readonly rows: readonly WhatIfRow[] }) => (
  <section className="roomPart" aria-labelledby="what-if-conditions">
    <h3 id="what-if-conditions">By condition</h3>
    {rows.length === 0 && <p className="hint">No alarm in these sessions, before or after.</p>}
    {rows.length > 0 && (
      <TableFrame>
        <table>
          <thead>
            <tr>
              <th scope="col">Condition</th>
              <th scope="col">Priority</th>
              <Numbers
                labels={[
                  "Alarms before",
                  "Alarms after",
                  "Signalled before",
                  "Signalled after",
                  "Saved",
                  "Added",
                  "Missed",
                  "Gained",
                  "Held back",
                ]}
              />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.condition} ${row.priority}`}>
                <th scope="row">{conditionText(row.condition)}</th>
                <td className="priorityWord" data-priority={row.priority}>
                  {row.priority}
                </td>
                <td className="number">{row.before.alarms}</td>
                <td className="number">{row.after.alarms}</td>
                <td className="number">{secondsText(row.before.seconds)}</td>
                <td className="number">{secondsText(row.after.seconds)}</td>
                <td className="number">{row.saved}</td>
                <td className="number">{row.added}</td>
                <td className="number">{excursionText(row.missedS, row.missedValues) || "0"}</td>
                <td className="number">{excursionText(row.gainedS, row.gainedValues) || "0"}</td>
                <td className="number">
                  {row.heldBack.before} → {row.heldBack.after}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    )}
  </section>
);

/** Each session with its own counts, for who wants to see where the sums come from. */
export const SessionTable = ({ sessions }: { readonly sessions: readonly WhatIfSession[] }) => (
  <details className="roomPart">
    <summary>Session by session ({sessions.length})</summary>
    <TableFrame>
      <table>
        <thead>
          <tr>
            <th scope="col">Session</th>
            <th scope="col">Room</th>
            <Numbers
              labels={[
                "Alarms before",
                "Alarms after",
                "Per hour before",
                "Per hour after",
                "Saved",
                "Added",
                "Missed",
              ]}
            />
          </tr>
        </thead>
        <tbody>
          {sessions.map((one) => (
            <tr key={one.sessionId}>
              <th scope="row">
                <Link href={sessionPath(one.sessionId, "")}>{momentText(one.startedAt)}</Link>{" "}
                {one.simulated && <span className="tag sim">SIMULATED</span>}
                {!one.isAsRecorded && <span className="under">not as recorded</span>}
              </th>
              <td>{one.room}</td>
              <td className="number">{one.before.alarms}</td>
              <td className="number">{one.after.alarms}</td>
              <td className="number">{perHour(one.before.alarms, one.hours)}</td>
              <td className="number">{perHour(one.after.alarms, one.hours)}</td>
              <td className="number">{one.saved}</td>
              <td className="number">{one.added}</td>
              <td className="number">{excursionText(one.missedS, one.missedValues) || "0"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  </details>
);
