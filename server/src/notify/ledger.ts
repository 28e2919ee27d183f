import { DeliveryRow, type DeliveryState } from "@watchroom/shared/notify";
import { z } from "zod";
import type { Notice } from "./notice.ts";
import type { SettingStore } from "./setting-store.ts";
import type { SendTrouble } from "./transport.ts";

const SETTING = "deliveries";
/** The newest are kept; what is still waiting is never dropped. */
const ROWS_MAX = 300;

/** A row and what its message says: enough to go on with it after a restart. */
const Kept = z.array(z.object({ row: DeliveryRow, notice: z.custom<Notice>((value) => typeof value === "object") }));
type Entry = z.infer<typeof Kept>[number];

/** How far a message has come. Nothing goes back; a late word that it was delivered counts even after a failure. */
const RANK: Readonly<Record<DeliveryState, number>> = {
  queued: 0,
  failed: 1,
  settled: 1,
  sent: 2,
  delivered: 3,
  read: 4,
};

export type Ledger = {
  add(row: DeliveryRow, notice: Notice): void;
  /** One attempt more. */
  tried(id: string): void;
  /** Keeps a state that is further than `state`. */
  reached(id: string, state: DeliveryState, at: number): void;
  missed(id: string, trouble: SendTrouble): void;
  get(id: string): Entry | undefined;
  /** Newest first. */
  rows(episodeId?: string): DeliveryRow[];
  /** Oldest first. */
  waiting(): Entry[];
  onChange(listener: (row: DeliveryRow) => void): void;
  /** Resolves when what happened so far is kept, or could not be. */
  flushed(): Promise<void>;
};

/**
 * Every message, with how far it has come. Kept in the background: a slow or full disk delays no message, `onLost` hears
 * of it.
 */
export async function createLedger(store: SettingStore, onLost: (error: unknown) => void): Promise<Ledger> {
  const kept = await store.setting(SETTING);
  const entries = new Map((kept === null ? [] : Kept.parse(JSON.parse(kept))).map((entry) => [entry.row.id, entry]));
  const listeners: ((row: DeliveryRow) => void)[] = [];
  const keep = coalesced(() => store.putSetting(SETTING, JSON.stringify([...entries.values()])), onLost);
  const put = (entry: Entry): void => {
    entries.set(entry.row.id, entry);
    prune(entries);
    for (const listener of listeners) listener(entry.row);
    keep.soon();
  };
  const change = (id: string, patch: (row: DeliveryRow) => Partial<DeliveryRow>): void => {
    const entry = entries.get(id);
    if (entry !== undefined) put({ ...entry, row: { ...entry.row, ...patch(entry.row) } });
  };
  return {
    add: (row, notice) => put({ row, notice }),
    tried: (id) => change(id, ({ attempts }) => ({ attempts: attempts + 1 })),
    reached: (id, state, at) => change(id, (row) => (RANK[state] > RANK[row.state] ? { state, stateAt: at } : {})),
    missed: (id, { code, message }) => change(id, () => ({ lastError: { code, message } })),
    get: (id) => entries.get(id),
    rows: (episodeId) =>
      [...entries.values()]
        .map(({ row }) => row)
        .filter((row) => episodeId === undefined || row.episodeId === episodeId)
        .reverse(),
    waiting: () => [...entries.values()].filter(({ row }) => row.state === "queued"),
    onChange: (listener) => listeners.push(listener),
    flushed: () => keep.done(),
  };
}

function prune(entries: Map<string, Entry>): void {
  if (entries.size <= ROWS_MAX) return;
  const oldest = [...entries.values()].find(({ row }) => row.state !== "queued");
  if (oldest !== undefined) entries.delete(oldest.row.id);
}

/** One write at a time; what is asked for meanwhile is one more after it. */
function coalesced(write: () => Promise<void>, onLost: (error: unknown) => void) {
  let running: Promise<void> | null = null;
  let isWanted = false;
  const run = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false;
      await write().catch(onLost);
    }
    running = null;
  };
  return {
    soon(): void {
      isWanted = true;
      running ??= Promise.resolve().then(run);
    },
    done: (): Promise<void> => running ?? Promise.resolve(),
  };
}
