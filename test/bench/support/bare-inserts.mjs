// Readings as rows of SQLite and nothing else: a column a field, synchronous FULL, 1,000 a commit. UNIQUE=1: and no id twice.
import { DatabaseSync } from "@photostructure/sqlite";

const ROWS_A_COMMIT = 1_000;
const db = new DatabaseSync(process.env.FILE);
db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
db.exec(
  `CREATE TABLE reading (seq INTEGER PRIMARY KEY, room TEXT, device TEXT, id TEXT, at INTEGER, measured_at INTEGER,
   spo2 REAL, pulse_rate REAL, perfusion_index REAL, sensor TEXT, battery REAL, update_period_s REAL)`,
);
// What finds a reading that is sent twice.
if (process.env.UNIQUE === "1") db.exec("CREATE UNIQUE INDEX reading_id ON reading (device, id)");
const insert = db.prepare("INSERT INTO reading VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
const device = "0b4cfa3e-6f4e-4a5e-9d8e-2f7f3c1f7a11";
const until = performance.now() + Number(process.env.SECONDS) * 1_000;
const startedAt = performance.now();
const before = process.cpuUsage();
let rows = 0;
while (performance.now() < until) {
  db.exec("BEGIN IMMEDIATE");
  for (let index = 0; index < ROWS_A_COMMIT; index++, rows++) {
    const room = `Room ${rows % 2_000}`;
    const at = Date.now();
    insert.run(room, device, `${room}:${rows}`, at, at, 96 + (rows % 3), 60 + (rows % 40), 4.1, "on", 88, 1);
  }
  db.exec("COMMIT");
}
const { user, system } = process.cpuUsage(before);
const result = { rows, tookMs: performance.now() - startedAt, cpuMs: (user + system) / 1_000 };
db.close();
process.send({ kind: "started", url: JSON.stringify(result), setUpUrl: null });
process.on("message", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
