import { expect, type Page, test } from "@playwright/test";
import { giveMicrophone } from "./support/audio.ts";
import { openOffice, PEOPLE } from "./support/clinic.ts";
import { type Oximeter, wearOximeter } from "./support/device.ts";
import { signIn } from "./support/people.ts";
import { expectSound, stationsHear, tileOf } from "./support/screen.ts";
import { serverOfThisFile } from "./support/server.ts";

const server = serverOfThisFile({ demo: false });
const SILENT = "This station makes no sound.";
let oximeter: Oximeter | null = null;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  await openOffice(server);
  const { token } = await server.addDevice("Room 1", "oximeter");
  oximeter = wearOximeter(server, token, [{ spo2: 97 }]);
  await oximeter.shows({ spo2: 97 });
});
test.afterAll(() => oximeter?.takeOff());

/**
 * A browser that keeps a page silent until a person touches it. The one under test takes the looks of a test for a
 * touch, so its rule is put back here: no audio runs before a pointer or a key went down.
 */
async function keepSilentUntilTouched(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let isTouched = false;
    for (const touch of ["pointerdown", "keydown"]) {
      const note = (): void => {
        isTouched = true;
      };
      addEventListener(touch, note, { capture: true });
    }
    window.AudioContext = class extends AudioContext {
      constructor() {
        super();
        if (!isTouched) void this.suspend();
      }
      override resume(): Promise<void> {
        return isTouched ? super.resume() : new Promise(() => undefined);
      }
    };
  });
}

test("a station that the browser keeps silent says so, until it is touched", async ({ page }) => {
  await signIn(page, server, PEOPLE.nurse);
  await expect(page.getByRole("button", { name: stationsHear(1, "sound on") })).toBeVisible();
  await expect(page.getByText(SILENT)).toBeHidden();
  await keepSilentUntilTouched(page);
  await page.reload();
  await expect(page.getByRole("alert").filter({ hasText: SILENT })).toBeVisible();
  await expect(page.getByRole("button", { name: stationsHear(0, "NO SOUND") })).toBeVisible();
  await page.getByRole("button", { name: "Tap to turn sound on" }).click();
  await expect(page.getByText(SILENT)).toBeHidden();
  await expect(page.getByRole("button", { name: stationsHear(1, "sound on") })).toBeVisible();
});

