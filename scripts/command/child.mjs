import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Trouble } from "./trouble.mjs";

export const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions & { show?: boolean }} options `show`: its output goes straight to
 *   this process's own; otherwise it is collected.
 * @returns {Promise<{ code: number, output: string }>} `code` is 127 when the program could not be started.
 */
export function runToEnd(program, args, { show = false, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: REPOSITORY,
      stdio: show ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
      ...options,
    });
    let output = "";
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.on("error", (error) => resolve({ code: 127, output: output + error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * The arguments that make Node run a command of an installed package, on every system alike.
 * @param {string} packageName
 * @param {string} command its name in the package's `bin`
 * @returns {string} the file
 */
export function commandOf(packageName, command) {
  const folder = path.join(REPOSITORY, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = typeof bin === "string" ? bin : bin[command];
  if (file === undefined) throw new Trouble(`The package ${packageName} has no command ${command}.`);
  return path.join(folder, file);
}

/** `run` over all items, `atOnce` at a time; results in the order of the items. */
export async function inTurns(items, atOnce, run) {
  const results = [];
  const waiting = items.map((item, index) => ({ item, index }));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next.index] = await run(next.item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
