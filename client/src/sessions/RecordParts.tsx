import { eventText } from "@watchroom/shared/event";
import type { AlarmRow, ReportAnswer, VitalsRow } from "@watchroom/shared/http-sessions";
import { doseText } from "../room/session/doseSteps.ts";
import { howLong, timeOfDayExact } from "../wall/duration.ts";
import { minuteText, ReportPart, ReportTable } from "./ReportTable.tsx";

type Props = { readonly report: ReportAnswer };
const MINUTE_MS = 60_000;

const minuteOf = (at: number, doseAt: number | null): string =>
  minuteText(doseAt === null ? null : (at - doseAt) / MINUTE_MS);
const number = (value: number | null): string => (value === null ? "--" : `${Math.round(value)}`);

const VITALS_COLUMNS = [
  { label: "Time" },
  { label: "Min", isNumber: true },
  { label: "BP mmHg", isNumber: true },
  { label: "Mean", isNumber: true },
  { label: "SpO₂ %", isNumber: true },
  { label: "PR /min", isNumber: true },
  { label: "From" },
] as const;

const pressureText = ({ systolic, diastolic }: VitalsRow): string =>
  systolic === null && diastolic === null ? "" : `${number(systolic)}/${number(diastolic)}`;

export const VitalsPart = ({ report: { vitals } }: Props) => (
  <ReportPart id="vitals" title="Vital signs" empty={vitals.length === 0 ? "Nothing was measured." : null}>
    <p className="hint">At each pressure, and at each full quarter of an hour in which no cuff measured.</p>
    <ReportTable columns={VITALS_COLUMNS}>
      {vitals.map((row) => (
        <tr key={`${row.at} ${row.from}`}>
          <td>{timeOfDayExact(row.at)}</td>
          <td className="number">{minuteText(row.minute)}</td>
          <td className="number">
            <b>{pressureText(row)}</b>
          </td>
          <td className="number">{row.mean === null ? "" : number(row.mean)}</td>
          <td className="number">{number(row.spo2)}</td>
          <td className="number">{number(row.pulseRate)}</td>
          <td>{row.from}</td>
        </tr>
      ))}
    </ReportTable>
  </ReportPart>
);

/** Everything that was given. The lot has a column only where the protocol asks for it. */
export function DosesPart({ report: { session } }: Props) {
  const { doses, doseAt, protocol } = session;
  const hasLots = protocol.dosing.lotNumber;
  const columns = [
    { label: "Time" },
    { label: "Min", isNumber: true },
    { label: "What" },
    ...(hasLots ? [{ label: "Lot" }] : []),
    { label: "Who" },
  ];
  return (
    <ReportPart id="doses" title="Doses" empty={doses.length === 0 ? "Nothing was given." : null}>
      <ReportTable columns={columns}>
        {doses.map((dose) => (
          <tr key={`${dose.at} ${dose.action}`}>
            <td>{timeOfDayExact(dose.at)}</td>
            <td className="number">{minuteOf(dose.at, doseAt)}</td>
            <td>{doseText(dose)}</td>
            {hasLots && <td>{dose.lot ?? (dose.action === "give" ? "not given" : "")}</td>}
            <td>{dose.by}</td>
          </tr>
        ))}
      </ReportTable>
    </ReportPart>
  );
}

const SHORT_COLUMNS = [
  { label: "Time" },
  { label: "Min", isNumber: true },
  { label: "What" },
  { label: "Who" },
] as const;

export const AssessmentsPart = ({ report: { assessments } }: Props) => (
  <ReportPart id="assessments" title="Assessments" empty={assessments.length === 0 ? "Nothing was assessed." : null}>
    <ReportTable columns={SHORT_COLUMNS}>
      {assessments.map(({ at, minute, label, text, by }) => (
        <tr key={`${at} ${label} ${text}`}>
          <td>{timeOfDayExact(at)}</td>
          <td className="number">{minuteText(minute)}</td>
          <td>
            {label}: <b>{text}</b>
          </td>
          <td>{by}</td>
        </tr>
      ))}
    </ReportTable>
  </ReportPart>
);

export const EventsPart = ({ report: { session } }: Props) => (
  <ReportPart id="events" title="Events" empty={session.events.length === 0 ? "No event was recorded." : null}>
    <ReportTable columns={SHORT_COLUMNS}>
      {session.events.map((event) => (
        <tr key={`${event.at} ${event.event}`}>
          <td>{timeOfDayExact(event.at)}</td>
          <td className="number">{minuteOf(event.at, session.doseAt)}</td>
          <td>{eventText(event)}</td>
          <td>{event.by}</td>
        </tr>
      ))}
    </ReportTable>
  </ReportPart>
);

const ALARM_COLUMNS = [
  { label: "Began" },
  { label: "Min", isNumber: true },
  { label: "Priority" },
  { label: "Alarm" },
  { label: "Lasted", isNumber: true },
  { label: "Acknowledged" },
] as const;

const lastedText = ({ episode, endedAt }: AlarmRow): string =>
  endedAt === null ? "present" : howLong(endedAt - episode.since);

function acknowledgedText({ acknowledgedBy, acknowledgedAt }: AlarmRow): string {
  if (acknowledgedBy === null) return "by nobody";
  return acknowledgedAt === null ? acknowledgedBy : `${timeOfDayExact(acknowledgedAt)} ${acknowledgedBy}`;
}

/** Each alarm from its begin to its end, and who took note of it. */
export const AlarmsPart = ({ report: { alarms, row } }: Props) => (
  <ReportPart
    id="alarms"
    title="Alarms"
    empty={alarms.length > 0 ? null : `No alarm in this session${row.endedAt === null ? " so far" : ""}.`}
  >
    <ReportTable columns={ALARM_COLUMNS}>
      {alarms.map((alarm) => (
        <tr key={alarm.episode.episodeId}>
          <td>{timeOfDayExact(alarm.episode.since)}</td>
          <td className="number">{minuteText(alarm.minute)}</td>
          <td className="priorityWord" data-priority={alarm.episode.priority}>
            {alarm.episode.priority}
          </td>
          <td>{alarm.text}</td>
          <td className="number">{lastedText(alarm)}</td>
          <td>{acknowledgedText(alarm)}</td>
        </tr>
      ))}
    </ReportTable>
  </ReportPart>
);
