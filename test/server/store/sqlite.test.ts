import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { DatabaseSync } from "@photostructure/sqlite";
import { SessionFacts } from "@watchroom/shared/http-sessions";
import type { SessionId } from "@watchroom/shared/time";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ALARM_SQL } from "../../../server/src/store/alarms.ts";
import { SQL } from "../../../server/src/store/blocks.ts";
import { RECORD } from "../../../server/src/store/migrations/001-record.ts";
import { openSqliteStore } from "../../../server/src/store/sqlite.ts";
import { SESSION_SQL, sessionsSql } from "../../../server/src/store/visits.ts";
import { alarmEntry, device, epoch, oximetryEntry, room, sessionEntries } from "../../support/entries.ts";

const OPENER = fileURLToPath(new URL("./support/open-writer.ts", import.meta.url));
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "watchroom-sqlite-"));
  file = path.join(folder, "record.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Reads the file beside the store, as an auditor would. */
function look<T>(read: (db: InstanceType<typeof DatabaseSync>) => T): T {
  const db = new DatabaseSync(file);
  try {
    return read(db);
  } finally {
    db.close();
  }
}
const count = (table: string): number =>
  look((db) => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n);

describe("the file of the record", () => {
  it("has the schema that was agreed for this version", () => {
    openSqliteStore({ file }).close();
    const schema = look((db) =>
      db
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name")
        .all()
        .map((row) => `${(row as { sql: string }).sql};\n`)
        .join("\n"),
    );
    const version = look((db) => (db.prepare("PRAGMA user_version").get() as { user_version: number }).user_version);
    const agreed = readFileSync(new URL("./schema.snapshot.sql", import.meta.url), "utf8");
    expect(`-- version ${version}\n\n${schema}`).toBe(agreed);
  });

  it("opens for the server on a disk that takes not a byte, so that patients are watched all the same", () => {
    openSqliteStore({ file }).close();
    // No file may grow, which is how a full disk looks to a program.
    const command = "trap '' XFSZ; ulimit -f 0; exec \"$@\"";
    const opened = spawnSync("sh", ["-c", command, "sh", process.execPath, "--import", "tsx", OPENER, file]);
    expect(opened.stdout.toString()).toBe("ends at 0\n");
  });

  it("carries its clinic in every row", () => {
    openSqliteStore({ file }).close();
    const without = look((db) =>
      db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .all()
        .map((row) => (row as { name: string }).name)
        .filter(
          (name) => db.prepare(`SELECT 1 FROM pragma_table_info('${name}') WHERE name = 'clinic'`).all().length === 0,
        ),
    );
    expect(without).toEqual([]);
  });

  it("is written through the whole way to the disk", () => {
    const store = openSqliteStore({ file });
    expect(look((db) => Object.values(db.prepare("PRAGMA journal_mode").get() as object))).toEqual(["wal"]);
    store.close();
  });

  it("keeps what is packed out of the append journal, and nothing twice", () => {
    const store = openSqliteStore({ file, writer: true });
    for (const entry of sessionEntries("r1", 500)) store.append([entry]);
    expect(count("journal")).toBeLessThan(70);
    expect(count("room_block")).toBeGreaterThan(6);
    const seqs = store.entriesAfter(room("r1"), 0).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: sessionEntries("r1", 500).length }, (_, index) => index + 1));
    store.close();
  });

  it("packs the entries of a silent room after a minute of the others", () => {
    const store = openSqliteStore({ file, writer: true });
    store.append([alarmEntry("silent", 0)]);
    for (let second = 0; second < 59; second++) store.append([oximetryEntry("r1", second)]);
    const before = look((db) => db.prepare("SELECT 1 FROM room_block WHERE room = 'silent'").all().length);
    store.append([oximetryEntry("r1", 61)]);
    const after = look((db) => db.prepare("SELECT 1 FROM room_block WHERE room = 'silent'").all().length);
    expect([before, after]).toEqual([0, 1]);
    store.close();
  });

  it("keeps nothing of an append that the disk did not take, and goes on when there is room again", () => {
    const store = openSqliteStore({ file, writer: true });
    store.append([oximetryEntry("r1", 0)]);
    store.limitPages(1);
    const much = Array.from({ length: 2_000 }, (_, index) => oximetryEntry("r1", 1 + index));
    expect(() => store.append(much)).toThrow("full");
    expect(store.entriesAfter(room("r1"), 0)).toHaveLength(1);
    store.limitPages(1_000_000);
    store.append(much);
    expect(store.entriesAfter(room("r1"), 0).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 2_001 }, (_, index) => index + 1),
    );
    store.close();
  });

  it("finds a repeated reading of a device whose clock stands still, among the newest of its room", () => {
    const store = openSqliteStore({ file, writer: true });
    const measuredAt = epoch(0);
    for (let second = 0; second < 300; second++) {
      store.append([oximetryEntry("r1", second, { id: `still-${second}`, measuredAt })]);
    }
    expect(store.hasReading(room("r1"), device("oximeter-r1"), "still-3", measuredAt)).toBe(true);
    expect(store.hasReading(room("r1"), device("oximeter-r1"), "still-300", measuredAt)).toBe(false);
    store.close();
  });

  it("can be changed by a tool while the server writes, and the server notices", () => {
    const server = openSqliteStore({ file, writer: true });
    server.append([oximetryEntry("r1", 0)]);
    const before = server.configVersion();
    const tool = openSqliteStore({ file });
    tool.putRoom({ roomId: room("r9"), name: "Room 9", order: 9 });
    tool.close();
    server.append([oximetryEntry("r1", 1)]);
    expect(server.configVersion()).toBe(before + 1);
    expect(server.rooms()).toEqual([{ roomId: "r9", name: "Room 9", order: 9 }]);
    server.close();
  });
});

