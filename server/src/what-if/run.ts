import type { WhatIfBody, WhatIfResult } from "@watchroom/shared/what-if";
import type { Room, StoreClient } from "../store/store.ts";
import type { Folded } from "./fold.ts";
import type { PackedSession } from "./messages.ts";
import { type EndedSession, packedOf, sessionsOf } from "./sessions.ts";
import { type Outcome, sumOf } from "./sum.ts";
import type { ReplayThread } from "./thread.ts";

/** Replaying ended at this session: "in Room 3, begun 2026-11-23 09:00 UTC". */
export class StoppedAt extends Error {
  override readonly name = "StoppedAt";
  readonly session: string;
  constructor(session: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.session = session;
  }
}

type Sources = {
  readonly store: Pick<StoreClient, "sessions" | "blocks">;
  readonly rooms: readonly Room[];
  readonly startThread: () => ReplayThread;
};
type Told = { readonly signal: AbortSignal; readonly progress: (done: number, total: number) => void };

/** Throws what ended it; after `signal` whatever that leads to. */
export async function replayAll(sources: Sources, asked: WhatIfBody, told: Told): Promise<WhatIfResult> {
  const { sessions, leftOut } = await sessionsOf(sources.store, asked);
  told.progress(0, sessions.length);
  const outcomes = sessions.length === 0 ? [] : await outcomesOf(sources, sessions, told);
  return sumOf(outcomes, { ...leftOut, notWhole: sessions.length - outcomes.length });
}

async function outcomesOf(
  { store, rooms, startThread }: Sources,
  sessions: readonly EndedSession[],
  told: Told,
): Promise<Outcome[]> {
  told.signal.throwIfAborted();
  const thread = startThread();
  const stop = (): void => void thread.stop();
  told.signal.addEventListener("abort", stop);
  const outcomes: Outcome[] = [];
  const fold = async (packed: PackedSession, row: EndedSession, place: number): Promise<void> => {
    const folded = await thread.fold(packed, row);
    if (folded !== null) outcomes.push(outcomeOf(row, rooms, folded));
    told.progress(place + 1, sessions.length);
  };
  try {
    let last: Promise<void> = Promise.resolve();
    for (const [place, row] of sessions.entries()) {
      // The next one is read while the thread folds the one before.
      const [packed] = await Promise.all([
        packedOf(store, row),
        last.catch((error: unknown) => stoppedAt(sessions[place - 1], rooms, error)),
      ]);
      last = fold(packed, row, place);
    }
    await last.catch((error: unknown) => stoppedAt(sessions.at(-1), rooms, error));
    return outcomes;
  } finally {
    told.signal.removeEventListener("abort", stop);
    await thread.stop();
  }
}

const roomOf = ({ roomId }: EndedSession, rooms: readonly Room[]): string =>
  rooms.find((room) => room.roomId === roomId)?.name ?? "a room that was removed";

function stoppedAt(row: EndedSession | undefined, rooms: readonly Room[], error: unknown): never {
  if (row === undefined) throw error;
  const begun = new Date(row.startedAt).toISOString().slice(0, 16).replace("T", " ");
  throw new StoppedAt(`in ${roomOf(row, rooms)}, begun ${begun} UTC`, error);
}

const HOUR_MS = 3_600_000;

function outcomeOf(row: EndedSession, rooms: readonly Room[], { comparison, isAsRecorded }: Folded): Outcome {
  const { sessionId, startedAt, recordFrom, endedAt, simulated } = row;
  const hours = (endedAt - recordFrom) / HOUR_MS;
  return { ...comparison, session: { sessionId, room: roomOf(row, rooms), startedAt, hours, simulated, isAsRecorded } };
}
