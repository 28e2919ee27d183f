import type { Rule } from "./rules.ts";
import { importsOf, type Sources } from "./sources.ts";

/** Dependencies that no file imports, each with what needs it. */
const NEEDED_UNIMPORTED: Readonly<Record<string, string>> = {
  "@biomejs/biome": "npm run check and npm run format run it",
  typescript: "npm run check runs it",
  vitest: "npm test runs it",
  tsx: "npm run bench loads it into Node",
  "react-dom": "the page is drawn with it",
};
/** Types of a package are used wherever the package is. */
const isTypes = (name: string): boolean => name.startsWith("@types/");

type PackageFile = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };

const packageOf = (from: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from;

function packagesImported(sources: Sources, isIn: (file: string) => boolean): Map<string, string> {
  const imported = new Map<string, string>();
  for (const file of sources.keys()) {
    if (!isIn(file) || !/\.(?:ts|tsx|mjs|css)$/.test(file)) continue;
    for (const { from } of importsOf(file, sources)) {
      if (!/^(?:\.|node:|virtual:)/.test(from)) imported.set(packageOf(from), file);
    }
  }
  return imported;
}

const WORKSPACES = ["shared", "server", "client", "simulators"];

/** What a workspace imports its package.json names, and the other way round. */
export const dependenciesDeclaredAndUsed: Rule = (sources) =>
  [...WORKSPACES, ""].flatMap((workspace) => {
    const place = workspace === "" ? "package.json" : `${workspace}/package.json`;
    const { dependencies = {}, devDependencies = {} } = JSON.parse(sources.get(place) ?? "{}") as PackageFile;
    const declared = Object.keys({ ...dependencies, ...devDependencies });
    const isRoot = workspace === "";
    const isIn = (file: string): boolean =>
      isRoot ? /^(?:test|scripts)\/|vite\.config\.ts$/.test(file) : file.startsWith(`${workspace}/src/`);
    const imported = packagesImported(sources, isIn);
    // Files of a package that are served as they are: found by its name.
    const texts = [...sources].filter(([file]) => isIn(file)).map(([, text]) => text);
    const isNamed = (name: string): boolean =>
      texts.some((text) => text.includes(`\`${name}/`) || text.includes(`"${name}/`));
    const unused = declared
      .filter((name) => !imported.has(name) && !isNamed(name) && !(name in NEEDED_UNIMPORTED) && !isTypes(name))
      .map((name) => `${place}: nothing here imports ${name}.`);
    // Tests use what the workspaces declare; a workspace has only what it declares itself.
    const missing = isRoot
      ? []
      : [...imported]
          .filter(([name]) => !declared.includes(name))
          .map(([name, file]) => `${place}: ${file} imports ${name}, which is not named here.`);
    return [...unused, ...missing];
  });

/** Each dependency has its reason in the README's table. */
export const dependenciesExplained: Rule = (sources) => {
  const readme = sources.get("README.md") ?? "";
  const names = [...WORKSPACES.map((workspace) => `${workspace}/package.json`), "package.json"].flatMap((place) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(sources.get(place) ?? "{}") as PackageFile;
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  const ours = new Set(names.filter((name) => !name.startsWith("@watchroom/")));
  const faults = [...ours]
    .filter((name) => !new RegExp(`^\\|[^|\\n]*\`${name}\`[^|\\n]*\\|[^|\\n]*\\w`, "m").test(readme))
    .map((name) => `README.md: the table of dependencies has no reason for ${name}.`);
  return faults;
};

/** Built in pieces, so that this file does not hold what it looks for. */
const MACHINE = new RegExp(`(?<![\\w.@~-])/(?:${["work", "root", "farm", "tmp"].join("|")})/`);
const REGISTRY = new RegExp(`\\b(?:${["npmjs", "yarnpkg", "npmmirror"].join("|")})\\.(?:org|com)`);

export const nothingOfThisMachine: Rule = (sources) =>
  [...sources].flatMap(([file, text]) => {
    const found = MACHINE.exec(text) ?? REGISTRY.exec(text);
    if (found === null) return [];
    return [`${file}:${text.slice(0, found.index).split("\n").length}: ${found[0]} is of one machine.`];
  });
