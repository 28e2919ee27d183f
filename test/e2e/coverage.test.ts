import { type Browser, expect, type Page, test } from "@playwright/test";
import type { ReceiptReport } from "@watchroom/shared/wire";
import { openOffice, PEOPLE, type Person } from "./support/clinic.ts";
import { type Oximeter, wearOximeter } from "./support/device.ts";
import { signIn } from "./support/people.ts";
import { expectSound, whenSeen } from "./support/screen.ts";
import { serverOfThisFile } from "./support/server.ts";

const NAMED_MAX_MS = 3_000;
/** Not "1 of 2 stations hear", which is said until the second one has told that it can. */
const BOTH_HEAR = /· 2 stations hear/;
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

/** A browser of its own with this person's wall; `kept`: the browser never lets it sound. */
async function openWall(browser: Browser, person: Person, { kept = false } = {}): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  if (kept) {
    await page.addInitScript(() => {
      window.AudioContext = class extends AudioContext {
        constructor() {
          super();
          void this.suspend();
        }
        override resume(): Promise<void> {
          return new Promise(() => undefined);
        }
      };
    });
  }
  await signIn(page, server, person);
  await expect(menuOf(page)).toBeVisible();
  return page;
}

/** What a browser tells a page that another one covers. The one under test shows all its pages at once. */
async function turn(page: Page, to: "hidden" | "visible"): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    document.dispatchEvent(new Event("visibilitychange"));
  }, to);
}

const menuOf = (page: Page) => page.getByRole("banner").getByRole("button", { name: /sound on|NO SOUND/ });
const listOf = (page: Page) => page.getByRole("region", { name: "Who hears" }).getByRole("listitem");

test("a station that is hidden is named to the other within three seconds, and so is its return", async ({
  browser,
}) => {
  const nurse = await openWall(browser, PEOPLE.nurse);
  const physician = await openWall(browser, PEOPLE.physician);
  await expect(menuOf(nurse)).toHaveAccessibleName(BOTH_HEAR);
  const notice = nurse.getByRole("status").filter({ hasText: "Lindqvist" });
  await expect(notice).toHaveCount(0);

  const counted = whenSeen(nurse, { text: "1 of 2 stations hear" });
  const told = whenSeen(nurse, { text: "Paul Lindqvist: hidden since" });
  const hiddenAt = Date.now();
  await turn(physician, "hidden");
  expect((await counted) - hiddenAt).toBeLessThanOrEqual(NAMED_MAX_MS);
  await told;

  await menuOf(nurse).focus();
  await nurse.keyboard.press("Enter");
  await expect(listOf(nurse)).toHaveText([
    /Nora Okafor \(this station\): hears/,
    /Paul Lindqvist: hidden since \d\d:\d\d/,
  ]);
  await turn(physician, "visible");
  await expect(listOf(nurse)).toHaveText([/Nora Okafor/, /Paul Lindqvist: hears/]);
  await expect(notice).toHaveCount(0);
  await nurse.keyboard.press("Escape");
  await expect(menuOf(nurse)).toBeFocused();
  await expect(menuOf(nurse)).toHaveAccessibleName(BOTH_HEAR);
  await Promise.all([nurse.context().close(), physician.context().close()]);
});

test("one that the browser keeps silent, one that is locked and one that was closed are each called what they are", async ({
  browser,
}) => {
  const nurse = await openWall(browser, PEOPLE.nurse);
  const silent = await openWall(browser, PEOPLE.physician, { kept: true });
  const locked = await openWall(browser, PEOPLE.trainer);
  await locked.getByRole("button", { name: /Tessa Mbeki/ }).click();
  await locked.getByRole("menuitem", { name: "Lock" }).click();
  await menuOf(nurse).click();
  await expect(listOf(nurse)).toHaveText([
    /Nora Okafor/,
    /Paul Lindqvist: audio blocked since/,
    /Tessa Mbeki: locked since \d\d:\d\d, still hears/,
  ]);
  await nurse.keyboard.press("Escape");
  await expect(menuOf(nurse)).toHaveAccessibleName(/2 of 3 stations hear/);
  await locked.close({ runBeforeUnload: true });
  await expect(nurse.getByRole("status").filter({ hasText: "Tessa Mbeki: closed or signed out" })).toBeVisible();
  await Promise.all([nurse.context().close(), silent.context().close()]);
});

