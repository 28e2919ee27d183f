import { setImmediate as pause } from "node:timers/promises";
import type { Episode, EpisodeFilter } from "@watchroom/shared/alarm-review";
import { ok } from "@watchroom/shared/result";
import {
  type AlarmRecord,
  alarmsWithin,
  type RecordParts,
  type Span,
  withReceipts,
} from "../alarm-review/alarm-record.ts";
import { isChosen } from "../alarm-review/choose.ts";
import type { PasswordCheck } from "../auth/password-check.ts";
import type { Log } from "../log.ts";
import type { Answer } from "./route.ts";
import type { SpanParts } from "./span.ts";

export type AlarmReviewParts = SpanParts & { readonly checkPassword: PasswordCheck; readonly log: Log };

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** What awaits review is looked for so far back when nothing is said. */
const AWAITING_MS = 90 * DAY_MS;
export const recordParts = ({ store, clock }: AlarmReviewParts): RecordParts => ({
  store,
  clock,
  pause: () => pause(),
});

/** The span that is asked for, or the days until now. */
export function spanAsked(
  { from, to, awaiting }: Pick<EpisodeFilter, "from" | "to" | "awaiting">,
  { clock }: Pick<AlarmReviewParts, "clock">,
): Answer<Span> {
  const end = to ?? clock.now().wall;
  const begin = from ?? end - (awaiting === "yes" ? AWAITING_MS : WEEK_MS);
  if (begin <= end) return ok({ from: begin, to: end });
  return { ok: false, code: "bad-request", message: "from: it must be before the end of the range." };
}

type Chosen = { readonly span: Span; readonly record: AlarmRecord; readonly episodes: Episode[] };

/** The alarms of a filter, the newest first; what awaits review the oldest first. */
export async function chosenBy(parts: AlarmReviewParts, filter: EpisodeFilter): Promise<Answer<Chosen>> {
  const span = spanAsked(filter, parts);
  if (!span.ok) return span;
  const record = await alarmsWithin(recordParts(parts), span.value);
  const chosen = record.episodes.filter((episode) => isChosen(episode, filter));
  return ok({ span: span.value, record, episodes: filter.awaiting === "yes" ? chosen : chosen.toReversed() });
}

/** The same alarms with what stations heard of them. */
export const heard = (parts: AlarmReviewParts, episodes: readonly Episode[]): Promise<Episode[]> =>
  withReceipts(recordParts(parts), episodes);
