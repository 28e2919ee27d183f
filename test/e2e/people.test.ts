import { expect, test } from "@playwright/test";
import { openOffice, openStation, PEOPLE } from "./support/clinic.ts";
import { type Oximeter, wearOximeter } from "./support/device.ts";
import { signIn } from "./support/people.ts";
import { expectSound, tileOf } from "./support/screen.ts";
import { serverOfThisFile } from "./support/server.ts";

const server = serverOfThisFile({ demo: false });
let oximeter: Oximeter | null = null;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  await openOffice(server);
  const { token } = await server.addDevice("Room 1", "oximeter");
  oximeter = wearOximeter(server, token, [{ spo2: 97 }]);
  await oximeter.shows({ spo2: 97 });
});
test.afterAll(() => oximeter?.takeOff());

const fall = async (): Promise<void> => oximeter?.shows({ spo2: 80 });
/** Somebody takes the alarm, and it ends: one that nobody took for half a minute covers the head of every page. */
async function takeAlarm(): Promise<void> {
  const station = await openStation(server, PEOPLE.nurse);
  const roomId = station.roomId("Room 1");
  for (const { episodeId, signal } of station.alarms("Room 1")) {
    if (signal === "on") await station.act({ name: "acknowledge", payload: { roomId, episodeId } });
  }
  station.close();
  await oximeter?.shows({ spo2: 97 });
}

for (const { role, why } of [
  { role: "administrator", why: "Signed in as administrator: you can look, but not act in a room." },
  { role: "trainer", why: "A trainer acts in simulated rooms only." },
] as const) {
  test(`the ${role} sees and hears a real patient's alarm, cannot act on it, and reads why`, async ({ page }) => {
    await signIn(page, server, PEOPLE[role]);
    await fall();
    const tile = tileOf(page, "Room 1");
    await expect(tile).toContainText("high priority: SpO₂ 80 < 92");
    await expect(tile).toContainText(why);
    await expect(tile.getByRole("button")).toHaveCount(0);
    await expectSound(page, "high");
    await tile.getByRole("link", { name: "Room 1", exact: true }).click();
    const room = page.getByRole("main", { name: "Room 1" });
    await expect(room.getByRole("button", { name: /^Acknowledge/ })).toBeDisabled();
    for (const name of ["Pause audio 2 min", "Start session", "Change limits", "Clear room"]) {
      await expect(room.getByRole("button", { name })).toBeDisabled();
    }
    await expect(room).toContainText(why);
    await takeAlarm();
  });
}

test("only the administrator is offered the list of people", async ({ page }) => {
  await signIn(page, server, PEOPLE.physician);
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await expect(page.getByRole("link", { name: "Rooms and devices" })).toBeVisible();
  await expect(page.getByRole("link", { name: "People" })).toBeHidden();
  await page.goto(`${server.url()}/settings/people`);
  await expect(page.getByText("There is nothing here for you.")).toBeVisible();
});

test("the administrator finds who was added, by whom, among the changes", async ({ page }) => {
  await signIn(page, server, PEOPLE.administrator);
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Add a person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name, as others see it").fill("Lena Vogt, RN");
  await dialog.getByLabel("Name to sign in with").fill("lena");
  await dialog.getByLabel("Password").fill("a password for lena");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("link", { name: "Changes", exact: true }).click();
  const row = page.getByRole("row").filter({ hasText: "Person Lena Vogt, RN: added" });
  await expect(row).toContainText(PEOPLE.administrator.displayName);
  await expect(page.getByText("a password for lena")).toHaveCount(0);
});

test("a locked station goes on showing and sounding alarms, and takes no act until its person is back", async ({
  page,
}) => {
  await signIn(page, server, PEOPLE.nurse);
  await fall();
  const tile = tileOf(page, "Room 1");
  await expect(tile.getByRole("button", { name: "Acknowledge" })).toBeEnabled();
  await page.getByRole("button", { name: /^Nora Okafor/ }).click();
  await page.getByRole("menuitem", { name: "Lock" }).click();
  const locked = page.getByRole("region", { name: "Locked" });
  await expect(locked).toContainText("Nora Okafor");
  await expect(tile).toContainText("high priority: SpO₂ 80 < 92");
  await expectSound(page, "high");
  await expect(tile.getByRole("button")).toHaveCount(0);
  await expect(tile).toContainText("This station is locked. Unlock it to act.");

  await page.reload();
  await expect(locked, "a reload does not unlock").toBeVisible();
  await expect(tile).toContainText("high priority: SpO₂ 80 < 92");
  await locked.getByLabel("Password").fill("not-her-password");
  await locked.getByRole("button", { name: "Unlock" }).click();
  await expect(locked.getByRole("alert")).toHaveText("The password is not right. Try again.");
  await locked.getByLabel("Password").fill(PEOPLE.nurse.password);
  await locked.getByRole("button", { name: "Unlock" }).click();
  await expect(locked).toBeHidden();
  await tile.getByRole("button", { name: "Acknowledge" }).click();
  await expect(tile).toContainText("Okafor");
  await expectSound(page, "none");
  await takeAlarm();
});

test("who signs out sees no patient any more", async ({ page }) => {
  await signIn(page, server, PEOPLE.nurse);
  await expect(tileOf(page, "Room 1")).toBeVisible();
  await page.getByRole("button", { name: /^Nora Okafor/ }).click();
  await page.getByRole("menuitem", { name: "Sign out or switch person" }).click();
  await expect(page.getByText("This screen monitors nobody until somebody signs in.")).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
});

// Last: it leaves this machine waiting.
test("a wrong password is answered in a sentence, and the guessing is slowed down", async ({ page }) => {
  await page.goto(server.url());
  await page.getByLabel("Name", { exact: true }).fill(PEOPLE.nurse.name);
  for (let guess = 1; guess <= 5; guess += 1) {
    await page.getByLabel("Password", { exact: true }).fill(`guess-number-${guess}`);
    const answered = page.waitForResponse("**/sign-in");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await answered;
    await expect(page.getByRole("alert")).toHaveText("The name or the password is not right. Try again.");
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  }
  // The wait is 2 s and doubles with each guess that comes after it: a machine too busy for the first meets a later one.
  const answer = page.getByRole("alert");
  for (let guess = 6; !(await answer.innerText()).startsWith("Too many"); guess += 1) {
    await page.getByLabel("Password", { exact: true }).fill(`guess-number-${guess}`);
    const answered = page.waitForResponse("**/sign-in");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await answered;
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
    await expect(answer).toBeVisible();
  }
  await expect(answer).toHaveText(/^Too many attempts in a row\. Wait \d+ s, then try again\.$/);
});
