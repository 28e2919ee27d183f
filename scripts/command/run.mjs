import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { BUILDS, prepare } from "../prepare.mjs";
import { REPOSITORY } from "./child.mjs";
import { Trouble } from "./trouble.mjs";

/** `run.mjs server/dist/device.js add …`: builds what that program needs, then is that program. */
export async function run([program, ...args]) {
  const workspace = program?.split("/")[0];
  if (program === undefined || !(workspace in BUILDS)) {
    throw new Trouble("Say which program to run, for example server/dist/device.js.");
  }
  await prepare([workspace]);
  const file = path.join(REPOSITORY, program);
  if (!existsSync(file)) throw new Trouble(`There is no program ${program}.`);
  // In this process, so that its exit code, its signals and a kill are the program's own.
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}
