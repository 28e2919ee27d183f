import type { Episode } from "@watchroom/shared/alarm-review";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { Clock, EpochMs, RoomId, SessionId } from "@watchroom/shared/time";
import type { Afterword, JournalEntry, KeptEntry } from "../journal/entry.ts";
import { JournalRefused } from "../journal/journal.ts";
import type { Operator, StoreClient } from "../store/store.ts";

/** What a person says of one alarm in the review. */
type Judgement = Extract<Afterword, { name: "annotate" | "reviewAlarm" }>;
export type JudgementEntry = { readonly at: number; readonly by: string; readonly act: Judgement };

const FOR_EVER = Number.MAX_SAFE_INTEGER as EpochMs;

/** What was said of alarms of this room from a moment on, in order of time. */
export async function judgementsOf(
  store: Pick<StoreClient, "entries">,
  roomId: RoomId,
  from: number,
): Promise<JudgementEntry[]> {
  const entries = await store.entries({ roomId, from: from as EpochMs, to: FOR_EVER, kinds: ["afterword"] });
  return entries.flatMap(judgementOf);
}

function judgementOf({ at, body }: KeptEntry): JudgementEntry[] {
  if (body.kind !== "afterword") return [];
  const { act, by } = body;
  return act.name === "annotate" || act.name === "reviewAlarm" ? [{ at, by: by.name, act }] : [];
}

type Parts = { readonly store: Pick<StoreClient, "append">; readonly clock: Clock };

/** Adds the same word to each of these alarms, of running sessions too: all of them or, when it fails, none. */
export async function judge(
  { store, clock }: Parts,
  episodes: readonly Pick<Episode, "episodeId" | "roomId" | "sessionId">[],
  actOf: (episodeId: string) => Judgement,
  { operatorId, displayName, role }: Pick<Operator, "operatorId" | "displayName" | "role">,
): Promise<Result<undefined, "record-not-saved">> {
  const { mono, wall } = clock.now();
  const by = { operatorId, name: displayName, role };
  const entries = episodes.map(({ episodeId, roomId, sessionId }): JournalEntry => {
    const session = sessionId as SessionId | null;
    const body = { kind: "afterword", act: actOf(episodeId), by, sessionId: session } as const;
    return { roomId: roomId as RoomId, sessionId: session, at: wall, mono, body };
  });
  try {
    await store.append(entries);
    return ok(undefined);
  } catch (error) {
    if (!(error instanceof JournalRefused)) throw error;
    return refuse(
      "record-not-saved",
      "The record is not being saved. Look at these alarms again before you repeat it.",
    );
  }
}
