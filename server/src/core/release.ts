import { ASSESSMENTS, type AssessmentId, assessmentText, isResolved } from "@watchroom/shared/assessment";
import { oxygenSince } from "@watchroom/shared/event";
import type { Protocol } from "@watchroom/shared/protocol";
import type { Criterion, SessionView } from "@watchroom/shared/session";
import type { MetricView } from "@watchroom/shared/wire";

const MINUTE_MS = 60_000;

export type Pressure = {
  readonly systolic: number;
  readonly diastolic: number;
  readonly at: number;
  /** A person typed it in. */
  readonly typedIn?: boolean;
};

/** What the criteria look at beside the session. */
type ReleaseFacts = {
  /** The last cuff values, oldest first; the last two count. */
  readonly pressures: readonly Pressure[];
  readonly spo2: MetricView | undefined;
  /** Milliseconds after which the SpO2 is stale. */
  readonly spo2StaleAfterMs: number;
};

/** Each criterion of the protocol: met, not met, or not known, with what says so. Empty before the first dose. */
export function criteriaOf(protocol: Protocol, session: SessionView, facts: ReleaseFacts, now: number): Criterion[] {
  if (session.doseAt === null) return [];
  const { release } = protocol;
  return [
    timeCriterion(protocol, session, now),
    ...(release.pressureWithinPercent === null
      ? []
      : [pressureCriterion(release.pressureWithinPercent, session, facts.pressures)]),
    ...(release.spo2AtLeast === null ? [] : [spo2Criterion(release.spo2AtLeast, session, facts, now)]),
    ...release.assessments.map((id) => assessmentCriterion(id, session)),
  ];
}

/** When the least time under watch is over; null while its start is not known. */
export function minimumTimeAt({ observation }: Pick<Protocol, "observation">, session: SessionView): number | null {
  const from = observation.from === "firstDose" ? session.doseAt : session.dosingEndedAt;
  return from === null ? null : from + observation.minutes * MINUTE_MS;
}

function timeCriterion(protocol: Protocol, session: SessionView, now: number): Criterion {
  const at = minimumTimeAt(protocol, session);
  const { minutes, from } = protocol.observation;
  const detail = `${minutes} min from the ${from === "firstDose" ? "first dose" : "end of dosing"}`;
  return { id: "time", label: "Minimum time", state: at !== null && now >= at ? "met" : "notMet", detail };
}

const text = ({ systolic, diastolic }: Pick<Pressure, "systolic" | "diastolic">): string => `${systolic}/${diastolic}`;

function pressureCriterion(
  percent: number,
  { baseline, doseAt }: SessionView,
  pressures: readonly Pressure[],
): Criterion {
  const label = `Two pressures within ${percent} % of baseline`;
  const base = { id: "pressure" as const, label };
  if (baseline === null) return { ...base, state: "unknown", detail: "No baseline was taken" };
  const after = pressures.filter(({ at }) => at > (doseAt ?? 0)).slice(-2);
  const detail = `${after.map(text).join(" and ") || "none yet"}; baseline ${text(baseline)}`;
  if (after.length < 2) return { ...base, state: "unknown", detail };
  const isNear = (value: number, reference: number): boolean =>
    Math.abs(value - reference) <= (percent / 100) * reference;
  const areNear = after.every(
    ({ systolic, diastolic }) => isNear(systolic, baseline.systolic) && isNear(diastolic, baseline.diastolic),
  );
  return { ...base, state: areNear ? "met" : "notMet", detail };
}

/** Whether the newest SpO2 is valid, fresh, of room air and high enough. */
export function spo2State(
  atLeast: number,
  { events }: Pick<SessionView, "events">,
  { spo2, spo2StaleAfterMs }: ReleaseFacts,
  now: number,
): Criterion["state"] {
  if (oxygenSince(events) !== null) return "notMet";
  if (spo2 === undefined || spo2.value === null || spo2.validity !== "valid") return "unknown";
  if (now - spo2.at > spo2StaleAfterMs) return "unknown";
  return spo2.value >= atLeast ? "met" : "notMet";
}

const SPO2_DETAIL = { met: "at or above it now", notMet: "below it now", unknown: "no valid value now" } as const;

function spo2Criterion(atLeast: number, session: SessionView, facts: ReleaseFacts, now: number): Criterion {
  const state = spo2State(atLeast, session, facts, now);
  const isOnOxygen = oxygenSince(session.events) !== null;
  const detail = isOnOxygen ? "oxygen is on" : SPO2_DETAIL[state];
  return { id: "spo2", label: `SpO₂ at least ${atLeast} % on room air`, state, detail };
}

function assessmentCriterion(id: AssessmentId, { assessments, doseAt }: SessionView): Criterion {
  const row = ASSESSMENTS[id];
  const base = { id, label: row.label };
  const known = assessments[id];
  // Before the dose it says nothing about the dose; whether the escort is here does not depend on it.
  const counts = known !== undefined && (id === "escort" || known.at >= (doseAt ?? 0));
  if (!known || !counts) return { ...base, state: "unknown", detail: "Not assessed since the dose" };
  return {
    ...base,
    state: isResolved(id, known.value) ? "met" : "notMet",
    detail: `${assessmentText(id, known.value)} · ${known.by}`,
  };
}
