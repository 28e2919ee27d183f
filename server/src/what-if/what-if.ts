import type { LimitSet } from "@watchroom/shared/alarm";
import type { ProtocolVersion } from "@watchroom/shared/http-sessions";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { Clock } from "@watchroom/shared/time";
import type { SaveWhatIfBody, WhatIfAnswer, WhatIfBody, WhatIfRun } from "@watchroom/shared/what-if";
import { faultsOfChanges } from "@watchroom/shared/what-if-limits";
import type { Log } from "../log.ts";
import type { Room, StoreClient } from "../store/store.ts";
import type { Plan } from "./fold.ts";
import { replayAll, StoppedAt } from "./run.ts";
import { SavedRuns } from "./saved.ts";
import { ReplayThread } from "./thread.ts";

type WhatIfParts = {
  readonly store: Pick<StoreClient, "sessions" | "blocks" | "setting" | "putSetting">;
  readonly clock: Clock;
  readonly log: Log;
  /** The clinic's limits in force. */
  readonly set: LimitSet;
  readonly newId: () => string;
  readonly rooms: () => readonly Room[];
  readonly protocols: () => readonly ProtocolVersion[];
  readonly startThread?: (plan: Plan) => ReplayThread;
};

/** Who asks, as the record names them. */
type Asker = { readonly operatorId: string; readonly displayName: string };

/** Other limits over the clinic's own sessions. One run at a time; a few wait for their turn. */
export type WhatIf = {
  answer(): Promise<WhatIfAnswer>;
  start(asked: WhatIfBody, by: Asker): Result<{ runId: string }, "bad-request" | "too-many-calls">;
  /** Running, finished or kept; null: there is none of that id. */
  find(runId: string): Promise<WhatIfRun | null>;
  /** Of one that waits or runs. */
  cancel(runId: string): Result<null, "not-found">;
  save(runId: string, said: SaveWhatIfBody, by: Asker): Promise<Result<WhatIfRun, "not-found" | "bad-request">>;
  stop(): Promise<void>;
};

const WAITING_MAX = 3;
/** Finished runs that were not saved are held so long as others do not push them out. */
const FINISHED_MAX = 20;
const MS_A_SECOND = 1_000;

export const createWhatIf = (parts: WhatIfParts): WhatIf => new WhatIfDesk(parts);

type Held = { run: WhatIfRun; readonly startedMono: number; readonly abort: AbortController };

class WhatIfDesk implements WhatIf {
  readonly #parts: WhatIfParts;
  readonly #saved: SavedRuns;
  /** In order of asking. */
  readonly #held = new Map<string, Held>();
  #working: Promise<void> | null = null;

  constructor(parts: WhatIfParts) {
    this.#parts = parts;
    this.#saved = new SavedRuns(parts.store);
  }

