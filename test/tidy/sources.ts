import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Path in the repository, with forward slashes, to its text. */
export type Sources = ReadonlyMap<string, string>;

const NOT_OURS = new Set(["node_modules", "dist", "data", "test-results", ".git", ".watchroom"]);
const TEXT = /\.(?:ts|tsx|mjs|css|json|html|md|yml|csv|sql)$|(?:^|\/)(?:LICENSE|run|\.\w+)$/;

/** Every text file that is, or will be, in git. */
export function readSources(root: string): Sources {
  const sources = new Map<string, string>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory() && !NOT_OURS.has(entry.name)) walk(name);
      else if (entry.isFile() && TEXT.test(name)) sources.set(name, readFileSync(path.join(root, name), "utf8"));
    }
  };
  walk(".");
  return sources;
}

/** What a file takes from another. `from` as it is written; `file` when it is one of ours. */
export type Import = {
  readonly from: string;
  readonly file: string | null;
  readonly names: "all" | readonly string[];
  readonly typeOnly: boolean;
};

const STATIC = /\b(?:import|export)\s+(type\s)?([\w$*{},\s]*?)\s*from\s*["']([^"']+)["']/g;
const BARE = /\bimport\s*["']([^"']+)["']/g;
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']/g;
const BESIDE = /\bnew URL\(\s*["'](\.[^"']+\.\w+)["']\s*,\s*import\.meta\.url/g;
const GLOB = /\bimport\.meta\.glob(?:<[^>]*>)?\(\s*["']([^"']+)["']/g;
const CSS = /@import\s+(?:url\()?["']([^"']+)["']/g;

/** All imports of a file: static, for their effect, dynamic, re-exports, workers beside it, globs. */
export function importsOf(file: string, sources: Sources): Import[] {
  const raw = sources.get(file) ?? "";
  const found: Import[] = [];
  const add = (from: string, names: Import["names"], typeOnly: boolean): void => {
    found.push({ from, file: resolve(file, from, sources), names, typeOnly });
  };
  if (file.endsWith(".css")) {
    for (const [, from = ""] of raw.matchAll(CSS)) add(from, "all", false);
    return found;
  }
  const text = withoutComments(raw);
  for (const [, type, clause = "", from = ""] of text.matchAll(STATIC)) {
    const names = namesIn(clause);
    const inner = /\{([^}]*)\}/.exec(clause)?.[1] ?? "";
    const allTypes = /^\s*\{/.test(clause) && parts(inner).every((part) => part.startsWith("type "));
    add(from, names, type !== undefined || allTypes);
  }
  for (const [, from = ""] of text.matchAll(BARE)) add(from, [], false);
  // Its names are taken out later, as properties: every word of the file may be one.
  for (const [, from = ""] of text.matchAll(DYNAMIC)) add(from, text.match(/[\w$]+/g) ?? [], false);
  for (const [, from = ""] of text.matchAll(BESIDE)) add(from, [], false);
  for (const [, glob = ""] of text.matchAll(GLOB)) {
    const pattern = path.posix.join(path.posix.dirname(file), glob).replaceAll(".", "\\.").replaceAll("*", "[^/]*");
    for (const name of sources.keys()) {
      if (new RegExp(`^${pattern}$`).test(name)) found.push({ from: glob, file: name, names: "all", typeOnly: false });
    }
  }
  return found;
}

const parts = (list: string): string[] =>
  list
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

function namesIn(clause: string): Import["names"] {
  if (clause.includes("*")) return "all";
  const inner = /\{([^}]*)\}/.exec(clause)?.[1] ?? "";
  const before = clause.replace(/\{[^}]*\}/, "");
  const names = parts(inner).map((part) => part.replace(/^type\s+/, "").split(/\s+as\s+/)[0] ?? "");
  return parts(before).length > 0 ? [...names, "default"] : names;
}

/** Our file that is meant, or null for a package. A file that is not there stays a path: the type check says so. */
function resolve(file: string, from: string, sources: Sources): string | null {
  const bare = from.replace(/[?#].*$/, "");
  if (bare.startsWith("@watchroom/shared/presets/")) return `shared/${bare.slice("@watchroom/shared/".length)}`;
  if (bare.startsWith("@watchroom/shared/")) return `shared/src/${bare.slice("@watchroom/shared/".length)}.ts`;
  if (/^@watchroom\/\w+/.test(bare)) return bare.replace("@watchroom/", "").replace(/^(\w+)/, "$1/src");
  if (!bare.startsWith(".")) return null;
  const target = path.posix.join(path.posix.dirname(file), bare);
  // A worker is named as it will be after the build.
  const source = target.replace(/\.js$/, ".ts");
  return !sources.has(target) && sources.has(source) ? source : target;
}

const DECLARED =
  /\bexport\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:const|let|function\*?|class|type|interface)\s+([\w$]+)/g;
const LISTED = /\bexport\s+(?:type\s+)?\{([^}]*)\}/g;

/** The names that other files may import. */
export function exportsOf(text: string): string[] {
  const code = withoutComments(text);
  const names = new Set([...code.matchAll(DECLARED)].map(([, name = ""]) => name));
  for (const [, list = ""] of code.matchAll(LISTED)) {
    for (const part of parts(list))
      names.add(
        (
          part
            .replace(/^type\s+/, "")
            .split(/\s+as\s+/)
            .at(-1) ?? ""
        ).trim(),
      );
  }
  return [...names];
}

/** Comments blanked; lines and positions stay. Good for code as the formatter leaves it. */
export function withoutComments(text: string): string {
  return text.replace(TOKEN, (token) => (/^\/[/*]/.test(token) ? blank(token) : token));
}

/** Comments and the contents of strings blanked: what remains is code. Code inside a template's `${}` goes too. */
export function codeOnly(text: string): string {
  return text.replace(TOKEN, blank);
}

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`|(?<=[=(,:[!&|?{};]\s*|return\s)\/(?![/*])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/g;
const blank = (token: string): string => token.replace(/[^\n]/g, " ");
