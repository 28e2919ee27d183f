import { expect, type Page, test } from "@playwright/test";
import { openOffice, PEOPLE } from "./support/clinic.ts";
import { lineTo } from "./support/cut.ts";
import { type Oximeter, wearOximeter } from "./support/device.ts";
import { signIn } from "./support/people.ts";
import { expectSound, isFlashing, stationsHear, tileOf, whenSeen } from "./support/screen.ts";
import { serverOfThisFile } from "./support/server.ts";

/** A station says "no connection" in 3 s; one more for a busy machine. */
const LOST_MAX_MS = 4_000;
/** Asked each second, it has three to answer; one more for a busy machine. */
const COUNTED_MAX_MS = 5_000;
const BACK_MAX_MS = 2_000;
const LOST = "No connection. Not monitoring.";

const server = serverOfThisFile({ demo: false });
const line = lineTo(server);
let oximeter: Oximeter | null = null;

test.describe.configure({ mode: "serial" });
test.afterAll(() => oximeter?.takeOff());

/** Room 1 with a session and an acknowledged alarm, on the wall of this page. */
async function openWatchedWall(page: Page): Promise<void> {
  await signIn(page, line, PEOPLE.nurse);
  await expect(tileOf(page, "Room 1")).toContainText("B. K.");
  await expect(tileOf(page, "Room 1")).toContainText("Okafor");
  await expect(tileOf(page, "Room 1")).toContainText("SpO₂ 80 < 92");
  await expectSound(page, "none");
}

async function expectLostScreen(page: Page): Promise<void> {
  await expect(page.getByRole("alert").filter({ hasText: LOST })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-link", "lost");
  await expectSound(page, "noConnection");
  await expect(tileOf(page, "Room 1")).toContainText(/old|too old to show/);
}

async function expectWatchedAgain(page: Page): Promise<void> {
  await expect(page.getByText(LOST)).toBeHidden();
  const tile = tileOf(page, "Room 1");
  await expect(tile).toContainText("B. K.");
  await expect(tile).toContainText("Okafor");
  await expect(tile).toContainText("SpO₂ 80 < 92");
  await expectSound(page, "none");
  expect(await isFlashing(page), "an acknowledged alarm stays acknowledged").toBe(false);
}

/** Fails when the page was loaded again in between. */
async function withoutReload(page: Page, act: () => Promise<void>): Promise<void> {
  let loads = 0;
  const count = (): void => {
    loads += 1;
  };
  page.on("load", count);
  await act();
  page.off("load", count);
  expect(loads, "the page was loaded again").toBe(0);
}

test("a patient is in session, and the nurse has acknowledged the alarm", async ({ page }) => {
  await openOffice(server);
  const { token } = await server.addDevice("Room 1", "oximeter");
  oximeter = wearOximeter(server, token, [{ spo2: 97 }]);
  await oximeter.shows({ spo2: 97 });
  await signIn(page, line, PEOPLE.nurse);
  await tileOf(page, "Room 1").getByRole("link", { name: "Start session" }).click();
  await page.getByLabel("Patient's initials").fill("B. K.");
  await page.getByRole("radio", { name: "Oral" }).check();
  await page.getByRole("radio", { name: "Yes, it is this patient's" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Start session" }).click();
  await page.getByRole("link", { name: "Wall", exact: true }).click();
  await oximeter.shows({ spo2: 80 });
  await tileOf(page, "Room 1").getByRole("button", { name: "Acknowledge" }).click();
  await expect(tileOf(page, "Room 1")).toContainText("Okafor");
});

for (const [how, break_] of [
  ["cut", () => line.cut()],
  ["open but dead", () => line.deaden()],
] as const) {
  test(`a line that is ${how} is told within three seconds, and the wall is right again in two`, async ({ page }) => {
    await openWatchedWall(page);
    await withoutReload(page, async () => {
      const lost = whenSeen(page, { text: LOST });
      const brokenAt = Date.now();
      break_();
      expect((await lost) - brokenAt).toBeLessThanOrEqual(LOST_MAX_MS);
      await expectLostScreen(page);
      const back = whenSeen(page, { mark: "data-link", value: "up" });
      const mendedAt = Date.now();
      line.mend();
      expect((await back) - mendedAt).toBeLessThanOrEqual(BACK_MAX_MS);
      await expectWatchedAgain(page);
    });
  });
}

test("a station at the end of an open but dead line is named to the others, and called back when it answers", async ({
  page,
  browser,
}) => {
  const other = await (await browser.newContext()).newPage();
  await signIn(other, server, PEOPLE.physician);
  await openWatchedWall(page);
  await expect(other.getByRole("button", { name: stationsHear(2) })).toBeVisible();
  const counted = whenSeen(other, { pattern: stationsHear(1).source });
  const named = whenSeen(other, { text: "Nora Okafor: asleep or cut off since" });
  const brokenAt = Date.now();
  line.deaden();
  expect((await counted) - brokenAt).toBeLessThanOrEqual(COUNTED_MAX_MS);
  await named;
  line.mend();
  await expect(other.getByRole("button", { name: stationsHear(2) })).toBeVisible();
  await other.context().close();
});

test("nothing can be done in a room while there is no connection, and it is not done later either", async ({
  page,
}) => {
  await openWatchedWall(page);
  await page.getByRole("link", { name: "Room 1", exact: true }).click();
  await page.getByRole("button", { name: "Add note" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Note").fill("Sips water");
  line.cut();
  await expect(page.locator("html")).toHaveAttribute("data-link", "lost");
  await dialog.getByRole("button", { name: "Add note" }).click();
  await expect(dialog.getByRole("alert")).toHaveText(
    "No connection: nothing was done. Act at the bedside and chart it.",
  );
  line.mend();
  await expect(page.locator("html")).toHaveAttribute("data-link", "up");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("list", { name: "Markers" })).toBeVisible();
  await expect(page.getByText("Sips water")).toBeHidden();
});

test("a killed server is told in three seconds; back again it knows the session, the alarm and who acknowledged it", async ({
  page,
}) => {
  await openWatchedWall(page);
  await withoutReload(page, async () => {
    const lost = whenSeen(page, { text: LOST });
    const killedAt = Date.now();
    await server.kill();
    expect((await lost) - killedAt).toBeLessThanOrEqual(LOST_MAX_MS);
    await expectLostScreen(page);
    const back = whenSeen(page, { mark: "data-link", value: "up" });
    await server.start();
    const readyAt = Date.now();
    expect((await back) - readyAt).toBeLessThanOrEqual(BACK_MAX_MS);
    await expectWatchedAgain(page);
  });
});
