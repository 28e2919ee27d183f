import { expect, test } from "@playwright/test";
import { signInAs } from "./support/people.ts";
import { serverOfThisFile } from "./support/server.ts";

const server = serverOfThisFile({ demo: true });

test("a nurse who signs in to the demo clinic sees its eight rooms", async ({ page }) => {
  await signInAs(page, server, "nurse");
  for (let room = 1; room <= 8; room += 1) {
    await expect(page.getByRole("link", { name: `Room ${room}`, exact: true })).toBeVisible();
  }
});
