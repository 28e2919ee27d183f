import { type BrowserContext, expect, type Locator, type Page, test, type WebSocketRoute } from "@playwright/test";
import { expectNothingFound } from "./support/access.ts";
import { addGateway, openOffice, openStation, PEOPLE } from "./support/clinic.ts";
import { type Oximeter, wearOximeter } from "./support/device.ts";
import { signIn } from "./support/people.ts";
import { tileOf } from "./support/screen.ts";
import { serverOfThisFile } from "./support/server.ts";

const server = serverOfThisFile({ demo: false });
const { nurse, physician } = PEOPLE;
const SIZE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
let oximeter: Oximeter | null = null;
/** Nora's station and Paul's, side by side. */
let contexts: BrowserContext[] = [];
let nora: Page;
let paul: Page;
/** What Nora's station sends waits here while it is held; what comes down to it goes on, so that its line is not given up. */
let held: (() => void)[] | null = null;

test.describe.configure({ mode: "serial" });
test.beforeAll(async ({ browser }) => {
  const office = await openOffice(server);
  const { token } = await addGateway(server, office, ["Room 1", "Room 2"]);
  oximeter = wearOximeter(server, token, [{ room: "Room 1", spo2: 97 }]);
  await oximeter.shows({ room: "Room 1", spo2: 97 });
  const station = await openStation(server, nurse);
  const roomId = station.roomId("Room 1");
  const payload = { roomId, initials: "A. L.", route: "intranasal", includeEarlier: true, cuffArm: null } as const;
  await station.act({ name: "startSession", payload });
  station.close();
  contexts = [await browser.newContext({ viewport: SIZE }), await browser.newContext({ viewport: SIZE })];
  [nora, paul] = (await Promise.all(contexts.map((context) => context.newPage()))) as [Page, Page];
  await nora.routeWebSocket(/socket\.io/, holdable);
  await signIn(nora, server, nurse);
  await signIn(paul, server, physician);
});
test.afterAll(async () => {
  oximeter?.takeOff();
  for (const context of contexts) await context.close();
});

function holdable(line: WebSocketRoute): void {
  const up = line.connectToServer();
  line.onMessage((message) => {
    const pass = (): void => up.send(message);
    if (held === null) pass();
    else held.push(pass);
  });
}
const hold = (): void => {
  held = [];
};
const letGo = (): void => {
  const waiting = held ?? [];
  held = null;
  for (const pass of waiting) pass();
};

