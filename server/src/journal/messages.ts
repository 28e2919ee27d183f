import type { Commit } from "../store/record.ts";
import type { StoreRefusal } from "../store/refused.ts";
import type { Store } from "../store/store.ts";

/** What the writer thread is started with. */
export type WriterSettings = { readonly file: string; readonly pagesMax: number | null };

/** Calls that go to the store as they are; the others have a way of their own. */
export type CallName = Exclude<keyof Store, "append" | "putCheckpoint" | "entries" | "entriesAfter" | "close">;
/** `textsAfter`: what `entriesAfter` needs, decoded where it was asked. */
export type WriterCall = CallName | "textsAfter" | "limitPages";

export type ToWriter =
  /** `lines` joined by line breaks: one text crosses between threads much faster than many. */
  | { readonly kind: "commit"; readonly lines: string; readonly checkpoints: Commit["checkpoints"] }
  | { readonly kind: "call"; readonly call: number; readonly method: WriterCall; readonly args: readonly unknown[] }
  | { readonly kind: "stop" };

export type FromWriter =
  | { readonly kind: "ready"; readonly lastSeq: number }
  | { readonly kind: "refused"; readonly code: StoreRefusal | null; readonly message: string }
  | { readonly kind: "committed"; readonly lastSeq: number }
  | { readonly kind: "failed"; readonly diskFull: boolean; readonly message: string }
  | { readonly kind: "answer"; readonly call: number; readonly value: unknown }
  | {
      readonly kind: "callFailed";
      readonly call: number;
      readonly code: StoreRefusal | null;
      readonly message: string;
    };
