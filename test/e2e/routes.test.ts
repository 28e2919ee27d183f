import { expect, type Locator, type Page, test } from "@playwright/test";
import { PATHS, RoomsAnswer } from "@watchroom/shared/http";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import { ROUTES, type Route } from "@watchroom/shared/session";
import { addGateway, openOffice, PEOPLE } from "./support/clinic.ts";
import { type Oximeter, wearOximeter } from "./support/device.ts";
import { signIn } from "./support/people.ts";
import { tileOf } from "./support/screen.ts";
import { serverOfThisFile } from "./support/server.ts";
import { part, roomPage, scale } from "./support/session-page.ts";

const server = serverOfThisFile({ demo: false });
const { nurse } = PEOPLE;
const ROOMS = {
  intravenous: "Room 1",
  intramuscular: "Room 2",
  sublingual: "Room 3",
  oral: "Room 4",
} as const satisfies Partial<Record<Route, string>>;
type OtherRoute = keyof typeof ROOMS;
const INITIALS: Readonly<Record<OtherRoute, string>> = {
  intravenous: "M. K.",
  intramuscular: "B. Q.",
  sublingual: "W. Å.",
  oral: "T. U.",
};
let oximeter: Oximeter | null = null;

// Four patients at the same time, in the order in which the nurse comes to them.
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  const office = await openOffice(server);
  const rooms = Object.values(ROOMS);
  const { token } = await addGateway(server, office, rooms);
  const worn = rooms.map((room) => ({ room, spo2: 97 }));
  oximeter = wearOximeter(server, token, worn);
  await oximeter.shows(...worn);
});
test.afterAll(() => oximeter?.takeOff());

const doseOf = (room: Locator): Locator => part(room, "Dose");
const press = (within: Locator, name: string | RegExp): Promise<void> =>
  within.getByRole("button", { name, exact: typeof name === "string" }).click();

/** From the wall to the moment before the first dose: the patient, the plan, every question, a pressure. */
async function checkIn(page: Page, route: OtherRoute): Promise<Locator> {
  await signIn(page, server, nurse);
  await tileOf(page, ROOMS[route]).getByRole("link", { name: "Start session" }).click();
  const dialog = page.getByRole("dialog", { name: `Start a session in ${ROOMS[route]}` });
  await dialog.getByLabel("Patient's initials").fill(INITIALS[route]);
  await dialog.getByRole("radio", { name: ROUTES[route].label }).check();
  await expect(dialog.getByRole("status")).toContainText(PROTOCOLS[route].name);
  await dialog.getByRole("radio", { name: "Yes, it is this patient's" }).check();
  await press(dialog, "Start session");
  await expect(dialog).toBeHidden();
  const room = roomPage(page, ROOMS[route]);
  const check = part(room, "Pre-session check");
  for (const group of ["Must not be present", "Taken today or lately"])
    await press(scale(check, group), `None of these: ${group}`);
  for (const { question, expected } of PROTOCOLS[route].preCheck) {
    if (expected === "yes") await press(scale(check, question), "Yes");
  }
  await expect(check.getByRole("status").first()).toContainText("all as expected");
  await press(part(room, "Due"), /^Type BP/);
  const typing = page.getByRole("dialog", { name: `Cuff value in ${ROOMS[route]}` });
  await typing.getByLabel("Systolic", { exact: true }).fill("128");
  await typing.getByLabel("Diastolic", { exact: true }).fill("78");
  await press(typing, "Enter 128/78");
  await expect(typing).toBeHidden();
  return room;
}

async function expectDose(room: Locator, text: string): Promise<void> {
  await expect(doseOf(room).getByRole("row").last()).toContainText(text);
}

async function openRoom(page: Page, route: OtherRoute): Promise<Locator> {
  await signIn(page, server, nurse);
  await tileOf(page, ROOMS[route]).getByRole("link", { name: ROOMS[route], exact: true }).click();
  return roomPage(page, ROOMS[route]);
}

test("an infusion is planned by weight, runs at its rate, is changed and paused; the patient goes to the bathroom", async ({
  page,
}) => {
  const room = await checkIn(page, "intravenous");
  await press(doseOf(room), "Plan the infusion");
  const plan = page.getByRole("dialog", { name: `Dose plan in ${ROOMS.intravenous}` });
  await plan.getByLabel("Weight (kg)").fill("70");
  await expect(plan.getByLabel("Amount (mg)")).toHaveValue("35");
  await expect(plan.getByRole("status")).toHaveText("35 mg in 40 min (70 kg, 0.5 mg/kg): 52.5 mg/h");
  await press(plan, "Set plan");
  await press(doseOf(room), "Start infusion");
  await expectDose(room, "Infusion started, 35 mg planned, 52.5 mg/h");
  await expect(doseOf(room)).toContainText("of 35 mg given");
  await press(doseOf(room), "Change rate …");
  const rate = page.getByRole("dialog", { name: "Change the rate" });
  await expect(rate).toContainText("It runs at 52.5 mg/h.");
  await rate.getByLabel("New rate (mg an hour)").fill("40");
  await expect(rate.getByRole("status")).toContainText(/^The 3\d(\.\d)? mg left take 5\d min: ends about/);
  await press(rate, "Record 40 mg/h");
  await expectDose(room, "Rate changed, 40 mg/h");
  await press(doseOf(room), "Pause");
  await expectDose(room, "Paused");
  await expect(doseOf(room)).toContainText("Paused since");
  await oximeter?.shows(
    ...Object.values(ROOMS).map((name) => ({ room: name, spo2: name === ROOMS.intravenous ? null : 97 })),
  );
  await press(part(room, "Events"), "Bathroom, 10 min");
  await expect(part(room, "Standby")).toContainText(/Bathroom 0:\d\d of 10 min/);
});

