import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keep, readKept } from "../../simulators/src/kept-devices.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "watchroom-devices-"));
  file = path.join(folder, "devices.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the demo's devices", () => {
  it("come back with their tokens after a restart, so that no room's stream is cut", () => {
    const enrolled = { tokens: [{ room: "Room 1", kind: "oximeter" as const, token: "wrd_x" }], deviceIds: ["d1"] };
    expect(readKept(file)).toBeNull();
    keep(file, enrolled);
    expect(readKept(file)).toEqual(enrolled);
  });

  it("are made anew where the file is half written or somebody else's", () => {
    for (const text of ['{"tokens":[', "[]", '{"tokens":1,"deviceIds":[]}']) {
      writeFileSync(file, text);
      expect(readKept(file)).toBeNull();
    }
  });
});
