import type { KeptEntry } from "../journal/entry.ts";
import type { Folded, SessionSpan } from "./fold.ts";

/** A session goes over in pages: what crosses at once is copied at once, and the ward waits for no copy. */
export type ToReplayer =
  | { readonly kind: "page"; readonly entries: readonly KeptEntry[] }
  /** All pages of this session are there. */
  | { readonly kind: "fold"; readonly span: SessionSpan };

/** Null: the entries do not hold the session's start. */
export type FromReplayer = { readonly kind: "folded"; readonly folded: Folded | null };
