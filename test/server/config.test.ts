import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig, settingsHelp } from "../../server/src/config.ts";
import { databaseFile, databaseForTool, holderOf, keepRunning, readRunning } from "../../server/src/data-folder.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { tempFolder } from "./http/api.ts";

const SETTINGS = ["PORT", "HOST", "WATCHROOM_DATA", "WATCHROOM_DEMO", "WATCHROOM_LOG", "WATCHROOM_IDLE_LOCK_MIN"];

describe("the settings", () => {
  it("need nothing to start with: the demo clinic on this machine alone", () => {
    expect(readConfig({}, [], "/srv/watchroom")).toEqual({
      ok: true,
      value: {
        kind: "run",
        config: {
          port: 4100,
          host: "127.0.0.1",
          dataFolder: path.resolve("/srv/watchroom/data"),
          demo: true,
          logLevel: "warn",
          idleLockMs: 600_000,
        },
      },
    });
  });

  it("are all in the help, each with its default", () => {
    for (const name of SETTINGS) expect(settingsHelp()).toMatch(new RegExp(`${name} .* Default: `));
    expect(readConfig({}, ["--help"], "/")).toEqual({ ok: true, value: { kind: "help" } });
  });

  it("are taken from the environment", () => {
    const env = {
      PORT: "8080",
      HOST: "0.0.0.0",
      WATCHROOM_DATA: "/var/lib/w",
      WATCHROOM_DEMO: "0",
      WATCHROOM_LOG: "info",
    };
    expect(readConfig({ ...env, WATCHROOM_IDLE_LOCK_MIN: "2" }, [], "/")).toMatchObject({
      value: { config: { port: 8080, host: "0.0.0.0", demo: false, logLevel: "info", idleLockMs: 120_000 } },
    });
  });

  it.each([
    [{ PORT: "4100a" }, 'PORT is "4100a"; it must be a whole number from 0 to 65535.'],
    [{ PORT: "70000" }, 'PORT is "70000"; it must be a whole number from 0 to 65535.'],
    [{ WATCHROOM_DEMO: "no" }, 'WATCHROOM_DEMO is "no"; it must be 1 (the demo clinic) or 0 (your own clinic).'],
    [{ WATCHROOM_LOG: "all" }, 'WATCHROOM_LOG is "all"; it must be one of debug, info, warn, error, silent.'],
  ])("that make no sense are refused in a sentence: %o", (env, message) => {
    expect(readConfig(env, [], "/")).toEqual({ ok: false, code: "bad-setting", message });
  });

  it("come by environment, so that an option nobody knows is refused", () => {
    expect(readConfig({}, ["--port=1"], "/")).toMatchObject({ ok: false, code: "bad-setting" });
  });
});

describe("the data folder", () => {
  let temp: ReturnType<typeof tempFolder>;
  beforeEach(() => {
    temp = tempFolder();
  });
  afterEach(() => temp.remove());
  const forTool = (env: Record<string, string> = {}): string => {
    const file = databaseForTool({ ...env, WATCHROOM_DATA: temp.folder }, "/");
    return file.ok ? path.relative(temp.folder, file.value) : file.message;
  };
  const running = { pid: process.pid, port: 1, host: "127.0.0.1", demo: false };
  const say = (who: typeof running) =>
    keepRunning(temp.folder, who, createFakeClock().every, (error) => {
      throw error;
    });

  it("keeps the demo and the clinic apart", () => {
    expect(databaseFile(temp.folder, true)).toBe(path.join(temp.folder, "demo", "watchroom.db"));
    expect(databaseFile(temp.folder, false)).toBe(path.join(temp.folder, "clinic", "watchroom.db"));
  });

  it("lets a tool find the clinic that is meant: as told, the one that runs, the only one, else the demo", () => {
    const demo = path.join("demo", "watchroom.db");
    const clinic = path.join("clinic", "watchroom.db");
    expect(forTool()).toBe(demo);
    writeFileSync(databaseFile(temp.folder, false), "");
    expect(forTool()).toBe(clinic);
    expect(forTool({ WATCHROOM_DEMO: "1" })).toBe(demo);
    writeFileSync(databaseFile(temp.folder, true), "");
    expect(forTool()).toBe(demo);
    const takeBack = say(running);
    expect(forTool()).toBe(clinic);
    takeBack();
    expect(forTool()).toBe(demo);
  });

  it("forgets a server whose process is gone, and a file that makes no sense", () => {
    say({ ...running, pid: 2 ** 22 + 1 });
    expect(readRunning(temp.folder)).toBeNull();
    writeFileSync(path.join(temp.folder, "running.json"), "{");
    expect(readRunning(temp.folder)).toBeNull();
  });

  it("says who runs here as soon as the disk takes it, and a disk that does not ends no server", () => {
    const clock = createFakeClock();
    const failures: unknown[] = [];
    const inItsPlace = path.join(temp.folder, "running.json");
    mkdirSync(path.join(inItsPlace, "something"), { recursive: true });
    const takeBack = keepRunning(temp.folder, running, clock.every, (error) => failures.push(error));
    clock.advance(60_000);
    expect(failures).toHaveLength(1);
    rmSync(inItsPlace, { recursive: true });
    clock.advance(5_000);
    expect(readRunning(temp.folder)).toEqual(running);
    takeBack();
    expect(readRunning(temp.folder)).toBeNull();
  });

  it("is held only by a server that answers, so that a monitor starts again after a power cut", async () => {
    let pid = process.pid;
    const server = http.createServer((_, response) => response.end(JSON.stringify({ alive: true, pid })));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    say({ ...running, port: (server.address() as AddressInfo).port });
    expect(await holderOf(temp.folder, process.pid)).toBeNull();
    expect(await holderOf(temp.folder, 1)).toMatchObject({ pid: process.pid });
    pid += 1; // another clinic's server has the port by now
    expect(await holderOf(temp.folder, 1)).toBeNull();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await holderOf(temp.folder, 1)).toBeNull();
  });
});
