import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { Environment } from "../config.ts";
import { databaseForTool } from "../data-folder.ts";
import { StoreRefused } from "../store/refused.ts";
import { openSqliteStore } from "../store/sqlite.ts";
import type { Store } from "../store/store.ts";

/** What a command line tool is given: its words, its settings, and where it speaks. */
export type ToolParts = {
  readonly argv: readonly string[];
  readonly env: Environment;
  /** The folder that a relative data folder starts at. */
  readonly repository: string;
  /** Standard output: what was asked for, and nothing else. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
};

/** Exit codes: done; it could not be done; the words were wrong. */
export const EXIT = { done: 0, failed: 1, wrongWords: 2 } as const;

/** Runs a parser of `node:util`; what it throws for wrong words comes back as a sentence. */
export function parsed<T>(parse: () => T): Result<T, "wrong-words"> {
  try {
    return ok(parse());
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) {
      return refuse("wrong-words", `${error.message.split(". ")[0]}.`);
    }
    throw error;
  }
}

/** Works on the clinic's own store, whether a server runs on it or not. Returns the exit code. */
export function withStore({ env, repository, err }: ToolParts, work: (store: Store) => number): number {
  const file = databaseForTool(env, repository);
  if (!file.ok) {
    err(`${file.message}\n`);
    return EXIT.wrongWords;
  }
  try {
    const store = openSqliteStore({ file: file.value });
    try {
      return work(store);
    } finally {
      store.close();
    }
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    err(`${error.message}\n`);
    return EXIT.failed;
  }
}
