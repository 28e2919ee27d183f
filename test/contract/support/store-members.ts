import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openSqliteStore } from "../../../server/src/store/sqlite.ts";
import type { Store } from "../../../server/src/store/store.ts";
import { createMemoryStore } from "../../support/memory-store.ts";

/** One implementation under the contract; `reopened` is the same record after a restart. */
export type StoreMember = { readonly store: Store; reopened(): Store; end(): void };

export function sqliteMember(): StoreMember {
  const folder = mkdtempSync(path.join(tmpdir(), "watchroom-store-"));
  const file = path.join(folder, "record.db");
  let store = openSqliteStore({ file, writer: true });
  return {
    store,
    reopened() {
      store.close();
      store = openSqliteStore({ file, writer: true });
      return store;
    },
    end() {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Memory has nothing to come back from: "reopened" is the same store, so that one suite holds for both. */
export function memoryMember(): StoreMember {
  const store = createMemoryStore();
  return { store, reopened: () => store, end: () => store.close() };
}
