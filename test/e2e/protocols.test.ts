import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { PATHS, RoomsAnswer } from "@watchroom/shared/http";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import { expectNothingFound } from "./support/access.ts";
import { openOffice, openStation, PEOPLE } from "./support/clinic.ts";
import { signIn } from "./support/people.ts";
import { serverOfThisFile } from "./support/server.ts";

const server = serverOfThisFile({ demo: false });
let reader = "";
const NAME = PROTOCOLS.intranasal.name;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  await openOffice(server);
  reader = await server.addReader();
  for (const room of ["Room 1", "Room 2"]) await server.addDevice(room, "oximeter");
});

async function startSession(room: string): Promise<void> {
  const station = await openStation(server, PEOPLE.nurse);
  const payload = { roomId: station.roomId(room), initials: "A. L.", route: "intranasal" as const };
  await station.act({ name: "startSession", payload: { ...payload, includeEarlier: false, cuffArm: null } });
  station.close();
}

async function versionIn(room: string): Promise<number | undefined> {
  const answer = await fetch(server.url() + PATHS.rooms, { headers: { authorization: `Bearer ${reader}` } });
  const { rooms } = RoomsAnswer.parse(await answer.json());
  return rooms.find(({ name }) => name === room)?.session?.protocol.version;
}

async function openProtocols(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("link", { name: "Protocols", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Protocols", level: 1 })).toBeVisible();
}

/** What stands in the same field as a control. */
const besides = (field: Locator): Locator => field.locator("xpath=..");
const minutesOf = (page: Page): Locator =>
  page.getByRole("group", { name: "Blood pressure (pressure)", exact: true }).getByLabel("At minutes (min)");
const systolicOf = (page: Page): Locator =>
  page
    .getByRole("group", { name: /^Systolic high/ })
    .getByRole("group", { name: "First limit" })
    .getByLabel("Limit (mmHg)");

test("a mistake in a protocol is said beside its field, and nothing is saved while it is there", async ({ page }) => {
  await signIn(page, server, PEOPLE.physician);
  await openProtocols(page);
  await expectNothingFound(page, "the list of protocols");
  await page.getByRole("link", { name: `Open ${NAME}` }).click();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  const save = page.getByRole("button", { name: "Save …" });
  await expect(save).toBeDisabled();
  await expect(page.getByRole("banner").getByRole("link", { name: "Settings" })).toHaveAttribute(
    "aria-current",
    "page",
  );

  await minutesOf(page).fill("45, 40");
  await systolicOf(page).fill("400");
  await expect(besides(minutesOf(page))).toContainText('Check "pressure": its minutes must rise.');
  await expect(besides(minutesOf(page))).toContainText("Preset: 40, 120 min");
  await expect(besides(systolicOf(page))).toContainText("400 is outside 0 to 300.");
  await expect(save).toBeDisabled();
  await expectNothingFound(page, "the editor with faults");
  const list = page.getByRole("region", { name: /things to mend before it can be saved$/ });
  await list.getByRole("link", { name: /its minutes must rise/ }).click();
  await expect(minutesOf(page)).toBeFocused();

  await minutesOf(page).fill("45, 120");
  await systolicOf(page).fill("150");
  await expect(list).toBeHidden();
  await expect(save).toBeEnabled();
});

test("who leaves the editor with something unsaved is asked, by a link and by the way back", async ({ page }) => {
  await signIn(page, server, PEOPLE.physician);
  await openProtocols(page);
  await page.getByRole("link", { name: `Open ${NAME}` }).click();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await minutesOf(page).fill("45, 120");
  const asked = page.getByRole("dialog", { name: "Leave without saving?" });
  await page.getByRole("link", { name: "Wall", exact: true }).click();
  await asked.getByRole("button", { name: "Cancel" }).click();
  await expect(minutesOf(page)).toHaveValue("45, 120");
  await page.goBack();
  await asked.getByRole("button", { name: "Cancel" }).click();
  await expect(minutesOf(page)).toHaveValue("45, 120");
  await page.goBack();
  await asked.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { name: NAME, level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Edit", exact: true })).toBeVisible();
});

test("a version is saved with its reason, made active with the password, and counts for new sessions only", async ({
  page,
}) => {
  await startSession("Room 1");
  await signIn(page, server, PEOPLE.physician);
  await openProtocols(page);
  await page.getByRole("link", { name: `Open ${NAME}` }).click();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await minutesOf(page).fill("45, 120");
  await systolicOf(page).fill("150");
  await page.getByRole("button", { name: "Save …" }).click();
  const saving = page.getByRole("dialog", { name: `Save a new version of ${NAME}` });
  const when = { name: /Check "pressure": when at 40, 120 min .* at 45, 120 min/ };
  await expect(saving.getByRole("row", when)).toBeVisible();
  await saving.getByLabel("Why it is changed").fill("Our patients peak later");
  await expectNothingFound(page, "the dialog that saves");
  await saving.getByRole("button", { name: "Save", exact: true }).click();

  await expect(page.getByText("version 2", { exact: true })).toBeVisible();
  await expect(page.getByText("not active", { exact: true })).toBeVisible();
  await expect(page.getByRole("row", { name: /Our patients peak later/ })).toContainText(PEOPLE.physician.displayName);
  const compare = page.getByRole("region", { name: "Compare two versions" });
  await expect(compare.getByRole("row", when)).toBeVisible();
  const peak = { name: "Systolic high, first limit 160 or baseline + 40 150 or baseline + 40" };
  await expect(compare.getByRole("row", peak)).toHaveCount(3);
  await expectNothingFound(page, "a protocol");
  await startSession("Room 2");
  expect(await versionIn("Room 2"), "what is only saved counts for nobody").toBe(1);

  await page.getByRole("button", { name: "Make active" }).click();
  const activating = page.getByRole("dialog", { name: `Make version 2 of ${NAME} active?` });
  await expect(activating).toContainText("For future sessions only");
  await expect(activating.getByRole("row", when)).toBeVisible();
  await expectNothingFound(page, "the dialog that makes active");
  await activating.getByLabel("Your password").fill("not-his-password");
  await activating.getByRole("button", { name: "Make active" }).click();
  await expect(activating.getByRole("alert")).toContainText("password is not right");
  await activating.getByLabel("Your password").fill(PEOPLE.physician.password);
  await activating.getByRole("button", { name: "Make active" }).click();
  await expect(activating).toBeHidden();
  await expect(page.getByRole("button", { name: "Make not active" })).toBeVisible();

  const station = await openStation(server, PEOPLE.nurse);
  const roomId = station.roomId("Room 2");
  await station.act({ name: "endSession", payload: { roomId, how: "notTreated", reason: "Another day" } });
  station.close();
  await startSession("Room 2");
  expect(await versionIn("Room 2")).toBe(2);
  expect(await versionIn("Room 1"), "a running session keeps its version").toBe(1);
});

test("a nurse reads the protocol, takes it as a file, and reads why she cannot change it", async ({ page }) => {
  await signIn(page, server, PEOPLE.nurse);
  await openProtocols(page);
  await expect(page.getByText("physicians and administrators change them")).toBeVisible();
  await expect(page.getByRole("button", { name: "Import" })).toBeDisabled();
  const row = page.getByRole("row", { name: new RegExp(NAME.replaceAll(/[()]/g, "\\$&")) });
  await expect(row).toContainText("version 2");
  await expect(row).toContainText(/differs in \d+ places/);
  await page.getByRole("link", { name: `Open ${NAME}` }).click();
  await expect(page.getByRole("button", { name: "Edit", exact: true })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Make not active" })).toBeDisabled();
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as a file" }).click();
  const document: unknown = JSON.parse(await readFile(await (await downloading).path(), "utf8"));
  expect(document).toMatchObject({ id: PROTOCOLS.intranasal.id, version: 2 });
});

test("a file with mistakes is refused sentence by sentence; a right one opens unsaved and becomes a protocol", async ({
  page,
}) => {
  await signIn(page, server, PEOPLE.administrator);
  await openProtocols(page);
  const fileOf = (document: object) => ({
    name: "from-elsewhere.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(document)),
  });
  const right = { ...PROTOCOLS.oral, id: "elsewhere", name: "Oral, from elsewhere" };
  await page.getByRole("button", { name: "Import" }).click();
  const importing = page.getByRole("dialog", { name: "Import a protocol" });
  const wrong = { ...right, repeat: { ...right.repeat, overdueMin: 1 }, hold: { ...right.hold, systolicAbove: 160 } };
  await importing.getByLabel("Protocol file (JSON)").setInputFiles(fileOf(wrong));
  await expect(importing.getByRole("alert")).toContainText("it must be overdue later than it is due.");
  await importing.getByRole("button", { name: "Open in the editor" }).click();
  await expect(importing).toContainText("Nothing was saved.");
  await importing.getByLabel("Protocol file (JSON)").setInputFiles(fileOf(right));
  await expect(importing.getByRole("status")).toContainText("Nothing is wrong with it");
  await importing.getByRole("button", { name: "Open in the editor" }).click();

  await expect(page.getByRole("heading", { name: "New protocol: Oral, from elsewhere" })).toBeVisible();
  await page.getByRole("button", { name: "Add a question" }).click();
  await expect(page.getByRole("button", { name: "Save …" })).toBeDisabled();
  const question = page.getByRole("group", { name: /New question$/ });
  await expect(question, "what was added has the focus").toBeFocused();
  await question.getByLabel("Source").fill("The clinic");
  await question.getByLabel("Question", { exact: true }).fill("Has somebody to stay with tonight");
  await page.getByRole("button", { name: "Save …" }).click();
  await page.getByLabel("Why it is changed").fill("Taken over from the other house");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Oral, from elsewhere" })).toBeVisible();
  await expect(page.getByText("Has somebody to stay with tonight", { exact: true })).toBeVisible();
  await expect(page.getByText("not active", { exact: true })).toBeVisible();
});

test("the administrator writes down what the REMS form asks of the clinic", async ({ page }) => {
  await signIn(page, server, PEOPLE.administrator);
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("link", { name: "Clinic", exact: true }).click();
  await page.getByLabel("Name of the healthcare setting").fill("Harbour Clinic");
  await page.getByLabel("ZIP code").fill("02110");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("ZIP code")).toHaveValue("02110");
  await expectNothingFound(page, "the clinic's data");
});