describe("a file of version 1", () => {
  it("opens, and lists its sessions with all that was not asked for then as not known", () => {
    const db = new DatabaseSync(file);
    db.exec(`${RECORD} PRAGMA application_id = ${0x57526f6f}; PRAGMA user_version = 1;`);
    db.exec(
      `INSERT INTO session (session_id, clinic, room, initials, route, record_from, started_at, ended_at, simulated)
       VALUES ('s1', 1, 'r1', 'A. L.', 'sublingual', 500, 1000, 2000, 1), ('s2', 1, 'r1', 'B. K.', 'oral', 2500, 3000, NULL, 0)`,
    );
    db.close();
    const store = openSqliteStore({ file, writer: true });
    const [open, ended] = store.sessions({ limit: 10 });
    expect(ended).toEqual({
      sessionId: "s1",
      roomId: "r1",
      initials: "A. L.",
      route: "sublingual",
      recordFrom: 500,
      startedAt: 1_000,
      endedAt: 2_000,
      simulated: true,
      facts: {
        patient: { recordNumber: null, birthDate: null, name: null },
        protocol: { id: "preset-sublingual", name: "Ketamine, sublingual lozenge", version: 1 },
        owner: null,
        doseAt: null,
        dosingEndedAt: null,
        givenMg: null,
        ending: null,
        preCheck: [],
        signatures: [],
        corrections: 0,
        rems: null,
      },
    });
    expect(SessionFacts.parse(ended?.facts)).toEqual(ended?.facts);
    expect(open).toMatchObject({ sessionId: "s2", endedAt: null, facts: { protocol: { name: "Ketamine, oral" } } });
    store.close();
    expect(openSqliteStore({ file }).session("s2" as SessionId)).toMatchObject({ initials: "B. K." });
  });
});

describe("a record that cannot be used is refused with a sentence that says what to do", () => {
  const refusal = (open: () => unknown): string => {
    try {
      open();
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : "";
    }
    return "was opened";
  };

  it("a folder that is not there or not writable", () => {
    expect(refusal(() => openSqliteStore({ file: path.join(folder, "none", "record.db"), writer: true }))).toMatch(
      /^StoreRefused: The record at .* cannot be written\. Check that its folder exists/,
    );
  });

  it("a file that is no database", () => {
    writeFileSync(file, "Dear diary, ".repeat(1_000));
    expect(refusal(() => openSqliteStore({ file }))).toMatch(/is not a record of Watchroom\. Move it away/);
  });

  it("a database of another program", () => {
    look((db) => db.exec("CREATE TABLE photos (name TEXT)"));
    expect(refusal(() => openSqliteStore({ file }))).toMatch(/is not a record of Watchroom\. Move it away/);
  });

  it("a record that a newer version wrote", () => {
    openSqliteStore({ file }).close();
    look((db) => db.exec("PRAGMA user_version = 99"));
    expect(refusal(() => openSqliteStore({ file }))).toMatch(/newer Watchroom \(version 99.*Start the newer Watchroom/);
  });

  it("a record that another server is writing", () => {
    const first = openSqliteStore({ file, writer: true });
    expect(refusal(() => openSqliteStore({ file, writer: true }))).toMatch(/Another Watchroom server already writes/);
    first.close();
    openSqliteStore({ file, writer: true }).close();
  });
});

describe("no query of a busy server reads a whole table", () => {
  const queries = {
    ...SQL,
    alarmsSince: ALARM_SQL.since,
    alarmsOfRoom: ALARM_SQL.ofRoom,
    trim: "DELETE FROM journal WHERE to_seq < ?",
    session: SESSION_SQL,
    sessionsNewest: sessionsSql({ ofRoom: false, ofRecordNumber: false, open: undefined }),
    sessionsOpen: sessionsSql({ ofRoom: false, ofRecordNumber: false, open: true }),
    sessionsOfRoom: sessionsSql({ ofRoom: true, ofRecordNumber: false, open: undefined }),
    sessionsOpenOfRoom: sessionsSql({ ofRoom: true, ofRecordNumber: false, open: true }),
    sessionsOfRecordNumber: sessionsSql({ ofRoom: false, ofRecordNumber: true, open: undefined }),
    sessionsOpenOfRecordNumber: sessionsSql({ ofRoom: false, ofRecordNumber: true, open: true }),
  };

  it.each(Object.entries(queries))("%s", (_name, sql) => {
    openSqliteStore({ file }).close();
    const plan = look((db) => {
      const steps = db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...Array.from({ length: sql.split("?").length - 1 }, () => 1));
      return steps.map((step) => (step as { detail: string }).detail);
    });
    expect(plan.length).toBeGreaterThan(0);
    for (const step of plan) {
      expect(step).not.toMatch(/^SCAN/);
      expect(step).not.toMatch(/TEMP B-TREE FOR ORDER BY$/);
    }
  });
});
