import path from "node:path";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import { isLogLevel, LOG_LEVELS, type LogLevel } from "./log.ts";

/** What a server is told from outside. Times in milliseconds. */
export type Config = {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataFolder: string;
  /** True: the demo clinic with its accounts and simulators. */
  readonly demo: boolean;
  readonly logLevel: LogLevel;
  readonly idleLockMs: number;
};

type Setting = { readonly name: string; readonly preset: string; readonly text: string };

/** Every setting by environment, in the order in which the help lists them. */
const SETTINGS: readonly Setting[] = [
  { name: "PORT", preset: "4100", text: "The port that the server listens on." },
  { name: "HOST", preset: "127.0.0.1", text: "The address it listens on; 0.0.0.0 lets other machines in." },
  { name: "WATCHROOM_DATA", preset: "data", text: "The folder that keeps the record (from the repository's folder)." },
  { name: "WATCHROOM_DEMO", preset: "1", text: "0: your own clinic, without demo accounts and simulators." },
  { name: "WATCHROOM_LOG", preset: "warn", text: `How much is logged: ${LOG_LEVELS.join(", ")}.` },
  { name: "WATCHROOM_IDLE_LOCK_MIN", preset: "10", text: "Minutes without a touch after which a sign-in locks." },
];

const MINUTE_MS = 60_000;
const IDLE_LOCK_MIN_MAX = 720;

/** The help of `npm start -- --help`. */
export function settingsHelp(): string {
  const rows = SETTINGS.map(({ name, preset, text }) => `  ${name.padEnd(24)} ${text} Default: ${preset}`);
  return [
    "Watchroom watches people during ketamine treatment. `npm start` builds what is missing and starts the server.",
    "",
    "Settings are read from the environment:",
    ...rows,
    "",
    "Example: PORT=8080 HOST=0.0.0.0 npm start",
    "",
  ].join("\n");
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the server should do: show its help, or run. `repository` is the folder that a relative data folder starts at.
 * A bad value is refused with a sentence that names the setting.
 */
export function readConfig(
  env: Environment,
  argv: readonly string[],
  repository: string,
): Result<{ kind: "help" } | { kind: "run"; config: Config }, "bad-setting"> {
  if (argv.includes("--help") || argv.includes("-h")) return ok({ kind: "help" });
  const [unknown] = argv;
  if (unknown !== undefined) {
    return refuse("bad-setting", `"${unknown}" is not an option. Settings come by environment: npm start -- --help`);
  }
  const port = wholeNumber(env, "PORT", 0, 65_535);
  if (!port.ok) return port;
  const idleLockMin = wholeNumber(env, "WATCHROOM_IDLE_LOCK_MIN", 1, IDLE_LOCK_MIN_MAX);
  if (!idleLockMin.ok) return idleLockMin;
  const demo = readDemo(env);
  if (!demo.ok) return demo;
  const logLevel = settingOf(env, "WATCHROOM_LOG");
  if (!isLogLevel(logLevel)) {
    return refuse("bad-setting", `WATCHROOM_LOG is "${logLevel}"; it must be one of ${LOG_LEVELS.join(", ")}.`);
  }
  return ok({
    kind: "run",
    config: {
      port: port.value,
      host: settingOf(env, "HOST"),
      dataFolder: dataFolderOf(env, repository),
      demo: demo.value ?? true,
      logLevel,
      idleLockMs: idleLockMin.value * MINUTE_MS,
    },
  });
}

/** The data folder as an absolute path. */
export const dataFolderOf = (env: Environment, repository: string): string =>
  path.resolve(repository, settingOf(env, "WATCHROOM_DATA"));

/** Whether the demo clinic is meant; null when nobody said. */
export function readDemo(env: Environment): Result<boolean | null, "bad-setting"> {
  const given = env["WATCHROOM_DEMO"]?.trim() ?? "";
  if (given === "") return ok(null);
  if (given === "0" || given === "1") return ok(given === "1");
  return refuse("bad-setting", `WATCHROOM_DEMO is "${given}"; it must be 1 (the demo clinic) or 0 (your own clinic).`);
}

function settingOf(env: Environment, name: string): string {
  const given = env[name]?.trim() ?? "";
  return given === "" ? (SETTINGS.find((setting) => setting.name === name)?.preset ?? "") : given;
}

function wholeNumber(env: Environment, name: string, low: number, high: number): Result<number, "bad-setting"> {
  const text = settingOf(env, name);
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= low && value <= high) return ok(value);
  return refuse("bad-setting", `${name} is "${text}"; it must be a whole number from ${low} to ${high}.`);
}
