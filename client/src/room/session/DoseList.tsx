import type { SessionView } from "@watchroom/shared/session";
import { TableFrame } from "../../theme/TableFrame.tsx";
import { lastName } from "../../wall/alarmWords.ts";
import { timeOfDayExact } from "../../wall/duration.ts";
import { minutesFrom } from "../trendSeries.ts";
import { doseText, givenParts } from "./doseSteps.ts";

/** Everything that was given, with the minute from the first dose. */
export function DoseList({ session: { doses, doseAt, protocol } }: { readonly session: SessionView }) {
  const hasLots = protocol.dosing.lotNumber && givenParts(doses).length > 0;
  if (doses.length === 0) return null;
  return (
    <TableFrame>
      <table className="doses">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Min</th>
            <th scope="col">What</th>
            {hasLots && <th scope="col">Lot</th>}
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {doses.map((dose) => (
            <tr key={`${dose.at} ${dose.action}`}>
              <td>{timeOfDayExact(dose.at)}</td>
              <td>{minutesFrom(doseAt ?? dose.at, dose.at)}</td>
              <td>{doseText(dose)}</td>
              {hasLots && <td>{dose.lot ?? (dose.action === "give" ? "not given" : "")}</td>}
              <td>{lastName(dose.by)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
