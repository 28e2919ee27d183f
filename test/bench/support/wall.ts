import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import type { BenchServer } from "./clinic.ts";

export type OpenWall = { readonly page: Page; close(): Promise<void> };

/** `script`, a file of this folder, runs in the page before all else. A person signs in through the page; the wall is open, dark, on a screen of 1920x1080. */
export async function openWall({ url, person }: BenchServer, script: string | null = null): Promise<OpenWall> {
  // `npm run bench` has found it.
  const executablePath = process.env["CHROMIUM_PATH"];
  const browser: Browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    // Chromium's sandbox does not start for root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, colorScheme: "dark" });
  if (script !== null) await page.addInitScript({ path: fileURLToPath(new URL(script, import.meta.url)) });
  await page.goto(url);
  await page.getByLabel("Name", { exact: true }).fill(person.name);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator(".tile").first().waitFor();
  return { page, close: () => browser.close() };
}
