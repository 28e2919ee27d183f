import { fork } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { prepare } from "../prepare.mjs";
import { REPOSITORY } from "./child.mjs";
import { Trouble } from "./trouble.mjs";

const SERVER = path.join(REPOSITORY, "server", "dist", "main.js");
const DEMO = path.join(REPOSITORY, "simulators", "dist", "demo.js");
/** A terminal's Ctrl-C reaches this process twice, from the terminal and from npm: only a later one is a second one. */
const SAME_SIGNAL_MS = 500;

/** `npm start`: the server in this process, and in a demo clinic its simulators in a second one. */
export async function run(args) {
  const wantsHelp = args.includes("--help") || args.includes("-h");
  if (args.length > 0 && !wantsHelp) {
    throw new Trouble(`${args[0]} is not known: settings are environment variables. See npm start -- --help`);
  }
  await prepare(wantsHelp ? ["server"] : ["client", "server", "simulators"]);
  const main = await import(pathToFileURL(SERVER).href);
  if (wantsHelp) {
    console.log(main.HELP);
    return;
  }
  const parts = { server: null, stopDemo: () => undefined };
  stopOnSignal(parts);
  parts.server = await startServer(main.start);
  if (parts.server.demo) parts.stopDemo = keepDemoRunning(parts.server);
  tell(parts.server);
}

async function startServer(start) {
  try {
    return await start(process.env, { repositoryDir: REPOSITORY });
  } catch (error) {
    throw inPlainWords(error);
  }
}

function inPlainWords(error) {
  if (error.name === "StartError") return new Trouble(error.message);
  if (["EACCES", "EROFS", "EPERM", "ENOTDIR", "EEXIST", "ENOSPC"].includes(error.code) && error.path !== undefined) {
    return new Trouble(`${error.path} cannot be written. Choose another folder: WATCHROOM_DATA=FOLDER npm start`);
  }
  return error;
}

function tell({ url, accounts, setUpUrl, dataFolder }) {
  console.log(`\nWatchroom is running: ${url}\n`);
  if (accounts.length > 0) {
    console.log("A demo clinic, everything in it is simulated. Sign in as:");
    const width = (key) => Math.max(...accounts.map((account) => account[key].length));
    for (const { name, password, role } of accounts) {
      console.log(`  ${name.padEnd(width("name"))}   password ${password.padEnd(width("password"))}   ${role}`);
    }
  }
  if (setUpUrl !== null) console.log(`Nobody can sign in yet. Open this once to set the clinic up:\n  ${setUpUrl}`);
  console.log(`\nThe record is kept in ${dataFolder}`);
  console.log("Ctrl-C stops it. Settings: npm start -- --help");
}

// ---- The demo's simulators -----------------------------------------------------------------------------------------

const RESTART_MIN_MS = 1_000;
const RESTART_MAX_MS = 30_000;
/** A simulator that ran so long was well: its next restart is quick again. */
const WELL_AFTER_MS = 60_000;

/** @returns {() => Promise<void>} ends them */
function keepDemoRunning({ url, dataFolder }) {
  const devices = path.join(dataFolder, "demo", "simulated-devices.json");
  let restartMs = RESTART_MIN_MS;
  let stopping = false;
  let waiting;
  let child;
  const begin = () => {
    const since = performance.now();
    // Over the channel that a fork has, it hears when this process is gone, however it ended, and ends too.
    child = fork(DEMO, [], { env: { ...process.env, WATCHROOM_SERVER: url, WATCHROOM_DEMO_DEVICES: devices } });
    child.on("exit", (code, signal) => {
      if (stopping) return;
      restartMs = performance.now() - since > WELL_AFTER_MS ? RESTART_MIN_MS : Math.min(restartMs * 2, RESTART_MAX_MS);
      waiting = setTimeout(() => {
        console.error(`The simulators ended (${signal ?? `code ${code}`}); starting them again.`);
        begin();
      }, restartMs);
    });
  };
  begin();
  return async () => {
    stopping = true;
    clearTimeout(waiting);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  };
}

// ---- The end -------------------------------------------------------------------------------------------------------

function stopOnSignal(parts) {
  let stoppingSince = null;
  const stop = async () => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    try {
      await parts.stopDemo();
      await parts.server?.stop();
      process.exit(0);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
