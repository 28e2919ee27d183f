import { expect, type Locator, type Page } from "@playwright/test";

/** How a person works a page: the same steps are done with the mouse and with the keyboard alone. */
export type Hand = {
  readonly name: string;
  /** On a page that has just been opened. */
  begin(page: Page): Promise<void>;
  /** A button or a link. */
  press(target: Locator): Promise<void>;
  fill(field: Locator, text: string): Promise<void>;
  /** A field of a calendar day: "1980-02-29". */
  fillDay(field: Locator, day: string): Promise<void>;
  choose(radio: Locator): Promise<void>;
};

export const MOUSE: Hand = {
  name: "the mouse",
  begin: () => Promise.resolve(),
  press: (target) => target.click(),
  fill: (field, text) => field.fill(text),
  fillDay: (field, day) => field.fill(day),
  choose: (radio) => radio.check(),
};

export const KEYBOARD: Hand = {
  name: "the keyboard alone",
  begin: (page) => page.keyboard.press("Tab"),
  async press(target) {
    await expect(target).toBeEnabled();
    await walkTo(target);
    const isLink = await target.evaluate((element) => element instanceof HTMLAnchorElement);
    await target.page().keyboard.press(isLink ? "Enter" : "Space");
  },
  async fill(field, text) {
    await walkTo(field);
    const { keyboard } = field.page();
    await keyboard.press("ControlOrMeta+a");
    await keyboard.type(text);
  },
  async fillDay(field, day) {
    await walkTo(field);
    const [year = "", month = "", date = ""] = day.split("-");
    // As the browser's own field asks for it in English.
    await field.page().keyboard.type(month + date + year);
    await expect(field).toHaveValue(day);
  },
  async choose(radio) {
    await walkTo(radio, isInGroupOf);
    const { keyboard } = radio.page();
    for (let presses = 0; presses < RADIOS_MAX && !(await radio.evaluate(isFocused)); presses += 1) {
      await keyboard.press("ArrowDown");
    }
    await keyboard.press("Space");
    await expect(radio).toBeChecked();
  },
};

const RADIOS_MAX = 10;
const TABS_MAX = 200;

const isFocused = (element: Element): boolean => element === document.activeElement;
/** Tab leads to one radio of a group; the arrows lead to the others. */
const isInGroupOf = (element: Element): boolean => {
  const { activeElement: active } = document;
  return active instanceof HTMLInputElement && active.type === "radio" && active.name === element.getAttribute("name");
};

/** Moves the focus to `target` with Tab, or back with Shift+Tab where it lies behind, and sees that it is shown there. */
async function walkTo(target: Locator, isThere: (element: Element) => boolean = isFocused): Promise<void> {
  await expect(target).toBeVisible();
  const page = target.page();
  const element = await target.elementHandle();
  if (element === null) throw new Error(`${target} is gone`);
  const direction = await element.evaluate((end) => {
    const { activeElement: active, body } = document;
    if (active === null || active === body) return null;
    return (active.compareDocumentPosition(end) & Node.DOCUMENT_POSITION_PRECEDING) === 0 ? "Tab" : "Shift+Tab";
  });
  if (direction === null) throw new Error(`on the way to ${target}: nothing has the focus`);
  for (let presses = 0; !(await element.evaluate(isThere)); presses += 1) {
    if (presses === TABS_MAX) throw new Error(`no Tab leads to ${target}`);
    await page.keyboard.press(direction);
  }
  await expectFocusShown(page);
}

/** Tab leads through the whole page and out of it, or round to where it began: nothing on it holds the focus. */
export async function expectNoTrap(page: Page): Promise<void> {
  const begin = await page.evaluateHandle(() => document.activeElement);
  const isRound = () => begin.evaluate((first) => [first, document.body].includes(document.activeElement));
  for (let presses = 1; presses <= TABS_MAX; presses += 1) {
    await page.keyboard.press("Tab");
    // One more leads from the browser's own bar back into the page.
    if (await isRound()) return page.keyboard.press("Tab");
  }
  throw new Error("Tab does not lead out of this page");
}

/** Who works by keyboard must see where they are: an outline or a ring around what has the focus, and it on the screen. */
async function expectFocusShown(page: Page): Promise<void> {
  const fault = await page.evaluate(() => {
    const { activeElement: active } = document;
    if (active === null || active === document.body) return "nothing has the focus";
    const words = `<${active.tagName.toLowerCase()}> "${active.textContent?.slice(0, 30)}"`;
    // A link that is a whole row shows it on what it lays over the row.
    const styles = [active, active.closest("label")].flatMap((one) =>
      one === null ? [] : [getComputedStyle(one), getComputedStyle(one, "::after")],
    );
    const marked = styles.some(
      ({ outlineStyle, outlineWidth, boxShadow }) =>
        (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow !== "none",
    );
    if (!marked) return `${words} has the focus and does not show it`;
    const { top, bottom } = active.getBoundingClientRect();
    return bottom < 0 || top > innerHeight ? `${words} has the focus out of sight` : null;
  });
  expect(fault).toBeNull();
}
