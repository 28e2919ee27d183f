import { type Result, refuse } from "@watchroom/shared/result";
import { nextPhase, PHASE_LABELS, type SessionEnd } from "@watchroom/shared/session";
import type { Instant, OperatorId } from "@watchroom/shared/time";
import type { CommandFailure, Payload } from "@watchroom/shared/wire";
import type { Actor } from "../journal/entry.ts";
import type { Draft } from "./draft.ts";
import { faultOfTime } from "./entered.ts";

type Taker = { readonly operatorId: OperatorId; readonly name: string };
type Refusal = Extract<Result<never, CommandFailure>, { ok: false }>;

/** The one move that is a person's; doses and release criteria make the others. */
export function setPhase(draft: Draft, { phase, at }: Payload<"setPhase">, now: Instant): Refusal | null {
  const { session } = draft;
  if (session === null) return refuse("no-session", "Start a session first.");
  const since = at ?? now.wall;
  const fault = faultOfTime(since, "A phase", now);
  if (fault) return fault;
  const next = nextPhase(session.phase);
  if (phase !== next) {
    const can = next === null ? "Doses and release criteria set what follows." : `Next is ${PHASE_LABELS[next]}.`;
    return refuse("refused", `${PHASE_LABELS[phase]} cannot follow ${PHASE_LABELS[session.phase]} by hand. ${can}`);
  }
  draft.session = { ...session, phase, phaseSince: Math.min(since, now.wall) };
  return null;
}

/** A way out that does not fit what was given would be a wrong record. */
export function faultOfEnd({ session }: Draft, how: Exclude<SessionEnd, "released">): Refusal | null {
  if (session === null) return refuse("no-session", "No session is running in this room.");
  if (how === "notTreated" && session.doseAt !== null) {
    return refuse("refused", "A dose was given: choose stopped early or moved to other care.");
  }
  if (how === "stoppedEarly" && session.doseAt === null) {
    return refuse("refused", "No dose was given: choose not treated or moved to other care.");
  }
  return null;
}

/** The record of when it was asked is the act's own; the ward tells the device. */
export function askCuff(draft: Draft, by: Actor, now: Instant): Refusal | null {
  const cuffs = Object.values(draft.devices).filter(({ canMeasure }) => canMeasure);
  if (cuffs.length === 0) return refuse("refused", "This room's cuff cannot be asked. Start it at the bedside.");
  if (!cuffs.some(({ link }) => link === "up")) {
    return refuse("refused", "The cuff is not connected. Start it at the bedside.");
  }
  if (draft.cuff?.state === "measuring") return refuse("refused", "The cuff is measuring already.");
  if (draft.measureAsked !== null) return refuse("refused", `${draft.measureAsked.by} has just asked the cuff.`);
  draft.measureAsked = { at: now, by: by.name };
  return null;
}

export function handOver(draft: Draft, to: Taker | undefined, now: Instant): Refusal | null {
  const { session } = draft;
  if (session === null) return refuse("no-session", "No session is running in this room.");
  if (to === undefined) return refuse("refused", "There is nobody of that name here who can take a room.");
  if (session.owner?.operatorId === to.operatorId) return refuse("refused", `${to.name} has this room already.`);
  draft.session = { ...session, owner: { ...to, since: now.wall } };
  return null;
}
