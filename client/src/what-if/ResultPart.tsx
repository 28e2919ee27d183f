import type { WhatIfPatients, WhatIfResult } from "@watchroom/shared/what-if";
import { TableFrame } from "../theme/TableFrame.tsx";
import { EpisodesPart } from "./EpisodesPart.tsx";
import { ConditionTable, SessionTable } from "./ResultTables.tsx";
import { cautionsOf, excursionText, perHour, secondsText } from "./whatIfWords.ts";

type Props = { readonly result: WhatIfResult; readonly patients: WhatIfPatients };

/** What the change would have done: the two sides of the trade first, then all that they are made of. */
export function ResultPart({ result, patients }: Props) {
  const { totals } = result;
  const isSimulated = totals.simulatedSessions > 0;
  const cautions = cautionsOf(result, patients);
  return (
    <>
      {isSimulated && (
        <p>
          <span className="pill sim">SIMULATED</span>{" "}
          {totals.simulatedSessions === totals.sessions
            ? "All of these sessions are simulated."
            : `${totals.simulatedSessions} of these ${totals.sessions} sessions are simulated.`}
        </p>
      )}
      {cautions.length > 0 && (
        <ul className="cautions">
          {cautions.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {totals.sessions === 0 ? (
        <p className="sessionsEmpty">No session was replayed. Choose other days, another route, or other patients.</p>
      ) : (
        <>
          <BigNumbers totals={totals} />
          <Summary result={result} />
          <ConditionTable rows={result.rows} />
          <EpisodesPart episodes={result.episodes} leftOff={result.episodesLeftOff} />
          <SessionTable sessions={result.sessions} />
        </>
      )}
    </>
  );
}

type Totals = WhatIfResult["totals"];

function BigNumbers({ totals }: { readonly totals: Totals }) {
  const { saved, added, missedS, missedValues, before } = totals;
  const isSafe = missedS === 0 && missedValues === 0;
  return (
    <div className="bigNumbers">
      <p className="roomPart">
        <b className="bigNumber">{saved}</b>
        <span>
          {saved === 1 ? "alarm saved" : "alarms saved"}
          <span className="under">
            of {before.alarms}; {added === 0 ? "none added" : `${added} added`}
          </span>
        </span>
      </p>
      <p className="roomPart" data-missed={!isSafe || undefined}>
        <b className="bigNumber">{Math.round(missedS)}</b>
        <span>
          {Math.round(missedS) === 1 ? "second" : "seconds"} of excursion newly missed
          <span className="under">
            beyond the old limit with a valid value, signalled before and no longer
            {missedValues > 0 && `; and ${excursionText(0, missedValues)}`}
          </span>
        </span>
      </p>
    </div>
  );
}

const delay = (value: number | null): string => (value === null ? "none signalled" : secondsText(value));

function Summary({ result: { totals, rows } }: { readonly result: WhatIfResult }) {
  const { hours, before, after, delays, gainedS, gainedValues, sessions } = totals;
  const held = (when: "before" | "after"): number => rows.reduce((sum, { heldBack }) => sum + heldBack[when], 0);
  const lines: readonly (readonly [string, string, string])[] = [
    ["Alarms", String(before.alarms), String(after.alarms)],
    ["Alarms per room-hour", perHour(before.alarms, hours), perHour(after.alarms, hours)],
    ["Time signalled or acknowledged", secondsText(before.seconds), secondsText(after.seconds)],
    ["Excursions signalled", String(delays.before.signalled), String(delays.after.signalled)],
    ["Excursion to signal, half within", delay(delays.before.medianS), delay(delays.after.medianS)],
    ["Excursion to signal, longest", delay(delays.before.longestS), delay(delays.after.longestS)],
    ["Held back: over before the delay", String(held("before")), String(held("after"))],
    ["Excursion newly signalled", "", excursionText(gainedS, gainedValues) || "none"],
  ];
  return (
    <TableFrame>
      <table>
        <caption className="hint">
          {sessions} {sessions === 1 ? "session" : "sessions"}, {hours.toFixed(1)} room-hours
        </caption>
        <thead>
          <tr>
            <th scope="col">In all</th>
            <th scope="col" className="number">
              Before
            </th>
            <th scope="col" className="number">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(([label, old, next]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="number">{old}</td>
              <td className="number">{next}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
