import { parseArgs } from "node:util";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import { Route } from "@watchroom/shared/session";
import type { CuffArm } from "@watchroom/shared/wire";
import { type Faults, NO_FAULTS, parseFaults } from "./faults.ts";
import type { Transport } from "./fleet.ts";
import { DEFAULT_PORT } from "./help.ts";
import type { Account } from "./operator.ts";
import { MANNERS, type Manner } from "./patient/unrest.ts";
import { isScenarioName, SCENARIO_NAMES, type ScenarioName } from "./scenarios/table.ts";

export type Options = {
  readonly server: string;
  readonly rooms: number;
  readonly roomPrefix: string;
  readonly scenarios: readonly [ScenarioName, ...ScenarioName[]];
  readonly atMin: number;
  readonly fromMin: number;
  readonly routes: readonly [Route, ...Route[]];
  readonly seed: number;
  readonly speed: number;
  readonly cuffArm: CuffArm;
  readonly manner: Manner;
  readonly transport: Transport;
  readonly faults: Faults;
  readonly sessions: boolean;
  /** Null: until Ctrl-C. */
  readonly minutes: number | null;
  readonly replay: { readonly file: string; readonly room: string; readonly loop: boolean } | null;
  readonly account: Account | null;
  readonly tokensFile: string | null;
};

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const QUIET: string[] = ["quiet"];
const FLAGS = {
  help: { ...flag, short: "h" },
  server: text,
  rooms: { ...text, default: "4" },
  "room-prefix": { ...text, default: "Sim" },
  scenario: { type: "string", multiple: true, default: QUIET },
  at: { ...text, default: "1" },
  from: { ...text, default: "0" },
  route: { ...text, default: "mixed" },
  seed: { ...text, default: "1" },
  speed: { ...text, default: "1" },
  "cuff-arm": { ...text, default: "other" },
  patients: { ...text, default: "calm" },
  transport: { ...text, default: "http" },
  faults: { ...text, default: "" },
  sessions: flag,
  minutes: text,
  replay: text,
  room: { ...text, default: "Replay" },
  loop: flag,
  user: text,
  password: text,
  tokens: text,
} as const;

type Flags = ReturnType<typeof readFlags>;
const readFlags = (args: readonly string[]) => parseArgs({ args: [...args], options: FLAGS, strict: true }).values;

/** Reads one flag after another and remembers each that is wrong, in a sentence. */
function createReader() {
  const complaints: string[] = [];
  const complain = (sentence: string) => void complaints.push(sentence);
  return {
    complaints,
    complain,
    number(flag: string, given: string, [low, high]: readonly [number, number]): number {
      const value = Number(given);
      if (given.trim() !== "" && value >= low && value <= high) return value;
      complain(`--${flag} ${given}: a number from ${low} to ${high} is needed.`);
      return low;
    },
    oneOf<T extends string>(flag: string, given: string, list: readonly [T, ...T[]]): T {
      const found = list.find((name) => name === given);
      if (found === undefined) complain(`--${flag} ${given}: there are ${list.join(", ")}.`);
      return found ?? list[0];
    },
    server(given: string): string {
      if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return new URL(given).origin;
      complain(`--server ${given}: an address like http://127.0.0.1:${DEFAULT_PORT} is needed.`);
      return given;
    },
    scenarios(names: readonly string[]): readonly [ScenarioName, ...ScenarioName[]] {
      const stranger = names.find((name) => !isScenarioName(name));
      if (stranger !== undefined) complain(`--scenario ${stranger}: there are ${SCENARIO_NAMES.join(", ")}.`);
      const [first = "quiet", ...others] = names.filter(isScenarioName);
      return [first, ...others];
    },
    faults(given: string): Faults {
      const faults = parseFaults(given);
      if (!faults.ok) complain(`--faults ${given}: ${faults.message}`);
      return faults.ok ? faults.value : NO_FAULTS;
    },
  };
}

function accountOf(flags: Flags, env: NodeJS.ProcessEnv): Account | null {
  const name = flags.user ?? env["WATCHROOM_USER"];
  const password = flags.password ?? env["WATCHROOM_PASSWORD"];
  return name === undefined || password === undefined ? null : { name, password };
}

const MIXED: readonly [Route, ...Route[]] = ["intravenous", "intranasal", "intramuscular", "sublingual", "oral"];

function optionsOf(flags: Flags, env: NodeJS.ProcessEnv): Result<Options, "bad-options"> {
  const read = createReader();
  const route = read.oneOf("route", flags.route, ["mixed", ...Route.options]);
  const options: Options = {
    server: read.server(flags.server ?? env["WATCHROOM_SERVER"] ?? `http://127.0.0.1:${env["PORT"] ?? DEFAULT_PORT}`),
    rooms: Math.floor(read.number("rooms", flags.rooms, [1, 500])),
    roomPrefix: flags["room-prefix"],
    scenarios: read.scenarios(flags.scenario),
    atMin: read.number("at", flags.at, [0, 10_000]),
    fromMin: read.number("from", flags.from, [-30, 240]),
    routes: route === "mixed" ? MIXED : [route],
    seed: Math.floor(read.number("seed", flags.seed, [0, 2 ** 31])),
    speed: read.number("speed", flags.speed, [0.1, 3_600]),
    cuffArm: read.oneOf("cuff-arm", flags["cuff-arm"], ["same", "other"]),
    manner: read.oneOf("patients", flags.patients, MANNERS),
    transport: read.oneOf("transport", flags.transport, ["http", "socket"]),
    faults: read.faults(flags.faults),
    sessions: flags.sessions,
    minutes: flags.minutes === undefined ? null : read.number("minutes", flags.minutes, [0.01, 100_000]),
    replay: flags.replay === undefined ? null : { file: flags.replay, room: flags.room, loop: flags.loop },
    account: accountOf(flags, env),
    tokensFile: flags.tokens ?? null,
  };
  const [complaint] = read.complaints;
  return complaint === undefined ? ok(options) : refuse("bad-options", complaint);
}

/** The command line to options; "help" when that was asked for; a refusal is a sentence for whoever typed it. */
export function parseOptions(args: readonly string[], env: NodeJS.ProcessEnv): Result<Options | "help", "bad-options"> {
  try {
    const flags = readFlags(args);
    return flags.help ? ok("help") : optionsOf(flags, env);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : "These options cannot be read";
    return refuse("bad-options", `${reason}. See --help.`);
  }
}
