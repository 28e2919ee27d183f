import { givenMg } from "@watchroom/shared/dose";
import type { ReportAnswer } from "@watchroom/shared/http-sessions";
import { ROUTES } from "@watchroom/shared/session";
import type { ReactNode } from "react";
import { hoursAndMinutes, timeOfDay, timeOfDayExact } from "../wall/duration.ts";
import { amountText, birthDateText, endingText } from "./sessionWords.ts";
import { correctionsText, signatureText } from "./signatures.ts";

type Props = { readonly report: ReportAnswer };

/** The head of the record: patient, treatment, people and state, in a glance. */
export function SummaryPart({ report }: Props) {
  const { row, session, devices, clinic, madeAt } = report;
  const { patient, protocol, owner } = row.facts;
  const rows: readonly (readonly [label: string, value: ReactNode])[] = [
    ["Patient", [row.initials, patient.name].filter((part) => part !== null).join(" · ")],
    ["Record number", patient.recordNumber ?? "not given"],
    ["Born", patient.birthDate === null ? "not given" : birthDateText(patient.birthDate)],
    ["Treatment", ROUTES[row.route].label],
    ["Protocol", `${protocol.name}, version ${protocol.version}`],
    ["Dose", <DoseSummary key="dose" report={report} />],
    ["Baseline pressure", baselineText(report)],
    ["Started by", `${session.startedBy}, ${timeOfDay(row.startedAt)}`],
    ["Nurse of the room", owner ?? "nobody"],
    ["Ended", endingText(row) ?? `running, as of ${timeOfDayExact(madeAt)}`],
    [
      "Signatures",
      [signatureText(row) ?? "after the end", correctionsText(row.facts.corrections)].filter(Boolean).join("; "),
    ],
    ["Devices", devices.length === 0 ? "none" : devices.join(", ")],
    ["Clinic", clinic],
  ];
  return (
    <section className="roomPart" aria-label="Summary">
      <dl className="summary">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function baselineText({ session: { baseline } }: ReportAnswer): string {
  return baseline === null
    ? "none before the dose"
    : `${baseline.systolic}/${baseline.diastolic} mmHg at ${timeOfDay(baseline.at)}`;
}

/** The infusion that runs is counted to the moment of the report. */
function DoseSummary({ report: { row, session, madeAt } }: Props) {
  const { doseAt, dosingEndedAt, givenMg: kept } = row.facts;
  if (doseAt === null) return "no dose";
  const until = row.endedAt ?? madeAt;
  const given = row.endedAt === null ? givenMg(session.doses, madeAt) : kept;
  const end = dosingEndedAt === null ? "" : ` to ${timeOfDay(dosingEndedAt)}`;
  return (
    <>
      <b>{amountText(given)}</b>, {timeOfDay(doseAt)}
      {end}; {hoursAndMinutes(until - doseAt)} h from the first dose {row.endedAt === null ? "to now" : "to the end"}
    </>
  );
}
