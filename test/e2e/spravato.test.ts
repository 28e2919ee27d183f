import { expect, type Locator, type Page, test } from "@playwright/test";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import { addGateway, type Office, openOffice, PEOPLE, SECOND_NURSE } from "./support/clinic.ts";
import { type Bedside, bedsideOf, fastServerOfThisFile } from "./support/fast-server.ts";
import { KEYBOARD, MOUSE } from "./support/hand.ts";
import { paperwork } from "./support/paperwork.ts";
import { tileOf } from "./support/screen.ts";
import { criterion, part, roomPage, scale } from "./support/session-page.ts";
import { pagesOf, type Visit } from "./support/visit.ts";

const server = fastServerOfThisFile();
const { nurse, physician } = PEOPLE;
const LOTS = ["22KG441X", "22KG442X"] as const;
const PREPARATIONS = PROTOCOLS.intranasal.preCheck.filter(({ group }) => group === "preparation");
const MINUTE_MS = 60_000;
// A picture of the whole page before and after each of some thousand keys would take longer than the keys.
const TRACE = { mode: "retain-on-failure", snapshots: false, screenshots: false } as const;
test.use({ actionTimeout: 15_000, trace: TRACE });
let office: Office = { cookie: "" };

test.beforeAll(async () => {
  office = await openOffice(server);
});

const VISITS: readonly Visit[] = [
  { hand: MOUSE, room: "Room 1", initials: "Q. Zw.", recordNumber: "R-71001", birthDate: "1980-02-29" },
  { hand: KEYBOARD, room: "Room 2", initials: "J. Xy.", recordNumber: "R-72002", birthDate: "1964-11-05" },
];

for (const visit of VISITS) {
  test.describe(`with ${visit.hand.name}`, () => {
    // One patient's afternoon, in its order.
    test.describe.configure({ mode: "serial", timeout: 180_000 });
    spravato(visit);
  });
}

