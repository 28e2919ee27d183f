import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const SUPPORT = fileURLToPath(new URL(".", import.meta.url));
const canPin = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;

/** Puts this process, and what it starts from now on, on the second core: the first one is the server's. */
export function leaveFirstCore(): void {
  if (canPin) spawnSync("taskset", ["-cp", "1", String(process.pid)]);
}

/** A program of this folder under measurement. */
export type Measured = {
  readonly url: string;
  readonly setUpUrl: string | null;
  /** Milliseconds of processor that the whole process has used, all its threads. */
  cpuMs(): Promise<number>;
  /** After a collection of garbage. `heapBytes`: the main thread's heap and what it holds outside of it. */
  memory(): Promise<{ rssBytes: number; heapBytes: number }>;
  stop(): Promise<void>;
};

/** Starts it on the first core. `env` is added to the environment; NODE_FLAGS of the caller's (a profiler) to Node. */
export async function startMeasured(file: string, env: Readonly<Record<string, string>>): Promise<Measured> {
  const flags = (process.env["WATCHROOM_BENCH_NODE_FLAGS"] ?? "").split(" ").filter((flag) => flag !== "");
  const node = [process.execPath, "--expose-gc", ...flags, path.join(SUPPORT, file)];
  const [command = "", ...args] = canPin ? ["taskset", "-c", "0", ...node] : node;
  const child = spawn(command, args, {
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const { url, setUpUrl } = await hear<{ url: string; setUpUrl: string | null }>(child, "started");
  return {
    url,
    setUpUrl,
    async cpuMs() {
      child.send("usage");
      return (await hear<{ cpuMs: number }>(child, "usage")).cpuMs;
    },
    memory() {
      child.send("memory");
      return hear(child, "memory");
    },
    async stop() {
      const ended = once(child, "exit");
      child.send("stop");
      await ended;
    },
  };
}

function hear<Message>(child: ChildProcess, kind: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`the measured process ended (${code})`));
    const onMessage = (message: unknown): void => {
      if ((message as { kind?: unknown }).kind !== kind) return;
      child.off("message", onMessage).off("exit", onExit);
      resolve(message as Message);
    };
    child.on("message", onMessage).on("exit", onExit);
  });
}
