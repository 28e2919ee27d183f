import type { Locator, Page } from "@playwright/test";

/** The page of one room. */
export const roomPage = (page: Page, room: string): Locator => page.getByRole("main", { name: room, exact: true });

/** A part of a room's or a session's page, by its heading. */
export const part = (room: Locator, name: string): Locator => room.getByRole("region", { name, exact: true });

/** The values of one scale. */
export const scale = (room: Locator, name: string): Locator => room.getByRole("group", { name, exact: true });

/** One line of what the release waits for. */
export const criterion = (room: Locator, name: string | RegExp): Locator =>
  part(room, "Release").getByRole("listitem").filter({ hasText: name });
