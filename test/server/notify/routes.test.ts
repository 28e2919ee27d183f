import { createHmac } from "node:crypto";
import { NOTIFY_PATHS, NotifySettings, PushWays } from "@watchroom/shared/notify";
import { ROLES } from "@watchroom/shared/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Identity } from "../../../server/src/auth/sign-ins.ts";
import { notifyRoutes } from "../../../server/src/http/notify.ts";
import type { Route } from "../../../server/src/http/route.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { startHttpReceiver } from "../../support/receivers/http-receiver.ts";
import { createPushBrowser } from "../../support/receivers/push-browser.ts";
import { clientOf, quietLog } from "../http/api.ts";
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

const physician = {
  operator: { operatorId: "id-physician", displayName: "Dr Lee", role: "physician" },
  signIn: { tokenHash: "at-the-station" },
};
const nurse = {
  operator: { operatorId: "id-nurse", displayName: "Nora Okafor", role: "nurse" },
  signIn: { tokenHash: "at-the-station" },
};
const directory = { operators: () => [physician.operator, nurse.operator] as never };
const changes = createMemoryStore();
const routes = () =>
  notifyRoutes({
    notifier: desk.notifier(),
    directory,
    store: clientOf(changes),
    clock: createFakeClock(),
    log: quietLog,
  });
const routeAt = (method: Route["method"], path: string): Route => {
  const found = routes().find((one) => one.method === method && one.path === path);
  if (found === undefined) throw new Error(`no route ${method} ${path}`);
  return found;
};
type Asked = { body?: unknown; query?: object; id?: string; headers?: Record<string, string>; by?: object };
/** As a person calls it who was let in. */
const ask = (
  method: Route["method"],
  path: string,
  { body, query = {}, id = "", headers = {}, by = physician }: Asked = {},
) =>
  routeAt(method, path).handle({
    body,
    query,
    params: { id },
    identity: by as unknown as Identity,
    request: { get: (name: string) => headers[name] } as never,
    response: {} as never,
  });

describe("the settings of notifications", () => {
  it("are an administrator's alone, what became of an alarm is everybody's, a report comes from outside", () => {
    const allowed = routes().map(({ method, path, allow }) => [`${method} ${path}`, allow]);
    expect(Object.fromEntries(allowed)).toEqual({
      "get /api/v1/notify/settings": ["administrator"],
      "post /api/v1/notify/settings": ["administrator"],
      "post /api/v1/notify/test": ["administrator"],
      "get /api/v1/deliveries": ROLES,
      "post /api/v1/deliveries/:id": "anyone",
      "get /api/v1/push/key": ROLES,
      "post /api/v1/push/subscriptions": ROLES,
      "post /api/v1/push/subscriptions/end": ROLES,
      "post /api/v1/push/ways": ROLES,
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

  it("leave in the record who changed what, and of a secret only that it is another one", async () => {
    const before = changes.clinicChanges({ limit: 100 }).length;
    const recipient = { ...webhookTo(receiver.url), name: "Night desk" };
    const body = { version: 0, address: null, smtp: null, recipients: [recipient] };
    await ask("post", NOTIFY_PATHS.settings, { body });
    const kept = changes.clinicChanges({ limit: 100 });
    const said = kept.slice(0, kept.length - before);
    expect(new Set(said.map(({ by }) => by))).toEqual(new Set(["Dr Lee"]));
    expect(said.map(({ what }) => what)).toContain("Notifications: recipients · Night desk · secret");
    expect(JSON.stringify(said)).not.toContain(SECRET);
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
    expect(await subscribe(subscription)).toMatchObject({ ok: true });
    expect(desk.store.setting("push")).toContain("id-physician");
    await ask("post", NOTIFY_PATHS.endSubscription, { body: { endpoint: subscription.endpoint } });
    expect(desk.store.setting("push")).toBe("[]");
  });

  it("says to the next person at that browser whose it is, and is theirs once they take it over", async () => {
    const { subscription } = createPushBrowser("https://push.example/1");
    const { endpoint } = subscription;
    const ways = async (by: object, at: string | null = endpoint): Promise<PushWays> => {
      const answer = await ask("post", NOTIFY_PATHS.pushWays, { by, body: { endpoint: at } });
      return PushWays.parse(answer.ok && answer.value);
    };
    expect(await ways(nurse)).toEqual({ here: null, mine: [] });
    await ask("post", NOTIFY_PATHS.pushSubscriptions, { body: { ...subscription, label: "Dr Lee's phone" } });
    expect(await ways(physician)).toMatchObject({
      here: { name: "Dr Lee", isMine: true, keeps: true },
      mine: [{ label: "Dr Lee's phone", keeps: true }],
    });
    expect(await ways(nurse)).toMatchObject({ here: { name: "Dr Lee", isMine: false }, mine: [] });
    await ask("post", NOTIFY_PATHS.pushSubscriptions, { by: nurse, body: { ...subscription, keeps: false } });
    expect(await ways(nurse)).toMatchObject({ here: { isMine: true, keeps: false }, mine: [{ label: "Phone" }] });
    expect(await ways(physician)).toMatchObject({ here: { name: "Nora Okafor", isMine: false }, mine: [] });
    const [{ id } = { id: "" }] = (await ways(nurse, null)).mine;
    await ask("post", NOTIFY_PATHS.endSubscription, { by: nurse, body: { id } });
    expect(await ways(nurse)).toEqual({ here: null, mine: [] });
  });
});
