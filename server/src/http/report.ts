import { setImmediate as pause } from "node:timers/promises";
import { LimitSet } from "@watchroom/shared/alarm";
import { PATHS } from "@watchroom/shared/http";
import { ReportAnswer, ReportQuery } from "@watchroom/shared/http-sessions";
import presetLimitSet from "@watchroom/shared/presets/limit-set.clinic-default.json" with { type: "json" };
import { ok } from "@watchroom/shared/result";
import { z } from "zod";
import type { KeptEntry } from "../journal/entry.ts";
import { afterwordsOf } from "../review/afterwords.ts";
import { reportPdf } from "../review/pdf/report-pdf.ts";
import { type Review, reviewOf } from "../review/report.ts";
import { type Zone, zoneOf } from "../review/zone.ts";
import { clinicOf } from "./clinic-view.ts";
import type { Failure } from "./failure.ts";
import { type Answer, type Route, route } from "./route.ts";
import { sessionAnswer } from "./sessions.ts";
import { type SpanParts, sessionOf } from "./span.ts";
import { measuredTrend } from "./trend.ts";

const SUBJECT = "Report";
/** Points of a line on paper: finer than a printer shows. */
const POINTS = 1_200;

/** The report of a session, for the page and as a PDF. */
export const reportRoutes = (parts: SpanParts): Route[] => [report(parts), pdf(parts)];

// Folding needs the set for the session's own rules; the alarms of a report are those that the journal holds.
const SET = LimitSet.parse(presetLimitSet);

type Reviewed = Review & { readonly entries: readonly KeptEntry[] };

/** A session's record as it stands now, folded. */
export async function reviewedSession(
  parts: SpanParts,
  params: Readonly<Record<string, string>>,
): Promise<Answer<Reviewed>> {
  const found = await sessionOf(parts, params);
  if (!found.ok) return found;
  const { roomId, recordFrom, endedAt, sessionId } = found.value;
  const now = parts.clock.now();
  const to = endedAt ?? now.wall;
  const [entries, afterwords] = await Promise.all([
    parts.store.entries({ roomId, from: recordFrom, to }),
    afterwordsOf(parts, found.value),
  ]);
  const row = { ...sessionAnswer(parts, found.value), sessionId };
  const made = await reviewOf({
    clinic: clinicOf(parts.directory).name,
    row,
    entries,
    afterwords,
    set: SET,
    now,
    pause,
  });
  return made === null ? NOT_WHOLE : ok({ ...made, entries });
}

const NOT_WHOLE: Failure = {
  ok: false,
  code: "no-such-session",
  message: "The journal does not hold the start of this session, so there is no report. Its journal can be taken away.",
};

const UNKNOWN_ZONE: Failure = {
  ok: false,
  code: "bad-request",
  message: "timeZone: there is no time zone of that name. Write it as Europe/Berlin.",
};

/** By the caller's zone; by the server's own when none is asked for. */
export function zoneAsked(timeZone: string | undefined): Answer<Zone> {
  const zone = zoneOf(timeZone);
  return zone === null ? UNKNOWN_ZONE : ok(zone);
}

const report = (parts: SpanParts): Route =>
  route({
    method: "get",
    path: `${PATHS.sessions}/:sessionId/report`,
    subject: SUBJECT,
    summary: "Everything about one session, folded from its journal: until its end, or until now.",
    allow: "reader",
    answer: ReportAnswer,
    fails: ["no-such-session"],
    async run({ params }) {
      const found = await reviewedSession(parts, params);
      return found.ok ? ok(found.value.report) : found;
    },
  });

const Pdf = z.instanceof(Buffer).meta({ override: { type: "string", format: "binary" } });

const pdf = (parts: SpanParts): Route =>
  route({
    method: "get",
    path: `${PATHS.sessions}/:sessionId/report.pdf`,
    subject: SUBJECT,
    summary: "The same to print (application/pdf), A4 or Letter, with the times of the zone that is asked for.",
    allow: "reader",
    query: ReportQuery,
    answer: Pdf,
    fails: ["no-such-session"],
    async run({ params, query, response }) {
      const zone = zoneAsked(query.timeZone);
      if (!zone.ok) return zone;
      const found = await reviewedSession(parts, params);
      if (!found.ok) return found;
      const { report: made, folded, entries } = found.value;
      const { oximetry } = measuredTrend(entries, made.row.recordFrom, POINTS);
      const file = await reportPdf({ report: made, oximetry, folded, zone: zone.value, paper: query.paper, pause });
      response.type("application/pdf");
      const suffix = made.row.simulated ? "-simulated" : "";
      response.set("Content-Disposition", `inline; filename="watchroom-${made.row.sessionId}${suffix}.pdf"`);
      return ok(file);
    },
  });
