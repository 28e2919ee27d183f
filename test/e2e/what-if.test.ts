import { expect, type Locator, type Page, test } from "@playwright/test";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import { WHAT_IF_PATH } from "@watchroom/shared/what-if";
import { DEMO_ACCOUNTS } from "../../server/src/auth/clinic.ts";
import { expectNothingFound } from "./support/access.ts";
import { signInAtOffice } from "./support/clinic.ts";
import { fastServerOfThisFile } from "./support/fast-server.ts";
import { expectNoTrap, type Hand, KEYBOARD, MOUSE } from "./support/hand.ts";
import { signIn } from "./support/people.ts";
import { recordSessions } from "./support/recorded.ts";
import { whenSeen } from "./support/screen.ts";

const server = fastServerOfThisFile({ demo: true });
const accountOf = (role: (typeof DEMO_ACCOUNTS)[number]["role"]) => {
  const account = DEMO_ACCOUNTS.find((one) => one.role === role);
  if (account === undefined) throw new Error(`no demo account for a ${role}`);
  return account;
};
const [nurse, physician, trainer] = [accountOf("nurse"), accountOf("physician"), accountOf("trainer")];
const ROOMS = ["Room 1", "Room 2", "Room 3", "Room 4"];

// Its results and its drafts are of one clinic, one after another.
test.describe.configure({ mode: "serial", timeout: 120_000 });
test.use({ actionTimeout: 15_000 });
test.beforeAll(async () => {
  await recordSessions(server, { trainer: await signInAtOffice(server, trainer), nurse }, ROOMS);
});

const limitField = (page: Page, number: string): Locator => page.getByLabel(`SpO₂ low, first limit: ${number}`);
const partOf = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