async function fall(spo2: number): Promise<void> {
  await oximeter?.shows({ room: "Room 1", spo2 });
}
async function openRoom(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Wall", exact: true }).click();
  await tileOf(page, "Room 1").getByRole("link", { name: "Room 1", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Room 1" })).toBeVisible();
}
const alarms = (page: Page) => page.getByRole("region", { name: "Alarms now" });
const values = (page: Page) => page.getByRole("region", { name: "Values now" });
const bar = (page: Page) => page.getByRole("region", { name: "Calls to everybody" });
const answer = (page: Page, name: string) => alarms(page).getByRole("button", { name }).first();

test("what it was is said in the tap that takes the alarm, and stands on the other station at once", async () => {
  await Promise.all([openRoom(nora), openRoom(paul)]);
  await fall(80);
  await expect(alarms(paul)).toContainText("SpO₂ 80 < 92");
  await expectNothingFound(nora, "a room in alarm");
  await answer(nora, "Treated").click();
  await expect(alarms(paul)).toContainText(`acknowledged by ${nurse.displayName}`);
  await expect(alarms(paul)).toContainText("· Treated");
  await expect(answer(paul, "Treated")).toHaveAttribute("aria-pressed", "true");
  await expectNothingFound(paul, "a room whose alarm was taken");
});

test("it can be said otherwise afterwards, with a note, even when the alarm is over and kept", async () => {
  await answer(paul, "Sensor").click();
  await expect(alarms(nora)).toContainText("· Sensor");
  await fall(97);
  await expect(alarms(nora)).toContainText("No alarm.");
  await fall(80);
  await expect(alarms(nora)).toContainText("SpO₂ 80 < 92");
  await fall(97);
  await expect(alarms(nora)).toContainText("ended, kept until reset");
  await answer(nora, "Artefact").click();
  await answer(nora, "Add a note").click();
  const dialog = nora.getByRole("dialog");
  await dialog.getByLabel("Note").fill("Turned in bed");
  await dialog.getByRole("button", { name: "Save note" }).click();
  await expect(dialog).toBeHidden();
  await expect(alarms(paul)).toContainText("· Artefact");
  await expect(alarms(paul)).toContainText("Turned in bed");
  await alarms(paul).getByRole("button", { name: "Reset ended alarms" }).click();
  await expect(alarms(nora)).toContainText("No alarm.");
});

test("of two who acknowledge at the same moment, the second reads who was first", async () => {
  await fall(80);
  await expect(answer(nora, "Acknowledge SpO₂ 80 < 92")).toBeVisible();
  hold();
  await answer(nora, "Acknowledge SpO₂ 80 < 92").click();
  await answer(paul, "Acknowledge SpO₂ 80 < 92").click();
  await expect(alarms(paul)).toContainText(`acknowledged by ${physician.displayName}`);
  letGo();
  await expect(alarms(nora)).toContainText(`${physician.displayName} has already acknowledged this alarm.`);
  await expect(alarms(nora)).toContainText(`acknowledged by ${physician.displayName} at`);
  await fall(97);
});

test("on the wall the second reads it too, and it covers no value of the patient", async () => {
  await nora.getByRole("link", { name: "Wall", exact: true }).click();
  const tile = tileOf(nora, "Room 1");
  await fall(80);
  await expect(tile.getByRole("button", { name: "Acknowledge" })).toBeVisible();
  await expect(answer(paul, "Acknowledge SpO₂ 80 < 92")).toBeVisible();
  hold();
  await tile.getByRole("button", { name: "Acknowledge" }).click();
  await answer(paul, "Acknowledge SpO₂ 80 < 92").click();
  await expect(alarms(paul)).toContainText(`acknowledged by ${physician.displayName}`);
  letGo();
  const refusal = tile.getByText(`${physician.displayName} has already acknowledged this alarm.`);
  await expect(refusal).toBeVisible();
  const top = (await refusal.boundingBox())?.y ?? 0;
  for (const value of await tile.locator(".numeral").all()) {
    const box = await value.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(top);
  }
  await fall(97);
  await openRoom(nora);
});

test("one tap calls for help on every page of the other stations, and nothing moves there", async () => {
  await paul.getByRole("link", { name: "Settings", exact: true }).click();
  await expect(paul.getByRole("navigation", { name: "Settings" })).toBeVisible();
  const page = await paul.locator("#page").boundingBox();
  await nora.getByRole("button", { name: "Call for help" }).click();
  await expect(bar(paul)).toContainText("HELP Room 1");
  await expect(bar(paul)).toContainText(`Help called by ${nurse.displayName}`);
  await expect(bar(nora)).toContainText("Help called by you");
  expect(await paul.locator("#page").boundingBox()).toEqual(page);
  await expectNothingFound(paul, "settings while help is called");
  await paul.getByRole("button", { name: "Show the menu" }).click();
  await paul.getByRole("link", { name: "Sessions", exact: true }).click();
  await expect(bar(paul)).toContainText("HELP Room 1");
});

test("who comes says so, and the room ends the call when help is there", async () => {
  await bar(paul).getByRole("button", { name: "I am coming" }).click();
  await expect(bar(paul)).toBeHidden();
  await expect(bar(nora)).toBeHidden();
  await expect(alarms(nora)).toContainText(`${physician.displayName} is coming`);
  await nora.getByRole("link", { name: "Wall", exact: true }).click();
  await expect(tileOf(nora, "Room 1").locator(".helpTag")).toHaveText("Help: Lindqvist is coming");
  await openRoom(nora);
  await expect(paul.getByRole("banner")).toContainText("Help: Lindqvist is coming");
  await paul.getByRole("link", { name: "Wall", exact: true }).click();
  await expect(tileOf(paul, "Room 1")).toContainText("Lindqvist is coming");
  await alarms(nora).getByRole("button", { name: "Help is here" }).click();
  await expect(tileOf(paul, "Room 1")).not.toContainText("Help");
});

test("on a small tile, which has no buttons, one key calls for help in its room", async () => {
  const link = tileOf(paul, "Room 1").getByRole("link", { name: "Room 1", exact: true });
  await expect(link).toHaveAccessibleDescription("H calls for help");
  await link.focus();
  await paul.keyboard.press("h");
  await expect(bar(nora)).toContainText(`Help called by ${physician.displayName}`);
  await alarms(nora).getByRole("button", { name: "Help is here" }).click();
  await expect(tileOf(paul, "Room 1")).not.toContainText("Help");
});

test("help is one tap away on a tile in alarm, and is answered above an open dialog, which stays open", async () => {
  await fall(80);
  await nora.getByRole("button", { name: "Add note" }).click();
  const dialog = nora.getByRole("dialog");
  await dialog.getByLabel("Note").fill("Walked to the");
  await tileOf(paul, "Room 1").getByRole("button", { name: "Call for help" }).click();
  await expect(bar(nora)).toContainText(`Help called by ${physician.displayName}`);
  await bar(nora).getByRole("button", { name: "I am coming" }).click();
  await expect(bar(nora)).toBeHidden();
  await expect(dialog.getByLabel("Note")).toHaveValue("Walked to the");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await alarms(nora).getByRole("button", { name: "Help is here" }).click();
  await expect(tileOf(paul, "Room 1")).not.toContainText("HELP");
});

test("what has just come under a finger takes no press until the finger has had time to go", async () => {
  await tileOf(paul, "Room 1").getByRole("button", { name: "Acknowledge" }).click();
  const words = alarms(nora).getByRole("group").first();
  await expect(words).toContainText("What was it?");
  const taken = await words.evaluate((strip: HTMLElement) => {
    // As if it had come just now.
    strip.style.animation = "none";
    strip.getBoundingClientRect();
    strip.style.animation = "";
    const [settle] = strip.getAnimations();
    if (settle === undefined) return [];
    settle.pause();
    return [0, 600, 800].map((atMs) => {
      settle.currentTime = atMs;
      return getComputedStyle(strip).pointerEvents;
    });
  });
  expect(taken).toEqual(["none", "none", "auto"]);
  await fall(97);
  await fall(80);
});

test("“not me” passes the alarm on at once: to all stations, and from there along the chain", async () => {
  await openRoom(nora);
  await paul.getByRole("link", { name: "Settings", exact: true }).click();
  await answer(nora, "Not me").click();
  await expect(bar(paul)).toContainText("!!! Room 1");
  await expect(bar(paul)).toContainText("all stations since 0:");
  await expect(alarms(nora)).toContainText("all stations since 0:");
  await nora.setViewportSize(PHONE);
  const top = async (part: Locator): Promise<number> => (await part.boundingBox())?.y ?? Number.NaN;
  const end = (await top(bar(nora))) + ((await bar(nora).boundingBox())?.height ?? Number.NaN);
  const inOrder = [nora.getByRole("heading", { name: "Room 1" }), answer(nora, "Acknowledge"), values(nora)];
  const tops = [end, ...(await Promise.all(inOrder.map(top))), PHONE.height];
  expect(tops, "the bar, the name, the answer and the values, all seen without a touch").toEqual(
    [...tops].sort((a, b) => a - b),
  );
  await nora.setViewportSize(SIZE);
  await bar(paul).getByRole("button", { name: "Not me" }).click();
  await expect(bar(paul)).toContainText("charge nurse called 0:");
  await expectNothingFound(paul, "settings while an alarm calls everybody");
  await bar(paul).getByRole("button", { name: "Acknowledge" }).click();
  await expect(bar(nora)).toBeHidden();
  await expect(alarms(nora)).toContainText(`acknowledged by ${physician.displayName}`);
  const declined = nora.getByRole("row").filter({ hasText: "declined" });
  await expect(declined.filter({ hasText: nurse.displayName })).toHaveCount(1);
  await expect(declined.filter({ hasText: physician.displayName })).toHaveCount(1);
});

test("what was beyond a limit for a moment only was no alarm, and is in the record as held back", async () => {
  // Of the pulse: SpO2 has dipped twice within the last minute, and a third dip is an alarm at once.
  for (const pulseRate of [72, 125, 72]) await oximeter?.shows({ room: "Room 1", spo2: 97, pulseRate });
  await openRoom(paul);
  await paul.getByRole("tab", { name: "Held back" }).click();
  await expect(paul.getByRole("tab", { name: "Held back (1)" })).toBeVisible();
  await expect(paul.getByRole("row", { name: /medium Pulse.* 125 > 120/ })).toBeVisible();
});
