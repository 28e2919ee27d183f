import { expect, type Locator, type Page } from "@playwright/test";
import { expectNothingFound } from "./access.ts";
import type { Person } from "./clinic.ts";
import type { FastServer } from "./fast-server.ts";
import { expectNoTrap, type Hand, KEYBOARD, MOUSE } from "./hand.ts";
import { tileOf } from "./screen.ts";
import { roomPage, scale } from "./session-page.ts";

/** One patient's treatment, and how the people around it work their pages. */
export type Visit = {
  readonly hand: Hand;
  readonly room: string;
  readonly initials: string;
  readonly recordNumber: string;
  readonly birthDate: string;
};

/** What is done on the pages of one visit, with its hand. */
export function pagesOf(server: FastServer, { hand, room, initials }: Visit) {
  const press = (within: Page | Locator, name: string | RegExp): Promise<void> =>
    hand.press(within.getByRole("button", { name, exact: typeof name === "string" }));
  const judge = (at: Locator, name: string, value: string): Promise<void> => press(scale(at, name), value);
  /** The pages are the same for both hands: they are looked at once. */
  const seen = (page: Page, where: string): Promise<void> =>
    hand === MOUSE ? expectNothingFound(page, where) : Promise.resolve();
  const tabThrough = (page: Page): Promise<void> => (hand === KEYBOARD ? expectNoTrap(page) : Promise.resolve());

  async function signIn(page: Page, { name, password }: Person): Promise<void> {
    await page.goto(server.url());
    await hand.fill(page.getByLabel("Name", { exact: true }), name);
    await hand.fill(page.getByLabel("Password", { exact: true }), password);
    await press(page, "Sign in");
    await expect(tileOf(page, room)).toBeVisible();
    await hand.begin(page);
  }
  async function openRoom(page: Page, who: Person): Promise<Locator> {
    await signIn(page, who);
    await hand.press(tileOf(page, room).getByRole("link", { name: room, exact: true }));
    return roomPage(page, room);
  }
  async function openSession(page: Page, who: Person): Promise<Locator> {
    await signIn(page, who);
    await hand.press(page.getByRole("link", { name: "Sessions", exact: true }));
    await hand.press(page.getByRole("link", { name: new RegExp(`${initials}, ${room}$`) }));
    return page.getByRole("main", { name: `Session of ${initials}` });
  }
  return { press, judge, seen, tabThrough, signIn, openRoom, openSession };
}
export type Pages = ReturnType<typeof pagesOf>;
