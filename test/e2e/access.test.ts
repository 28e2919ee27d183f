import { expect, type Locator, type Page, test } from "@playwright/test";
import { expectNothingFound, tabTo } from "./support/access.ts";
import { openOffice, PEOPLE } from "./support/clinic.ts";
import { type Oximeter, wearOximeter } from "./support/device.ts";
import { signIn } from "./support/people.ts";
import { expectSound, tileOf } from "./support/screen.ts";
import { serverOfThisFile } from "./support/server.ts";

const server = serverOfThisFile({ demo: false });
const { nurse, administrator } = PEOPLE;
let oximeter: Oximeter | null = null;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  await openOffice(server);
  const { token } = await server.addDevice("Room 1", "oximeter");
  await server.addDevice("Room 2", "cuff");
  oximeter = wearOximeter(server, token, [{ spo2: 97 }]);
});
test.afterAll(() => oximeter?.takeOff());

const patientAt = async (spo2: number): Promise<void> => oximeter?.shows({ spo2 });
/** In the room: after half a minute every page's head has one too. */
const acknowledge = (page: Page): Locator =>
  page.getByRole("region", { name: "Alarms now" }).getByRole("button", { name: /^Acknowledge/ });

for (const theme of ["dark", "light"]) {
  test(`axe finds nothing on the pages in ${theme} colours`, async ({ page }) => {
    await patientAt(97);
    await page.addInitScript((chosen) => localStorage.setItem("watchroom.theme", chosen), theme);
    await page.goto(server.url());
    await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
    await expectNothingFound(page, "signing in");
    await signIn(page, server, administrator);
    await expect(page.getByRole("banner")).toBeVisible();
    for (const part of ["station", "devices", "people", "changes"]) {
      await page.goto(`${server.url()}/settings/${part}`);
      await expect(page.getByRole("navigation", { name: "Settings" })).toBeVisible();
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByText("Reading the list…")).toBeHidden();
      await expectNothingFound(page, `settings: ${part}`);
    }
  });

  test(`axe finds nothing on the wall and in the room in ${theme} colours`, async ({ page }) => {
    await page.addInitScript((chosen) => localStorage.setItem("watchroom.theme", chosen), theme);
    await signIn(page, server, nurse);
    const tile = tileOf(page, "Room 1");
    await expect(tile).toContainText("97");
    await expect(tile).not.toContainText("priority:");
    await expectNothingFound(page, "the quiet wall");
    await patientAt(80);
    await expect(tile).toContainText("high priority: SpO₂ 80 < 92");
    await expectNothingFound(page, "the wall in alarm");
    await tile.getByRole("link", { name: "Room 1", exact: true }).click();
    const row = page.getByRole("row").filter({ has: page.getByRole("cell", { name: "began", exact: true }) });
    await expect(row.first()).toBeVisible();
    await expectNothingFound(page, "the room in alarm");
    for (const act of ["Start session", "Change limits"]) {
      await page.getByRole("button", { name: act }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNothingFound(page, act);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
    }
    await acknowledge(page).click();
    await expect(page.getByText(/acknowledged by Nora Okafor/)).toBeVisible();
    await expectNothingFound(page, "the room after acknowledging");
    await page.getByRole("link", { name: "Wall", exact: true }).click();
    await expect(tile).toContainText("Okafor");
    await expectNothingFound(page, "the wall after acknowledging");
    await patientAt(97);
    await expect(tile).not.toContainText("priority:");
  });
}

test("on a phone a table is read without scrolling sideways, and is still a table to a reader", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await signIn(page, server, administrator);
  await expect(page.getByRole("banner")).toBeVisible();
  for (const [path, column] of [
    ["/settings/changes", "Before"],
    ["/settings/people", "Role"],
    ["/settings/devices", "Last seen"],
    ["/protocols", "Versions"],
  ] as const) {
    await page.goto(server.url() + path);
    const table = page.getByRole("table");
    await expect(table.getByRole("columnheader", { name: column })).toHaveCount(1);
    await expect(table.getByRole("rowheader").first()).toBeVisible();
    const wide = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("html, .table-frame")].some((e) => e.scrollWidth > e.clientWidth),
      );
    expect(await wide(), path).toBe(false);
    await expectNothingFound(page, `${path} on a phone`);
  }
});

test("on a phone a table that is wider than the page is scrolled by keyboard too, and a page of others says so", async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await signIn(page, server, nurse);
  await page.getByRole("link", { name: "Room 1", exact: true }).click();
  const table = page.getByRole("region", { name: "Table, scrolls sideways" }).first();
  await table.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => table.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
  await expectNothingFound(page, "a room on a phone");
  await page.goto(`${server.url()}/settings/people`);
  await expect(page.getByText("There is nothing here for you.")).toBeVisible();
  await expectNothingFound(page, "a page that is not for this person");
});

test("with the keyboard alone the nurse signs in, opens the room, acknowledges, changes a limit and goes back", async ({
  page,
}) => {
  await patientAt(97);
  await page.goto(server.url());
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.type(nurse.name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(nurse.password);
  await page.keyboard.press("Enter");
  await expect(tileOf(page, "Room 1")).toContainText("97");
  await patientAt(80);
  await expectSound(page, "high");
  await page.keyboard.press("1");
  await expect(page.getByRole("link", { name: "Room 1", exact: true })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("link", { name: "Room 2", exact: true })).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Room 1" })).toBeVisible();

  await tabTo(acknowledge(page));
  await page.keyboard.press("Enter");
  await expect(page.getByText(/acknowledged by Nora Okafor/)).toBeVisible();
  await expectSound(page, "none");

  await page.getByRole("button", { name: "Change limits" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Alarm limits in Room 1" });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("Low", { exact: true }).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("93");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("Limits in force")).toContainText("low 93 (changed)");
  await expect(page.getByRole("button", { name: "Change limits" }), "the focus is where it was").toBeFocused();
  await page.keyboard.press("Escape");
  await expect(tileOf(page, "Room 1")).toContainText("Okafor");
});
