import { addMs, type MonoMs } from "@watchroom/shared/time";
import type { Outcome } from "./transport.ts";

/** An attempt that has not ended after this is given up. */
const ATTEMPT_MS = 10_000;
const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 30_000;
/** After so long nothing is tried any more: the chain has long gone on to the next step. */
export const GIVE_UP_MS = 5 * 60_000;
/** Messages that wait for one recipient; the oldest gives way, since the newest alarm matters most. */
export const LANE_MAX = 50;
/** Attempts under way to one recipient: a hanging one does not hold up the next room's alarm. */
const IN_FLIGHT_MAX = 3;

type Job = Wanted & {
  readonly queuedAt: MonoMs;
  readonly taken: Set<string>;
  attempts: number;
  nextAt: MonoMs;
  flying: { readonly controller: AbortController; readonly until: MonoMs } | null;
  /** Why it ends when the attempt under way has ended; null: it is wanted. */
  ends: Ending | null;
};

export type Ending = "accepted" | "ended" | "queue-full" | "recipient-gone" | "delivered";

type Wanted = { readonly id: string; readonly recipientId: string; readonly episodeId: string | null };

type Sending = Omit<Wanted, "episodeId"> & { readonly taken: Set<string>; readonly signal: AbortSignal };

type LaneParts = {
  readonly now: () => MonoMs;
  /** In [0, 1): spreads the waits, so that many messages do not come back at one moment. */
  readonly random: () => number;
  /** Never rejects. */
  readonly send: (job: Sending) => Promise<Outcome>;
  readonly onTried: (id: string) => void;
  readonly onOutcome: (job: Wanted, outcome: Outcome, isLast: boolean) => void;
  /** It ended without a further attempt. */
  readonly onEnded: (id: string, recipientId: string, why: Ending) => void;
};

export type Lanes = {
  /** Starts with the first attempt after the caller has gone on. */
  add(job: Wanted & { readonly queuedAt: MonoMs }): void;
  /** Ends what is wanted no longer; an attempt under way may still succeed. */
  end(isMeant: (job: Wanted) => boolean, why: Ending): void;
  /** Gives up attempts that took too long, and starts those that are due. */
  tick(): void;
  stop(): void;
};

const TIMED_OUT: Outcome = {
  ok: false,
  isFinal: false,
  code: "no-answer",
  message: `No answer within ${ATTEMPT_MS / 1_000} seconds. Look whether the receiver is overloaded.`,
};

/** Milliseconds after so many failed attempts: 1 s, 2 s, 4 s … 30 s, less up to a quarter by chance. */
export const waitAfter = (attempts: number, random: number): number =>
  Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1)) * (1 - random / 4);

/** A queue a recipient: none waits for another's receiver. */
export function createLanes(parts: LaneParts): Lanes {
  const lanes = new Map<string, Job[]>();
  let isStopped = false;
  const lane = (recipientId: string): Job[] => lanes.get(recipientId) ?? [];
  const drop = (job: Job): void => {
    const rest = lane(job.recipientId).filter((one) => one !== job);
    if (rest.length > 0) lanes.set(job.recipientId, rest);
    else lanes.delete(job.recipientId);
  };
  const end = (job: Job, why: Ending): void => {
    if (job.flying !== null) {
      job.ends ??= why;
      return;
    }
    drop(job);
    parts.onEnded(job.id, job.recipientId, why);
  };
  const landed = (job: Job, outcome: Outcome): void => {
    if (isStopped) return; // it goes on after the restart
    job.flying = null;
    const verdict = verdictOn(job, outcome, parts.now());
    parts.onOutcome(job, outcome, verdict === "over");
    if (verdict === "over") drop(job);
    else if (job.ends !== null) end(job, job.ends);
    else {
      const wait = waitAfter(job.attempts, parts.random());
      job.nextAt = addMs(parts.now(), Math.max(wait, outcome.ok ? 0 : (outcome.waitMs ?? 0)));
    }
    pump(job.recipientId);
  };
  const start = (job: Job): void => {
    const controller = new AbortController();
    job.flying = { controller, until: addMs(parts.now(), ATTEMPT_MS) };
    job.attempts += 1;
    parts.onTried(job.id);
    attempt(job, controller.signal, parts).then((outcome) => landed(job, outcome));
  };
  const pump = (recipientId: string): void => {
    const jobs = lane(recipientId);
    const free = IN_FLIGHT_MAX - jobs.filter(({ flying }) => flying !== null).length;
    const due = jobs.filter(({ flying, nextAt }) => flying === null && nextAt <= parts.now());
    // What was never tried goes before what failed already.
    for (const job of due.sort((a, b) => a.attempts - b.attempts || a.nextAt - b.nextAt).slice(0, free)) start(job);
  };
  const every = (): Job[] => [...lanes.values()].flat();
  return {
    add({ id, recipientId, episodeId, queuedAt }) {
      const base = { id, recipientId, episodeId, queuedAt, taken: new Set<string>(), attempts: 0, ends: null };
      lanes.set(recipientId, [...lane(recipientId), { ...base, nextAt: parts.now(), flying: null }]);
      const oldest = lane(recipientId).find(({ flying }) => flying === null);
      if (lane(recipientId).length > LANE_MAX && oldest !== undefined) end(oldest, "queue-full");
      pump(recipientId);
    },
    end(isMeant, why) {
      for (const job of every().filter(isMeant)) end(job, why);
    },
    tick() {
      for (const { flying } of every()) if (flying !== null && flying.until <= parts.now()) flying.controller.abort();
      for (const recipientId of [...lanes.keys()]) pump(recipientId);
    },
    stop() {
      isStopped = true;
      for (const { flying } of every()) flying?.controller.abort();
      lanes.clear();
    },
  };
}

function verdictOn(job: Job, outcome: Outcome, now: MonoMs): "over" | "again" {
  if (outcome.ok && outcome.rest === null) return "over";
  if (!outcome.ok && outcome.isFinal) return "over";
  if (outcome.ok && job.ends !== null) return "over";
  return now >= addMs(job.queuedAt, GIVE_UP_MS) ? "over" : "again";
}

/** Ends with the signal even when the transport does not. */
function attempt({ id, recipientId, taken }: Job, signal: AbortSignal, { send }: LaneParts): Promise<Outcome> {
  const limit = new Promise<Outcome>((resolve) =>
    signal.addEventListener("abort", () => resolve(TIMED_OUT), { once: true }),
  );
  // Not before the caller has gone on: the ward is first.
  const sending = Promise.resolve().then(() => send({ id, recipientId, taken, signal }));
  return Promise.race([sending, limit]);
}
