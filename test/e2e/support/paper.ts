import { readFile } from "node:fs/promises";
import { type Download, expect, type Locator, type Page } from "@playwright/test";

/** Pages that a report of two hours may take; more is paper that nobody reads. */
const PAGES_MAX = 12;

function pagesOf(bytes: Buffer): number {
  const text = bytes.toString("latin1");
  expect(text.slice(0, 5)).toBe("%PDF-");
  return text.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

/** What was downloaded is a PDF of a few pages. */
export async function expectPdf(download: Download): Promise<void> {
  expect(download.suggestedFilename()).toMatch(/^watchroom-.*\.pdf$/);
  const pages = pagesOf(await readFile(await download.path()));
  expect(pages).toBeGreaterThan(1);
  expect(pages).toBeLessThanOrEqual(PAGES_MAX);
}

/** On paper the session's page has everything that was recorded, and nothing that only a screen can do. */
export async function expectPrinted(page: Page, session: Locator): Promise<void> {
  await page.emulateMedia({ media: "print" });
  for (const name of ["Timeline", "Vital signs", "Doses", "Assessments", "Events", "Alarms", "Signatures"]) {
    await expect(session.getByRole("region", { name, exact: true })).toBeVisible();
  }
  await expect(page.getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("navigation")).toHaveCount(0);
  const pages = pagesOf(await page.pdf({ format: "A4" }));
  expect(pages).toBeGreaterThan(1);
  expect(pages).toBeLessThanOrEqual(PAGES_MAX);
  await page.emulateMedia({ media: "screen" });
}
