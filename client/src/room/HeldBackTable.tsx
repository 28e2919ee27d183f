import { alarmSentence } from "@watchroom/shared/alarm";
import type { AlarmRecord } from "@watchroom/shared/http";
import { TableFrame } from "../theme/TableFrame.tsx";
import { howLong, timeOfDayExact } from "../wall/duration.ts";
import { type RecordSource, useAlarmRecord } from "./record.ts";

type Props = { readonly source: RecordSource };

const heldBackOf = (changes: readonly AlarmRecord[]): readonly AlarmRecord[] =>
  changes.filter(({ change }) => change === "heldBack");

/** "(3)", as soon as it is known. */
export function HeldBackCount({ source }: Props) {
  const { data } = useAlarmRecord(source);
  return data === undefined ? null : `(${heldBackOf(data.changes).length})`;
}

/** What went beyond a limit and came back before its delay was over: nothing was signalled, and nothing is kept from anybody. */
export function HeldBackTable({ source }: Props) {
  const { data, error } = useAlarmRecord(source);
  if (error !== null) return <p className="problem">{error.message}</p>;
  if (data === undefined) return <p className="hint">Reading the record …</p>;
  const held = heldBackOf(data.changes);
  if (held.length === 0)
    return <p className="hint">Nothing was held back: no value was beyond a limit for a moment only.</p>;
  return (
    <>
      <p className="hint">
        Beyond a limit, and back before the delay was over, while the cuff measured, or while the oximeter called its
        signal weak. Not signalled.
      </p>
      <TableFrame>
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">For</th>
              <th scope="col">Priority it would have had</th>
              <th scope="col">What</th>
              <th scope="col">Held back by</th>
            </tr>
          </thead>
          <tbody>
            {held.toReversed().map(({ id, at, alarm }) => (
              <tr key={id}>
                <td>{timeOfDayExact(alarm.since)}</td>
                <td>{howLong((alarm.endedAt ?? at) - alarm.since)}</td>
                <td>{alarm.priority}</td>
                <td>{alarmSentence(alarm)}</td>
                <td>{alarm.cause}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </>
  );
}
