import { expect, type Locator, type Page, test } from "@playwright/test";
import { PATHS } from "@watchroom/shared/http";
import { SessionsAnswer } from "@watchroom/shared/http-sessions";
import { expectNothingFound, tabTo } from "./support/access.ts";
import { addGateway, answersAsExpected, openOffice, openStation, PEOPLE } from "./support/clinic.ts";
import { type Oximeter, wearOximeter } from "./support/device.ts";
import { signIn } from "./support/people.ts";
import { tileOf } from "./support/screen.ts";
import { serverOfThisFile } from "./support/server.ts";
import { criterion, part, roomPage, scale } from "./support/session-page.ts";

const server = serverOfThisFile({ demo: false });
const { nurse, physician } = PEOPLE;
const ROOM = "Room 1";
/** In this one only the keyboard is used. */
const KEYBOARD_ROOM = "Room 2";
const LOT = "22KG441X";
let oximeter: Oximeter | null = null;

// One patient's afternoon, in its order.
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  const office = await openOffice(server);
  const { token } = await addGateway(server, office, [ROOM, KEYBOARD_ROOM]);
  const worn = [ROOM, KEYBOARD_ROOM].map((room) => ({ room, spo2: 97 }));
  oximeter = wearOximeter(server, token, worn);
  await oximeter.shows(...worn);
});
test.afterAll(() => oximeter?.takeOff());

async function openRoom(page: Page): Promise<Locator> {
  await signIn(page, server, nurse);
  await tileOf(page, ROOM).getByRole("link", { name: ROOM, exact: true }).click();
  return roomPage(page, ROOM);
}

/** Its questions are the subject of spravato.test.ts. */
async function answerPreCheck(room: string): Promise<void> {
  const station = await openStation(server, nurse);
  await station.act(answersAsExpected(station.roomId(room), "intranasal"));
  station.close();
}

async function typePressure(room: Locator, systolic: string, diastolic: string): Promise<void> {
  await part(room, "Due")
    .getByRole("button", { name: /^Type BP/ })
    .click();
  const dialog = room.page().getByRole("dialog", { name: `Cuff value in ${ROOM}` });
  for (const digit of systolic + diastolic) {
    await dialog.getByRole("button", { name: digit, exact: true }).click();
  }
  await dialog.getByRole("button", { name: `Enter ${systolic}/${diastolic}` }).click();
  await expect(dialog).toBeHidden();
}

test("a session that starts asks for a baseline pressure and sedation, and one tap enters the sedation", async ({
  page,
}) => {
  await signIn(page, server, nurse);
  await tileOf(page, ROOM).getByRole("link", { name: "Start session" }).click();
  const dialog = page.getByRole("dialog", { name: `Start a session in ${ROOM}` });
  await dialog.getByLabel("Patient's initials").fill("A. L.");
  await dialog.getByRole("radio", { name: "Intranasal" }).check();
  await expect(dialog.getByRole("status")).toContainText("Esketamine (Spravato)");
  await dialog.getByRole("radio", { name: "Yes, it is this patient's" }).check();
  await dialog.getByRole("button", { name: "Start session" }).click();
  await expect(dialog).toBeHidden();
  const room = roomPage(page, ROOM);
  const dues = part(room, "Due").getByRole("listitem");
  await expect(dues).toHaveText([/^BP.?now/, /^MOAA\/S.?now/]);
  const sedation = scale(room, "Sedation (MOAA/S)").getByRole("button", { name: "5 Readily to name" });
  await sedation.click();
  await expect(sedation).toHaveAttribute("aria-pressed", "true");
  await expect(dues).toHaveText([/^BP.?now/]);
});

test("above 140/90 the first device waits for a physician's decision, and nothing is recorded without it", async ({
  page,
}) => {
  await answerPreCheck(ROOM);
  const room = await openRoom(page);
  await typePressure(room, "152", "88");
  await expect(part(room, "Values now")).toContainText("152/88");
  await expect(part(room, "Due")).toContainText("Nothing is due in this phase.");
  await part(room, "Dose").getByLabel("Lot number").fill(LOT);
  await part(room, "Dose").getByRole("button", { name: "Device 1 of 3, 28 mg" }).click();
  const hold = page.getByRole("dialog", { name: "Wait before the first dose" });
  await expect(hold).toContainText("Blood pressure 152/88 is above 140/90 before the dose.");
  await hold.getByRole("button", { name: "Device 1 of 3, 28 mg despite" }).click();
  await expect(hold.getByRole("alert")).toHaveText("Give the physician's name and the reason in words.");
  await hold.getByRole("button", { name: "Cancel" }).click();
  await expect(hold).toBeHidden();
  await expect(part(room, "Dose")).toContainText("0 of 3 devices");
});