async function openWhatIf(page: Page, hand: Hand): Promise<void> {
  await signIn(page, server, physician);
  await expect(page.getByRole("link", { name: "Alarms", exact: true })).toBeVisible();
  await hand.begin(page);
  await hand.press(page.getByRole("link", { name: "Alarms", exact: true }));
  await hand.press(page.getByRole("link", { name: "What if other limits?" }));
  await expect(page.getByRole("heading", { name: "What if?", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Alarms", exact: true })).toHaveAttribute("aria-current", "page");
}

/** Another limit instead of 92, after 20 s instead of 15. */
async function ask(page: Page, hand: Hand, limit: string): Promise<Locator> {
  await hand.fill(limitField(page, "Limit, now 92"), limit);
  await hand.fill(limitField(page, "Delay (s), now 15"), "20");
  await expect(page.getByText("1 limit changed")).toBeVisible();
  await hand.press(page.getByRole("button", { name: "Run", exact: true }));
  return partOf(page, "Result");
}

async function save(page: Page, hand: Hand, name: string): Promise<void> {
  await hand.press(page.getByRole("button", { name: "Save …" }));
  const saving = page.getByRole("dialog", { name: "Save this result" });
  await hand.fill(saving.getByLabel("Name"), name);
  await hand.fill(saving.getByLabel("Comment"), "For the meeting on Thursday");
  await hand.press(saving.getByRole("button", { name: "Save", exact: true }));
  await expect(page.getByRole("heading", { name, level: 2 })).toBeVisible();
}

test("a physician sees what another SpO2 limit and delay saves and what it would have missed, alarm by alarm", async ({
  page,
}) => {
  await openWhatIf(page, MOUSE);
  await expectNothingFound(page, "the question");
  // Asked for before it happens: four short sessions do not take long.
  const progress = page.waitForFunction(() => document.querySelector("progress")?.getAttribute("aria-label"), null, {
    polling: "raf",
  });
  const run = await ask(page, MOUSE, "89");
  expect(await (await progress).jsonValue()).toBe("Sessions replayed");
  await expect(run).toContainText("SpO₂ low, first limit: 92 → 89; delay 15 → 20 s");
  await expect(run).toContainText(/4 sessions in \d+ s/);
  await expect(run).toContainText("All of these sessions are simulated.");
  await expect(run.getByText(/^4\s*alarms saved/)).toBeVisible();
  // Of each session 25 s of the fall to 90, and 5 s of the one to 88; readings are five seconds apart.
  await expect(run.getByText(/^12\d\s*seconds of excursion newly missed/)).toBeVisible();
  await expect(partOf(page, "By condition").getByRole("row", { name: /SpO₂ low/ })).toContainText("medium84");
  const episodes = partOf(page, "The alarms concerned");
  await expect(episodes.getByRole("row", { name: /5(\.\d)? s later/ }).first()).toContainText(nurse.displayName);
  await episodes.getByRole("button", { name: "Saved 4" }).click();
  await expect(episodes.getByRole("row")).toHaveCount(5);
  const saved = episodes.getByRole("row", { name: /no alarm/ }).first();
  await expect(saved).toContainText(/SIMULATED.*Room \d.*medium.*90.*nobody.*2[56] s/);
  await expectNothingFound(page, "a result");
  await saved.getByRole("link").click();
  await expect(page.getByRole("main")).toContainText("SpO₂ 90 < 92, lowest 90");
  await expect(page.getByRole("figure").getByRole("img")).toBeVisible();
});

const NAME = "SpO2 90 after 20 s";
const PROTOCOL = PROTOCOLS.intravenous.name;

test("by keyboard alone it is asked, saved with a comment, found again after a reload and made a protocol draft", async ({
  page,
}) => {
  await openWhatIf(page, KEYBOARD);
  await expect(await ask(page, KEYBOARD, "90")).toContainText(/4 sessions in \d+ s/);
  await expectNoTrap(page);
  await save(page, KEYBOARD, NAME);
  await page.reload();
  await expect(page.getByRole("heading", { name: NAME, level: 2 })).toBeFocused();
  const kept = partOf(page, "Saved results").getByRole("row", { name: NAME });
  await expect(kept).toContainText("SIMULATEDFor the meeting on Thursday");
  await expect(kept).toContainText(physician.displayName);
  await expectNothingFound(page, "a saved result");

  await KEYBOARD.press(page.getByRole("button", { name: "Make a protocol draft …" }));
  const making = page.getByRole("dialog", { name: "Make a protocol draft" });
  await expect(making).toContainText("No session takes it until somebody makes it active.");
  await expectNothingFound(page, "making a draft");
  await KEYBOARD.press(making.getByRole("button", { name: "Save the draft" }));
  await expect(page.getByRole("heading", { name: PROTOCOL, level: 1 })).toBeVisible();
  await expect(page.getByText("version 2", { exact: true })).toBeVisible();
  await expect(page.getByText("not active", { exact: true })).toBeVisible();
  await expect(page.getByRole("row", { name: new RegExp(`from what-if "${NAME}"`) })).toBeVisible();
  await KEYBOARD.press(page.getByRole("link", { name: "Edit", exact: true }));
  const changed = page.getByRole("group", { name: /^SpO₂ low/ });
  await expect(changed).toContainText("Not in the preset");
  const first = changed.getByRole("group", { name: "First limit" });
  await expect(first.getByLabel("Limit (%)")).toHaveValue("90");
  await expect(first.getByLabel("Delay (s)")).toHaveValue("20");
});

test("a protocol that already has these numbers is no draft, and says so", async ({ page }) => {
  await openWhatIf(page, MOUSE);
  await page.getByRole("link", { name: NAME }).click();
  await page.getByRole("button", { name: "Make a protocol draft …" }).click();
  const making = page.getByRole("dialog", { name: "Make a protocol draft" });
  await expect(making.getByRole("status")).toContainText("nothing of it would change");
  await expect(making.getByRole("button", { name: "Save the draft" })).toBeDisabled();
  await making.getByLabel("Protocol").selectOption({ label: PROTOCOLS.intranasal.name });
  await expect(making.getByRole("button", { name: "Save the draft" })).toBeEnabled();
});

test("a what-if that waits for others is cancelled, and leaves no result", async ({ page }) => {
  await openWhatIf(page, MOUSE);
  const { cookie } = await signInAtOffice(server, accountOf("administrator"));
  const change = { protocolId: null, phases: null, metric: "spo2", side: "low", tiers: [{ limit: 91 }] };
  const span = { from: 0, to: server.now().getTime(), route: null, patients: "simulated", flapMs: null };
  const askAsWell = async (): Promise<void> => {
    const answer = await fetch(server.url() + WHAT_IF_PATH, {
      method: "POST",
      headers: { "content-type": "application/json", cookie },
      body: JSON.stringify({ changes: [change], ...span }),
    });
    expect(answer.ok).toBe(true);
  };
  // At the last moment, so that the three are still there when the page has asked.
  await page.route(`**${WHAT_IF_PATH}`, async (route) => {
    if (route.request().method() === "POST") for (let count = 0; count < 3; count += 1) await askAsWell();
    await route.continue();
  });
  const waits = whenSeen(page, { text: "Waits for the one before it" });
  const run = await ask(page, MOUSE, "90");
  await run.getByRole("button", { name: "Cancel" }).click();
  await waits;
  await expect(run).toContainText("Cancelled after 0 of 0 sessions");
  await expect(run.getByRole("button", { name: "Save …" })).toBeHidden();
});

test("a nurse reads why she cannot ask", async ({ page }) => {
  await signIn(page, server, nurse);
  await expect(page.getByRole("link", { name: "Alarms", exact: true })).toBeVisible();
  await page.goto(`${server.url()}/what-if`);
  await expect(page.getByRole("status").filter({ hasText: "physicians and administrators ask" })).toBeVisible();
});
