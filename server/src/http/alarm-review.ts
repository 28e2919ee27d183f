import { LimitSet } from "@watchroom/shared/alarm";
import {
  ALARM_REVIEW_PATH,
  AnnotationsBody,
  type Episode,
  EpisodesAnswer,
  EpisodesQuery,
  JudgedAnswer,
  LoadAnswer,
  LoadQuery,
  ReviewsBody,
  StripAnswer,
} from "@watchroom/shared/alarm-review";
import presetLimitSet from "@watchroom/shared/presets/limit-set.clinic-default.json" with { type: "json" };
import { ok } from "@watchroom/shared/result";
import type { Role } from "@watchroom/shared/wire";
import { alarmsOf, alarmsWithin } from "../alarm-review/alarm-record.ts";
import { daysOf } from "../alarm-review/calendar.ts";
import { pageOf } from "../alarm-review/choose.ts";
import { judge } from "../alarm-review/judgements.ts";
import { loadOf, only } from "../alarm-review/load.ts";
import { stripOf } from "../alarm-review/strip.ts";
import { type AlarmReviewParts, chosenBy, heard, recordParts, spanAsked } from "./alarm-choice.ts";
import { alarmExportRoutes } from "./alarm-export.ts";
import { checkOwnPassword } from "./own-password.ts";
import { zoneAsked } from "./report.ts";
import { type Answer, personOf, type Route, route } from "./route.ts";

const SUBJECT = "Alarm review";
const MAY_SAY: readonly Role[] = ["nurse", "physician", "trainer"];

// The session's own protocol lays its limits over this set, as it did while it ran.
const SET = LimitSet.parse(presetLimitSet);

/** What became of every alarm, the load that they are, and what leaves the house of them. */
export const alarmReviewRoutes = (parts: AlarmReviewParts): Route[] => [
  list(parts),
  strip(parts),
  annotate(parts),
  review(parts),
  load(parts),
  ...alarmExportRoutes(parts),
];

const list = (parts: AlarmReviewParts): Route =>
  route({
    method: "get",
    path: `${ALARM_REVIEW_PATH}/episodes`,
    subject: SUBJECT,
    summary: "Alarms from their begin to their end, a page at a time; awaiting=yes: what a physician has to look at.",
    allow: "reader",
    query: EpisodesQuery,
    answer: EpisodesAnswer,
    async run({ query }) {
      const chosen = await chosenBy(parts, query);
      if (!chosen.ok) return chosen;
      const { span, record, episodes } = chosen.value;
      const { rows, next } = pageOf(episodes, query.cursor, query.limit);
      return ok({
        ...span,
        episodes: await heard(parts, rows),
        count: episodes.length,
        next,
        conditions: [...new Set(record.episodes.map(({ label }) => label))].toSorted(),
        heldBack: record.heldBack.length,
      });
    },
  });

const NO_SUCH_ALARM = {
  ok: false,
  code: "not-found",
  message: "There is no such alarm in the record. Read the list again.",
} as const;

const strip = (parts: AlarmReviewParts): Route =>
  route({
    method: "get",
    path: `${ALARM_REVIEW_PATH}/episodes/:episodeId/strip`,
    subject: SUBJECT,
    summary: "What was measured from 60 s before one alarm to 60 s after it, with limits, phase, doses and acts.",
    allow: "reader",
    answer: StripAnswer,
    fails: ["not-found"],
    async run({ params }) {
      const [episode] = await alarmsOf(recordParts(parts), [params["episodeId"] ?? ""]);
      return episode === undefined ? NO_SUCH_ALARM : ok(await stripOf({ ...recordParts(parts), set: SET }, episode));
    },
  });

/** All of them, or a sentence: half of a bulk act would leave nobody sure of the rest. */
async function allOf(parts: AlarmReviewParts, episodeIds: readonly string[]): Promise<Answer<Episode[]>> {
  const found = await alarmsOf(recordParts(parts), episodeIds);
  return found.length === new Set(episodeIds).size ? ok(found) : NO_SUCH_ALARM;
}

const annotate = (parts: AlarmReviewParts): Route =>
  route({
    method: "post",
    path: `${ALARM_REVIEW_PATH}/annotations`,
    subject: SUBJECT,
    summary: "Says of one or many alarms what they were. What was signed before waits to be signed again.",
    allow: MAY_SAY,
    body: AnnotationsBody,
    answer: JudgedAnswer,
    fails: ["not-found", "record-not-saved"],
    async run(call) {
      const { operator } = personOf(call);
      const { episodeIds, disposition, note } = call.body;
      const found = await allOf(parts, episodeIds);
      if (!found.ok) return found;
      if (operator.role === "trainer" && found.value.some(({ simulated }) => !simulated)) {
        return { ok: false, code: "not-allowed", message: "A trainer judges simulated alarms only." };
      }
      const actOf = (episodeId: string) => ({ name: "annotate", episodeId, disposition, note }) as const;
      const said = await judge(parts, found.value, actOf, operator);
      if (!said.ok) return said;
      parts.log.info("alarms-annotated", { count: found.value.length, by: operator.operatorId });
      return ok({ episodes: await alarmsOf(recordParts(parts), episodeIds) });
    },
  });

const review = (parts: AlarmReviewParts): Route =>
  route({
    method: "post",
    path: `${ALARM_REVIEW_PATH}/reviews`,
    subject: SUBJECT,
    summary: "A physician signs one or many alarms as they are judged now, with their own password.",
    allow: ["physician"],
    body: ReviewsBody,
    answer: JudgedAnswer,
    fails: ["not-found", "wrong-password", "too-many-attempts", "record-not-saved"],
    async run(call) {
      const identity = personOf(call);
      const { episodeIds, password } = call.body;
      const found = await allOf(parts, episodeIds);
      if (!found.ok) return found;
      if (found.value.some(({ endedAt }) => endedAt === null)) return STILL_THERE;
      const checked = await checkOwnPassword(parts.checkPassword, identity, password);
      if (!checked.ok) return checked;
      const open = found.value.filter(({ reviewedAt }) => reviewedAt === null);
      const actOf = (episodeId: string) => ({ name: "reviewAlarm", episodeId }) as const;
      const signed = await judge(parts, open, actOf, identity.operator);
      if (!signed.ok) return signed;
      parts.log.info("alarms-reviewed", { count: open.length, by: identity.operator.operatorId });
      return ok({ episodes: await alarmsOf(recordParts(parts), episodeIds) });
    },
  });

const STILL_THERE = {
  ok: false,
  code: "bad-request",
  message: "One of these alarms is still there. Sign it when it is over.",
} as const;

const load = (parts: AlarmReviewParts): Route =>
  route({
    method: "get",
    path: `${ALARM_REVIEW_PATH}/load`,
    subject: SUBJECT,
    summary: "How many alarms there were, where, by what, and what became of them; simulated apart from real.",
    allow: "reader",
    query: LoadQuery,
    answer: LoadAnswer,
    async run({ query }) {
      const [zone, span] = [zoneAsked(query.timeZone), spanAsked(query, parts)];
      if (!zone.ok) return zone;
      if (!span.ok) return span;
      const found = await alarmsWithin(recordParts(parts), span.value);
      const record = { ...found, episodes: await heard(parts, found.episodes) };
      const to = Math.min(span.value.to, parts.clock.now().wall);
      const days = daysOf(span.value, zone.value);
      const of = (simulated: boolean) => loadOf(only(simulated, record), { ...span.value, to }, days);
      return ok({ ...span.value, real: of(false), simulated: of(true) });
    },
  });
