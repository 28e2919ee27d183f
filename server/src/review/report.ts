import type { LimitSet } from "@watchroom/shared/alarm";
import { ASSESSMENTS, assessmentText } from "@watchroom/shared/assessment";
import type { Correction, ReportAnswer, SessionRowAnswer } from "@watchroom/shared/http-sessions";
import type { Criterion } from "@watchroom/shared/session";
import type { Instant, SessionId } from "@watchroom/shared/time";
import type { KeptEntry } from "../journal/entry.ts";
import { factsWith, type KeptAfterword } from "./afterwords.ts";
import { episodesOf } from "./episodes.ts";
import { type FoldedSession, foldSession } from "./session-fold.ts";
import { timelineOf } from "./timeline.ts";
import { momentAt, type PressureMoment, pressuresOf, vitalsOf } from "./vitals.ts";
import { minuteOf } from "./zone.ts";

type ReviewSources = {
  readonly clinic: string;
  readonly row: SessionRowAnswer & { readonly sessionId: SessionId };
  /** Of the session's room, from where its record begins to its end, or to now. */
  readonly entries: readonly KeptEntry[];
  readonly afterwords: readonly KeptAfterword[];
  readonly set: LimitSet;
  readonly now: Instant;
  /** Lets others run in between: a long record takes a while. */
  readonly pause: () => Promise<void>;
};

/** A session as it is read after its end: the report, and what the form needs beside it. */
export type Review = {
  readonly report: ReportAnswer;
  readonly folded: FoldedSession;
  readonly pressures: readonly PressureMoment[];
};

/** Resolves with null when the entries do not hold the session's start. */
export async function reviewOf(sources: ReviewSources): Promise<Review | null> {
  const { clinic, row, entries, afterwords, set, now, pause } = sources;
  const folded = await foldSession(entries, { sessionId: row.sessionId, now, pause }, set);
  if (folded === null) return null;
  const { session } = folded;
  const to = row.endedAt ?? now.wall;
  const pressures = pressuresOf(entries, folded, row.recordFrom);
  const alarms = episodesOf(entries, row.recordFrom, session.doseAt);
  const facts = factsWith(row, afterwords);
  const report: ReportAnswer = {
    clinic,
    madeAt: now.wall,
    row: { ...row, facts },
    session: { ...session, release: session.release.map((one) => withValue(one, folded, to)) },
    devices: [...folded.devices.values()].map(({ label, simulated }) => (simulated ? `${label} (simulated)` : label)),
    timeline: timelineOf(entries, folded, alarms),
    vitals: vitalsOf(pressures, folded, to),
    alarms,
    assessments: assessmentsOf(entries, folded),
    corrections: correctionsOf(afterwords),
    signatures: facts.signatures,
  };
  return { report, folded, pressures };
}

/** The live screen shows the value beside its criterion; on paper it is part of it. */
function withValue(criterion: Criterion, { session, oximetry }: FoldedSession, to: number): Criterion {
  const { id, detail } = criterion;
  if (id === "time" || id === "pressure") return criterion;
  if (id === "spo2") {
    const spo2 = momentAt(oximetry, to)?.spo2 ?? null;
    return spo2 === null ? criterion : { ...criterion, detail: `${spo2} % then` };
  }
  const at = session.assessments[id]?.at;
  const minute = at === undefined ? null : minuteOf(at, session.doseAt);
  return minute === null ? criterion : { ...criterion, detail: `${detail}, ${minute} min` };
}

/** Every judgement that was not taken back, in order of the time that it is of. */
function assessmentsOf(
  entries: readonly KeptEntry[],
  { session, takenBack, ending }: FoldedSession,
): ReportAnswer["assessments"] {
  const until = ending?.seq ?? Number.POSITIVE_INFINITY;
  return entries
    .flatMap(({ seq, at, body }) => {
      if (body.kind !== "command" || body.command.name !== "assess") return [];
      if (seq > until || takenBack.has(seq)) return [];
      const { assessment, value, at: assessedAt } = body.command.payload;
      const { label } = ASSESSMENTS[assessment];
      const moment = Math.min(assessedAt ?? at, at);
      const minute = minuteOf(moment, session.doseAt);
      return [{ at: moment, minute, label, text: assessmentText(assessment, value), value, by: body.by.name }];
    })
    .toSorted((a, b) => a.at - b.at);
}

const correctionsOf = (afterwords: readonly KeptAfterword[]): Correction[] =>
  afterwords.flatMap(({ at, body }) =>
    body.act.name === "correct" ? [{ ...body.act.correction, at, by: body.by.name }] : [],
  );
