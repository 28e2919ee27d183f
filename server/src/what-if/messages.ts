import type { EntryQuery } from "../store/store.ts";
import type { Folded, SessionSpan } from "./fold.ts";

/** A session's entries cross as they lie in the record: a few texts are soon copied, and the ward unpacks none of them. */
export type PackedSession = { readonly blocks: readonly string[]; readonly query: EntryQuery };
export type ToReplayer = PackedSession & { readonly span: SessionSpan };

/** Null: the entries do not hold the session's start. */
export type FromReplayer = { readonly folded: Folded | null };
