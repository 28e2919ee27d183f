import { type SavedWhatIf, type SaveWhatIfBody, WHAT_IF_SAVED_MAX, WhatIfRun } from "@watchroom/shared/what-if";
import { createTurn } from "../auth/turn.ts";
import type { StoreClient } from "../store/store.ts";

type Store = Pick<StoreClient, "setting" | "putSetting">;

/** Ids of what is kept, the newest first, each with its line in the list. */
const LIST = "whatIf";
const nameOf = (runId: string): string => `whatIf:${runId}`;

/** Kept results, as settings of the clinic. */
export class SavedRuns {
  readonly #store: Store;
  /** The list is read and written as a whole. */
  readonly #inTurn = createTurn();

  constructor(store: Store) {
    this.#store = store;
  }

  async list(): Promise<SavedWhatIf[]> {
    const kept = await this.#store.setting(LIST);
    return kept === null ? [] : (JSON.parse(kept) as SavedWhatIf[]);
  }

  async find(runId: string): Promise<WhatIfRun | null> {
    const kept = await this.#store.setting(nameOf(runId));
    return kept === null ? null : WhatIfRun.parse(JSON.parse(kept));
  }

  /** Under this name from now on. The oldest goes when there are too many. */
  keep(run: WhatIfRun, said: SaveWhatIfBody, by: string, at: number): Promise<WhatIfRun> {
    return this.#inTurn(() => this.#put(run, said, by, at));
  }

  async #put(run: WhatIfRun, said: SaveWhatIfBody, by: string, at: number): Promise<WhatIfRun> {
    const saved = { ...said, by, at };
    const whole: WhatIfRun = { ...run, saved };
    // The result first: a line in the list without it would lead nowhere.
    await this.#store.putSetting(nameOf(run.runId), JSON.stringify(whole));
    const others = (await this.list()).filter(({ runId }) => runId !== run.runId);
    const list = [lineOf(whole, saved), ...others];
    await this.#store.putSetting(LIST, JSON.stringify(list.slice(0, WHAT_IF_SAVED_MAX)));
    for (const { runId } of list.slice(WHAT_IF_SAVED_MAX)) await this.#store.putSetting(nameOf(runId), null);
    return whole;
  }
}

function lineOf({ runId, result }: WhatIfRun, kept: SaveWhatIfBody & { by: string; at: number }): SavedWhatIf {
  const totals = result?.totals;
  const { name, comment, by, at } = kept;
  return {
    runId,
    name,
    comment,
    by,
    at,
    sessions: totals?.sessions ?? 0,
    simulatedSessions: totals?.simulatedSessions ?? 0,
    alarmsSaved: totals?.saved ?? 0,
    alarmsAdded: totals?.added ?? 0,
    missedS: totals?.missedS ?? 0,
  };
}
