import { MAY_IMPORT, type Row } from "./layers.ts";
import { codeOnly, exportsOf, type Import, importsOf, type Sources, withoutComments } from "./sources.ts";

/** Every rule gives one sentence a fault, empty when all is tidy. */
export type Rule = (sources: Sources) => string[];

const isSource = (file: string): boolean => /^(?:shared|server|client|simulators)\/src\//.test(file);
const isScript = (file: string): boolean => /\.(?:ts|tsx|mjs)$/.test(file);
const sourceFiles = (sources: Sources): string[] =>
  [...sources.keys()].filter((file) => isSource(file) && isScript(file));

/** Where a program begins. */
const ENTRIES = [
  "server/src/main.ts",
  "server/src/device.ts",
  "server/src/access.ts",
  "server/src/journal/writer.ts",
  "server/src/what-if/replayer.ts",
  "simulators/src/simulate.ts",
  "simulators/src/demo.ts",
  "client/src/main.tsx",
];

// ---- Who may import whom (DESIGN.md 3) -----------------------------------------------------------------------------

/** Types that any part of the server may name. */
const KNOWN_EVERYWHERE = ["server/src/log.ts", "server/src/clock.ts", "server/src/config.ts"];
const LEAVES = ["server/src/core/", "server/src/drivers/", "shared/"];

/** What a file may use freely: its own place. Files directly in server/src or drivers see only those beside them. */
function ownPlace(file: string, row: Row): (target: string) => boolean {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  if (row.within === "server/src/drivers/" || row.within === "server/src/") {
    const isBeside = (target: string): boolean => !target.slice(folder.length).includes("/");
    return (target) => target.startsWith(folder) && isBeside(target) && !target.endsWith("/registry.ts");
  }
  const place = row.within.endsWith("/") ? row.within : folder;
  return (target) => target.startsWith(place);
}

const isAt = (target: string, places: readonly string[]): boolean =>
  places.some((place) => (place.endsWith("/") ? target.startsWith(place) : target === place));

function isAllowed(file: string, row: Row, { file: target, typeOnly }: Import & { file: string }): boolean {
  if (ENTRIES.includes(target) && !BUILT_BESIDE.has(target)) return false;
  if (ownPlace(file, row)(target) || isAt(target, row.may)) return true;
  const types = isAt(file, LEAVES) ? (row.types ?? []) : [...(row.types ?? []), ...KNOWN_EVERYWHERE];
  return typeOnly && file.startsWith("server/") && isAt(target, types);
}
/** Started by another program as a thread, by its file. */
const BUILT_BESIDE = new Set(["server/src/journal/writer.ts", "server/src/what-if/replayer.ts"]);

export const importsAllowed: Rule = (sources) =>
  sourceFiles(sources).flatMap((file) => {
    const row = MAY_IMPORT.find(({ within }) => file.startsWith(within));
    if (row === undefined) return [`${file}: no rule says what it may import.`];
    return importsOf(file, sources).flatMap((one) => {
      if (one.file === null) return packageFault(file, one.from);
      return isAllowed(file, row, { ...one, file: one.file })
        ? []
        : [`${file}: may not import ${one.from}${one.typeOnly ? " (not even its types)" : ""}.`];
    });
  });

function packageFault(file: string, from: string): string[] {
  if (file.startsWith("shared/") && from !== "zod") return [`${file}: zod is shared's only dependency, not ${from}.`];
  if (file.startsWith("server/src/core/")) return [`${file}: the core imports shared only, not ${from}.`];
  if (file.startsWith("client/") && from.startsWith("node:")) return [`${file}: a browser has no ${from}.`];
  return [];
}

// ---- Purity --------------------------------------------------------------------------------------------------------

const IMPURE =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\bperformance\.|\bprocess\.|\basync\b|\bawait\b|\bPromise\b|\bcrypto\./;

export const pureCode: Rule = (sources) =>
  sourceFiles(sources)
    .filter((file) => file.startsWith("shared/src/") || file.startsWith("server/src/core/"))
    .flatMap((file) => {
      const found = IMPURE.exec(codeOnly(sources.get(file) ?? ""))?.[0];
      return found === undefined ? [] : [`${file}: ${found} is not pure; take it as an input.`];
    });

// ---- What is never written -----------------------------------------------------------------------------------------

type Ban = { readonly what: RegExp; readonly instead: string; readonly where: (file: string) => boolean };
const anywhere = (): boolean => true;
const inTests = (file: string): boolean => file.startsWith("test/");
const inSources = (file: string): boolean => isSource(file);
const isConfig = (file: string): boolean => file.endsWith(".config.ts");

