import { createChanges } from "./changes.ts";
import { createClinic } from "./clinic.ts";
import { openDatabase, takeWriterLock } from "./open.ts";
import { createProtocols } from "./protocols.ts";
import { createRecord } from "./record.ts";
import type { Store } from "./store.ts";
import { createVisits } from "./visits.ts";

type Settings = {
  readonly file: string;
  /** True for the one that appends to the journal: a second one on the same file is refused. Tools leave it out. */
  readonly writer?: boolean;
};

type SqliteStore = Store &
  Pick<ReturnType<typeof createRecord>, "commit" | "lastSeq" | "textsAfter"> & {
    /** How many pages the file may have: a real full disk, for tests. */
    limitPages(pages: number): void;
  };

/**
 * The record in one SQLite file: write-ahead log, `synchronous=FULL`. Throws `StoreRefused` when the file cannot be used.
 * Every method throws the driver's error when the disk does not take it; nothing of that call is then kept.
 */
export function openSqliteStore({ file, writer = false }: Settings): SqliteStore {
  const lock = writer ? takeWriterLock(file) : null;
  let db: ReturnType<typeof openDatabase> | undefined;
  try {
    db = openDatabase(file, writer);
  } finally {
    if (db === undefined) lock?.close();
  }
  const open = db;
  return {
    ...createRecord(open),
    ...createClinic(open),
    ...createChanges(open),
    ...createVisits(open),
    ...createProtocols(open),
    limitPages: (pages) => open.exec(`PRAGMA max_page_count = ${pages}`),
    close() {
      open.close();
      lock?.close();
    },
  };
}
