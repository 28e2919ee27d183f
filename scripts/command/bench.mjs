import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { prepare } from "../prepare.mjs";
import { REPOSITORY, runToEnd } from "./child.mjs";
import { Trouble } from "./trouble.mjs";

const ENDING = ".bench.ts";

/** `npm run bench -- [NAME…]`: measures, one after the other, each printing a table in Markdown. */
export async function run(names) {
  const folder = path.join(REPOSITORY, "test", "bench");
  const all = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(ENDING)) : [];
  const known = all.map((file) => file.slice(0, -ENDING.length)).sort();
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Trouble(`There is no bench ${unknown}. There are: ${known.join(", ") || "none"}.`);
  await prepare(["client", "server", "simulators"]);
  let failed = 0;
  for (const name of names.length > 0 ? names : known) {
    const { code } = await runToEnd(process.execPath, ["--import", "tsx", path.join(folder, name + ENDING)], {
      show: true,
    });
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}