/** Looked for in code, without strings and comments. */
const BANNED_CODE: readonly Ban[] = [
  { what: /\bexport\s+default\b/, instead: "export it by its name", where: (file) => !isConfig(file) },
  { what: /(?::|\bas|<|,|\|)\s*any\b(?!\s*[(:])/, instead: "say what it is, or unknown", where: anywhere },
  { what: /[\w$)\]]!(?=[.,;)\]\n]|\s(?!=))/, instead: "check it instead of asserting with !", where: anywhere },
  {
    what: /\b(?:it|test|describe)(?:\.\w+)*\.(?:only|skip|todo|fixme|fails|skipIf|runIf)\b/,
    instead: "every test runs",
    where: inTests,
  },
  { what: /\bretr(?:y|ies)\s*:\s*[1-9]/, instead: "no test retries", where: inTests },
  { what: /\bwaitForTimeout\b/, instead: "wait for what should happen", where: inTests },
  { what: /\bvi\s*\.\s*(?:mock|doMock|hoisted)\b/, instead: "hand a small real thing in", where: inTests },
  { what: /\benum\s+\w+\s*\{|\bnamespace\s+\w+\s*\{/, instead: "only syntax that can be erased", where: inSources },
];
/** Looked for in comments as well. */
const BANNED_TEXT: readonly Ban[] = [
  { what: /@ts-(?:ignore|expect-error|nocheck)/, instead: "mend the type", where: anywhere },
  { what: /biome-ignore/, instead: "mend what the linter found", where: anywhere },
  { what: /\b(?:TODO|FIXME|XXX)\b/, instead: "do it, or file an issue", where: anywhere },
];
const isRuleItself = (file: string): boolean => file === "test/tidy/rules.ts" || file === "test/tidy.test.ts";

export const nothingBanned: Rule = (sources) =>
  [...sources].flatMap(([file, text]) => {
    if (!isScript(file) || isRuleItself(file)) return [];
    const find = (bans: readonly Ban[], looked: string): string[] =>
      bans.flatMap(({ what, instead, where }) => {
        const found = where(file) ? what.exec(looked) : null;
        if (found === null) return [];
        const line = looked.slice(0, found.index).split("\n").length;
        return [`${file}:${line}: ${found[0].trim()} — ${instead}.`];
      });
    return [...find(BANNED_CODE, codeOnly(text)), ...find(BANNED_TEXT, text)];
  });

const BAD_NAME = /(?:^|\/)(?:utils?|helpers?|common|managers?|services?|misc)(?:\.|\/)/i;
export const filesNamedForWhatTheyHold: Rule = (sources) =>
  [...sources.keys()].filter((file) => BAD_NAME.test(file)).map((file) => `${file}: name it for what it holds.`);

// ---- Size ----------------------------------------------------------------------------------------------------------

const LINES_AIM = 300;
const LINES_MAX = 500;
/** Files over the aim, each with why it is one file. */
const LONG_FOR_A_REASON: Readonly<Record<string, string>> = {
  "shared/src/alarm.ts": "the whole vocabulary of alarms in one place, half of it tables",
  "shared/src/wire.ts": "every word on the wire in one place, half of it the table of commands",
  "test/contract/store.test.ts": "one suite over every store, a describe a subject",
  "test/server/journal/record.test.ts": "one writer, its faults one by one",
};

export const filesOfReadableSize: Rule = (sources) => [
  ...[...sources].flatMap(([file, text]) => {
    if (!/\.(?:ts|tsx|mjs|css)$/.test(file)) return [];
    const lines = text.split("\n").length - 1;
    if (lines > LINES_MAX) return [`${file}: ${lines} lines, ${LINES_MAX} at most.`];
    if (lines > LINES_AIM && !(file in LONG_FOR_A_REASON))
      return [`${file}: ${lines} lines; split it, or give a reason.`];
    return [];
  }),
  ...Object.keys(LONG_FOR_A_REASON)
    .filter((file) => sources.has(file) && (sources.get(file) ?? "").split("\n").length - 1 <= LINES_AIM)
    .map((file) => `${file}: no longer long; take its reason out.`),
];

// ---- Dead code -----------------------------------------------------------------------------------------------------

const PAGE = "client/index.html";

export const everyFileReached: Rule = (sources) => {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file) || !sources.has(file)) return;
    reached.add(file);
    for (const { file: next } of importsOf(file, sources)) if (next !== null) visit(next);
  };
  ENTRIES.forEach(visit);
  for (const [, src = ""] of (sources.get(PAGE) ?? "").matchAll(/(?:src|href)="\/?(src\/[^"]+)"/g))
    visit(`client/${src}`);
  return [...sources.keys()]
    .filter((file) => (isSource(file) || file.startsWith("shared/presets/")) && !file.endsWith(".d.ts"))
    .filter((file) => !file.endsWith(".md") && !reached.has(file))
    .map((file) => `${file}: no program reaches it.`);
};

export const everyExportUsed: Rule = (sources) => {
  const used = new Map<string, Set<string> | "all">();
  for (const file of sources.keys()) {
    if (!isScript(file)) continue;
    for (const { file: target, names } of importsOf(file, sources)) {
      if (target === null || target === file) continue;
      const before = used.get(target);
      if (names === "all" || before === "all") used.set(target, "all");
      else used.set(target, new Set([...(before ?? []), ...names]));
    }
  }
  // Built programs are called from scripts/, which import what was built from them.
  const scripts = [...sources].filter(([file]) => file.startsWith("scripts/")).map(([, text]) => withoutComments(text));
  const isCalled = (file: string, name: string): boolean =>
    ENTRIES.includes(file) && scripts.some((text) => new RegExp(`\\.${name}\\b`).test(text));
  return sourceFiles(sources).flatMap((file) => {
    const names = used.get(file);
    if (names === "all") return [];
    return exportsOf(sources.get(file) ?? "")
      .filter((name) => !names?.has(name) && !isCalled(file, name))
      .map((name) => `${file}: nothing imports ${name}.`);
  });
};
