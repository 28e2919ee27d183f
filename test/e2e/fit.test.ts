import { expect, type Page, test } from "@playwright/test";
import { type Office, openOffice, PEOPLE } from "./support/clinic.ts";
import type { Oximeter } from "./support/device.ts";
import { notSeenInFull } from "./support/in-full.ts";
import { signIn } from "./support/people.ts";
import { serverOfThisFile } from "./support/server.ts";
import { fillRooms } from "./support/ward.ts";

const server = serverOfThisFile({ demo: false });
const { nurse } = PEOPLE;
const oximeters: Oximeter[] = [];
let office: Office = { cookie: "" };

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  office = await openOffice(server);
  oximeters.push(await fillRooms(server, { office, nurse, first: 1, last: 8 }));
});
test.afterAll(() => {
  for (const oximeter of oximeters) oximeter.takeOff();
});

async function expectAllSeen(page: Page, rooms: number, [width, height]: readonly [number, number]): Promise<void> {
  await page.setViewportSize({ width, height });
  await expect(page.getByRole("article")).toHaveCount(rooms);
  await expect(page.getByText("!!! SpO₂ 80 < 92").first()).toBeVisible();
  await expect(page.getByText("STANDBY").first()).toBeVisible();
  await expect.poll(() => notSeenInFull(page)).toEqual([]);
}

for (const [name, size] of [
  ["a laptop", [1280, 800]],
  ["a large screen", [1920, 1080]],
  ["a tablet", [1024, 768]],
  ["a tablet held upright", [768, 1024]],
] as const) {
  test(`eight rooms are seen in full on ${name}, ${size.join(" x ")}, without scrolling`, async ({ page }) => {
    await signIn(page, server, nurse);
    await expectAllSeen(page, 8, size);
  });
}

test("twenty-four rooms are seen in full on a large screen, without scrolling", async ({ page }) => {
  oximeters.push(await fillRooms(server, { office, nurse, first: 9, last: 24 }));
  await signIn(page, server, nurse);
  await expectAllSeen(page, 24, [1920, 1080]);
});
