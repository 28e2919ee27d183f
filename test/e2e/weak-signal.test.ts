import { expect, test } from "@playwright/test";
import { addGateway, openOffice, openStation, PEOPLE } from "./support/clinic.ts";
import { oximetry } from "./support/device.ts";
import { fastServerOfThisFile } from "./support/fast-server.ts";
import { signIn } from "./support/people.ts";
import { tileOf } from "./support/screen.ts";
import { sendReadings } from "./support/send.ts";

const server = fastServerOfThisFile();
const ROOM = "Room 1";
const MS_A_SECOND = 1_000;
let token = "";

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  const office = await openOffice(server);
  ({ token } = await addGateway(server, office, [ROOM]));
  await shows(97);
  const station = await openStation(server, PEOPLE.nurse);
  const payload = { roomId: station.roomId(ROOM), initials: "A. L.", route: "intranasal" as const };
  await station.act({ name: "startSession", payload: { ...payload, includeEarlier: false, cuffArm: null } });
  station.close();
});

/** A value stays on the tile for so long without another one that a slow page can be looked at. */
const UPDATE_PERIOD_S = 15;
/** One reading a second for so long; the oximeter says itself whether its signal is weak. */
async function shows(spo2: number, sensor: "on" | "weak" = "on", seconds = 1): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    const reading = oximetry({ spo2, room: ROOM, updatePeriodS: UPDATE_PERIOD_S }, server.now());
    await sendReadings(server, token, [{ ...reading, sensor }]);
    server.pass(MS_A_SECOND);
  }
}

test("a low value of a moving finger that is soon over calls nobody, and is in the record with its reason", async ({
  page,
}) => {
  await shows(85, "weak", 8);
  await shows(97, "on", 2);
  await signIn(page, server, PEOPLE.nurse);
  await page.getByRole("link", { name: ROOM, exact: true }).click();
  await page.getByRole("tab", { name: "Held back" }).click();
  await expect(page.getByRole("row", { name: /high SpO₂ 85 < 92.* weak signal/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /began/ })).toHaveCount(0);
});

test("a fall of a patient with cold hands is seen as weak, and called at full priority when the wait is over", async ({
  page,
}) => {
  await signIn(page, server, PEOPLE.nurse);
  const tile = tileOf(page, ROOM);
  await expect(tile).toBeVisible();
  await shows(85, "weak");
  await expect(tile).toContainText("85?");
  await expect(tile).toContainText("signal weak");
  await shows(85, "weak", 20);
  await expect(tile).toContainText("!!! SpO₂ 85 < 92");
});
