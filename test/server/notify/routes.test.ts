import { createHmac } from "node:crypto";
import { NOTIFY_PATHS, NotifySettings } from "@watchroom/shared/notify";
import { ROLES } from "@watchroom/shared/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Identity } from "../../../server/src/auth/sign-ins.ts";
import { notifyRoutes } from "../../../server/src/http/notify.ts";
import type { Route } from "../../../server/src/http/route.ts";
import { startHttpReceiver } from "../../support/receivers/http-receiver.ts";
import { createPushBrowser } from "../../support/receivers/push-browser.ts";
import { quietLog } from "../http/api.ts";
import { type Desk, openDesk, SECRET, webhookTo } from "./desk.ts";

let desk: Desk;
let receiver: Awaited<ReturnType<typeof startHttpReceiver>>;
beforeEach(async () => {
  desk = await openDesk();
  receiver = await startHttpReceiver();
});
afterEach(async () => {
  await desk.close();
  await receiver.close();
});

const physician = { operator: { operatorId: "id-physician", displayName: "Dr Lee", role: "physician" } };
const routeAt = (method: Route["method"], path: string): Route => {
  const found = notifyRoutes({ notifier: desk.notifier(), log: quietLog }).find(
    (one) => one.method === method && one.path === path,
  );
  if (found === undefined) throw new Error(`no route ${method} ${path}`);
  return found;
};
type Asked = { body?: unknown; query?: object; id?: string; headers?: Record<string, string> };
/** As a person calls it who was let in. */
const ask = (method: Route["method"], path: string, { body, query = {}, id = "", headers = {} }: Asked = {}) =>
  routeAt(method, path).handle({
    body,
    query,
    params: { id },
    identity: physician as unknown as Identity,
    request: { get: (name: string) => headers[name] } as never,
    response: {} as never,
  });

describe("the settings of notifications", () => {
  it("are an administrator's alone, what became of an alarm is everybody's, a report comes from outside", () => {
    const allowed = notifyRoutes({ notifier: desk.notifier(), log: quietLog }).map(({ method, path, allow }) => [
      `${method} ${path}`,
      allow,
    ]);
    expect(Object.fromEntries(allowed)).toEqual({
      "get /api/v1/notify/settings": ["administrator"],
      "post /api/v1/notify/settings": ["administrator"],
      "post /api/v1/notify/test": ["administrator"],
      "get /api/v1/deliveries": ROLES,
      "post /api/v1/deliveries/:id": "anyone",
      "get /api/v1/push/key": ROLES,
      "post /api/v1/push/subscriptions": ROLES,
      "post /api/v1/push/subscriptions/end": ROLES,
    });
  });

  it("are saved under the name of who is signed in, and answered without secrets", async () => {
    const body = { version: 0, address: null, smtp: null, recipients: [webhookTo(receiver.url)] };
    const saved = await ask("post", NOTIFY_PATHS.settings, { body });
    expect(saved).toMatchObject({ ok: true, value: { version: 1, changedBy: "Dr Lee" } });
    expect(JSON.stringify(saved)).not.toContain(SECRET);
    const read = await ask("get", NOTIFY_PATHS.settings);
    expect(read.ok && NotifySettings.parse(read.value)).toEqual(saved.ok && saved.value);
    expect(await ask("post", NOTIFY_PATHS.settings, { body })).toMatchObject({ ok: false, code: "version-taken" });
  });

  it("refuse with the field and what is wrong with it", async () => {
    const channel = { kind: "webhook", url: receiver.url, inside: true, secret: "short" };
    const body = { version: 0, address: null, smtp: null, recipients: [{ ...webhookTo(""), channel }] };
    expect(await ask("post", NOTIFY_PATHS.settings, { body })).toMatchObject({
      code: "bad-request",
      message: "recipients.0.channel.secret: At least 16 characters.",
    });
  });
});

describe("a test", () => {
  it("is answered with its row, which the list of deliveries then follows", async () => {
    const [recipientId] = await desk.set(webhookTo(receiver.url, { active: false }));
    const sent = await ask("post", NOTIFY_PATHS.test, { body: { recipientId } });
    expect(sent).toMatchObject({ ok: true, value: { state: "queued", roomId: null, to: null } });
    const id = sent.ok ? (sent.value as { id: string }).id : "";
    await desk.state(id, "sent");
    expect(await ask("get", NOTIFY_PATHS.deliveries)).toMatchObject({ value: [{ id, state: "sent", attempts: 1 }] });
    const { body } = await receiver.called(1);
    expect(JSON.parse(body.toString())).toMatchObject({ kind: "test", title: "Watchroom test" });
    expect(await ask("post", NOTIFY_PATHS.test, { body: { recipientId: "gone" } })).toMatchObject({
      code: "not-found",
    });
  });
});

describe("what became of an alarm", () => {
  it("is listed for that alarm alone, and moves on with a signed report", async () => {
    await desk.set(webhookTo(receiver.url));
    const [id = ""] = desk.raise();
    desk.raise();
    const { episodeId } = desk.row(id) ?? {};
    await desk.state(id, "sent");
    const timestamp = String(desk.clock.now().wall);
    const signature = `sha256=${createHmac("sha256", SECRET).update(`${timestamp}.${id}.read`).digest("hex")}`;
    const headers = { "x-watchroom-signature": signature, "x-watchroom-timestamp": timestamp };
    const path = `${NOTIFY_PATHS.deliveries}/:id`;
    expect(await ask("post", path, { id, body: { state: "read" } })).toMatchObject({ code: "not-allowed" });
    expect(await ask("post", path, { id, body: { state: "failed" }, headers })).toMatchObject({ code: "bad-request" });
    expect(await ask("post", path, { id: "gone", body: { state: "read" }, headers })).toMatchObject({
      code: "not-found",
    });
    expect(await ask("post", path, { id, body: { state: "read" }, headers })).toMatchObject({ ok: true });
    const listed = await ask("get", NOTIFY_PATHS.deliveries, { query: { episodeId } });
    expect(listed).toMatchObject({ value: [{ id, state: "read" }] });
  });
});

describe("a browser's subscription", () => {
  it("is kept for the person signed in, and only with an https address and whole keys", async () => {
    expect(await ask("get", NOTIFY_PATHS.pushKey)).toEqual({ ok: true, value: { key: desk.notifier().pushKey() } });
    const { subscription } = createPushBrowser("https://push.example/1");
    const subscribe = (body: object) => ask("post", NOTIFY_PATHS.pushSubscriptions, { body });
    expect(await subscribe({ ...subscription, endpoint: "http://push.example/1" })).toMatchObject({ ok: false });
    expect(await subscribe({ ...subscription, keys: { p256dh: "x", auth: "y" } })).toMatchObject({ ok: false });
    expect(await subscribe({ ...subscription, label: "Phone" })).toMatchObject({ ok: true });
    expect(desk.store.setting("push")).toContain("id-physician");
    await ask("post", `${NOTIFY_PATHS.pushSubscriptions}/end`, { body: { endpoint: subscription.endpoint } });
    expect(desk.store.setting("push")).toBe("[]");
  });
});
