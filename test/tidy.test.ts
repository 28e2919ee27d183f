import { describe, expect, it } from "vitest";
import { dependenciesDeclaredAndUsed, dependenciesExplained, nothingOfThisMachine } from "./tidy/packages.ts";
import {
  everyExportUsed,
  everyFileReached,
  filesNamedForWhatTheyHold,
  filesOfReadableSize,
  importsAllowed,
  nothingBanned,
  pureCode,
  type Rule,
} from "./tidy/rules.ts";
import { readSources } from "./tidy/sources.ts";

const sources = readSources(new URL("..", import.meta.url).pathname);

describe("the repository", () => {
  const rules: [sentence: string, rule: Rule][] = [
    ["lets each part know only what it may know", importsAllowed],
    ["keeps the core and what is shared free of clocks, chance and waiting", pureCode],
    ["holds nothing that hides a fault from types, lint or tests", nothingBanned],
    ["names its files for what they hold", filesNamedForWhatTheyHold],
    ["keeps its files short enough to read", filesOfReadableSize],
    ["has no file that no program reaches", everyFileReached],
    ["exports nothing that nothing imports", everyExportUsed],
    ["declares what it imports, and imports what it declares", dependenciesDeclaredAndUsed],
    ["gives a reason for each dependency", dependenciesExplained],
    ["says nothing of the machine it was written on", nothingOfThisMachine],
  ];
  it.each(rules)("%s", (_sentence, rule) => {
    expect(rule(sources)).toEqual([]);
  });
});

describe("the rules find", () => {
  const faultsOf = (rule: Rule, files: Record<string, string>): string[] => rule(new Map(Object.entries(files)));
  const planted: [what: string, rule: Rule, files: Record<string, string>][] = [
    [
      "a simulator that uses the server's decoder",
      importsAllowed,
      { "simulators/src/a.ts": 'import { x } from "../../server/src/core/x.ts";' },
    ],
    [
      "a browser with the core in it",
      importsAllowed,
      { "client/src/a.ts": 'import type {\n  X,\n} from "../../server/src/core/x.ts";' },
    ],
    [
      "a core that reads the store",
      importsAllowed,
      { "server/src/core/a.ts": 'import type { Store } from "../store/store.ts";' },
    ],
    ["a core with a node module", importsAllowed, { "server/src/core/a.ts": 'import fs from "node:fs";' }],
    [
      "a driver that knows the ward",
      importsAllowed,
      { "server/src/drivers/http/a.ts": 'import type { Ward } from "../../ward/ward.ts";' },
    ],
    [
      "a driver that uses another driver",
      importsAllowed,
      { "server/src/drivers/http/a.ts": 'import { x } from "../socket/driver.ts";' },
    ],
    [
      "a gateway that makes a ward itself",
      importsAllowed,
      { "server/src/gateway/a.ts": 'import { createWard } from "../ward/ward.ts";' },
    ],
    [
      "a page that reads the store at run time",
      importsAllowed,
      { "server/src/http/a.ts": 'const x = await import("../store/sqlite.ts");' },
    ],
    [
      "a part that imports the composition",
      importsAllowed,
      { "server/src/http/a.ts": 'export { start } from "../main.ts";' },
    ],
    ["a second dependency of shared", importsAllowed, { "shared/src/a.ts": 'import { x } from "lodash";' }],
    ["a clock in the core", pureCode, { "server/src/core/a.ts": "export const now = () => Date.now();" }],
    ["waiting in the core", pureCode, { "server/src/core/a.ts": "export const a = async () => 1;" }],
    ["a default export", nothingBanned, { "client/src/a.tsx": "export default function A() {}" }],
    ["an any", nothingBanned, { "client/src/a.ts": "const a = b as any;" }],
    ["a non-null assertion", nothingBanned, { "client/src/a.ts": "const a = b[0]!.c;" }],
    ["a silenced type error", nothingBanned, { "client/src/a.ts": "// @ts-expect-error later" }],
    ["a skipped test", nothingBanned, { "test/a.test.ts": 'it.skip("x", () => {});' }],
    ["a test that sleeps", nothingBanned, { "test/e2e/a.test.ts": "await page.waitForTimeout(1);" }],
    ["a mocked module", nothingBanned, { "test/a.test.ts": 'vi.mock("x");' }],
    ["a drawer", filesNamedForWhatTheyHold, { "client/src/utils.ts": "" }],
    ["a file that is too long", filesOfReadableSize, { "client/src/a.ts": "\n".repeat(301) }],
    ["a file that nothing reaches", everyFileReached, { "server/src/main.ts": "", "server/src/a.ts": "" }],
    [
      "an export that nothing imports",
      everyExportUsed,
      { "shared/src/a.ts": "export const a = 1;\nexport type B = 1;" },
    ],
    [
      "a dependency that nothing imports",
      dependenciesDeclaredAndUsed,
      { "client/package.json": '{"dependencies":{"x":"1"}}' },
    ],
    ["an import of what is not declared", dependenciesDeclaredAndUsed, { "client/src/a.ts": 'import "x/y";' }],
    [
      "a dependency without a reason",
      dependenciesExplained,
      { "client/package.json": '{"dependencies":{"x":"1"}}', "README.md": "| `x` | |" },
    ],
    ["a path of one machine", nothingOfThisMachine, { "client/src/a.ts": `"/${"work"}/main"` }],
  ];
  it.each(planted)("%s", (_what, rule, files) => {
    expect(faultsOf(rule, files)).not.toEqual([]);
  });

  const harmless: [what: string, rule: Rule, files: Record<string, string>][] = [
    [
      "a page that knows a type of the store",
      importsAllowed,
      { "server/src/http/a.ts": 'import { type Room, type Device } from "../store/store.ts";' },
    ],
    [
      "a driver that knows its interface",
      importsAllowed,
      { "server/src/drivers/http/a.ts": 'import { x } from "../driver.ts";\nimport { y } from "./decode.ts";' },
    ],
    [
      "a comment that speaks of Date.now or // @ts",
      pureCode,
      { "server/src/core/a.ts": '// not Date.now\nconst a = "await it";' },
    ],
    [
      "a word that only looks like any",
      nothingBanned,
      { "client/src/a.ts": 'const any = many;\nif (a !== b && !c) d = "as any";\n' },
    ],
    [
      "a page that is loaded late",
      everyFileReached,
      {
        "client/src/main.tsx": 'const P = lazy(() => import("./P.tsx").then(({ P }) => P));',
        "client/src/P.tsx": 'import styles from "./p.css";',
        "client/src/p.css": "",
      },
    ],
    [
      "a worker beside its starter",
      everyFileReached,
      { "client/src/main.tsx": 'new Worker(new URL("./w.ts", import.meta.url))', "client/src/w.ts": "" },
    ],
    [
      "an export taken over several lines",
      everyExportUsed,
      {
        "shared/src/a.ts": "export const a = 1;\nexport type B = 1;",
        "test/a.test.ts": 'import {\n  a,\n  type B,\n} from "@watchroom/shared/a";',
      },
    ],
  ];
  it.each(harmless)("nothing wrong with %s", (_what, rule, files) => {
    expect(faultsOf(rule, files)).toEqual([]);
  });
});
