import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { startHttpReceiver } from "../../support/receivers/http-receiver.ts";
import { createPushBrowser, vapidClaims } from "../../support/receivers/push-browser.ts";
import { type Desk, escalation, openDesk } from "./desk.ts";

type Service = Awaited<ReturnType<typeof startHttpReceiver>>;
const toPhysician = {
  name: "Dr Lee",
  to: ["physician" as const],
  active: true,
  channel: { kind: "push" as const, operatorId: "id-physician" },
};
let desk: Desk;
let service: Service;
let recipientId: string;
beforeEach(async () => {
  desk = await openDesk();
  service = await startHttpReceiver({ tls: true });
  service.answerWith({ status: 201 });
  [recipientId = ""] = await desk.set(toPhysician);
});
afterEach(async () => {
  await desk.close();
  await service.close();
});

const browserAt = async (path: string, operatorId = "id-physician") => {
  const browser = createPushBrowser(new URL(path, service.url).href);
  await desk.notifier().subscribe({ operatorId, signInId: "at-the-station" }, browser.subscription);
  return browser;
};

describe("an alarm that goes to a person's browser", () => {
  it("can be read by that browser alone, with this clinic's key, for a minute and at once", async () => {
    const browser = await browserAt("/phone");
    await browserAt("/other", "id-nurse");
    const [id = ""] = desk.raise(escalation({ simulated: true }));
    const { path, headers, body } = await service.called(1);
    expect(path).toBe("/phone");
    expect(headers).toMatchObject({ ttl: "60", urgency: "high", "content-encoding": "aes128gcm" });
    expect(headers["topic"]).toMatch(/^[\w-]{32}$/);
    const claims = vapidClaims(headers, desk.notifier().pushKey());
    expect(claims).toMatchObject({ aud: new URL(service.url).origin, sub: expect.stringMatching(/^mailto:/) });
    expect(browser.read(body)).toMatchObject({
      id,
      title: "SIMULATED: HIGH priority, Room 3: SpO₂ low",
      body: expect.stringContaining("Open Watchroom."),
      url: "/rooms/room-3",
      priority: "high",
      simulated: true,
    });
    expect(body.toString("latin1")).not.toContain("Room 3");
    await desk.state(id, "sent");
    expect(service.calls).toHaveLength(1);
  });

  it("replaces the older one of the same room that was not delivered yet, and no other room's", async () => {
    await browserAt("/phone");
    for (const roomId of ["room-3", "room-3", "room-4"]) {
      const [id = ""] = desk.raise(escalation({ roomId }));
      await desk.state(id, "sent");
    }
    const [first, second, third] = service.calls.map(({ headers }) => headers["topic"]);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it("goes to every browser of the person, again only to those that did not take it", async () => {
    await browserAt("/phone");
    await browserAt("/tablet");
    service.answerWith({ status: 201 }, { status: 503 }, { status: 201 });
    const [id = ""] = desk.raise();
    await desk.state(id, "sent");
    await desk.failed(id, 1);
    const missed = (await service.called(2)).path;
    desk.clock.advance(1_000);
    expect((await service.called(3)).path).toBe(missed);
    expect(desk.troubles).toEqual([]);
    desk.clock.advance(60_000);
    expect(service.calls).toHaveLength(3);
  });

  it("takes a browser off the list that the push service no longer knows, and says what to do when none is left", async () => {
    await browserAt("/phone");
    service.answerWith({ status: 410 });
    const [id = ""] = desk.raise();
    await desk.state(id, "failed");
    expect(desk.row(id)?.lastError?.code).toBe("no-subscription");
    expect(desk.troubles).toMatchObject([{ recipient: "Dr Lee", present: true }]);
    desk.raise();
    await desk.restart();
    expect(desk.row(id)?.lastError?.message).toContain("turn notifications on again");
    expect(service.calls).toHaveLength(1);
  });

  it("reports by the receipt in the message that it came and was read, for this message only", async () => {
    const browser = await browserAt("/phone");
    const [first = "", second = ""] = [...desk.raise(), ...desk.raise()];
    await desk.state(second, "sent");
    const read = service.calls.map(({ body }) => browser.read(body)).find(({ id }) => id === first);
    const { receipt, path } = z.object({ receipt: z.string(), path: z.string() }).parse(read?.["report"]);
    expect(path).toBe(`/api/v1/deliveries/${first}`);
    const none = { signature: null, timestamp: null };
    const { report } = desk.notifier();
    expect(report(second, { state: "read", receipt }, none)).toMatchObject({ ok: false });
    expect(report(first, { state: "delivered", receipt }, none)).toMatchObject({ ok: true });
    expect(report(first, { state: "read", receipt }, none)).toMatchObject({ ok: true, value: { state: "read" } });
  });

  it("does not go to somebody who may no longer sign in", async () => {
    await browserAt("/phone");
    desk.people.delete("id-physician");
    const [id = ""] = desk.raise();
    await desk.state(id, "failed");
    expect(desk.row(id)?.lastError?.code).toBe("person-withdrawn");
    expect(service.calls).toEqual([]);
  });

  it("goes no more to a browser in which it was turned off; from elsewhere only its own person can do that", async () => {
    const { endpoint } = (await browserAt("/phone")).subscription;
    const id = desk.notifier().subscriptions("id-physician", endpoint).here?.id ?? "";
    await desk.notifier().unsubscribe("id-nurse", { id });
    expect((await sentTo()).attempts).toBe(1);
    await desk.notifier().unsubscribe("id-physician", { id });
    await expectUnsent();
    // By the endpoint: whoever sits at that browser.
    await browserAt("/phone");
    await desk.notifier().unsubscribe("id-nurse", { endpoint });
    await expectUnsent();
  });

  it("goes no more to a shared computer once its person has signed out there, unless they said that it is their own", async () => {
    const shared = createPushBrowser(new URL("/station", service.url).href);
    const person = { operatorId: "id-physician", signInId: "at-the-station" };
    await desk.notifier().subscribe(person, { ...shared.subscription, keeps: false });
    await desk.restart();
    expect((await sentTo()).attempts).toBe(1);
    desk.signIns.delete("at-the-station");
    expect(desk.notifier().subscriptions("id-physician", shared.subscription.endpoint)).toEqual({
      here: null,
      mine: [],
    });
    await expectUnsent();
    await browserAt("/phone");
    const sent = await sentTo();
    expect(sent.state).toBe("sent");
    expect(service.calls.map(({ path }) => path)).toEqual(["/station", "/phone"]);
  });

  const expectUnsent = async (): Promise<void> => {
    const before = service.calls.length;
    const [id = ""] = desk.raise();
    await desk.state(id, "failed");
    expect(service.calls).toHaveLength(before);
  };

  it("belongs to the person who turned it on last in that browser", async () => {
    const { subscription } = await browserAt("/station");
    await desk.notifier().subscribe({ operatorId: "id-nurse", signInId: "at-the-station" }, subscription);
    const { here } = desk.notifier().subscriptions("id-physician", subscription.endpoint);
    expect(here?.operatorId).toBe("id-nurse");
    const [id = ""] = desk.raise();
    await desk.state(id, "failed");
    expect(service.calls).toEqual([]);
  });

  const sentTo = async () => {
    const sent = desk.notifier().test(recipientId);
    if (!sent.ok) throw new Error(sent.message);
    await desk.state(sent.value.id, "sent");
    return desk.row(sent.value.id) ?? sent.value;
  };

  it("keeps the clinic's key and the subscriptions over a restart", async () => {
    await browserAt("/phone");
    const key = desk.notifier().pushKey();
    await desk.restart();
    expect(desk.notifier().pushKey()).toBe(key);
    expect(await sentTo()).toMatchObject({ roomId: null, episodeId: null, state: "sent" });
  });
});