  async answer(): Promise<WhatIfAnswer> {
    const { limits, timing } = this.#parts.set;
    const runs = [...this.#held.values()].map((held) => this.#shown(held)).toReversed();
    const saved = await this.#saved.list();
    return { limits, flapMs: timing.flapMs, runs: runs.map(({ result: _, ...run }) => run), saved };
  }

  start(asked: WhatIfBody, by: Asker): ReturnType<WhatIf["start"]> {
    const { set, clock, newId, log } = this.#parts;
    if (asked.from > asked.to) return refuse("bad-request", "The span ends before it begins. Choose it anew.");
    const faults = faultsOfChanges(asked, set, this.#protocols());
    if (faults.length > 0) return refuse("bad-request", faults.join(" "));
    const open = [...this.#held.values()].filter(({ run }) => run.state === "waiting" || run.state === "running");
    if (open.length > WAITING_MAX) {
      return refuse("too-many-calls", `${open.length} what-ifs are running or waiting. Wait for one, or cancel one.`);
    }
    const { mono, wall } = clock.now();
    const run: WhatIfRun = {
      runId: newId(),
      state: "waiting",
      asked,
      by: by.displayName,
      startedAt: wall,
      done: 0,
      total: 0,
      seconds: 0,
      message: null,
      saved: null,
      result: null,
    };
    this.#held.set(run.runId, { run, startedMono: mono, abort: new AbortController() });
    log.info("what-if-asked", { runId: run.runId, by: by.operatorId, changes: asked.changes.length });
    this.#working ??= this.#work();
    return ok({ runId: run.runId });
  }

  async find(runId: string): Promise<WhatIfRun | null> {
    const held = this.#held.get(runId);
    return held === undefined ? this.#saved.find(runId) : this.#shown(held);
  }

  cancel(runId: string): ReturnType<WhatIf["cancel"]> {
    const held = this.#held.get(runId);
    if (held === undefined || (held.run.state !== "waiting" && held.run.state !== "running")) {
      return refuse("not-found", "This what-if is not running. Look at the list for what became of it.");
    }
    this.#end(held, { state: "cancelled" });
    held.abort.abort();
    return ok(null);
  }

  async save(runId: string, said: SaveWhatIfBody, by: Asker): ReturnType<WhatIf["save"]> {
    const run = await this.find(runId);
    if (run === null) return refuse("not-found", "There is no such what-if any more. Run it again, then save it.");
    if (run.result === null)
      return refuse("bad-request", "It has no result to save. Wait for its end, or run it again.");
    const kept = await this.#saved.keep(run, said, by.displayName, this.#parts.clock.now().wall);
    const held = this.#held.get(runId);
    if (held !== undefined) held.run = kept;
    this.#parts.log.info("what-if-saved", { runId, by: by.operatorId });
    return ok(kept);
  }

  async stop(): Promise<void> {
    for (const held of this.#held.values()) if (held.run.state === "waiting") this.#end(held, { state: "cancelled" });
    for (const { abort } of this.#held.values()) abort.abort();
    await this.#working;
  }

  /** Of each protocol the version that counts: the active one, or the newest. */
  #protocols(): ProtocolVersion["protocol"][] {
    const byId = new Map<string, ProtocolVersion>();
    for (const version of this.#parts.protocols()) {
      if (version.active || !byId.has(version.protocol.id)) byId.set(version.protocol.id, version);
    }
    return [...byId.values()].map(({ protocol }) => protocol);
  }

  #shown({ run, startedMono }: Held): WhatIfRun {
    return run.state === "running" ? { ...run, seconds: this.#secondsSince(startedMono) } : run;
  }

  #secondsSince = (mono: number): number => (this.#parts.clock.now().mono - mono) / MS_A_SECOND;

  #end(held: Held, how: Partial<WhatIfRun>): void {
    held.run = { ...held.run, ...how, seconds: this.#secondsSince(held.startedMono) };
    const finished = [...this.#held.values()].filter(({ run }) => run.state !== "waiting" && run.state !== "running");
    for (const { run } of finished.slice(0, -FINISHED_MAX)) this.#held.delete(run.runId);
  }

  async #work(): Promise<void> {
    for (let next = this.#nextWaiting(); next !== undefined; next = this.#nextWaiting()) await this.#carryOut(next);
    this.#working = null;
  }

  #nextWaiting = (): Held | undefined => [...this.#held.values()].find(({ run }) => run.state === "waiting");

  async #carryOut(held: Held): Promise<void> {
    const { store, set, rooms, log, startThread = (plan: Plan) => new ReplayThread(plan) } = this.#parts;
    const { asked, runId } = held.run;
    held.run = { ...held.run, state: "running" };
    const { signal } = held.abort;
    const progress = (done: number, total: number): void => {
      held.run = { ...held.run, done, total };
    };
    try {
      const result = await replayAll({ store, rooms: rooms(), startThread: () => startThread({ set, asked }) }, asked, {
        signal,
        progress,
      });
      if (!signal.aborted) this.#end(held, { state: "done", result });
    } catch (error) {
      if (signal.aborted) {
        if (held.run.state === "running") this.#end(held, { state: "cancelled" });
        return;
      }
      const reason = error instanceof Error ? error.message : String(error);
      const where = error instanceof StoppedAt ? ` at the session ${error.session}` : "";
      const message = `It stopped${where}: ${reason} Monitoring goes on. Run it again; if it stops again, choose a span without that session.`;
      this.#end(held, { state: "failed", message });
      log.error("what-if-failed", { runId, reason });
    }
  }
}