test("two injections are given, each with its own amount", async ({ page }) => {
  const room = await checkIn(page, "intramuscular");
  await press(doseOf(room), "Give 50 mg");
  await expectDose(room, "Given 50 mg");
  await expect(doseOf(room)).toContainText("1 of 2 injections, 50 mg");
  await expect(part(room, "Due").getByRole("listitem").first()).toContainText(/10-min .*in \d:\d\d/);
});

test("a lozenge is held in the mouth, and spat out or swallowed", async ({ page }) => {
  const room = await checkIn(page, "sublingual");
  await press(doseOf(room), "Give 100 mg");
  await expectDose(room, "Given 100 mg");
  await expect(doseOf(room)).toContainText(/Held 0:\d\d in the mouth/);
  await expect(doseOf(room).getByRole("button", { name: /^Give \d/ })).toHaveCount(0);
  await press(doseOf(room), "Spat out");
  await expectDose(room, "Spat out");
  await press(doseOf(room), "Give 50 mg");
  await expectDose(room, "Given 50 mg");
});

test("a dose by mouth is given in parts", async ({ page }) => {
  const room = await checkIn(page, "oral");
  await press(doseOf(room), "Give 100 mg");
  await expectDose(room, "Given 100 mg");
  await expect(doseOf(room).getByRole("button", { name: "Swallowed" })).toHaveCount(0);
});

/** What must outlive the server, of every room. */
async function kept(page: Page): Promise<object[]> {
  const answer = await page.request.get(server.url() + PATHS.rooms);
  return RoomsAnswer.parse(await answer.json()).rooms.map(({ name, session, standby, limits, limitNotes }) => {
    // Whether a fresh SpO2 is there is of the moment.
    const release = session?.release.filter(({ id }) => id !== "spo2");
    return { name, session: { ...session, release }, standby, limits, limitNotes };
  });
}

test("a server that is killed in the middle of all four knows the doses, dues, clocks and standby again", async ({
  page,
}) => {
  const room = await openRoom(page, "intravenous");
  await expect(part(room, "Standby")).toBeVisible();
  const before = await kept(page);
  expect(before).toHaveLength(4);
  const dues = await part(room, "Due").getByRole("listitem").count();
  expect(dues).toBeGreaterThan(0);
  await server.kill();
  await expect(page.locator("html")).toHaveAttribute("data-link", "lost");
  await server.start();
  await expect(page.locator("html")).toHaveAttribute("data-link", "up");
  expect(await kept(page)).toEqual(before);
  await expect(part(room, "Standby")).toContainText(/Bathroom \d:\d\d of 10 min/);
  await expect(doseOf(room)).toContainText("Paused since");
  await expect(doseOf(room).getByRole("row")).toHaveCount(4);
  await expect(part(room, "Due").getByRole("listitem")).toHaveCount(dues);
  await page.getByRole("link", { name: "Wall", exact: true }).click();
  await expect(tileOf(page, ROOMS.intravenous)).toContainText("STANDBY");
  for (const route of ["intramuscular", "sublingual", "oral"] as const) {
    await expect(tileOf(page, ROOMS[route])).toContainText(INITIALS[route]);
    await expect(tileOf(page, ROOMS[route])).toContainText("Dosing");
    await expect(tileOf(page, ROOMS[route])).toContainText("97");
  }
});

test("each of the four goes on where it was, to the end of its dosing", async ({ page }) => {
  const infusion = await openRoom(page, "intravenous");
  await press(part(infusion, "Standby"), "Back now");
  await expect(part(infusion, "Standby")).toBeHidden();
  await press(doseOf(infusion), "Resume");
  await expectDose(infusion, "Resumed");
  await expect(doseOf(infusion)).toContainText("of 35 mg given 40 mg/h, ends about");
  await press(doseOf(infusion), "End infusion …");
  await press(page.getByRole("dialog", { name: `End infusion in ${ROOMS.intravenous}?` }), "End infusion");
  await expect(infusion.getByText("Observation since")).toBeVisible();
  for (const [route, steps, state] of [
    ["intramuscular", ["Give 25 mg"], "2 of 2 injections, 75 mg, ended"],
    ["sublingual", ["Swallowed", "End dosing …"], "2 of 4 doses, 150 mg, ended"],
    ["oral", ["Give 50 mg", "End dosing …"], "2 of 4 doses, 150 mg, ended"],
  ] as const) {
    await page.getByRole("link", { name: "Wall", exact: true }).click();
    await tileOf(page, ROOMS[route]).getByRole("link", { name: ROOMS[route], exact: true }).click();
    const room = roomPage(page, ROOMS[route]);
    for (const step of steps) {
      await press(doseOf(room), step);
      if (step === "End dosing …") await press(page.getByRole("dialog", { name: /^End dosing in / }), "End dosing");
    }
    await expect(doseOf(room)).toContainText(state);
    await expect(room.getByText("Observation since")).toBeVisible();
    await expect(doseOf(room).getByRole("button", { name: /Give|End/ })).toHaveCount(0);
  }
});
