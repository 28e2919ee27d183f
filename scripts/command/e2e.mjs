import { prepare } from "../prepare.mjs";
import { findBrowser } from "./browser.mjs";
import { commandOf, runToEnd } from "./child.mjs";

/** `npm run e2e -- [playwright's arguments]`: the tests in a real browser. */
export async function run(args) {
  return browserTests(args);
}

/** @returns {Promise<number>} Playwright's exit code. `env` is added to its environment. */
export async function browserTests(args, env = {}) {
  await prepare(["client", "server", "simulators"]);
  const browser = await findBrowser();
  const playwright = [commandOf("@playwright/test", "playwright"), "test", "--config", "test/playwright.config.ts"];
  const { code } = await runToEnd(process.execPath, [...playwright, ...args], {
    show: true,
    env: { ...process.env, ...env, CHROMIUM_PATH: browser },
  });
  return code;
}
