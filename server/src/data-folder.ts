import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ok, type Result } from "@watchroom/shared/result";
import { z } from "zod";
import { dataFolderOf, type Environment, readDemo } from "./config.ts";

/** A server that runs on a data folder. */
const Running = z.object({
  pid: z.number().int().positive(),
  port: z.number().int(),
  host: z.string(),
  demo: z.boolean(),
});
type Running = z.infer<typeof Running>;

const RUNNING_FILE = "running.json";
const HEALTH_WAIT_MS = 2_000;

/** The database of the demo clinic or of the real one; the two never share a file. The folder is made. */
export function databaseFile(dataFolder: string, demo: boolean): string {
  const folder = path.join(dataFolder, demo ? "demo" : "clinic");
  mkdirSync(folder, { recursive: true });
  return path.join(folder, "watchroom.db");
}

const RUNNING_RETRY_MS = 5_000;
type Every = (periodMs: number, run: () => void) => () => void;

/**
 * Says which server runs here, as soon as the disk takes it: a full one must not end a server that watches. `onFailed` hears
 * the first failure. Returns what takes the word back.
 */
export function keepRunning(
  dataFolder: string,
  running: Running,
  every: Every,
  onFailed: (error: unknown) => void,
): () => void {
  const tried = (): unknown => {
    try {
      writeRunning(dataFolder, running);
      return null;
    } catch (error) {
      return error;
    }
  };
  let stop = (): void => undefined;
  const failure = tried();
  if (failure !== null) {
    onFailed(failure);
    stop = every(RUNNING_RETRY_MS, () => {
      if (tried() === null) stop();
    });
  }
  return () => {
    stop();
    removeRunning(dataFolder, running.pid);
  };
}

/** Written whole or not at all. */
function writeRunning(dataFolder: string, running: Running): void {
  mkdirSync(dataFolder, { recursive: true });
  const file = path.join(dataFolder, RUNNING_FILE);
  const draft = `${file}.${running.pid}`;
  writeFileSync(draft, `${JSON.stringify(running)}\n`);
  renameSync(draft, file);
}

/** Null when no server said that it runs here, or its process is gone. */
export function readRunning(dataFolder: string): Running | null {
  const file = path.join(dataFolder, RUNNING_FILE);
  if (!existsSync(file)) return null;
  const parsed = Running.safeParse(jsonOf(readFileSync(file, "utf8")));
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : null;
}

/** Removes what `pid` wrote; another server's word stays. */
function removeRunning(dataFolder: string, pid: number): void {
  if (readRunning(dataFolder)?.pid === pid) rmSync(path.join(dataFolder, RUNNING_FILE), { force: true });
}

/**
 * The other live server that holds this folder, or null. After a power cut the old process id may belong to a stranger,
 * and a monitor must still start: only a process that takes calls on that port counts.
 */
export async function holderOf(dataFolder: string, ownPid: number): Promise<Running | null> {
  const running = readRunning(dataFolder);
  if (running === null || running.pid === ownPid) return null;
  const host = running.host === "0.0.0.0" || running.host === "::" ? "127.0.0.1" : running.host;
  const authority = host.includes(":") ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${authority}:${running.port}/healthz`, {
      signal: AbortSignal.timeout(HEALTH_WAIT_MS),
    });
    const health = z.object({ pid: z.number() }).safeParse(jsonOf(await answer.text()));
    return health.success && health.data.pid === running.pid ? running : null;
  } catch (error) {
    // One that hangs is still there; one that refuses the connection is not.
    return error instanceof DOMException && error.name === "TimeoutError" ? running : null;
  }
}

/** The database that a command line tool means: as told, else the running server's, else the only one, else the demo's. */
export function databaseForTool(env: Environment, repository: string): Result<string, "bad-setting"> {
  const told = readDemo(env);
  if (!told.ok) return told;
  const dataFolder = dataFolderOf(env, repository);
  const has = (demo: boolean): boolean => existsSync(path.join(dataFolder, demo ? "demo" : "clinic", "watchroom.db"));
  const demo = told.value ?? readRunning(dataFolder)?.demo ?? (has(true) || !has(false));
  return ok(databaseFile(dataFolder, demo));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not JSON: the schema that follows says so
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // there, and another person's
  }
}