test("measured again, the device is given by one tap, with its lot number, and the next one is counted down", async ({
  page,
}) => {
  const room = await openRoom(page);
  await typePressure(room, "136", "84");
  await expect(part(room, "Values now")).toContainText("136/84");
  const dose = part(room, "Dose");
  await dose.getByLabel("Lot number").fill(LOT);
  await dose.getByRole("button", { name: "Device 1 of 3, 28 mg" }).click();
  await expect(dose.getByRole("row").last()).toContainText(`Given 28 mg${LOT}Okafor`);
  await expect(dose).toContainText("1 of 3 devices, 28 mg");
  const next = dose.getByRole("button", { name: "Device 2 of 3, 28 mg in 4:" });
  await expect(next).toBeDisabled();
  const left = await next.innerText();
  await expect(next, "it counts down").not.toHaveText(left);
  await expect(room.getByText(/^Dosing since/)).toBeVisible();
  await expect(criterion(room, "Two pressures")).toContainText("baseline 136/84");
});

test("what comes next stands on the tile's foot, and on the board in the order in which it is due", async ({
  page,
}) => {
  await signIn(page, server, nurse);
  const tile = tileOf(page, ROOM);
  await expect(tile).toContainText("Dosing");
  await expect(tile.locator("footer")).toContainText(/Device 2 in 4:\d\d/);
  await page.getByRole("link", { name: "Due", exact: true }).click();
  const soon = page.getByRole("region", { name: "In the next 30 minutes" });
  await expect(soon.getByRole("listitem")).toHaveText([
    /^Room 1A\. L\.Device 2in \d:\d\d/,
    /^Room 1A\. L\.20-min MOAA\/Sin 1\d:\d\d/,
    /^Room 1A\. L\.20-min Breathingin 1\d:\d\d/,
  ]);
  await expect(page.getByText(/^Later: Room 1, 40-min BP in 3\d:\d\d/)).toBeVisible();
  await soon.getByRole("link", { name: /20-min MOAA\/S/ }).click();
  const room = roomPage(page, ROOM);
  await expect(scale(room, "Sedation (MOAA/S)"), "a row leads to it").toBeFocused();
  await part(room, "Due").getByRole("button", { name: "Dose Device 2" }).click();
  await expect(part(room, "Dose")).toBeFocused();
});

