import { readFileSync } from "node:fs";
import path from "node:path";
import { prepare } from "../prepare.mjs";
import { commandOf, inTurns, REPOSITORY, runToEnd } from "./child.mjs";
import { faultsOfLock } from "./lock.mjs";

const TYPED = ["shared", "server", "client", "simulators", "test"];

/** `npm run check`: types, format and lint, the lock file. */
export async function run() {
  return (await check()) === 0 ? 0 : 1;
}

/** Prints what is wrong. @returns {Promise<number>} how many of the checks failed */
export async function check() {
  await prepare([]);
  const checks = [
    ...TYPED.map((workspace) => ({ name: `types of ${workspace}`, run: () => typesOf(workspace) })),
    { name: "format and lint", run: lint },
    { name: "lock file", run: lock },
  ];
  const results = await inTurns(checks, 2, async ({ name, run }) => ({ name, ...(await run()) }));
  for (const { name, code, output } of results) {
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${name}`);
    if (code !== 0) console.log(output.trim());
  }
  return results.filter(({ code }) => code !== 0).length;
}

const typesOf = (workspace) => runToEnd(process.execPath, [commandOf("typescript", "tsc"), "-p", workspace]);

const lint = () =>
  runToEnd(process.execPath, [commandOf("@biomejs/biome", "biome"), "check", "--error-on-warnings", "."]);

async function lock() {
  const faults = faultsOfLock(readFileSync(path.join(REPOSITORY, "package-lock.json"), "utf8"));
  return { code: faults.length === 0 ? 0 : 1, output: faults.join("\n") };
}
