import { type NotifySettingsBody, QUIET } from "@watchroom/shared/notify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultOfUrl } from "../../../server/src/notify/address.ts";
import { type Desk, openDesk, SECRET, webhookTo } from "./desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const HOOK = "http://localhost:9/hook";
const smtp = { host: "mail.clinic.example", port: 587, secure: false, user: "watchroom", from: "w@clinic.example" };
const save = (body: Partial<NotifySettingsBody>) => {
  const { version } = desk.notifier().settings();
  return desk.notifier().save({ address: null, smtp: null, recipients: [], version, ...body }, "Ada");
};

describe("the settings", () => {
  it("tell nobody before somebody sets them", () => {
    expect(desk.notifier().settings()).toEqual(QUIET);
  });

  it("show of a secret and a password only that they are set, after a restart too", async () => {
    await save({ smtp: { ...smtp, password: "mail password" }, recipients: [webhookTo(HOOK)] });
    await desk.restart();
    const shown = desk.notifier().settings();
    expect(shown).toMatchObject({ version: 1, changedBy: "Ada", smtp: { password: "set" } });
    expect(shown.recipients[0]?.channel).toMatchObject({ kind: "webhook", secret: "set" });
    expect(JSON.stringify(shown)).not.toMatch(/mail password|sixteen/);
  });

  it("keep a secret that is not given again, and ask for one where there is none", async () => {
    const [id = ""] = await desk.set(webhookTo(HOOK));
    const without = { kind: "webhook" as const, url: HOOK, inside: true };
    expect(await save({ recipients: [webhookTo(HOOK, { id, channel: without })] })).toMatchObject({ ok: true });
    expect(desk.store.setting("notify")).toContain(SECRET);
    const fresh = await save({ recipients: [webhookTo(HOOK, { channel: without })] });
    expect(fresh).toMatchObject({ ok: false, message: expect.stringContaining("needs a secret") });
  });

  it("never give a kept password to another mail server", async () => {
    await save({ smtp: { ...smtp, password: "mail password" } });
    expect(await save({ smtp: { ...smtp, from: "other@clinic.example" } })).toMatchObject({ ok: true });
    for (const changed of [{ host: "elsewhere.example" }, { port: 25 }, { user: "other" }]) {
      const refused = await save({ smtp: { ...smtp, ...changed } });
      expect(refused).toMatchObject({ ok: false, message: expect.stringContaining("password again") });
    }
  });

  it("are not overwritten by somebody who has not seen the newest", async () => {
    await save({ recipients: [webhookTo(HOOK)] });
    const late = await save({ version: 0 });
    expect(late).toMatchObject({ ok: false, code: "version-taken", message: expect.stringContaining("Ada") });
    expect(desk.notifier().settings().recipients).toHaveLength(1);
  });

  it("refuse what could never reach anybody", async () => {
    const push = { kind: "push" as const, operatorId: "nobody" };
    const mail = { kind: "email" as const, address: "a@clinic.example" };
    const refused = [
      [webhookTo(HOOK, { name: "Dr Lee", channel: push })],
      [webhookTo(HOOK, { name: "Mail", channel: mail })],
      [webhookTo(HOOK, { name: "Twice" }), webhookTo(HOOK, { name: "twice" })],
      [webhookTo(HOOK, { id: "gone" })],
    ];
    for (const recipients of refused)
      expect(await save({ recipients })).toMatchObject({ ok: false, code: "bad-request" });
  });

  it("keep a test for a recipient that is there", () => {
    expect(desk.notifier().test("nobody")).toMatchObject({ ok: false, code: "no-such-recipient" });
  });
});

describe("an address", () => {
  const fault = (url: string, reach: "internet" | "inside") => faultOfUrl(new URL(url), reach);
  it.each([
    ["https://hook.example/a", "internet"],
    ["https://192.168.1.5/a", "inside"],
    ["http://10.0.0.5:8080/a", "inside"],
    ["http://[::1]:8080/a", "inside"],
  ] as const)("%s may be called (%s)", (url, reach) => expect(fault(url, reach)).toBeNull());
  it.each([
    ["http://hook.example/a", "internet", "https"],
    ["https://127.0.0.1/a", "internet", "private network"],
    ["https://2130706433/a", "internet", "private network"],
    ["https://[::ffff:10.0.0.1]/a", "internet", "private network"],
    ["http://93.184.216.34/a", "inside", "only https"],
    ["http://169.254.169.254/latest", "inside", "no address of a receiver"],
    ["https://name:word@hook.example/a", "internet", "name and password"],
  ] as const)("%s may not (%s)", (url, reach, why) => expect(fault(url, reach)).toContain(why));
});
