import { expect, test } from "@playwright/test";
import { signInAs } from "./support/people.ts";
import { tileOf } from "./support/screen.ts";
import { serverOfThisFile } from "./support/server.ts";

const server = serverOfThisFile({ demo: true });

test("a nurse who signs in to the demo clinic sees its eight rooms", async ({ page }) => {
  await signInAs(page, server, "nurse");
  for (let room = 1; room <= 8; room += 1) {
    await expect(page.getByRole("link", { name: `Room ${room}`, exact: true })).toBeVisible();
  }
  await expect(page.getByRole("article")).toHaveCount(8);
});

test("one press on a demo account signs in, and the numbers on the wall are alive", async ({ page }) => {
  await page.goto(server.url());
  await page.getByRole("button", { name: /^Sign in as nurse/ }).click();
  await expect(page.getByRole("article")).toHaveCount(8);
  const values = async (): Promise<string[]> =>
    (await page.getByRole("main").innerText()).split("\n").filter((line) => /^\d{2,3}$/.test(line));
  await expect.poll(async () => (await values()).length).toBeGreaterThanOrEqual(8);
  const first = await values();
  await expect.poll(values, { message: "values that stand still are not alive" }).not.toEqual(first);
});

test("every page of the demo clinic says that it is simulated", async ({ page }) => {
  await page.goto(server.url());
  await expect(page.getByText("SIMULATED CLINIC", { exact: true })).toBeVisible();
  await signInAs(page, server, "administrator");
  await expect(page.getByRole("article")).toHaveCount(8);
  await expect(page.getByRole("banner").getByText("SIMULATED CLINIC", { exact: true })).toBeVisible();
  await expect(tileOf(page, "Room 1").getByTitle("simulated")).toBeVisible();
  await page.getByRole("link", { name: "Room 1", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Room 1" })).toBeVisible();
  await expect(page.getByRole("main").getByText("SIMULATED", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  for (const part of ["This station", "Rooms and devices", "People"]) {
    await page.getByRole("link", { name: part }).click();
    await expect(page.getByRole("heading", { name: part })).toBeVisible();
    await expect(page.getByText("SIMULATED CLINIC", { exact: true })).toBeVisible();
  }
});
