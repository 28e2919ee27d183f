import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { commandOf, REPOSITORY, runToEnd } from "./command/child.mjs";
import { Trouble } from "./command/trouble.mjs";

const LOCK_FILE = path.join(REPOSITORY, "package-lock.json");
const MODULES = path.join(REPOSITORY, "node_modules");
const INSTALLED_STAMP = path.join(MODULES, ".watchroom-stamp");

/** What each workspace is built from, besides shared/. */
export const BUILDS = {
  client: ["src", "index.html", "public", "vite.config.ts"],
  server: ["src", "vite.config.ts"],
  simulators: ["src", "vite.config.ts"],
};

/**
 * Installs packages and builds the given workspaces, as far as they are missing or older than what they are made from.
 * Everything it says goes to stderr: a command's own answer may be read by a program.
 * @param {(keyof typeof BUILDS)[]} workspaces
 */
export async function prepare(workspaces) {
  const missing = () => ({ packages: !areInstalled(), builds: workspaces.filter((name) => !isBuilt(name)) });
  const first = missing();
  if (!first.packages && first.builds.length === 0) return;
  const release = await alone();
  try {
    // Another command may have done it while this one waited for its turn.
    const { packages, builds } = missing();
    if (packages) await install();
    if (builds.length > 0) say(`Building ${builds.join(", ")}…`);
    await Promise.all(builds.map(build));
  } catch (error) {
    throw inPlainWords(error);
  } finally {
    release();
  }
}

const say = (line) => console.error(line);
const digest = (text) => createHash("sha1").update(text).digest("hex");

/** Null when there is no such file. */
function textOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  }
}

// ---- Packages ------------------------------------------------------------------------------------------------------

/** The lock file, and the system: compiled packages of another one do not run here. */
const wantedPackages = () => digest(`${readFileSync(LOCK_FILE)}${process.platform}${process.arch}`);

function areInstalled() {
  const stamp = textOf(INSTALLED_STAMP);
  if (stamp !== null) return stamp === wantedPackages();
  if (!wereInstalledByHand()) return false;
  writeFileSync(INSTALLED_STAMP, wantedPackages());
  return true;
}

/** Somebody ran npm themselves: npm's own note of what it installed says whether it is what the lock file asks for. */
function wereInstalledByHand() {
  const note = textOf(path.join(MODULES, ".package-lock.json"));
  if (note === null) return false;
  const installed = JSON.parse(note).packages;
  return Object.entries(JSON.parse(readFileSync(LOCK_FILE, "utf8")).packages).every(
    ([name, { version, link, optional }]) =>
      !name.startsWith("node_modules/") || link || optional || installed[name]?.version === version,
  );
}

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET|network/;

async function install() {
  // npm empties the folder first, through a link too: another checkout would lose its packages.
  if (lstatSync(MODULES, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Trouble(
      "node_modules is a link to another folder, whose packages do not fit. Remove the link, then try again.",
    );
  }
  say("Installing packages (about 30 s)…");
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  // Nothing needs to be compiled, so nothing that comes from outside has to run here.
  args.push("--ignore-scripts", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=10000");
  const ownNpm = process.env.npm_execpath;
  const { code, output } =
    ownNpm !== undefined && /npm-cli\.c?js$/.test(ownNpm)
      ? await runToEnd(process.execPath, [ownNpm, ...args])
      : await runToEnd("npm", args, { shell: process.platform === "win32" });
  if (code === 0) {
    writeFileSync(INSTALLED_STAMP, wantedPackages());
    return;
  }
  if (NO_NETWORK.test(output)) {
    throw new Trouble(
      "The packages could not be fetched: this machine does not reach the package registry. " +
        "Connect it, or tell npm its proxy (npm config set proxy ADDRESS), then try again.",
    );
  }
  throw new Trouble(`The packages could not be installed. npm says:\n${output.trim()}`);
}

// ---- Builds --------------------------------------------------------------------------------------------------------

const stampOf = (workspace) => path.join(REPOSITORY, workspace, "dist", ".watchroom-stamp");

/** A digest of all that the workspace's build is made from. Contents, not times: git does not keep times. */
function sourcesOf(workspace) {
  const hash = createHash("sha1");
  const roots = BUILDS[workspace].map((name) => path.join(workspace, name));
  for (const file of ["package-lock.json", "shared/src", "shared/presets", "shared/package.json", ...roots]) {
    addTo(hash, file);
  }
  return hash.digest("hex");
}

function addTo(hash, name) {
  const file = path.join(REPOSITORY, name);
  try {
    for (const entry of readdirSync(file).sort()) addTo(hash, path.join(name, entry));
  } catch (error) {
    if (error.code === "ENOENT") return;
    if (error.code !== "ENOTDIR") throw error;
    hash.update(name).update(readFileSync(file));
  }
}

const isBuilt = (workspace) => textOf(stampOf(workspace)) === sourcesOf(workspace);

async function build(workspace) {
  const sources = sourcesOf(workspace);
  const { code, output } = await runToEnd(process.execPath, [commandOf("vite", "vite"), "build"], {
    cwd: path.join(REPOSITORY, workspace),
    env: { ...process.env, NODE_ENV: "production", NO_COLOR: "1" },
  });
  if (code !== 0) throw new Trouble(`${workspace}/ could not be built:\n${output.trim()}`);
  writeFileSync(stampOf(workspace), sources);
}

// ---- One at a time -------------------------------------------------------------------------------------------------

/** Two commands at once in a fresh clone: the second waits. @returns {Promise<() => void>} ends the turn. */
async function alone() {
  const turn = path.join(tmpdir(), `watchroom-prepare-${digest(REPOSITORY).slice(0, 12)}`);
  mkdirSync(tmpdir(), { recursive: true });
  for (let told = false; ; ) {
    try {
      writeFileSync(turn, String(process.pid), { flag: "wx" });
      return () => rmSync(turn, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = Number(textOf(turn) ?? 0);
    if (holder > 0 && !isRunning(holder)) {
      rmSync(turn, { force: true });
      continue;
    }
    if (!told) say("Another command is preparing Watchroom; waiting for it…");
    told = true;
    await wait(200);
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function inPlainWords(error) {
  if (error.code === "EACCES" || error.code === "EROFS" || error.code === "EPERM") {
    return new Trouble(
      `Watchroom's folder cannot be written (${error.path ?? REPOSITORY}). Make it yours, or copy it.`,
    );
  }
  if (error.code === "ENOSPC")
    return new Trouble("The disk is full: Watchroom needs about 400 MB to install and build.");
  return error;
}
