import { PATHS } from "@watchroom/shared/http";
import {
  RemsAnswer,
  RemsListAnswer,
  ReportQuery,
  SessionRowAnswer,
  SubmittedBody,
} from "@watchroom/shared/http-sessions";
import { ok } from "@watchroom/shared/result";
import type { Role } from "@watchroom/shared/wire";
import type { Log } from "../log.ts";
import { addAfterword } from "../review/afterwords.ts";
import { remsOf, submitByOf } from "../review/rems.ts";
import type { SessionRow } from "../store/store.ts";
import type { Failure } from "./failure.ts";
import { reviewedSession, zoneAsked } from "./report.ts";
import { personOf, type Route, route } from "./route.ts";
import { sessionAnswer } from "./sessions.ts";
import { siteOf } from "./site.ts";
import { type SpanParts, sessionOf } from "./span.ts";

type RemsParts = SpanParts & { readonly log: Log };

const SUBJECT = "REMS";
const CLINICAL: readonly Role[] = ["nurse", "physician", "trainer"];
/** More than a clinic keeps in years. */
const SESSIONS_MAX = 100_000;
/** Days begin and end by the caller's calendar. */
const ZoneQuery = ReportQuery.pick({ timeZone: true });

/** The Spravato REMS monitoring form: filled here, and sent by a person. */
export const remsRoutes = (parts: RemsParts): Route[] => [form(parts), submitted(parts), list(parts)];

const NOT_INTRANASAL: Failure = {
  ok: false,
  code: "bad-request",
  message: "The REMS form is for intranasal sessions only.",
};

const form = (parts: RemsParts): Route =>
  route({
    method: "get",
    path: `${PATHS.sessions}/:sessionId/rems`,
    subject: SUBJECT,
    summary: "The fields of the Spravato REMS monitoring form, each with where it came from, and what is missing.",
    allow: "reader",
    query: ZoneQuery,
    answer: RemsAnswer,
    fails: ["no-such-session"],
    async run({ params, query }) {
      const zone = zoneAsked(query.timeZone);
      if (!zone.ok) return zone;
      const found = await reviewedSession(parts, params);
      if (!found.ok) return found;
      if (found.value.report.session.route !== "intranasal") return NOT_INTRANASAL;
      return ok(remsOf(found.value, await siteOf(parts), zone.value));
    },
  });

const submitted = (parts: RemsParts): Route =>
  route({
    method: "post",
    path: `${PATHS.sessions}/:sessionId/rems/submitted`,
    subject: SUBJECT,
    summary: "A person says that the form of an ended session was submitted, and how. Watchroom sends nothing.",
    allow: CLINICAL,
    body: SubmittedBody,
    answer: SessionRowAnswer,
    fails: ["no-such-session", "session-running", "already-signed", "record-not-saved"],
    async run(call) {
      const { operator } = personOf(call);
      const found = await sessionOf(parts, call.params);
      if (!found.ok) return found;
      const { route: way, simulated, endedAt } = found.value;
      if (way !== "intranasal") return NOT_INTRANASAL;
      if (operator.role === "trainer" && !simulated) {
        return { ok: false, code: "not-allowed", message: "A trainer acts on simulated sessions only." };
      }
      const fault = faultOfMoment(call.body.at, endedAt, parts.clock.now().wall);
      if (fault !== null) return fault;
      const added = await addAfterword(parts, found.value, { name: "remsSubmitted", submitted: call.body }, operator);
      if (!added.ok) return added;
      parts.log.info("rems-submitted", { sessionId: added.value.sessionId, by: operator.operatorId });
      return ok(sessionAnswer(parts, added.value));
    },
  });

/** It cannot have been sent before the session's end, nor in the future. */
function faultOfMoment(at: number | null, endedAt: number | null, now: number): Failure | null {
  if (at === null || endedAt === null) return null;
  if (at > now) return { ok: false, code: "bad-request", message: "at: this is in the future." };
  if (at < endedAt) return { ok: false, code: "bad-request", message: "at: this is before the end of the session." };
  return null;
}

const list = (parts: RemsParts): Route =>
  route({
    method: "get",
    path: PATHS.rems,
    subject: SUBJECT,
    summary: "Ended intranasal sessions whose form is not marked as submitted, the one with the least days left first.",
    allow: "reader",
    query: ZoneQuery,
    answer: RemsListAnswer,
    async run({ query }) {
      const zone = zoneAsked(query.timeZone);
      if (!zone.ok) return zone;
      // An inpatient place does not submit the form (clinical.md 1.2).
      if ((await siteOf(parts)).inpatient) return ok({ sessions: [] });
      const { wall } = parts.clock.now();
      const rows = await parts.store.sessions({ open: false, limit: SESSIONS_MAX });
      const sessions = rows.filter(isOpenForm).map((row) => {
        const submitBy = submitByOf(row.facts, row.startedAt, zone.value);
        return { ...sessionAnswer(parts, row), submitBy, daysLeft: zone.value.daysBetween(wall, submitBy) };
      });
      return ok({ sessions: sessions.toSorted((a, b) => a.submitBy - b.submitBy || a.startedAt - b.startedAt) });
    },
  });

/** Without a device given there was no treatment to report. */
const isOpenForm = ({ route: way, endedAt, facts }: SessionRow): boolean =>
  way === "intranasal" && endedAt !== null && facts.doseAt !== null && facts.rems === null;
