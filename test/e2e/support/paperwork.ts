import { expect, test } from "@playwright/test";
import { PEOPLE, SECOND_NURSE } from "./clinic.ts";
import { expectPdf, expectPrinted } from "./paper.ts";
import { part } from "./session-page.ts";
import type { Pages, Visit } from "./visit.ts";

const { physician } = PEOPLE;

/** After the release: the record is read, printed, signed, corrected, and its REMS form is submitted. */
export function paperwork({ hand, initials }: Visit, lot: string, pages: Pages): void {
  const { press, seen, tabThrough, openSession } = pages;

  test("the session is read, printed, corrected and signed by the nurse", async ({ page }) => {
    const session = await openSession(page, SECOND_NURSE);
    await expect(part(session, "Doses").getByRole("row")).toHaveCount(4);
    await expect(part(session, "Doses")).toContainText(lot);
    for (const text of ["Oxygen on: 2 L/min", "Repositioned", "Bathroom", "Sami Haddad"]) {
      await expect(part(session, "Timeline")).toContainText(text);
    }
    await expect(part(session, "Vital signs")).toContainText("178");
    await seen(page, "the session");
    await tabThrough(page);
    const downloading = page.waitForEvent("download");
    await press(session, "PDF A4");
    await expectPdf(await downloading);
    await expectPrinted(page, session);
    // The paper has no buttons, and so took the focus from the one that had it.
    await hand.begin(page);
    await press(session, "Sign as nurse");
    const dialog = page.getByRole("dialog", { name: `Sign the session of ${initials} as nurse?` });
    await seen(page, "signing");
    await hand.fill(dialog.getByLabel("Your password"), SECOND_NURSE.password);
    await press(dialog, "Sign");
    await expect(dialog).toBeHidden();
    await expect(part(session, "Signatures")).toContainText("Physiciannot signed yet");
    await expect(session.getByText("LOCKED", { exact: true })).toBeHidden();
  });

  test("signed by the physician too it is locked, and a correction stands beside what was written", async ({
    page,
  }) => {
    const session = await openSession(page, physician);
    await press(session, "Sign as physician");
    const signing = page.getByRole("dialog", { name: `Sign the session of ${initials} as physician?` });
    await hand.fill(signing.getByLabel("Your password"), physician.password);
    await press(signing, "Sign");
    await expect(session.getByText("LOCKED", { exact: true })).toBeVisible();
    await press(session, "Add correction");
    const dialog = page.getByRole("dialog", { name: "Add a correction" });
    await seen(page, "correcting");
    await hand.fill(dialog.getByLabel("What is corrected"), "Lot number of the third device");
    await hand.fill(dialog.getByLabel("It was recorded as"), lot);
    await hand.fill(dialog.getByLabel("It should be"), "22KG443X");
    await hand.fill(dialog.getByLabel("Reason"), "Misread the box");
    await press(dialog, "Add correction");
    await expect(dialog).toBeHidden();
    await expect(part(session, "Corrections")).toContainText(`${lot}22KG443XMisread the boxPaul Lindqvist`);
    await expect(part(session, "Doses"), "the record stays as it was").toContainText(lot);
    await expect(session.getByText("LOCKED", { exact: true })).toBeVisible();
    await seen(page, "the locked session");
  });

  test("the REMS form lists what is missing, and is marked as submitted by a person", async ({ page }) => {
    const session = await openSession(page, SECOND_NURSE);
    await hand.press(session.getByRole("link", { name: "REMS form" }));
    const form = page.getByRole("main", { name: `REMS form of ${initials}` });
    const missing = form.getByRole("region", { name: /required fields are not in this record$/ });
    await expect(missing.getByRole("link", { name: "Sex", exact: true })).toBeVisible();
    await expect(missing.getByRole("link", { name: "First name", exact: true })).toBeVisible();
    await expect(form).toContainText("178/96");
    await expect(part(form, "State")).toContainText("Not marked as submitted.");
    await seen(page, "the REMS form");
    await press(form, "Mark as submitted");
    const dialog = page.getByRole("dialog", { name: "Mark as submitted?" });
    await expect(dialog).toContainText("Watchroom sends nothing.");
    await seen(page, "marking as submitted");
    await press(dialog, "Mark as submitted");
    await expect(part(form, "State")).toContainText(/Marked as submitted.*by Sami Haddad/);
    await hand.press(form.getByRole("link", { name: "All forms to submit" }));
    await expect(page.getByText("No form waits to be submitted.")).toBeVisible();
    await seen(page, "the forms to submit");
  });
}
