import { EVENTS } from "@watchroom/shared/event";
import { openPreCheck } from "@watchroom/shared/precheck";
import { type Result, refuse } from "@watchroom/shared/result";
import type { SessionView } from "@watchroom/shared/session";
import type { Instant } from "@watchroom/shared/time";
import type { CommandFailure, Payload } from "@watchroom/shared/wire";
import type { Actor } from "../journal/entry.ts";
import type { Draft } from "./draft.ts";
import { faultOfTime } from "./entered.ts";

type Refusal = Extract<Result<never, CommandFailure>, { ok: false }>;
/** More than any session has; the record keeps them all. */
const EVENTS_SHOWN_MAX = 200;

const NO_SESSION: Refusal = refuse("no-session", "Start a session first.");

export function identify(draft: Draft, { initials, patient }: Payload<"identify">): Refusal | null {
  if (draft.session === null) return NO_SESSION;
  draft.session = { ...draft.session, initials, patient };
  return null;
}

export function answerPreCheck(
  draft: Draft,
  { answers, confirmedFrom }: Payload<"answerPreCheck">,
  by: Actor,
  now: Instant,
): Refusal | null {
  const { session } = draft;
  if (session === null) return NO_SESSION;
  const { items } = session.preCheck;
  const strange = answers.find(({ item }) => !items.some(({ id }) => id === item));
  if (strange) return refuse("refused", `This session's protocol does not ask "${strange.item}".`);
  const given = new Set(answers.map(({ item }) => item));
  const kept = session.preCheck.answers.filter(({ item }) => !given.has(item));
  const added = answers.map(({ item, answer }) => ({ item, answer, at: now.wall, by: by.name, confirmedFrom }));
  draft.session = { ...session, preCheck: { ...session.preCheck, answers: [...kept, ...added] } };
  return null;
}

export function decidePreCheck(
  draft: Draft,
  { decision }: Payload<"decidePreCheck">,
  by: Actor,
  now: Instant,
): Refusal | null {
  const { session } = draft;
  if (session === null) return NO_SESSION;
  if (openPreCheck(session.preCheck).undecided.length === 0) {
    return refuse("refused", "No answer of the pre-session check asks for a decision.");
  }
  draft.session = decided(session, decision, by, now);
  return null;
}

/** The session with a physician's word on the answers that are not as expected. */
export const decided = (
  session: SessionView,
  decision: { readonly physician: string; readonly reason: string },
  by: Actor,
  now: Instant,
): SessionView => ({
  ...session,
  preCheck: { ...session.preCheck, decision: { ...decision, by: by.name, at: now.wall } },
});

/** Why the first dose waits for the pre-session check; null: it does not. */
export function holdOfPreCheck({ preCheck }: SessionView): string | null {
  const { unanswered, undecided } = openPreCheck(preCheck);
  const parts = [
    unanswered.length === 0 ? null : `Pre-session check: ${unanswered.length} not answered.`,
    undecided.length === 0
      ? null
      : `Pre-session check: a physician decides on ${undecided.map(({ question }) => question).join(", ")}.`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(" ");
}

export function setDosePlan(draft: Draft, { plan }: Payload<"setDosePlan">): Refusal | null {
  const { session } = draft;
  if (session === null) return NO_SESSION;
  if (session.protocol.dosing.form !== "infusion") return refuse("refused", "Only an infusion has a dose plan.");
  if (session.dosingEndedAt !== null) return refuse("refused", "Dosing has ended in this session.");
  draft.session = { ...session, dosePlan: plan };
  return null;
}

export function recordEvent(draft: Draft, payload: Payload<"recordEvent">, by: Actor, now: Instant): Refusal | null {
  const { session } = draft;
  if (session === null) return NO_SESSION;
  const { event, detail } = payload;
  const late = faultOfTime(payload.at ?? now.wall, EVENTS[event].label, now);
  if (late) return late;
  const at = Math.min(payload.at ?? now.wall, now.wall);
  const events = [...session.events, { at, event, detail, by: by.name }].sort((a, b) => a.at - b.at);
  draft.session = { ...session, events: events.slice(-EVENTS_SHOWN_MAX) };
  return null;
}
