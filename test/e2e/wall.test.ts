import { expect, type Page, test } from "@playwright/test";
import { PEOPLE } from "./support/clinic.ts";
import { cuffReading, type Oximeter, oximetry, wearOximeter } from "./support/device.ts";
import { signIn } from "./support/people.ts";
import { expectSound, isFlashing, tileOf, whenSeen } from "./support/screen.ts";
import { serverOfThisFile } from "./support/server.ts";

const server = serverOfThisFile({ demo: false });
const { nurse, administrator } = PEOPLE;
const tokens = { oximeter: "", cuff: "" };
let oximeter: Oximeter | null = null;

// One patient's afternoon, in its order.
test.describe.configure({ mode: "serial" });
test.afterAll(() => oximeter?.takeOff());

const worn = (): Oximeter => {
  if (oximeter === null) throw new Error("the oximeter is put on in an earlier test");
  return oximeter;
};

async function openRoom(page: Page): Promise<void> {
  await signIn(page, server, nurse);
  await tileOf(page, "Room 1").getByRole("link", { name: "Room 1", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Room 1" })).toBeVisible();
}

test("the one-time link makes the administrator, who lets a nurse in", async ({ page }) => {
  await page.goto(server.setUpUrl());
  await page.getByLabel("Name of the clinic").fill("Harbour Clinic");
  await page.getByLabel("Your name, as others see it").fill(administrator.displayName);
  await page.getByLabel("Name to sign in with").fill(administrator.name);
  await page.getByLabel("Password").fill(administrator.password);
  await page.getByRole("button", { name: "Set up and become its administrator" }).click();
  await expect(page.getByRole("heading", { name: "No room yet" })).toBeVisible();
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByLabel("Name, as others see it").fill(nurse.displayName);
  await page.getByLabel("Name to sign in with").fill(nurse.name);
  await page.getByLabel("Role", { exact: true }).selectOption("Nurse");
  await page.getByLabel("Password", { exact: true }).fill(nurse.password);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("row", { name: nurse.displayName })).toContainText("May sign in");
});

test("the set-up link works only once", async ({ page }) => {
  await page.goto(server.setUpUrl());
  await expect(page.getByText("This clinic is set up already.")).toBeVisible();
});

test("a room whose oximeter reports is watched at once, and its tile says that it has no session", async ({ page }) => {
  tokens.oximeter = (await server.addDevice("Room 1", "oximeter")).token;
  tokens.cuff = (await server.addDevice("Room 1", "cuff")).token;
  await signIn(page, server, nurse);
  await expect(tileOf(page, "Room 1")).toContainText("free");
  oximeter = wearOximeter(server, tokens.oximeter, [{ spo2: 97 }]);
  await expect(tileOf(page, "Room 1")).toContainText("no session");
  await expect(tileOf(page, "Room 1")).toContainText("97");
});

test("a session starts only when the nurse has said whose the earlier record is", async ({ page }) => {
  await signIn(page, server, nurse);
  await tileOf(page, "Room 1").getByRole("link", { name: "Start session" }).click();
  const dialog = page.getByRole("dialog", { name: "Start a session in Room 1" });
  await dialog.getByLabel("Patient's initials").fill("A. L.");
  await dialog.getByRole("radio", { name: "Intravenous infusion" }).check();
  await dialog.getByRole("button", { name: "Start session" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Say whether what was recorded so far is this patient's.");
  await dialog.getByRole("radio", { name: "Yes, it is this patient's" }).check();
  await dialog.getByRole("button", { name: "Start session" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("link", { name: "Wall", exact: true }).click();
  await expect(tileOf(page, "Room 1")).toContainText("A. L.");
  await expect(tileOf(page, "Room 1")).not.toContainText("no session");
});

test("a fall to 80 is seen and heard within a second, until the nurse acknowledges it in her name", async ({
  page,
}) => {
  await signIn(page, server, nurse);
  const tile = tileOf(page, "Room 1");
  await expect(tile).toContainText("97");
  await expectSound(page, "none");
  const seen = whenSeen(page, { text: "SpO₂ 80 < 92" });
  const heard = whenSeen(page, { mark: "data-sounding", value: "high" });
  const fellAt = Date.now();
  await worn().shows({ spo2: 80 });
  expect((await seen) - fellAt).toBeLessThan(1_000);
  expect((await heard) - fellAt).toBeLessThan(1_000);
  await expect(tile).toContainText("high priority: SpO₂ 80 < 92");
  expect(await isFlashing(page)).toBe(true);
  await tile.getByRole("button", { name: "Acknowledge" }).click();
  await expect(tile).toContainText("Okafor");
  await expectSound(page, "none");
  expect(await isFlashing(page)).toBe(false);
  await expect(tile).toContainText("SpO₂ 80 < 92");
});

test("an audio pause counts down, ends at her word, and a new condition breaks it", async ({ page }) => {
  await signIn(page, server, nurse);
  const tile = tileOf(page, "Room 1");
  await server.send(tokens.cuff, [cuffReading(165, 90)]);
  await expectSound(page, "medium");
  await tile.getByRole("button", { name: "Pause audio 2 min" }).click();
  await expect(tile).toContainText(/audio paused for 1:5\d/);
  await expectSound(page, "none");
  const left = await tile
    .getByText(/^audio paused for/)
    .locator("..")
    .innerText();
  await expect(tile.getByText(/^audio paused for/).locator("..")).not.toHaveText(left);
  await worn().shows({ spo2: 80 });
  await expectSound(page, "none");
  await server.send(tokens.cuff, [cuffReading(165, 112)]);
  await expectSound(page, "high");
  await expect(tile).not.toContainText("audio paused");
});

test("an alarm that ended by itself is kept until somebody resets it", async ({ page }) => {
  await signIn(page, server, nurse);
  const tile = tileOf(page, "Room 1");
  await server.send(tokens.cuff, [cuffReading(128, 79)]);
  await worn().shows({ spo2: 97 });
  await expect(tile).not.toContainText("SpO₂ 80 < 92");
  await worn().shows({ spo2: 80 });
  await expectSound(page, "high");
  await worn().shows({ spo2: 97 });
  await tile.getByRole("button", { name: "Reset ended alarms" }).click();
  await expectSound(page, "none");
  await expect(tile).not.toContainText("priority:");
});

test("a limit that the nurse changes is marked as changed, and stands in the record with her name", async ({
  page,
}) => {
  await openRoom(page);
  const limits = page.getByLabel("Limits in force");
  await expect(limits).not.toContainText("(changed)");
  await page.getByRole("button", { name: "Change limits" }).click();
  const dialog = page.getByRole("dialog", { name: "Alarm limits in Room 1" });
  await dialog.getByLabel("Low", { exact: true }).fill("87");
  await expect(dialog.getByRole("alert")).toHaveText("SpO₂: 88 must be below 87.");
  await dialog.getByLabel("Low", { exact: true }).fill("94");
  await dialog.getByRole("button", { name: "Set limits" }).click();
  await expect(dialog).toBeHidden();
  await expect(limits).toContainText("critical low 88, low 94 (changed)");
  const markers = page.getByRole("list", { name: "Markers" });
  await expect(markers).toContainText("SpO₂ limits: low 94 (critical 88), no high");
  await expect(markers.getByRole("listitem").last()).toContainText(nurse.displayName);
});

test("the room shows the whole watch: trend, alarms with who acted, readings, and what came late as late", async ({
  page,
}) => {
  const measuredAt = new Date(Date.now() - 120_000);
  await server.send(tokens.oximeter, [oximetry({ spo2: 71 }, measuredAt)]);
  await openRoom(page);
  const trend = page.getByRole("region", { name: "Trend" });
  await expect(trend.locator("svg path.recharts-line-curve").first()).toBeVisible();
  for (const act of ["acknowledged", "reset"]) {
    const row = page.getByRole("row").filter({ has: page.getByRole("cell", { name: act, exact: true }) });
    await expect(row).toContainText("SpO₂ 80 < 92, lowest 80");
    await expect(row).toContainText(nurse.displayName);
  }
  await page.getByRole("tab", { name: "Readings" }).click();
  await expect(page.getByRole("row", { name: /SpO₂ 71.*late, measured/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Values now" })).toContainText("97");
  await expect(page.getByRole("region", { name: "Values now" })).not.toContainText("71");
  await page.getByRole("link", { name: "Wall", exact: true }).click();
  await expect(tileOf(page, "Room 1")).toContainText("97");
  await expect(tileOf(page, "Room 1")).not.toContainText("71");
});

test("ending the session without a release clears the tile", async ({ page }) => {
  worn().takeOff();
  await openRoom(page);
  await page.getByRole("button", { name: "Stop without release" }).click();
  const dialog = page.getByRole("dialog", { name: "Stop A. L. in Room 1 without release?" });
  await dialog.getByRole("button", { name: "Stop without release" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Say how it ended.");
  await dialog.getByRole("radio", { name: "Moved to other care" }).check();
  await dialog.getByLabel("Reason").fill("Chest pain, to the emergency room");
  await dialog.getByRole("button", { name: "Stop without release" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("link", { name: "Wall", exact: true }).click();
  await expect(tileOf(page, "Room 1")).toHaveText(/^1?freeMoved to other care · Undo \(\d:\d\d\)$/);
});
