import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { expectNothingFound } from "./support/access.ts";
import { openOffice, openStation, PEOPLE, type Person } from "./support/clinic.ts";
import { type Oximeter, wearOximeter } from "./support/device.ts";
import { signIn } from "./support/people.ts";
import { givePushService } from "./support/push.ts";
import { stationsHear, tileOf } from "./support/screen.ts";
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

/** Signed in, with the worker in charge of the page. */
async function openApp(page: Page): Promise<void> {
  await signIn(page, server, PEOPLE.nurse);
  await expect(tileOf(page, "Room 1")).toContainText("97");
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state ?? "none"), { message: "the worker" })
    .toBe("activated");
}

type Manifest = {
  readonly name: string;
  readonly display: string;
  readonly start_url: string;
  readonly icons: readonly {
    readonly src: string;
    readonly sizes: string;
    readonly type: string;
    readonly purpose: string;
  }[];
};

/** Width and height stand in a PNG's first chunk. */
const pngSize = (bytes: Buffer): string => `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;

test("the app can be installed: its manifest is found from the page, and its icons are what it says", async ({
  page,
}) => {
  await page.goto(server.url());
  const session = await page.context().newCDPSession(page);
  const { url, errors } = await session.send("Page.getAppManifest");
  expect(url).toBe(`${server.url()}/manifest.webmanifest`);
  expect(errors).toEqual([]);
  const answer = await page.request.get(url);
  expect(answer.headers()["content-type"]).toContain("application/manifest+json");
  const manifest = (await answer.json()) as Manifest;
  expect(manifest).toMatchObject({ name: "Watchroom", display: "standalone", start_url: "/" });
  for (const icon of manifest.icons.filter(({ type }) => type === "image/png")) {
    expect(pngSize(await (await page.request.get(new URL(icon.src, url).href)).body()), icon.src).toBe(icon.sizes);
  }
  const maskable = manifest.icons.filter(({ purpose }) => purpose === "maskable").map(({ sizes }) => sizes);
  expect(maskable).toEqual(["192x192", "512x512"]);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // The window of a test is a private one, which no browser installs from.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual([]);
});

test("the worker's file is looked at for each start, and keeps nothing of what is watched", async ({ page }) => {
  const answer = await page.request.get(`${server.url()}/sw.js`);
  expect(answer.headers()["cache-control"]).toBe("no-cache");
  expect(answer.headers()["content-type"]).toContain("javascript");
  await openApp(page);
  await page.reload();
  await expect(tileOf(page, "Room 1")).toContainText("97");
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain("/offline.html");
  expect(
    kept.some((path) => /^\/assets\/.+\.js$/.test(path)),
    "the shell's files",
  ).toBe(true);
  expect(kept.filter((path) => path === "/" || path.startsWith("/api/") || path.startsWith("/socket.io/"))).toEqual([]);
});

test("a reload without the server says NOT MONITORING and what to do, and comes back by itself", async ({ page }) => {
  await openApp(page);
  await page.getByRole("link", { name: "Due" }).click();
  await server.kill();
  await page.reload();
  await expect(page.getByRole("heading", { name: "NOT MONITORING" })).toBeVisible();
  await expect(page.getByText("Look at the patients")).toBeVisible();
  await expect(page).toHaveTitle(/NOT MONITORING/);
  const height = await page
    .getByRole("heading")
    .evaluate((heading) => Number.parseFloat(getComputedStyle(heading).fontSize));
  expect(height, "read from two metres, px").toBeGreaterThan(80);
  await expectNothingFound(page, "the offline page");
  await expect(page.getByText(/^Not monitoring for less than a minute\./)).toBeVisible();
  await server.start();
  await expect(page.getByRole("link", { name: "Wall", exact: true })).toBeVisible();
  expect(new URL(page.url()).pathname, "where the person was").toBe("/due");
});

/**
 * The browser's own way in for a push, as if its push service had brought one. Resolves when the worker is done with it: a page
 * that asks Chromium for its notifications while one is being written makes it forget that one (it is taken for a closed one).
 */
async function deliverPush(session: CDPSession, data: object): Promise<void> {
  const registered = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const id = registrations.find(({ scopeURL }) => scopeURL.startsWith(server.url()))?.registrationId;
      if (id !== undefined) resolve(id);
    });
  });
  const completed = new Promise<unknown>((resolve) => {
    session.on("BackgroundService.backgroundServiceEventReceived", ({ backgroundServiceEvent }) => {
      if (backgroundServiceEvent.eventName === "Push event completed") resolve(backgroundServiceEvent.eventMetadata);
    });
  });
  await session.send("BackgroundService.setRecording", { shouldRecord: true, service: "pushMessaging" });
  await session.send("BackgroundService.startObserving", { service: "pushMessaging" });
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.deliverPushMessage", {
    origin: server.url(),
    registrationId: await registered,
    data: JSON.stringify(data),
  });
  expect(await completed).toEqual([{ key: "Status", value: "Success" }]);
}

test("a push becomes a notification of that room, and the page goes where it leads without a reload", async ({
  page,
}) => {
  await page.context().grantPermissions(["notifications"], { origin: server.url() });
  await openApp(page);
  const path = `/rooms/${await roomId()}`;
  const session = await page.context().newCDPSession(page);
  const title = "Room 1: high priority";
  await deliverPush(session, { title, body: "SpO₂ 84 < 88", tag: "room-1", url: path, priority: "high" });
  const shown = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const all = await registration.getNotifications();
    return all.map(({ title, body, tag, requireInteraction, data }) => ({
      title,
      body,
      tag,
      requireInteraction,
      data,
    }));
  });
  expect(shown).toEqual([
    { title, body: "SpO₂ 84 < 88", tag: "room-1", requireInteraction: true, data: { url: path, report: null } },
  ]);
  await page.evaluate(() => document.documentElement.setAttribute("data-same-page", "yes"));
  const [worker] = page.context().serviceWorkers();
  // What the worker says to the page when the notification is tapped; the tap itself no test can make.
  await worker?.evaluate(async (open) => {
    const { clients } = globalThis as unknown as {
      clients: { matchAll(): Promise<{ postMessage(message: object): void }[]> };
    };
    for (const client of await clients.matchAll()) client.postMessage({ open });
  }, path);
  await expect(page.getByRole("heading", { name: "Room 1" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-same-page", "yes");
});

async function roomId(): Promise<string> {
  const station = await openStation(server, PEOPLE.nurse);
  station.close();
  return station.roomId("Room 1");
}

test("the badge of the app counts the alarms that nobody has acknowledged", async ({ page }) => {
  await page.addInitScript(() => {
    const show = (count?: number): Promise<void> => {
      document.documentElement.dataset["badge"] = String(count ?? "flag");
      return Promise.resolve();
    };
    Object.defineProperty(navigator, "setAppBadge", { value: show });
  });
  await openApp(page);
  const badge = (count: string) => expect(page.locator("html")).toHaveAttribute("data-badge", count);
  await badge("0");
  await oximeter?.shows({ spo2: 80 });
  await badge("1");
  await tileOf(page, "Room 1")
    .getByRole("button", { name: /Acknowledge/ })
    .click();
  await badge("0");
  await oximeter?.shows({ spo2: 97 });
});

test("closing the last station that hears asks first while a session runs, and not when another one hears", async ({
  page,
  browser,
}) => {
  const nurse = await openStation(server, PEOPLE.nurse);
  await nurse.act({
    name: "startSession",
    payload: {
      roomId: nurse.roomId("Room 1"),
      initials: "B. K.",
      route: "oral",
      includeEarlier: true,
      cuffArm: null,
    },
  });
  nurse.close();
  await signIn(page, server, PEOPLE.nurse);
  await expect(page.getByRole("button", { name: stationsHear(1) })).toBeVisible();
  await expect(tileOf(page, "Room 1")).toContainText("B. K.");
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.dismiss();
  await expect(tileOf(page, "Room 1"), "the person stayed").toContainText("B. K.");

  const other = await browser.newPage();
  await signIn(other, server, PEOPLE.physician);
  await expect(page.getByRole("button", { name: stationsHear(2) })).toBeVisible();
  let isAsked = false;
  page.on("dialog", (dialog) => {
    isAsked = true;
    void dialog.accept();
  });
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
  expect(isAsked).toBe(false);
  await other.close();
});

test("a station has a name, keeps its screen on, and says why it cannot be notified", async ({ page }) => {
  await page.context().grantPermissions(["notifications", "screen-wake-lock"], { origin: server.url() });
  await openApp(page);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Name of this station").fill("Nurses' desk");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The screen stays on while Watchroom is in front.")).toBeVisible();
  await page.getByRole("button", { name: "Turn on for me, until I sign out" }).click();
  // No push service can be reached from a test.
  await expect(page.getByRole("alert").filter({ hasText: /Check|Ask|address/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Turn on for me, until I sign out" })).toBeEnabled();
  await page.reload();
  await expect(page.getByLabel("Name of this station")).toHaveValue("Nurses' desk");
});

test("a station that may not keep its screen on says so, and what to do", async ({ page }) => {
  // Whatever is not granted here is refused.
  await page.context().grantPermissions(["notifications"], { origin: server.url() });
  await openApp(page);
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByText("The system refuses to keep the screen on.")).toBeVisible();
});

test("notifications belong to who turned them on: the next person here reads it, takes them over, and signs out with them", async ({
  page,
}) => {
  await givePushService(page, server.url());
  const open = async (person: Person): Promise<void> => {
    await signIn(page, server, person);
    await page.getByRole("link", { name: "Settings" }).click();
  };
  const signOut = async (name: RegExp): Promise<void> => {
    await page.getByRole("button", { name }).click();
    await page.getByRole("menuitem", { name: /Sign out/ }).click();
    await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  };
  const notifications = page.getByRole("group", { name: "Notifications" });
  await open(PEOPLE.nurse);
  await notifications.getByRole("button", { name: "this is my own device" }).click();
  await expect(notifications).toContainText("On for you, also when you are signed out.");
  await signOut(/Nora Okafor/);
  await open(PEOPLE.physician);
  await expect(notifications).toContainText("On for Nora Okafor, whoever is signed in here.");
  await expectNothingFound(page, "notifications of somebody else");
  await expect(notifications.getByRole("button", { name: "Turn off for Nora Okafor" })).toBeVisible();
  await notifications.getByRole("button", { name: "until I sign out" }).click();
  await expect(notifications).toContainText("On for you, until you sign out here.");
  await signOut(/Paul Lindqvist/);
  await open(PEOPLE.nurse);
  await expect(notifications).toContainText("Off. Alarms reach this device only while Watchroom is open.");
});
