import type { WhatIfAnswer } from "@watchroom/shared/what-if";
import { Link } from "wouter";
import { momentText } from "../sessions/sessionWords.ts";
import { TableFrame } from "../theme/TableFrame.tsx";
import { progressText, runPath, secondsText } from "./whatIfWords.ts";

type Props = { readonly answer: WhatIfAnswer; readonly shown: string | null };

/** Runs of late that nobody has kept, and what was kept. */
export function KeptList({ answer: { runs, saved }, shown }: Props) {
  const recent = runs.filter((run) => run.saved === null && run.runId !== shown);
  return (
    <section className="roomPart whatIfKept" aria-labelledby="what-if-kept">
      <h2 id="what-if-kept">Saved results</h2>
      {saved.length === 0 && <p className="hint">None is saved yet. A result that is worth talking about can be.</p>}
      {saved.length > 0 && (
        <TableFrame>
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" className="number">
                  Sessions
                </th>
                <th scope="col" className="number">
                  Alarms saved
                </th>
                <th scope="col" className="number">
                  Added
                </th>
                <th scope="col" className="number">
                  Newly missed
                </th>
                <th scope="col">Saved</th>
              </tr>
            </thead>
            <tbody>
              {saved.map((one) => (
                <tr key={one.runId}>
                  <th scope="row">
                    <Link href={runPath(one.runId)}>{one.name}</Link>{" "}
                    {one.simulatedSessions > 0 && <span className="tag sim">SIMULATED</span>}
                    <span className="under">{one.comment}</span>
                  </th>
                  <td className="number">{one.sessions}</td>
                  <td className="number">{one.alarmsSaved}</td>
                  <td className="number">{one.alarmsAdded}</td>
                  <td className="number">{secondsText(one.missedS)}</td>
                  <td>
                    {momentText(one.at)}
                    <span className="under">{one.by}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {recent.length > 0 && (
        <>
          <h3>Not saved, until the server restarts</h3>
          <ul className="recentRuns">
            {recent.map((run) => (
              <li key={run.runId}>
                <Link href={runPath(run.runId)}>{momentText(run.startedAt)}</Link> by {run.by}: {progressText(run)}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
