import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { openSqliteStore } from "../../server/src/store/sqlite.ts";
import { room } from "../support/entries.ts";

const SENDER = new URL("./support/append-until-killed.ts", import.meta.url).pathname;
const ROUNDS = 4;
const ROOMS = 7;

/** Starts a process that writes the record, kills it with SIGKILL in full flight, and gives the ids it had answered. */
async function answeredBeforeKill(file: string, firstSecond: number, killAfter: number): Promise<string[]> {
  const child = spawn(process.execPath, ["--import", "tsx", SENDER, file, String(firstSecond)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (chunk: string) => {
    text += chunk;
    if (text.split("\n").length > killAfter) child.kill("SIGKILL");
  });
  await once(child, "close");
  expect(child.signalCode).toBe("SIGKILL");
  return text.slice(0, text.lastIndexOf("\n")).split("\n");
}

it("loses no reading that was answered when the server is killed in full flight, time after time", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "watchroom-kill-"));
  const file = path.join(folder, "record.db");
  try {
    const answered: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      answered.push(...(await answeredBeforeKill(file, round * 1_000_000, 300 * 4 ** round)));
      const store = openSqliteStore({ file, writer: true });
      const entries = Array.from({ length: ROOMS }, (_, index) => store.entriesAfter(room(`r${index}`), 0)).flat();
      const changes = store.alarmChanges(0, 1_000_000);
      store.close();
      const kept = entries.flatMap(({ body }) => (body.kind === "reading" ? [body.reading.id] : []));
      const ids = new Set(kept);
      expect(answered.filter((id) => !ids.has(id)).slice(0, 5)).toEqual([]);
      expect(ids.size).toBe(kept.length);
      expect(new Set(entries.map(({ seq }) => seq)).size).toBe(entries.length);
      expect(changes.length).toBe(entries.filter(({ body }) => body.kind === "alarm").length);
    }
    expect(answered.length).toBeGreaterThan(20_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
