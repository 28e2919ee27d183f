import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { prepare } from "../prepare.mjs";
import { check } from "./check.mjs";
import { commandOf, runToEnd } from "./child.mjs";
import { browserTests } from "./e2e.mjs";
import { Trouble } from "./trouble.mjs";

/**
 * `npm test [-- --quick]`: what says whether Watchroom works, in minutes. `--quick` leaves the browser out. Its last line
 * is `N passed, N failed`; a check that fails counts as one that failed.
 */
export async function run(args) {
  const folder = mkdtempSync(path.join(tmpdir(), "watchroom-test-"));
  try {
    await prepare(["client", "server", "simulators"]);
    const counts = [{ passed: 0, failed: await check() }, await unit(path.join(folder, "vitest.json"))];
    if (!args.includes("--quick")) counts.push(await browser(path.join(folder, "playwright.json")));
    const passed = counts.reduce((sum, count) => sum + count.passed, 0);
    const failed = counts.reduce((sum, count) => sum + count.failed, 0);
    console.log(`\n${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All but the browser's tests. */
async function unit(report) {
  const vitest = [commandOf("vitest", "vitest"), "run", "--config", "test/vitest.config.ts"];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await runToEnd(process.execPath, [...vitest, ...reporters], { show: true });
  const found = read(report);
  if (found === null) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, testResults } = found;
  // A file that cannot even be loaded has no tests that could fail.
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  return atLeastOneFailed(code, { passed: numPassedTests, failed: numFailedTests + broken });
}

async function browser(report) {
  try {
    const code = await browserTests(["--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
    const found = read(report);
    if (found === null) return { passed: 0, failed: 1 };
    const { expected, unexpected, flaky } = found.stats;
    return atLeastOneFailed(code, { passed: expected, failed: unexpected + flaky });
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    console.log(error.message);
    return { passed: 0, failed: 1 };
  }
}

const read = (report) => (existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null);

/** A runner that ended badly without a failed test (an error outside of any test) has failed all the same. */
const atLeastOneFailed = (code, counts) => (code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);
