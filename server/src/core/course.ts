import type { Side } from "@watchroom/shared/alarm";
import { METRIC_IDS, METRICS, type MetricId, staleAfterMs } from "@watchroom/shared/metric";
import type { Protocol } from "@watchroom/shared/protocol";
import type { SessionView } from "@watchroom/shared/session";
import type { Instant, MonoMs } from "@watchroom/shared/time";
import type { KeptReading } from "../journal/entry.ts";
import { clearAlarms, type Draft, rulesFor, see } from "./draft.ts";
import { duesOf } from "./dues.ts";
import { limitsOf } from "./limits.ts";
import { limitPhaseOf, limitSetOf, peakEndsAt } from "./phase-limits.ts";
import { seeValue } from "./readings.ts";
import { criteriaOf, minimumTimeAt, spo2State } from "./release.ts";

/**
 * Brings dues, overdue alarms and release criteria up to this moment. Called after every act and pressure, and when time
 * alone changes one of them (`treatmentDue`).
 */
export function refreshTreatment(draft: Draft, now: Instant): void {
  const { protocol } = draft;
  if (draft.session === null || protocol === null) {
    draft.treatmentDue = null;
    draft.spo2Due = null;
    return;
  }
  const release = criteriaOf(protocol, draft.session, factsOf(draft), now.wall);
  const readied = ready(draft.session, release, now);
  changeLimits(draft, { ...readied, limitPhase: limitPhaseOf(protocol, readied, now.wall) }, now);
  const { limitPhase } = draft.session;
  const facts = { isPressureBeyond: isPressureBeyond(draft), turn: draft.turn };
  const dues = duesOf(protocol, readied, (what) => lastDone(draft, readied, what), facts);
  const next: SessionView = { ...readied, limitPhase, dues, release };
  if (JSON.stringify(next) !== JSON.stringify(draft.session)) draft.session = next;
  seeOverdue(draft, next, now);
  draft.treatmentDue = nextMoment(protocol, next, now);
  draft.spo2Due = staleMoment(draft, next, now);
}

/**
 * The limits of the session's phase and baseline. What a person changed for this patient stays; every value that is
 * shown is held against the new limits at once.
 */
function changeLimits(draft: Draft, session: SessionView, now: Instant): void {
  if (session.limitPhase !== draft.session?.limitPhase) draft.session = session;
  const set = limitSetOf(draft.base, draft);
  if (set === draft.set) return;
  draft.set = set;
  const changed = draft.limitsChanged.map((metric) => [metric, draft.limits[metric]]);
  draft.limits = changed.length === 0 ? limitsOf(set) : { ...limitsOf(set), ...Object.fromEntries(changed) };
  const isLimited = (metric: MetricId, side: Side): boolean =>
    rulesFor(draft)
      .byMetric.get(metric)
      ?.some((rule) => rule.side === side) ?? false;
  clearAlarms(
    draft,
    ({ condition }) => condition.metric !== null && !isLimited(condition.metric, condition.side),
    null,
    now,
  );
  for (const metric of METRIC_IDS) {
    const view = draft.metrics[metric];
    const isWatched = draft.standby === null || METRICS[metric].modality === "bloodPressure";
    if (isWatched && view?.value != null && view.validity === "valid")
      seeValue(draft, metric, view.value, "plain", now);
  }
}

const factsOf = (draft: Draft) => ({
  pressures: draft.pressures,
  spo2: draft.metrics.spo2,
  spo2StaleAfterMs: staleAfterMs("spo2", draft.metrics.spo2?.updatePeriodMs ?? null),
});

/** All criteria met: ready for release; one no longer met: under observation again. */
function ready(session: SessionView, release: SessionView["release"], now: Instant): SessionView {
  const isReady = release.length > 0 && release.every(({ state }) => state === "met");
  if (session.phase === "observation" && isReady) return { ...session, phase: "readyForRelease", phaseSince: now.wall };
  if (session.phase === "readyForRelease" && !isReady)
    return { ...session, phase: "observation", phaseSince: now.wall };
  return session;
}

