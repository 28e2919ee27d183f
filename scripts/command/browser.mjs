import { existsSync } from "node:fs";
import { commandOf, runToEnd } from "./child.mjs";
import { Trouble } from "./trouble.mjs";

const USUAL_PLACES = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/opt/google/chrome/chrome",
    "/usr/bin/chromium-browser",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  ],
};

/**
 * A Chromium that runs here: the one that CHROMIUM_PATH names, the machine's, Playwright's own, the system's package.
 * @returns {Promise<string>} its file
 * @throws {Trouble} when there is none and none could be fetched
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== "") {
    if (await runs(named)) return named;
    throw new Trouble(`CHROMIUM_PATH names ${named}, which does not run.`);
  }
  const own = async () => (await import("@playwright/test")).chromium.executablePath();
  const found = (await firstThatRuns(USUAL_PLACES[process.platform] ?? [])) ?? (await firstThatRuns([await own()]));
  if (found !== null) return found;
  for (const fetch of [fetchPlaywrights, fetchSystems]) {
    await fetch();
    const fetched = await firstThatRuns([await own(), ...(USUAL_PLACES[process.platform] ?? [])]);
    if (fetched !== null) return fetched;
  }
  throw new Trouble(
    "The browser tests need Chromium or Chrome. None was found and none could be fetched: install one, or name it with CHROMIUM_PATH.",
  );
}

async function firstThatRuns(files) {
  for (const file of files) if (await runs(file)) return file;
  return null;
}

/** Being there is not enough: Ubuntu's is a note to install a snap, and a downloaded one may lack system libraries. */
async function runs(file) {
  if (!existsSync(file)) return false;
  // Windows' Chrome opens a window instead of saying its version.
  if (process.platform === "win32") return true;
  return (await runToEnd(file, ["--version"], { timeout: 20_000 })).code === 0;
}

async function fetchPlaywrights() {
  console.log("Fetching Playwright's Chromium (about 170 MB)…");
  await runToEnd(process.execPath, [commandOf("@playwright/test", "playwright"), "install", "chromium"], {
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000", ...process.env },
    timeout: 240_000,
  });
}

async function fetchSystems() {
  if (process.platform !== "linux" || process.getuid() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  console.log("Installing the system's Chromium (apt-get install chromium)…");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const wait = ["-o", "DPkg::Lock::Timeout=300"];
  await runToEnd("apt-get", [...wait, "update"], { env, timeout: 180_000 });
  const { code, output } = await runToEnd("apt-get", [...wait, "install", "-y", "chromium"], { env, timeout: 600_000 });
  if (code !== 0) console.log(output.trim().split("\n").slice(-5).join("\n"));
}