/** The names that pages of this browser give their stations, in the order in which they dial. */
function namesOf(page: Page): string[] {
  const names: string[] = [];
  page.on("websocket", (line) =>
    line.on("framesent", ({ payload }) => {
      const [, name] = payload.toString().match(/^40\{"stationId":"(\w+)"/) ?? [];
      if (name !== undefined) names.push(name);
    }),
  );
  return names;
}

test("a page that is loaded again is the same station, and a copy of its tab is another", async ({ page }) => {
  const names = namesOf(page);
  await signIn(page, server, PEOPLE.nurse);
  await expect(menuOf(page)).toBeVisible();
  await page.reload();
  await expect(menuOf(page)).toBeVisible();
  const opened = page.waitForEvent("popup");
  await page.evaluate(() => void window.open("about:blank"));
  const copy = await opened;
  const namesOfCopy = namesOf(copy);
  await copy.goto(server.url());
  await expect(menuOf(copy)).toHaveAccessibleName(/2 stations/);
  expect(names).toHaveLength(2);
  expect(names[1]).toBe(names[0]);
  expect(namesOfCopy).toHaveLength(1);
  expect(namesOfCopy[0]).not.toBe(names[0]);
  await copy.reload();
  await expect.poll(() => namesOfCopy).toHaveLength(2);
  expect(namesOfCopy[1]).toBe(namesOfCopy[0]);
});

/** What this page tells of its alarms from now on. */
function reportsOf(page: Page): ReceiptReport[] {
  const told: ReceiptReport[] = [];
  page.on("websocket", (line) =>
    line.on("framesent", ({ payload }) => {
      const text = payload.toString();
      if (!text.includes('"receipts"')) return;
      const [, reports] = JSON.parse(text.slice(text.indexOf("["))) as [string, ReceiptReport[]];
      told.push(...reports);
    }),
  );
  return told;
}
const didsOf = (reports: readonly ReceiptReport[]) => [...new Set(reports.map(({ did }) => did))].sort();

test("a station tells what became of an alarm: received, sounded, painted, and touched by a person", async ({
  page,
}) => {
  const told = reportsOf(page);
  await signIn(page, server, PEOPLE.nurse);
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await oximeter?.shows({ spo2: 80 });
  await expectSound(page, "high");
  await expect.poll(() => didsOf(told)).toEqual(["painted", "received", "sounded"]);
  await page.getByRole("link", { name: /Room 1 .*SpO₂ 80/ }).click();
  await expect.poll(() => didsOf(told)).toContain("seen");
});

test("an alarm counts as heard when the browser lets its sound begin, and no longer when the browser holds it", async ({
  page,
}) => {
  await page.addInitScript(() => {
    window.AudioContext = class extends AudioContext {
      constructor() {
        super();
        Reflect.set(window, "heldAudio", this);
      }
    };
  });
  const hold = (what: "suspend" | "resume"): Promise<void> =>
    page.evaluate((act) => (Reflect.get(window, "heldAudio") as AudioContext)[act](), what);
  const told = reportsOf(page);
  await signIn(page, server, PEOPLE.nurse);
  await page.getByRole("link", { name: "Room 1", exact: true }).click();
  await oximeter?.shows({ spo2: 97 });
  await expectSound(page, "none");
  await hold("suspend");
  // What is told late of the signal before is not of this one.
  const before = Math.max(0, ...told.map(({ signalledAt }) => signalledAt));
  const toldOfThis = () => told.filter(({ signalledAt }) => signalledAt > before);
  await oximeter?.shows({ spo2: 80 });
  const alarm = page.getByRole("listitem").filter({ hasText: "SpO₂ 80" });
  await expect(alarm).toContainText("not heard yet");
  await expect.poll(() => didsOf(toldOfThis())).toContain("painted");
  expect(didsOf(toldOfThis())).not.toContain("sounded");
  await hold("resume");
  await expect(alarm).toContainText("heard at 1 station");
  const sounded = toldOfThis().find(({ did }) => did === "sounded");
  expect(sounded?.agoMs, "told within a look of its first pulse").toBeLessThan(1_000);
  await hold("suspend");
  await expect(alarm).toContainText("heard at no station now");
});