for (const theme of ["dark", "light"]) {
  test(`axe finds nothing on the session's pages and dialogs in ${theme} colours`, async ({ page }) => {
    await page.addInitScript((chosen) => localStorage.setItem("watchroom.theme", chosen), theme);
    const room = await openRoom(page);
    await expect(part(room, "Dose")).toContainText("1 of 3 devices");
    await expectNothingFound(page, "the room in session");
    for (const [where, name] of [
      ["Due", /^Type BP/],
      ["Release", /^Release despite/],
    ] as const) {
      await part(room, where).getByRole("button", { name }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNothingFound(page, `the dialog of ${where}`);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
    }
    await page.getByRole("link", { name: "Due", exact: true }).click();
    await expect(page.getByRole("region", { name: "In the next 30 minutes" })).toBeVisible();
    await expectNothingFound(page, "what is due");
  });
}

test("after the end of dosing each assessment is one tap, and the release says what is still open", async ({
  page,
}) => {
  const room = await openRoom(page);
  await part(room, "Dose").getByRole("button", { name: "End dosing" }).click();
  const asked = page.getByRole("dialog", { name: `End dosing in ${ROOM}?` });
  await asked.getByRole("button", { name: "End dosing" }).click();
  await expect(asked).toBeHidden();
  await expect(room.getByText(/^Observation since/)).toBeVisible();
  await expect(part(room, "Dose").getByRole("button", { name: /^Device/ })).toHaveCount(0);
  for (const [name, value] of [
    ["Sedation (MOAA/S)", "5 Readily to name"],
    ["Dissociation", "1 Mild"],
    ["Breathing", "0 Normal"],
    ["Walking", "2 Steady"],
    ["Escort", "1 Here"],
  ] as const) {
    await scale(room, name).getByRole("button", { name: value }).click();
    await expect(criterion(room, name)).toContainText(name === "Dissociation" ? "not met" : /: met/);
    await expect(criterion(room, name)).toContainText(`${value} · ${nurse.displayName}`);
  }
  await expect(criterion(room, "Minimum time")).toContainText("Minimum time: not met120 min from the first dose");
  await expect(criterion(room, "Two pressures")).toContainText("not known");
  await expect(part(room, "Release")).toContainText("5 of 8");
});

test("a release before its time needs a physician and a reason; it clears the room and is kept", async ({ page }) => {
  const room = await openRoom(page);
  await part(room, "Release").getByRole("button", { name: "Release despite" }).click();
  const dialog = page.getByRole("dialog", { name: `Release A. L. from ${ROOM} despite what is open?` });
  await expect(dialog.getByRole("list", { name: "Open criteria" }).getByRole("listitem")).toHaveText([
    /^Minimum time: not met/,
    /^Two pressures within 20 % of baseline: not known/,
    /^Dissociation: not met 1 Mild/,
  ]);
  await dialog.getByRole("button", { name: "Release despite" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Give the physician's name and the reason in words.");
  await dialog.getByLabel("Physician who decides").fill(physician.displayName);
  await dialog.getByLabel("Reason").fill("Wishes to leave, escort informed");
  await dialog.getByRole("button", { name: "Release despite" }).click();
  await expect(dialog).toBeHidden();
  await expectReleased(page, ROOM, "A. L.");
});

/** The room is ready for the next patient, and the session that ended is kept. */
async function expectReleased(page: Page, room: string, initials: string): Promise<void> {
  await page.getByRole("link", { name: "Wall", exact: true }).click();
  await expect(tileOf(page, room)).toHaveText(/^\dfreeReleased · Undo \(\d:\d\d\)$/);
  const answer = await page.request.get(server.url() + PATHS.sessions);
  const { sessions } = SessionsAnswer.parse(await answer.json());
  const kept = sessions.filter((one) => one.room === room);
  expect(kept).toEqual([expect.objectContaining({ initials, route: "intranasal", simulated: false })]);
  expect(kept[0]?.endedAt).not.toBeNull();
}

test("with the keyboard alone the nurse gives a device, assesses and releases", async ({ page }) => {
  const station = await openStation(server, nurse);
  const roomId = station.roomId(KEYBOARD_ROOM);
  const start = { roomId, initials: "B. Q.", route: "intranasal", includeEarlier: true, cuffArm: null } as const;
  await station.act({ name: "startSession", payload: start });
  await station.act(answersAsExpected(roomId, "intranasal"));
  await station.act({ name: "enterPressure", payload: { roomId, systolic: 124, diastolic: 76, at: null } });
  station.close();
  await signIn(page, server, nurse);
  await expect(tileOf(page, KEYBOARD_ROOM)).toContainText("B. Q.");
  await page.keyboard.press("2");
  await page.keyboard.press("Enter");
  const room = roomPage(page, KEYBOARD_ROOM);
  await expect(room).toBeVisible();

  await tabTo(part(room, "Dose").getByLabel("Lot number"));
  await page.keyboard.type(LOT);
  await tabTo(part(room, "Dose").getByRole("button", { name: "Device 1 of 3, 28 mg" }));
  await page.keyboard.press("Enter");
  await expect(part(room, "Dose").getByRole("row").last()).toContainText(`Given 28 mg${LOT}Okafor`);
  await expect(part(room, "Dose"), "the focus is not lost with the button").toBeFocused();

  await tabTo(scale(room, "Dissociation").getByRole("button", { name: "0 None" }));
  await page.keyboard.press("Space");
  await expect(criterion(room, "Dissociation")).toContainText(/: met/);

  await tabTo(part(room, "Release").getByRole("button", { name: "Release despite" }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: `Release B. Q. from ${KEYBOARD_ROOM} despite what is open?` });
  await expect(dialog.getByLabel("Physician who decides"), "the dialog begins with its first field").toBeFocused();
  await page.keyboard.type(physician.displayName);
  await page.keyboard.press("Tab");
  await page.keyboard.type("Wishes to leave, escort informed");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expectReleased(page, KEYBOARD_ROOM, "B. Q.");
});