test("the sound of each priority can be tested, and the volume cannot be turned down to nothing", async ({ page }) => {
  await signIn(page, server, PEOPLE.nurse);
  const menu = page.getByRole("button", { name: /sound on/ });
  const station = page.getByRole("dialog", { name: "This station" });
  for (const priority of ["high", "medium", "low"]) {
    // Opened for each, so that nothing is said yet of the one before.
    await menu.click();
    await station.getByRole("button", { name: `Test ${priority}` }).click();
    await expect(station.getByRole("status").filter({ hasText: "You should have heard it." })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(station).toBeHidden();
  }
  await menu.click();
  const volume = station.getByRole("slider", { name: /Volume/ });
  await volume.press("Home");
  await expect(volume).toHaveValue("20");
  await expect(station).toContainText("20 %");
  await page.reload();
  await page.getByRole("button", { name: /station/ }).click();
  await expect(page.getByRole("slider", { name: /Volume/ }), "kept on this station").toHaveValue("20");
});

test("by night the station has a level of its own, which is kept and cannot be turned down to nothing either", async ({
  page,
}) => {
  await page.clock.setFixedTime(new Date(2026, 2, 2, 23, 30));
  await signIn(page, server, PEOPLE.nurse);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Another volume at night").check();
  const level = page.getByRole("slider", { name: "Night level" });
  await level.press("Home");
  await expect(level).toHaveValue("20");
  await expect(page.getByText("It is night now: this level is in force.")).toBeVisible();
  await page.getByLabel("From", { exact: true }).fill("23:45");
  await expect(page.getByText(/^It is day now\./)).toBeVisible();
  await page.clock.setFixedTime(new Date(2026, 2, 2, 23, 45));
  await expect(page.getByText("It is night now: this level is in force.")).toBeVisible();
  await page.reload();
  await expect(level, "kept on this station").toHaveValue("20");
  await expect(page.getByLabel("From", { exact: true })).toHaveValue("23:45");
});

test("with the microphone allowed, a station says that it heard itself", async ({ page }) => {
  await giveMicrophone(page, false);
  await signIn(page, server, PEOPLE.nurse);
  await page.getByRole("button", { name: /sound on/ }).click();
  await page.getByRole("button", { name: "Test with microphone" }).click();
  await expect(page.getByText("This station heard itself.")).toBeVisible();
  await expect(page.getByRole("button", { name: stationsHear(1) })).toBeVisible();
});

test("a muted station that does not hear itself no longer counts as one that hears, until a person says so", async ({
  page,
}) => {
  await giveMicrophone(page, true);
  await signIn(page, server, PEOPLE.nurse);
  await expect(page.getByRole("button", { name: stationsHear(1) })).toBeVisible();
  await page.getByRole("button", { name: /sound on/ }).click();
  await page.getByRole("button", { name: "Test with microphone" }).click();
  await expect(page.getByText("This station did not hear itself.")).toBeVisible();
  const counted = page.locator("header").getByText(/stations? hears?/);
  await expect(counted).toHaveText(stationsHear(0));
  await page.getByRole("button", { name: "I heard it" }).click();
  await expect(counted).toHaveText(stationsHear(1));
});

test("a sound test that failed stays on the station over a reload, and the others read when it was", async ({
  page,
  browser,
}) => {
  const other = await (await browser.newContext()).newPage();
  await signIn(other, server, PEOPLE.physician);
  await giveMicrophone(page, true);
  await signIn(page, server, PEOPLE.nurse);
  await page.getByRole("button", { name: /sound on/ }).click();
  await page.getByRole("button", { name: "Test with microphone" }).click();
  const failed = page.getByRole("alert").filter({ hasText: /Sound test failed at \d\d:\d\d\./ });
  await expect(failed).toBeVisible();
  await page.reload();
  await expect(failed).toBeVisible();
  await page.keyboard.press("Shift"); // A browser may keep a page silent until it is touched.
  await expect(page.getByRole("banner").getByRole("button", { name: /NOT HEARD/ })).toBeVisible();
  await other.getByRole("button", { name: /1 of 2 stations hear/ }).click();
  const who = other.getByRole("region", { name: "Who hears" }).getByRole("listitem");
  await expect(who).toHaveText([/Paul Lindqvist/, /Nora Okafor: sound test failed at \d\d:\d\d$/]);
  await page.getByRole("button", { name: "Play a test" }).click();
  await page.getByRole("button", { name: "I heard it" }).click();
  await expect(failed).toBeHidden();
  await expect(who).toHaveText([/Paul Lindqvist/, /Nora Okafor: hears/]);
  await other.context().close();
});

test("without a microphone the station says that a person must listen", async ({ page }) => {
  await signIn(page, server, PEOPLE.nurse);
  await page.getByRole("button", { name: /sound on/ }).click();
  await page.getByRole("button", { name: "Test with microphone" }).click();
  await expect(page.getByText(/microphone was (?:not allowed|found)|listen yourself/).first()).toBeVisible();
});

test("a test never covers an alarm that sounds", async ({ page }) => {
  await signIn(page, server, PEOPLE.nurse);
  await expect(tileOf(page, "Room 1")).toContainText("97");
  await oximeter?.shows({ spo2: 80 });
  await expectSound(page, "high");
  await page.getByRole("button", { name: /sound on/ }).click();
  await page.getByRole("button", { name: "Test low" }).click();
  await expect(page.getByText("Not played: an alarm is sounding, or this station makes no sound.")).toBeVisible();
  await expectSound(page, "high");
});
