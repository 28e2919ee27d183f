import { expect, type Locator, type Page } from "@playwright/test";

/** The tile of a room on the wall. */
export const tileOf = (page: Page, room: string): Locator =>
  page.getByRole("article").filter({ has: page.getByRole("link", { name: room, exact: true }) });

/** What this station sounds; the page itself says it for tests and support. */
export async function expectSound(
  page: Page,
  sound: "high" | "medium" | "low" | "noConnection" | "none",
): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-sounding", sound);
}

/** True while anything on the page flashes. */
export const isFlashing = (page: Page): Promise<boolean> =>
  page.evaluate(() =>
    document.getAnimations().some((one) => one instanceof CSSAnimation && one.animationName === "flash"),
  );

/**
 * When the page first had this on the screen, by the page's own clock (ms since 1970). Ask before it happens: it looks at
 * every frame that the browser paints.
 */
export async function whenSeen(
  page: Page,
  seen: { text: string } | { pattern: string } | { mark: string; value: string },
): Promise<number> {
  const at = await page.waitForFunction(
    (what) => {
      const text = document.body.innerText;
      const there =
        "text" in what
          ? text.includes(what.text)
          : "pattern" in what
            ? new RegExp(what.pattern).test(text)
            : document.documentElement.getAttribute(what.mark) === what.value;
      return there ? performance.timeOrigin + performance.now() : null;
    },
    seen,
    { polling: "raf", timeout: 60_000 },
  );
  const value = await at.jsonValue();
  if (value === null) throw new Error("seen, but not when");
  return value;
}

/** "sound on · 1 of 2 stations hear": pages of earlier tests that ended without a goodbye are named for a while. */
export const stationsHear = (count: number, sound = ""): RegExp =>
  new RegExp(`${sound}.*(?<!of )\\b${count} (of \\d+ )?stations? hears?`);
