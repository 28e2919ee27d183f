import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runAccessTool } from "../../../server/src/auth/access-tool.ts";
import { runDeviceTool } from "../../../server/src/auth/device-tool.ts";
import { createDirectory } from "../../../server/src/auth/directory.ts";
import { databaseFile } from "../../../server/src/data-folder.ts";
import { openSqliteStore } from "../../../server/src/store/sqlite.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { clientOf, quietLog, tempFolder } from "../http/api.ts";

let temp: ReturnType<typeof tempFolder>;
beforeEach(() => {
  temp = tempFolder();
});
afterEach(() => temp.remove());

type Tool = typeof runDeviceTool;
const run = (tool: Tool, ...argv: string[]): { code: number; out: string; err: string } => {
  const said = { out: "", err: "" };
  const code = tool({
    argv,
    env: { WATCHROOM_DATA: temp.folder },
    repository: temp.folder,
    clock: createFakeClock(),
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { code, ...said };
};
const device = (...argv: string[]) => run(runDeviceTool, ...argv);
const access = (...argv: string[]) => run(runAccessTool, ...argv);

describe("npm run device", () => {
  it("adds a device and its room, and prints one line of JSON", () => {
    const { code, out, err } = device("add", "--room", "Room 1", "--kind", "oximeter", "--json");
    expect([code, err, out.split("\n").length]).toEqual([0, "", 2]);
    expect(JSON.parse(out)).toEqual({ deviceId: expect.any(String), token: expect.stringMatching(/^wrd_[\w-]{43}$/) });
    device("add", "--room", "Room 1", "--kind", "cuff", "--label", "Blue cuff", "--simulated");
    const { devices } = JSON.parse(device("list", "--json").out) as { devices: unknown[] };
    expect(devices).toMatchObject([
      { kind: "oximeter", label: "Oximeter Room 1", rooms: ["Room 1"], simulated: false },
      { kind: "cuff", label: "Blue cuff", rooms: ["Room 1"], simulated: true, withdrawn: false },
    ]);
  });

  it("gives a gateway several rooms, and no other device", () => {
    const rooms = ["--room", "Room 1", "--room", "Room 2"];
    expect(device("add", ...rooms, "--kind", "gateway").code).toBe(0);
    expect(device("add", ...rooms, "--kind", "cuff")).toMatchObject({
      code: 2,
      err: "Only a gateway sends for more than one room; name one room. See: npm run device -- --help\n",
    });
  });

  it("works while the server runs: the server knows the token at once, and refuses it once withdrawn", async () => {
    const clock = createFakeClock();
    const store = openSqliteStore({ file: databaseFile(temp.folder, true) });
    const directory = await createDirectory({ store: clientOf(store), clock, log: quietLog });
    const { deviceId, token } = JSON.parse(device("add", "--room", "Room 1", "--kind", "cuff", "--json").out);
    await directory.lookFor(token);
    expect(directory.deviceByToken(token)).toMatchObject({ deviceId, kind: "cuff" });
    expect(device("withdraw", "--device", deviceId).code).toBe(0);
    await new Promise<void>((resolve) => {
      directory.onChange(() => resolve());
      clock.advance(1_000);
    });
    expect(directory.deviceByToken(token)).toBe("withdrawn");
    directory.stop();
    store.close();
  });

  it("explains itself", () => {
    const { code, out } = device("--help");
    expect([code, out]).toEqual([0, expect.stringContaining("--kind oximeter|cuff|gateway")]);
  });

  it.each([
    [["add", "--kind", "cuff"], "Name the room: --room NAME."],
    [["add", "--room", "Room 1", "--kind", "ecg"], "--kind must be one of oximeter, cuff, gateway."],
    [["add", "--room", "Room", "1", "--kind", "cuff"], '"1" is not understood; put names in quotes.'],
    [["remove"], '"remove" is not one of add, list, withdraw.'],
    [["add", "--colour", "red"], "Unknown option '--colour'."],
    [["withdraw"], "Say which device: --device ID."],
  ])("answers wrong words with a sentence: %j", (argv, sentence) => {
    const { code, out, err } = device(...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(sentence);
  });

  it("says when there is no such device", () => {
    expect(device("withdraw", "--device", "x")).toMatchObject({ code: 1, err: expect.stringContaining("no device x") });
  });
});

describe("npm run access", () => {
  it("adds, lists and withdraws a program that reads", () => {
    const added = access("add", "--role", "reader", "--label", "Dashboard", "--json");
    expect([added.code, added.err]).toEqual([0, ""]);
    const { accessId, token } = JSON.parse(added.out) as { accessId: string; token: string };
    expect(token).toMatch(/^wra_[\w-]{43}$/);
    expect(access("list").out).toBe(`${accessId}  reader  Dashboard\n`);
    expect(access("withdraw", "--access", accessId).code).toBe(0);
    expect(access("list").out).toContain("withdrawn");
  });

  it("knows no role but the reader's", () => {
    expect(access("add", "--role", "nurse")).toMatchObject({ code: 2, err: expect.stringContaining("--role reader") });
    expect(access("add", "--role", "nurse").out).toBe("");
  });
});