/** From check-in to the printed report, in steps that each begin with signing in. */
function spravato(visit: Visit): void {
  const { hand, room, initials, recordNumber, birthDate } = visit;
  let bedside: Bedside;
  let dosedAt = 0;
  test.beforeAll(async () => {
    bedside = bedsideOf(server, (await addGateway(server, office, [room])).token, room);
    await bedside.report();
  });

  const pages = pagesOf(server, visit);
  const { press, judge, seen, tabThrough, signIn, openRoom } = pages;
  const toMinute = (minute: number): Promise<void> =>
    bedside.waits(minute - (server.now().getTime() - dosedAt) / MINUTE_MS);

  test("the nurse checks the patient in, and an answer against the expectation waits for a physician", async ({
    page,
  }) => {
    await signIn(page, nurse);
    await hand.press(tileOf(page, room).getByRole("link", { name: "Start session" }));
    const dialog = page.getByRole("dialog", { name: `Start a session in ${room}` });
    await hand.fill(dialog.getByLabel("Patient's initials"), initials);
    await hand.fill(dialog.getByLabel("Record number"), recordNumber);
    await hand.fillDay(dialog.getByLabel("Birth date"), birthDate);
    await hand.choose(dialog.getByRole("radio", { name: "Intranasal" }));
    await expect(dialog.getByRole("status")).toContainText("Esketamine (Spravato) version 1");
    await hand.choose(dialog.getByRole("radio", { name: "Yes, it is this patient's" }));
    await seen(page, "check-in");
    await press(dialog, "Start session");
    await expect(dialog).toBeHidden();
    const at = roomPage(page, room);
    await expect(at).toContainText(recordNumber);
    await press(at, "Begin baseline");
    await expect(at.getByText("Baseline since")).toBeVisible();

    const check = part(at, "Pre-session check");
    await expect(check.getByRole("status").first()).toHaveText("The first dose waits: 18 questions not answered");
    await press(scale(check, "Must not be present"), "None of these: Must not be present");
    await press(scale(check, "Benzodiazepine"), "Yes");
    await press(check, "None of the other 6: Taken today or lately");
    for (const { question } of PREPARATIONS) await press(scale(check, question), "Yes");
    await expect(check.getByRole("status").first()).toHaveText("The first dose waits: 1 answer waits for a physician");
    await hand.fill(part(at, "Dose").getByLabel("Lot number"), LOTS[0]);
    await press(part(at, "Dose"), "Device 1 of 3, 28 mg");
    const hold = page.getByRole("dialog", { name: "Wait before the first dose" });
    await expect(hold).toContainText("Benzodiazepine");
    await press(hold, "Cancel");
    await press(check, "Physician's decision");
    const deciding = page.getByRole("dialog", { name: `Go on in ${room}?` });
    await expect(deciding.getByRole("list", { name: "Not as expected" })).toHaveText("Benzodiazepine: yes");
    await seen(page, "a physician's decision");
    await hand.fill(deciding.getByLabel("Physician who decides"), physician.displayName);
    await hand.fill(deciding.getByLabel("Reason"), "Lorazepam last night only");
    await press(deciding, "Record the decision");
    await expect(check.getByRole("status").first()).toContainText("Paul Lindqvist decided: Lorazepam last night only");
  });

  test("above 140/90 it is measured again; then three devices are given, each counted down to", async ({ page }) => {
    const at = await openRoom(page, nurse);
    const dose = part(at, "Dose");
    await judge(at, "Sedation (MOAA/S)", "5 Readily to name");
    await bedside.measures(152, 88);
    await expect(part(at, "Values now")).toContainText("152/88");
    await hand.fill(dose.getByLabel("Lot number"), LOTS[0]);
    await press(dose, "Device 1 of 3, 28 mg");
    const hold = page.getByRole("dialog", { name: "Wait before the first dose" });
    await expect(hold).toContainText("Blood pressure 152/88 is above 140/90 before the dose.");
    await press(hold, "Cancel");
    await bedside.waits(4);
    await bedside.measures(136, 84);
    await expect(part(at, "Values now")).toContainText("136/84");
    await press(dose, "Device 1 of 3, 28 mg");
    await expect(dose.getByRole("row").last()).toContainText(`Given 28 mg${LOTS[0]}Okafor`);
    dosedAt = server.now().getTime();
    await expect(dose.getByRole("button", { name: /^Device 2 of 3, 28 mg in 4:\d\d$/ })).toBeDisabled();
    await seen(page, "dosing");
    await tabThrough(page);
    await bedside.waits(4.5);
    await expect(dose.getByRole("button", { name: /^Device 2 of 3, 28 mg in 0:\d\d$/ })).toBeDisabled();
    await bedside.waits(0.5);
    await press(dose, "Device 2 of 3, 28 mg");
    await expect(dose.getByRole("row").last()).toContainText(`Given 28 mg${LOTS[0]}Okafor`);
    await expect(dose).toContainText("2 of 3 devices, 56 mg");
    await bedside.waits(5);
    await hand.fill(dose.getByLabel("Lot number"), LOTS[1]);
    await press(dose, "Device 3 of 3, 28 mg");
    await expect(dose.getByRole("row").last()).toContainText(`Given 28 mg${LOTS[1]}Okafor`);
    await expect(dose).toContainText("3 of 3 devices, 84 mg");
    await expect(at.getByText("Observation since")).toBeVisible();
  });

  test("a slip is taken back within its minute; events, oxygen and the bathroom are one press", async ({ page }) => {
    const at = await openRoom(page, nurse);
    const sedation = scale(at, "Sedation (MOAA/S)");
    const taken = part(at, "Taken a moment ago");
    await toMinute(20);
    await press(sedation, "1 Only to a painful squeeze");
    await expect(taken).toContainText("Sedation (MOAA/S) 1 Only to a painful squeeze");
    await press(taken, /^Undo \(\d:\d\d\)$/);
    await expect(taken).toBeHidden();
    await expect(sedation.getByRole("button", { name: "5 Readily to name" })).toHaveAttribute("aria-pressed", "true");
    await press(sedation, "4 Lethargic to name");
    await judge(at, "Breathing", "0 Normal");
    await expect(taken).toContainText("Breathing 0 Normal");
    await bedside.waits(1);
    await expect(taken, "after a minute nothing is taken back").toBeHidden();

    const events = part(at, "Events");
    await press(events, "Oxygen on …");
    await hand.fill(page.getByRole("dialog").getByLabel("Litres a minute"), "2 L/min");
    await press(page.getByRole("dialog"), "Record oxygen on");
    await expect(events.getByRole("list", { name: "Events so far" })).toContainText("Oxygen on: 2 L/min");
    await expect(criterion(at, "on room air")).toContainText("oxygen is on");
    await bedside.waits(3);
    await press(events, "Oxygen off");
    await expect(criterion(at, "on room air")).toContainText("at or above it now");
    await press(events, "Repositioned");
    await expect(events.getByRole("listitem").first()).toContainText("Repositioned");

    await press(events, "Bathroom, 10 min");
    const away = part(at, "Standby");
    await expect(away).toContainText(/Bathroom 0:\d\d of 10 min/);
    await bedside.waits(4, { worn: false });
    await expect(away).toContainText(/Bathroom 4:\d\d of 10 min/);
    await seen(page, "on standby");
    await hand.press(page.getByRole("link", { name: "Wall", exact: true }));
    await expect(tileOf(page, room)).toContainText("STANDBY");
    await expect(tileOf(page, room)).not.toContainText("priority:");
    await bedside.report();
    for (let reading = 0; reading < 3; reading += 1) await bedside.waits(0.1);
    await expect(tileOf(page, room)).toContainText("STANDBY");
    await bedside.waits(0.1);
    await expect(tileOf(page, room), "20 s of good signal").not.toContainText("STANDBY");
    await expect(tileOf(page, room)).toContainText("97");
  });

  test("a pressure 40 above the baseline asks for symptoms at once and is measured again in 3 to 5 min", async ({
    page,
  }) => {
    const at = await openRoom(page, nurse);
    const due = part(at, "Due");
    await toMinute(40);
    await expect(due).toContainText("from first device (counts)");
    await bedside.measures(178, 96);
    await expect(due.getByRole("listitem").filter({ hasText: "Repeat BP" })).toContainText(/in [23]:\d\d/);
    await seen(page, "a pressure that is too high");
    for (const what of ["Systolic 178", "Mean pressure 123"]) await press(at, new RegExp(`^Acknowledge ${what}`));
    await expect(at.getByText(/acknowledged by Nora Okafor/)).toHaveCount(2);
    const symptoms = scale(due, "Symptoms with the pressure");
    await press(symptoms, "0 None");
    await expect(symptoms).toBeHidden();
    await judge(at, "Sedation (MOAA/S)", "4 Lethargic to name");
    await judge(at, "Dissociation", "2 Marked");
    await judge(at, "Breathing", "0 Normal");
    await bedside.waits(4);
    await expect(due.getByRole("listitem").filter({ hasText: "Repeat BP" })).toContainText("now");
    await press(due, "Type BP Repeat BP");
    const typing = page.getByRole("dialog", { name: `Cuff value in ${room}` });
    await hand.fill(typing.getByLabel("Systolic", { exact: true }), "146");
    await hand.fill(typing.getByLabel("Diastolic", { exact: true }), "88");
    await press(typing, "Enter 146/88");
    await expect(typing).toBeHidden();
    await expect(due).not.toContainText("Repeat BP");
    await expect(part(at, "Values now")).toContainText("146/88");
  });

  test("the room is handed over by name, with what is open in it", async ({ page }) => {
    const at = await openRoom(page, nurse);
    await expect(at.getByText(`Room of ${nurse.displayName} (you)`)).toBeVisible();
    await press(at, "Hand over");
    const dialog = page.getByRole("dialog", { name: "Hand over" });
    await hand.choose(dialog.getByRole("radio", { name: SECOND_NURSE.displayName }));
    await expect(dialog.getByRole("list", { name: `Open in ${room}` })).toContainText("60-min MOAA/S in ");
    await seen(page, "handing over");
    await press(dialog, "Hand over");
    await expect(dialog).toBeHidden();
    await expect(at.getByText(`Room of ${SECOND_NURSE.displayName}`)).toBeVisible();
  });

  test("at 120:00 the minimum time is met, and only when every criterion is may the patient go", async ({ page }) => {
    const at = await openRoom(page, SECOND_NURSE);
    await toMinute(90);
    await judge(at, "Sedation (MOAA/S)", "5 Readily to name");
    await judge(at, "Dissociation", "1 Mild");
    await toMinute(100);
    await bedside.measures(132, 82);
    await toMinute(116);
    await bedside.measures(130, 80);
    for (const [name, value] of [
      ["Sedation (MOAA/S)", "5 Readily to name"],
      ["Dissociation", "0 None"],
      ["Breathing", "0 Normal"],
      ["Escort", "1 Here"],
    ] as const) {
      await judge(at, name, value);
      await expect(criterion(at, name)).toContainText(": met");
    }
    await expect(criterion(at, "Minimum time")).toContainText("not met");
    await toMinute(120);
    await expect(criterion(at, "Minimum time")).toContainText("Minimum time: met");
    await expect(part(at, "Release")).toContainText("7 of 8");
    await expect(at.locator("header")).toContainText("Minimum time met");
    await expect(at).not.toContainText(/\bdone\b/i);
    await hand.press(page.getByRole("link", { name: "Wall", exact: true }));
    await expect(tileOf(page, room)).toContainText("Minimum time met");
    await expect(page.locator("body")).not.toContainText(/\bdone\b/i);
    await hand.press(tileOf(page, room).getByRole("link", { name: room, exact: true }));
    await judge(at, "Walking", "2 Steady");
    await expect(at.getByText("Ready for release since")).toBeVisible();
    await seen(page, "ready for release");
    await press(part(at, "Release"), "Release");
    const dialog = page.getByRole("dialog", { name: `Release ${initials} from ${room}?` });
    await expect(dialog).toContainText("All 8 criteria are met.");
    await press(dialog, "Release");
    await expect(dialog).toBeHidden();
    await expectNobody(page, at);
  });

  /** Nothing of the patient is in the room, on the wall, on the board or anywhere in what the browser keeps of them. */
  async function expectNobody(page: Page, at: Locator): Promise<void> {
    await expect(at).toContainText("Free");
    for (const where of [null, "Wall", "Due"]) {
      if (where !== null) await hand.press(page.getByRole("link", { name: where, exact: true }));
      if (where === "Due") await expect(page.getByText("Nothing is due in the next 30 minutes.")).toBeVisible();
      const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
      const all = (await page.content()) + kept + page.url();
      for (const own of [initials, recordNumber, birthDate, ...LOTS, "136/84", "130/80", "Lorazepam"]) {
        expect(all, `${where ?? "the room"} after the release`).not.toContain(own);
      }
    }
    server.pass(MINUTE_MS);
    await hand.press(page.getByRole("link", { name: "Wall", exact: true }));
    await expect(tileOf(page, room)).toHaveText(/^\dfree$/);
  }

  paperwork(visit, LOTS[1], pages);
}
