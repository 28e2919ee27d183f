import { parseArgs } from "node:util";
import type { Clock } from "@watchroom/shared/time";
import type { Store } from "../store/store.ts";
import { enrolReader } from "./enrolment.ts";
import { EXIT, parsed, type ToolParts, withStore } from "./tool.ts";

const HELP = `Tokens for other programs that only read rooms and alarms. Works while the server runs and while it does not.

  npm run access -- add --role reader [--label TEXT] [--json]
      Prints a token, once. --json prints {"accessId","token"} and nothing else.
  npm run access -- list [--json]
      Lists the programs that may read.
  npm run access -- withdraw --access ID
      From now on that token is refused.
`;

const OPTIONS = {
  role: { type: "string" },
  label: { type: "string" },
  access: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;
const LABEL_LENGTH_MAX = 60;

const read = (argv: readonly string[]) =>
  parsed(() => parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true }));
type Values = Extract<ReturnType<typeof read>, { ok: true }>["value"]["values"];

/** `npm run access`. Returns the exit code: 0 done, 1 it could not be done, 2 the words were wrong. */
export function runAccessTool(parts: ToolParts & { readonly clock: Clock }): number {
  const words = read(parts.argv);
  if (!words.ok) return wrongWords(parts, words.message);
  const { values, positionals } = words.value;
  const [verb, ...more] = positionals;
  if (values.help === true || verb === undefined) {
    parts.out(HELP);
    return values.help === true ? EXIT.done : EXIT.wrongWords;
  }
  if (more.length > 0) return wrongWords(parts, `"${more.join(" ")}" is not understood; put names in quotes.`);
  switch (verb) {
    case "add":
      return add(parts, values);
    case "list":
      return withStore(parts, (store) => list(parts, store, values.json === true));
    case "withdraw":
      return withdraw(parts, values.access);
    default:
      return wrongWords(parts, `"${verb}" is not one of add, list, withdraw.`);
  }
}

function wrongWords({ err }: ToolParts, sentence: string): number {
  err(`${sentence} See: npm run access -- --help\n`);
  return EXIT.wrongWords;
}

function add(parts: ToolParts, { role, label, json }: Values): number {
  if (role !== "reader") return wrongWords(parts, "Say the role: --role reader. There is no other one.");
  const text = label?.trim() ?? "Reader";
  if (text === "" || text.length > LABEL_LENGTH_MAX) {
    return wrongWords(parts, `--label must have 1 to ${LABEL_LENGTH_MAX} characters.`);
  }
  return withStore(parts, (store) => {
    const { access, token } = enrolReader(text);
    store.putAccess(access);
    if (json === true) parts.out(`${JSON.stringify({ accessId: access.accessId, token })}\n`);
    else
      parts.out(`${access.label}\n  access  ${access.accessId}\n  token   ${token}\nThe token is not shown again.\n`);
    return EXIT.done;
  });
}

function list({ out }: ToolParts, store: Store, asJson: boolean): number {
  const accesses = store.accesses().map(({ accessId, role, label, withdrawnAt }) => ({
    accessId,
    role,
    label,
    withdrawn: withdrawnAt !== null,
  }));
  if (asJson) {
    out(`${JSON.stringify({ accesses })}\n`);
    return EXIT.done;
  }
  if (accesses.length === 0) out("No other program may read yet.\n");
  for (const { accessId, role, label, withdrawn } of accesses) {
    out(`${accessId}  ${role}  ${label}${withdrawn ? "  withdrawn" : ""}\n`);
  }
  return EXIT.done;
}

function withdraw(parts: ToolParts & { readonly clock: Clock }, accessId: string | undefined): number {
  if (accessId === undefined) return wrongWords(parts, "Say which one: --access ID.");
  return withStore(parts, (store) => {
    const access = store.accesses().find((one) => one.accessId === accessId);
    if (access === undefined) {
      parts.err(`There is no access ${accessId}. npm run access -- list shows them.\n`);
      return EXIT.failed;
    }
    store.putAccess({ ...access, withdrawnAt: access.withdrawnAt ?? parts.clock.now().wall });
    parts.out(`${access.label} is withdrawn: its token is refused from now on.\n`);
    return EXIT.done;
  });
}
