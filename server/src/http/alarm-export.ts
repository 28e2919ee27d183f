import { setImmediate as pause } from "node:timers/promises";
import { ALARM_REVIEW_PATH, EpisodeFilter, WeekQuery } from "@watchroom/shared/alarm-review";
import { ok } from "@watchroom/shared/result";
import { z } from "zod";
import { alarmsWithin } from "../alarm-review/alarm-record.ts";
import { daysOf, weekSpan } from "../alarm-review/calendar.ts";
import { csvOf } from "../alarm-review/csv.ts";
import { bundleOf } from "../alarm-review/fhir/bundle.ts";
import { loadOf, only } from "../alarm-review/load.ts";
import { weekPdf } from "../alarm-review/pdf/week-pdf.ts";
import { type AlarmReviewParts, chosenBy, heard, recordParts } from "./alarm-choice.ts";
import { clinicOf } from "./clinic-view.ts";
import type { Failure } from "./failure.ts";
import { zoneAsked } from "./report.ts";
import { type Route, route } from "./route.ts";

const SUBJECT = "Alarm review";
/** Alarms of one bundle: each brings its readings with it. */
const BUNDLE_MAX = 500;

/** Without it spreadsheets take "SpO₂" and every name that is not English for another writing. */
const BYTE_ORDER_MARK = "\uFEFF";

/** What leaves the house: a table, a bundle for other systems, a week on paper. */
export const alarmExportRoutes = (parts: AlarmReviewParts): Route[] => [csv(parts), fhir(parts), week(parts)];

/** "-simulated" when anything in the file is. */
const suffix = (rows: readonly { readonly simulated: boolean }[]): string =>
  rows.some(({ simulated }) => simulated) ? "-simulated" : "";

const csv = (parts: AlarmReviewParts): Route =>
  route({
    method: "get",
    path: `${ALARM_REVIEW_PATH}/export.csv`,
    subject: SUBJECT,
    summary: "The alarms of a filter as a table of commas, one row an alarm, with what became of it.",
    allow: "reader",
    query: EpisodeFilter,
    answer: z.string(),
    async run({ query, response }) {
      const chosen = await chosenBy(parts, query);
      if (!chosen.ok) return chosen;
      const { episodes } = chosen.value;
      response.type("text/csv");
      response.attachment(`watchroom-alarms${suffix(episodes)}.csv`);
      return ok(BYTE_ORDER_MARK + csvOf(await heard(parts, episodes)));
    },
  });

const fhir = (parts: AlarmReviewParts): Route =>
  route({
    method: "get",
    path: `${ALARM_REVIEW_PATH}/export.fhir.json`,
    subject: SUBJECT,
    summary: "The same as an HL7 FHIR R4 collection: patients, devices, what was measured around each alarm, answers.",
    allow: "reader",
    query: EpisodeFilter,
    answer: z.record(z.string(), z.unknown()),
    async run({ query, response }) {
      const chosen = await chosenBy(parts, query);
      if (!chosen.ok) return chosen;
      const { episodes, record } = chosen.value;
      if (episodes.length > BUNDLE_MAX) return tooMany(episodes.length);
      const bundle = await bundleOf(recordParts(parts), {
        episodes: await heard(parts, episodes),
        sessions: record.sessions,
      });
      response.type("application/fhir+json");
      response.attachment(`watchroom-alarms${suffix(episodes)}.fhir.json`);
      return ok(bundle);
    },
  });

const tooMany = (count: number): Failure => ({
  ok: false,
  code: "bad-request",
  message: `These are ${count} alarms. A bundle holds ${BUNDLE_MAX}: choose fewer days, or one route.`,
});

const Pdf = z.instanceof(Buffer).meta({ override: { type: "string", format: "binary" } });

const week = (parts: AlarmReviewParts): Route =>
  route({
    method: "get",
    path: `${ALARM_REVIEW_PATH}/week.pdf`,
    subject: SUBJECT,
    summary: "The alarm load of one ISO week to print (application/pdf), of real or of simulated treatments.",
    allow: "reader",
    query: WeekQuery,
    answer: Pdf,
    async run({ query, response }) {
      const zone = zoneAsked(query.timeZone);
      if (!zone.ok) return zone;
      const span = weekSpan(query.week, zone.value);
      if (span === null) return { ok: false, code: "bad-request", message: "week: that year has no such week." };
      const clinic = clinicOf(parts.directory);
      const { wall: madeAt } = parts.clock.now();
      const simulated = query.simulated === undefined ? clinic.simulated : query.simulated === "yes";
      const found = only(simulated, await alarmsWithin(recordParts(parts), span));
      const record = { ...found, episodes: await heard(parts, found.episodes) };
      const load = loadOf(record, { from: span.from, to: Math.min(span.to, madeAt) }, daysOf(span, zone.value));
      const file = await weekPdf({
        ...{ clinic: clinic.name, week: query.week, span, load, zone: zone.value, simulated, madeAt },
        paper: query.paper,
        pause: () => pause(),
      });
      response.type("application/pdf");
      const name = `watchroom-alarms-${query.week}${simulated ? "-simulated" : ""}.pdf`;
      response.set("Content-Disposition", `inline; filename="${name}"`);
      return ok(file);
    },
  });
