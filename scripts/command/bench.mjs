import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { prepare } from "../prepare.mjs";
import { findBrowser } from "./browser.mjs";
import { REPOSITORY, runToEnd } from "./child.mjs";
import { Trouble } from "./trouble.mjs";

const ENDING = ".bench.ts";

/** `npm run bench -- [NAME…] [--flag value…]`: measures, one after the other, each printing a table in Markdown. */
export async function run(args) {
  const firstFlag = args.findIndex((arg) => arg.startsWith("--"));
  const names = firstFlag < 0 ? args : args.slice(0, firstFlag);
  const flags = firstFlag < 0 ? [] : args.slice(firstFlag);
  const folder = path.join(REPOSITORY, "test", "bench");
  const all = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(ENDING)) : [];
  const known = all.map((file) => file.slice(0, -ENDING.length)).sort();
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Trouble(`There is no bench ${unknown}. There are: ${known.join(", ") || "none"}.`);
  await prepare(["client", "server", "simulators"]);
  const env = { ...process.env, CHROMIUM_PATH: await findBrowser() };
  let failed = 0;
  for (const name of names.length > 0 ? names : known) {
    const file = path.join(folder, name + ENDING);
    const { code } = await runToEnd(process.execPath, ["--import", "tsx", file, ...flags], { show: true, env });
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}
