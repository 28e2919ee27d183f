import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { AddDeviceAnswer, PATHS, type ReadingsAnswer, Welcome } from "@watchroom/shared/http";
import type { DeviceKind } from "@watchroom/shared/reading";
import { sendReadings } from "./send.ts";

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));
/** A first start that builds nothing is up in about a second; a busy machine takes its time. */
const START_MAX_MS = 60_000;
/** An answer that takes longer is asked for again. */
const ANSWER_MAX_MS = 2_000;

export type Account = Welcome["demoAccounts"][number];

export type TestServer = {
  /** "http://127.0.0.1:PORT", the same through restarts. */
  url(): string;
  /** All that it has printed since its last start. */
  printed(): string;
  /** The one-time link of a clinic that is not the demo. */
  setUpUrl(): string;
  demoAccount(role: Account["role"]): Promise<Account>;
  /** By the command line, as a clinic does it; works while the server runs and while it does not. */
  addDevice(room: string, kind: DeviceKind): Promise<AddDeviceAnswer>;
  /** A token of a program that only reads. */
  addReader(): Promise<string>;
  /** As a device does. Times out as `fetch` does; any other status than 200 is an error. */
  send(token: string, readings: readonly object[]): Promise<ReadingsAnswer>;
  /** kill -9: the process has no chance to put anything away. */
  kill(): Promise<void>;
  /** Asks it to stop, as Ctrl-C does. Resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Again, on the same data and the same port; resolves when it is ready. */
  start(): Promise<void>;
};

/**
 * A server of its own for the test file that calls this: started before its first test, ended after its last.
 * `env` is added to the process's settings.
 */
export function serverOfThisFile({ demo, env = {} }: { demo: boolean; env?: Record<string, string> }): TestServer {
  /** 0 until the first start, which takes a free one: a port that was found free beforehand can be gone by then. */
  let port = 0;
  let dataDir = "";
  let printed = "";
  let child: ChildProcess | null = null;

  const environment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    ...env,
    PORT: String(port),
    HOST: "127.0.0.1",
    WATCHROOM_DATA: dataDir,
    WATCHROOM_DEMO: demo ? "1" : "0",
  });
  const server: TestServer = {
    url: () => `http://127.0.0.1:${port}`,
    printed: () => printed,
    setUpUrl() {
      const link = /https?:\/\/\S*set-?up\S*/.exec(printed)?.[0];
      if (link === undefined) throw new Error(`no set-up link in:\n${printed}`);
      return link;
    },
    async demoAccount(role) {
      const { demoAccounts } = Welcome.parse(await (await fetch(server.url() + PATHS.welcome)).json());
      const account = demoAccounts.find((one) => one.role === role);
      if (account === undefined) throw new Error(`no demo account for a ${role}`);
      return account;
    },
    async addDevice(room, kind) {
      return AddDeviceAnswer.parse(
        await runJson("device", ["add", "--room", room, "--kind", kind, "--json"], environment()),
      );
    },
    async addReader() {
      const answer = await runJson("access", ["add", "--role", "reader", "--json"], environment());
      return AddDeviceAnswer.pick({ token: true }).parse(answer).token;
    },
    send: (token, readings) => sendReadings(server, token, readings),
    async kill() {
      await end(child, "SIGKILL");
    },
    async stop() {
      return end(child, "SIGTERM");
    },
    async start() {
      printed = "";
      child = spawn(process.execPath, ["scripts/start.mjs"], {
        cwd: REPOSITORY,
        env: environment(),
        // A group of its own, so that its simulators can be ended with it.
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on("data", (chunk: Buffer) => {
          printed += chunk.toString();
        });
      }
      await untilStarted(child, server);
      port = Number(new URL(RUNNING.exec(printed)?.[1] ?? "").port);
      await untilReady(child, server);
    },
  };

  test.beforeAll(async () => {
    test.setTimeout(2 * START_MAX_MS + 10_000);
    dataDir = mkdtempSync(path.join(tmpdir(), "watchroom-e2e-"));
    await server.start();
  });
  test.afterAll(async () => {
    endGroup(child);
    await end(child, "SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  });
  return server;
}

const RUNNING = /Watchroom is running: (\S+)/;
/** The last line that a start prints: the address and the set-up link are there by then, however the pipe cuts them up. */
const ALL_SAID = "Ctrl-C stops it.";
const endedAlready = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Until it has said all that it says: a server that answers already may not have printed its set-up link yet. */
async function untilStarted(child: ChildProcess, server: TestServer): Promise<void> {
  const said = (): boolean => server.printed().includes(ALL_SAID) || endedAlready(child);
  await expect.poll(said, { timeout: START_MAX_MS, intervals: [50], message: "the start says all" }).toBe(true);
  if (!server.printed().includes(ALL_SAID))
    throw new Error(`the server did not start. It printed:\n${server.printed()}`);
}

/** Polls until it is ready; ended, or not ready in time, is told with what the server printed. */
async function untilReady(child: ChildProcess, server: TestServer): Promise<void> {
  let state = "not asked yet";
  const ask = async (): Promise<boolean> => {
    if (endedAlready(child)) throw new Error("it ended");
    const answer = await fetch(`${server.url()}/readyz`, { signal: AbortSignal.timeout(ANSWER_MAX_MS) }).catch(
      (error: Error) => error,
    );
    state = answer instanceof Error ? String(answer.cause ?? answer) : `${answer.status} ${await answer.text()}`;
    return answer instanceof Response && answer.ok;
  };
  try {
    await expect.poll(ask, { timeout: START_MAX_MS, intervals: [100] }).toBe(true);
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw new Error(`the server did not start: ${why}\nReadiness: ${state}\nIt printed:\n${server.printed()}`);
  }
}

async function end(child: ChildProcess | null, signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
  if (child === null || endedAlready(child)) return child?.exitCode ?? null;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
  return child.exitCode;
}

/** The server and all that it started; nobody may be left of them already. */
function endGroup(child: ChildProcess | null): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** One of the repository's programs with `--json`: what it prints, read. */
async function runJson(program: "device" | "access", args: string[], env: NodeJS.ProcessEnv): Promise<unknown> {
  const child = spawn(process.execPath, ["scripts/run.mjs", `server/dist/${program}.js`, ...args], {
    cwd: REPOSITORY,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let answer = "";
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    answer += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${child.exitCode}: ${said}`);
  return JSON.parse(answer);
}
