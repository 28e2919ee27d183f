import type { SessionFacts } from "@watchroom/shared/http-sessions";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { Clock, EpochMs } from "@watchroom/shared/time";
import { createTurn } from "../auth/turn.ts";
import type { Afterword, EntryBody, KeptEntry } from "../journal/entry.ts";
import { JournalRefused } from "../journal/journal.ts";
import type { Operator, SessionRow, StoreClient } from "../store/store.ts";

type AfterwordParts = { readonly store: StoreClient; readonly clock: Clock };
type AfterwordBody = Extract<EntryBody, { kind: "afterword" }>;
export type KeptAfterword = KeptEntry & { readonly body: AfterwordBody };
type AfterwordFailure = "session-running" | "already-signed" | "record-not-saved";

const FOR_EVER = Number.MAX_SAFE_INTEGER as EpochMs;

/** What people added to this session, oldest first: among the entries of its room, and told from them by the session. */
export async function afterwordsOf(
  { store }: Pick<AfterwordParts, "store">,
  { roomId, startedAt, sessionId }: Pick<SessionRow, "roomId" | "startedAt" | "sessionId">,
): Promise<KeptAfterword[]> {
  const entries = await store.entries({ roomId, from: startedAt, to: FOR_EVER, kinds: ["afterword"] });
  return entries.filter((entry): entry is KeptAfterword => {
    return entry.body.kind === "afterword" && entry.body.sessionId === sessionId;
  });
}

/**
 * Pure. The session's facts, made anew from all its afterwords. A signature of before an end that was taken back stays
 * in the journal and counts no more: it was given for another record.
 */
export function factsWith(
  { facts, endedAt }: { readonly facts: SessionFacts; readonly endedAt: number | null },
  afterwords: readonly KeptAfterword[],
): SessionFacts {
  const made: SessionFacts = { ...facts, signatures: [], corrections: 0, rems: null };
  for (const { at, body } of afterwords) {
    const { act, by } = body;
    if (act.name === "sign") {
      if (endedAt === null || at < endedAt) continue;
      const { role, meaning } = act;
      made.signatures.push({ at, by: by.name, operatorId: by.operatorId, role, meaning });
    } else if (act.name === "correct") made.corrections += 1;
    else if (act.name === "remsSubmitted")
      made.rems = { submittedAt: act.submitted.at ?? at, by: by.name, how: act.submitted.how };
  }
  return made;
}

const inTurn = createTurn();

/**
 * Adds to the journal of a session that has ended, then keeps its row with the facts that follow; resolves with that
 * row when both are on disk. One after the other over all sessions, so that no two of them read the same facts.
 */
export function addAfterword(
  parts: AfterwordParts,
  { sessionId }: Pick<SessionRow, "sessionId">,
  act: Afterword,
  operator: Pick<Operator, "operatorId" | "displayName" | "role">,
): Promise<Result<SessionRow, AfterwordFailure>> {
  return inTurn(() => add(parts, sessionId, act, operator));
}

async function add(
  parts: AfterwordParts,
  sessionId: SessionRow["sessionId"],
  act: Afterword,
  { operatorId, displayName, role }: Pick<Operator, "operatorId" | "displayName" | "role">,
): Promise<Result<SessionRow, AfterwordFailure>> {
  const row = await parts.store.session(sessionId);
  if (row === null || row.endedAt === null) {
    return refuse("session-running", "This session is still running. Release the patient or end it first.");
  }
  const signed = factsWith(row, await afterwordsOf(parts, row)).signatures;
  const before = act.name === "sign" ? signed.find((one) => one.role === act.role) : undefined;
  if (before !== undefined) return refuse("already-signed", `${before.by} signed as ${before.role} already.`);
  const { mono, wall } = parts.clock.now();
  const by = { operatorId, name: displayName, role };
  const body: AfterwordBody = { kind: "afterword", act, by, sessionId };
  try {
    await parts.store.append([{ roomId: row.roomId, sessionId, at: wall, mono, body }]);
  } catch (error) {
    if (!(error instanceof JournalRefused)) throw error;
    return refuse(
      "record-not-saved",
      "The record is not being saved. Look at this session again before you repeat it.",
    );
  }
  const kept = { ...row, facts: factsWith(row, await afterwordsOf(parts, row)) };
  await parts.store.putSession(kept);
  return ok(kept);
}
