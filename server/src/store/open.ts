import { DatabaseSync } from "@photostructure/sqlite";
import { MIGRATIONS } from "./migrations/all.ts";
import { SQLITE, StoreRefused, sqliteCode } from "./refused.ts";

export type Database = InstanceType<typeof DatabaseSync>;

/** "WRoo", in the file's header: how our files are told from other SQLite files. */
const APPLICATION_ID = 0x57526f6f;
/** The command line tools write to the same file while the server runs. */
const BUSY_TIMEOUT_MS = 5_000;
/** What the write-ahead log shrinks to after a burst. */
const WAL_BYTES_KEPT = 64 * 1024 * 1024;

/** One value of one row: `PRAGMA name` and the like. */
export function single(db: Database, sql: string): unknown {
  const row = db.prepare(sql).get() as Record<string, unknown> | undefined;
  return row === undefined ? undefined : Object.values(row)[0];
}

/** All or nothing. A failed COMMIT leaves nothing behind either. */
export function transaction<T>(db: Database, run: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = run();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function migrate(db: Database, file: string): void {
  const version = single(db, "PRAGMA user_version") as number;
  if (version > MIGRATIONS.length) {
    throw new StoreRefused(
      "newer",
      `The record at ${file} was written by a newer Watchroom (version ${version}, this one knows ${MIGRATIONS.length}). Start the newer Watchroom, or set WATCHROOM_DATA to another folder.`,
    );
  }
  if (version === 0 && single(db, "SELECT count(*) FROM sqlite_schema") !== 0) throw foreign(file);
  if (version > 0 && single(db, "PRAGMA application_id") !== APPLICATION_ID) throw foreign(file);
  for (const sql of MIGRATIONS.slice(version)) db.exec(sql);
  if (version < MIGRATIONS.length)
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}`);
}

const foreign = (file: string): StoreRefused =>
  new StoreRefused(
    "not-a-record",
    `The file ${file} is not a record of Watchroom. Move it away, or set WATCHROOM_DATA to another folder.`,
  );

function refusalOf(error: unknown, file: string): unknown {
  switch (sqliteCode(error)) {
    case SQLITE.cannotOpen:
    case SQLITE.readOnly:
      return new StoreRefused(
        "not-writable",
        `The record at ${file} cannot be written. Check that its folder exists and that this account may write to it, or set WATCHROOM_DATA to another folder.`,
      );
    case SQLITE.notADatabase:
      return foreign(file);
    case SQLITE.busy:
      return new StoreRefused(
        "in-use",
        `The record at ${file} is being written by another program. Stop it, then try again.`,
      );
    case SQLITE.full:
      return new StoreRefused("not-writable", `The disk with the record at ${file} is full. Free space on it.`);
    default:
      return error;
  }
}

function prepare(db: Database, file: string, isAlone: boolean): void {
  db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  // Before the first look at the file: its index is then kept in memory and not in a file beside it.
  if (isAlone) db.exec("PRAGMA locking_mode = EXCLUSIVE");
  if (single(db, "PRAGMA journal_mode = WAL") !== "wal") {
    throw new StoreRefused(
      "not-writable",
      `The folder of ${file} does not allow a write-ahead log. Set WATCHROOM_DATA to a folder on a disk of this machine.`,
    );
  }
  db.exec(`PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = ${WAL_BYTES_KEPT}`);
  transaction(db, () => migrate(db, file));
}

function openAs(file: string, isAlone: boolean): Database {
  const db = new DatabaseSync(file);
  try {
    prepare(db, file, isAlone);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The index beside the file could not be made, as on a disk without a free byte: it comes as any of these. */
const NO_INDEX: ReadonlySet<number | null> = new Set([SQLITE.full, SQLITE.ioError, SQLITE.cannotOpen]);

/**
 * A database that is ready to use, brought to this version. Throws `StoreRefused` when it cannot be. `isWriter`: on a full
 * disk it is opened for this process alone, which needs no space: who watches patients starts all the same, and the record's own
 * alarm says what is wrong. Command line tools hear "in use" until the next start.
 */
export function openDatabase(file: string, isWriter = false): Database {
  try {
    return openAs(file, false);
  } catch (error) {
    if (!isWriter || !NO_INDEX.has(sqliteCode(error))) throw refusalOf(error, file);
  }
  try {
    return openAs(file, true);
  } catch (error) {
    throw refusalOf(error, file);
  }
}

/** Held by the one process that appends, until it is closed or dies: the system frees it. */
export function takeWriterLock(file: string): { close(): void } {
  const lockFile = `${file}.writer`;
  let lock: Database | undefined;
  try {
    lock = new DatabaseSync(lockFile);
    // Nothing is ever written to it: its journal needs no place on a disk that may be full.
    lock.exec("PRAGMA busy_timeout = 200; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock?.close();
    if (sqliteCode(error) !== SQLITE.busy) throw refusalOf(error, file);
    throw new StoreRefused(
      "in-use",
      `Another Watchroom server already writes the record at ${file}. Stop it first, or set WATCHROOM_DATA to another folder.`,
    );
  }
}
