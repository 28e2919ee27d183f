import { PATHS } from "@watchroom/shared/http";
import { SessionRowAnswer, SessionsAnswer, SessionsQuery } from "@watchroom/shared/http-sessions";
import { METRIC_IDS, METRICS } from "@watchroom/shared/metric";
import { ok } from "@watchroom/shared/result";
import { Route as TreatmentRoute } from "@watchroom/shared/session";
import { z } from "zod";
import type { KeptEntry } from "../journal/entry.ts";
import { afterwordsOf } from "../review/afterwords.ts";
import type { SessionRow } from "../store/store.ts";
import { clinicOf } from "./clinic-view.ts";
import { rowOf } from "./record.ts";
import { type Route, route } from "./route.ts";
import { type SpanParts, sessionOf } from "./span.ts";

const SUBJECT = "Sessions";

/** The sessions that are kept, and what leaves the house of each. */
export const sessionRoutes = (parts: SpanParts): Route[] => [
  list(parts),
  one(parts),
  earlier(parts),
  readingsFile(parts),
  journalFile(parts),
];

/** A session as every answer shows it. */
export const sessionAnswer = ({ directory }: Pick<SpanParts, "directory">, row: SessionRow): SessionRowAnswer => ({
  ...row,
  route: TreatmentRoute.parse(row.route),
  room: directory.rooms().find((room) => room.roomId === row.roomId)?.name ?? "a room that was removed",
});

const list = (parts: SpanParts): Route =>
  route({
    method: "get",
    path: PATHS.sessions,
    subject: SUBJECT,
    summary: "Sessions, the newest first.",
    allow: "reader",
    query: SessionsQuery,
    answer: SessionsAnswer,
    async run({ query }) {
      const rows = await parts.store.sessions({ limit: query.limit });
      return ok({ sessions: rows.map((row) => sessionAnswer(parts, row)) });
    },
  });

const EARLIER_MAX = 50;

/** Asked by a session, not by the patient: addresses are kept in logs, and a record number is a name. */
const earlier = (parts: SpanParts): Route =>
  route({
    method: "get",
    path: `${PATHS.sessions}/:sessionId/earlier`,
    subject: SUBJECT,
    summary: "Earlier sessions with the same record number, the newest first; none without one.",
    allow: "reader",
    answer: SessionsAnswer,
    fails: ["no-such-session"],
    async run({ params }) {
      const found = await sessionOf(parts, params);
      if (!found.ok) return found;
      const { sessionId, startedAt, facts } = found.value;
      const { recordNumber } = facts.patient;
      const rows = recordNumber === null ? [] : await parts.store.sessions({ recordNumber, limit: EARLIER_MAX });
      const before = rows.filter((row) => row.sessionId !== sessionId && row.startedAt <= startedAt);
      return ok({ sessions: before.map((row) => sessionAnswer(parts, row)) });
    },
  });

const one = (parts: SpanParts): Route =>
  route({
    method: "get",
    path: `${PATHS.sessions}/:sessionId`,
    subject: SUBJECT,
    summary: "One session.",
    allow: "reader",
    answer: SessionRowAnswer,
    fails: ["no-such-session"],
    async run({ params }) {
      const found = await sessionOf(parts, params);
      return found.ok ? ok(sessionAnswer(parts, found.value)) : found;
    },
  });

const entriesOf = async (parts: SpanParts, params: Readonly<Record<string, string>>) => {
  const found = await sessionOf(parts, params);
  if (!found.ok) return found;
  const { roomId, recordFrom, endedAt } = found.value;
  const to = endedAt ?? parts.clock.now().wall;
  const entries = await parts.store.entries({ roomId, from: recordFrom, to });
  // Those are about sessions of before in this room: other patients' business.
  return ok({ session: found.value, entries: entries.filter(({ body }) => body.kind !== "afterword") });
};

const readingsFile = (parts: SpanParts): Route =>
  route({
    method: "get",
    path: `${PATHS.sessions}/:sessionId/readings.csv`,
    subject: SUBJECT,
    summary: "Every reading of the session, typed pressures among them, as a table of commas, in order of arrival.",
    allow: "reader",
    answer: z.string(),
    fails: ["no-such-session"],
    async run({ params, response }) {
      const found = await entriesOf(parts, params);
      if (!found.ok) return found;
      const { session, entries } = found.value;
      response.type("text/csv");
      response.attachment(`watchroom-${session.sessionId}${session.simulated ? "-simulated" : ""}.csv`);
      return ok(csvOf(parts, entries, session.simulated));
    },
  });

const iso = (at: number): string => new Date(at).toISOString();
/** A cell that a spreadsheet takes as text, never as a formula. */
const cell = (text: string): string => `"${/^[=+\-@\t]/.test(text) ? "'" : ""}${text.replaceAll('"', '""')}"`;

/** One row a reading; each row says whether it is simulated. */
function csvOf({ directory }: SpanParts, entries: readonly KeptEntry[], simulated: boolean): string {
  const head = [
    "received",
    "measured",
    "device",
    "kind",
    ...METRIC_IDS.map((id) => `${id} [${METRICS[id].ucum}]`),
    "state",
    "late",
    "simulated",
  ];
  const rows = entries
    .flatMap((entry) => rowOf(entry, directory))
    .map(({ receivedAt, measuredAt, device, kind, values, state, late }) => [
      iso(receivedAt),
      iso(measuredAt),
      cell(device),
      kind,
      ...METRIC_IDS.map((id) => values[id] ?? ""),
      cell(state ?? ""),
      late,
      simulated,
    ]);
  return [head, ...rows].map((row) => row.join(",")).join("\r\n");
}

const journalFile = (parts: SpanParts): Route =>
  route({
    method: "get",
    path: `${PATHS.sessions}/:sessionId/journal.json`,
    subject: SUBJECT,
    summary: "The whole journal of the session, in order of arrival, with what was added after its end.",
    allow: "reader",
    answer: z.object({
      simulated: z.boolean(),
      clinic: z.string(),
      session: z.unknown(),
      entries: z.array(z.unknown()),
    }),
    fails: ["no-such-session"],
    async run({ params, response }) {
      const found = await entriesOf(parts, params);
      if (!found.ok) return found;
      const { session, entries } = found.value;
      response.attachment(`watchroom-${session.sessionId}${session.simulated ? "-simulated" : ""}.json`);
      const clinic = clinicOf(parts.directory).name;
      const whole = [...entries, ...(await afterwordsOf(parts, session))];
      return ok({ simulated: session.simulated, clinic, session, entries: whole });
    },
  });
