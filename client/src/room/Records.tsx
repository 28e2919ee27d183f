import { changeText, DISPOSITIONS, ESCALATION_LABELS } from "@watchroom/shared/alarm";
import type { AlarmRecord, ReadingsPage } from "@watchroom/shared/http";
import { formatValue, METRIC_IDS, METRICS } from "@watchroom/shared/metric";
import { Tabs } from "radix-ui";
import { memo } from "react";
import { TableFrame } from "../theme/TableFrame.tsx";
import { timeOfDayExact } from "../wall/duration.ts";
import { HeldBackCount, HeldBackTable } from "./HeldBackTable.tsx";
import { type RecordSource, useAlarmRecord, useReadings } from "./record.ts";

type RecordProps = { readonly source: RecordSource };

/** What happened, with whom it reached or what a person said of it. */
function whatText({ change, alarm: { escalation, disposition, note } }: AlarmRecord): string {
  const word = changeText(change);
  if (change === "escalated" && escalation !== null) return `${word} to ${ESCALATION_LABELS[escalation.to]}`;
  if (change !== "annotated" && change !== "acknowledged") return word;
  const said = disposition === null ? [] : [DISPOSITIONS[disposition].label];
  const parts = change === "annotated" && note !== null ? [...said, `“${note}”`] : said;
  return parts.length === 0 ? word : `${word}: ${parts.join(", ")}`;
}

/** What became of each alarm, newest first. What was held back was no alarm, and has its own list. */
function AlarmTable({ source }: RecordProps) {
  const { data, error } = useAlarmRecord(source);
  if (error !== null) return <p className="problem">{error.message}</p>;
  if (data === undefined) return <p className="hint">Reading the record …</p>;
  const changes = data.changes.filter(({ change }) => change !== "heldBack");
  if (changes.length === 0)
    return <p className="hint">{source.isOver ? "No alarm in this session." : "No alarm since the watch began."}</p>;
  return (
    <TableFrame>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Priority</th>
            <th scope="col">Alarm</th>
            <th scope="col">What</th>
            <th scope="col">Who</th>
          </tr>
        </thead>
        <tbody>
          {changes.toReversed().map((row) => (
            <tr key={row.id}>
              <td>{timeOfDayExact(row.at)}</td>
              <td>{row.alarm.priority}</td>
              <td>{row.text}</td>
              <td>{whatText(row)}</td>
              <td>{row.by ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

type ReadingRow = ReadingsPage["readings"][number];

/** All values of one reading in a line: "SpO₂ 97, PR 72". */
function valuesText({ values, state }: ReadingRow): string {
  const parts = METRIC_IDS.flatMap((metric) => {
    const value = values[metric];
    if (value === undefined) return [];
    return `${METRICS[metric].short} ${value === null ? "--" : formatValue(metric, value)}`;
  });
  return [...parts, ...(state === null || state === "on" || state === "done" ? [] : [state])].join(", ");
}

/** What the devices sent, newest first, a page at a time. */
export function ReadingTable({ source }: RecordProps) {
  const { data, error, fetchNextPage, hasNextPage, isFetching, refetch } = useReadings(source);
  const readings = data?.pages.flatMap((page) => page.readings) ?? [];
  return (
    <>
      <div className="row">
        {!source.isOver && (
          <button type="button" className="button small" disabled={isFetching} onClick={() => void refetch()}>
            {isFetching ? "Reading …" : "Read the newest"}
          </button>
        )}
        {error !== null && <span className="problem">{error.message}</span>}
      </div>
      <TableFrame>
        <table>
          <thead>
            <tr>
              <th scope="col">Received</th>
              <th scope="col">Device</th>
              <th scope="col">Values</th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {readings.map((row) => (
              <tr key={`${row.receivedAt} ${row.measuredAt} ${row.device} ${row.kind}`}>
                <td>{timeOfDayExact(row.receivedAt)}</td>
                <td>{row.device}</td>
                <td>{valuesText(row)}</td>
                <td>{row.late ? <span className="tag">late, measured {timeOfDayExact(row.measuredAt)}</span> : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {hasNextPage && (
        <button type="button" className="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          Show earlier readings
        </button>
      )}
    </>
  );
}

/** The record of this watch as lists; `source` stays the same object while its fields do. */
export const Records = memo(({ source }: RecordProps) => (
  <Tabs.Root defaultValue="alarms" className="roomPart">
    <Tabs.List className="row roomTabs" aria-label="Record">
      <Tabs.Trigger value="alarms" className="button small">
        Alarm record
      </Tabs.Trigger>
      <Tabs.Trigger value="readings" className="button small">
        Readings
      </Tabs.Trigger>
      <Tabs.Trigger value="heldBack" className="button small">
        Held back <HeldBackCount source={source} />
      </Tabs.Trigger>
    </Tabs.List>
    <Tabs.Content value="alarms" className="roomTab">
      <AlarmTable source={source} />
    </Tabs.Content>
    <Tabs.Content value="readings" className="roomTab">
      <ReadingTable source={source} />
    </Tabs.Content>
    <Tabs.Content value="heldBack" className="roomTab">
      <HeldBackTable source={source} />
    </Tabs.Content>
  </Tabs.Root>
));