const isPressureBeyond = ({ alarms }: Draft): boolean =>
  Object.values(alarms).some(
    ({ condition, alarm }) =>
      condition.metric !== null && METRICS[condition.metric].colour === "pressure" && alarm.present > 0,
  );

function lastDone(
  draft: Draft,
  session: SessionView,
  what: Parameters<Parameters<typeof duesOf>[2]>[0],
): number | null {
  if (what === "bloodPressure") return draft.pressures.at(-1)?.at ?? null;
  return session.assessments[what]?.at ?? null;
}

function seeOverdue(draft: Draft, { dues }: SessionView, now: Instant): void {
  const condition = (checkId: string) =>
    ({ kind: "technical", metric: null, side: null, technical: "checkOverdue", subject: checkId }) as const;
  const nothing = { level: 0, immediate: 0, value: null, cause: null };
  for (const { condition: known } of Object.values(draft.alarms)) {
    const isListed = dues.some(({ checkId }) => checkId === known.subject);
    if (known.technical === "checkOverdue" && known.subject !== null && !isListed)
      see(draft, condition(known.subject), nothing, now);
  }
  for (const { checkId, label, overdueAt } of dues) {
    const isOverdue = overdueAt !== null && now.wall >= overdueAt;
    see(draft, condition(checkId), isOverdue ? { ...nothing, level: 1, cause: label } : nothing, now);
  }
}

/** When time alone next changes a due check, the phase of the limits or the criterion of time. */
function nextMoment(protocol: Protocol, session: SessionView, now: Instant): MonoMs | null {
  const moments = [
    ...session.dues.map(({ overdueAt }) => overdueAt),
    minimumTimeAt(protocol, session),
    peakEndsAt(protocol, session),
  ].filter((at) => at !== null && at > now.wall);
  const first = moments.reduce<number | null>((a, b) => (b === null ? a : a === null ? b : Math.min(a, b)), null);
  return first === null ? null : monoOf(first, now);
}

const monoOf = (wall: number, now: Instant): MonoMs => (now.mono + (wall - now.wall)) as MonoMs;

/** When the criterion of SpO2 is no longer known, should no other value come. */
function staleMoment(draft: Draft, { release }: SessionView, now: Instant): MonoMs | null {
  const { spo2, spo2StaleAfterMs } = factsOf(draft);
  const known = release.find(({ id }) => id === "spo2");
  if (spo2 === undefined || known === undefined || known.state === "unknown") return null;
  const staleAt = spo2.at + spo2StaleAfterMs + 1;
  return staleAt > now.wall ? monoOf(staleAt, now) : null;
}

/** What time alone changes. A moment that a newer SpO2 has overtaken is only put off. */
export function refreshInTime(draft: Draft, now: Instant): void {
  const { session, treatmentDue, spo2Due } = draft;
  const isDue = (at: MonoMs | null): boolean => at !== null && at <= now.mono;
  if (isDue(treatmentDue) || (isDue(spo2Due) && isSpo2Other(draft, now))) refreshTreatment(draft, now);
  else if (isDue(spo2Due)) draft.spo2Due = session === null ? null : staleMoment(draft, session, now);
}

/** Whether the criterion of SpO2 is another one than was judged last. */
function isSpo2Other(draft: Draft, now: Instant): boolean {
  const { session, protocol } = draft;
  const known = session?.release.find(({ id }) => id === "spo2");
  const atLeast = protocol?.release.spo2AtLeast ?? null;
  if (session === null || known === undefined || atLeast === null) return false;
  return known.state !== spo2State(atLeast, session, factsOf(draft), now.wall);
}

/** After a reading: a pressure counts at once; an SpO2 only when it changes its criterion. */
export function refreshAfter(draft: Draft, reading: KeptReading, now: Instant): void {
  if (draft.session === null) return;
  const isPressure = reading.kind === "bloodPressure" && (reading.state === undefined || reading.state === "done");
  if (isPressure || (reading.kind === "oximetry" && isSpo2Other(draft, now))) refreshTreatment(draft, now);
}
