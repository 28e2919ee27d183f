import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";

/**
 * Every rule of axe, on the page as it stands. It has no frames, so that the quick mode sees all of it. The page does nothing else
 * meanwhile: on a busy machine it has given up its line by then, and takes no act before it has another.
 */
export async function expectNothingFound(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  expect(found, `axe, ${where}`).toEqual([]);
  await expect(page.locator("html")).not.toHaveAttribute("data-link", "lost");
}

const PRESSES_MAX = 100;

/** Moves the focus with Tab until it stands on `target`, as somebody without a mouse does. */
export async function tabTo(target: Locator): Promise<void> {
  for (let presses = 0; presses < PRESSES_MAX; presses += 1) {
    await target.page().keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`no Tab leads to ${target}`);
}
