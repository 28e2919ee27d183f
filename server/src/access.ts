import { fileURLToPath } from "node:url";
import { runAccessTool } from "./auth/access-tool.ts";
import { createClock } from "./clock.ts";

process.exitCode = runAccessTool({
  argv: process.argv.slice(2),
  env: process.env,
  repository: fileURLToPath(new URL("../..", import.meta.url)),
  clock: createClock(null),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
