import { expect, type Page } from "@playwright/test";
import type { Account, TestServer } from "./server.ts";

/**
 * Signs in through the page, as a person does, with a name and a password. `at`: the server, or the line to it. Resolves when
 * the person is in: a page that is left sooner takes the answer, and with it the sign-in, away.
 */
export async function signIn(
  page: Page,
  at: Pick<TestServer, "url">,
  { name, password }: Pick<Account, "name" | "password">,
): Promise<void> {
  await page.goto(at.url());
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByLabel("Password", { exact: true })).toBeHidden();
}

/** Signs in with the demo clinic's account of that role. */
export async function signInAs(page: Page, server: TestServer, role: Account["role"]): Promise<void> {
  await signIn(page, server, await server.demoAccount(role));
}
