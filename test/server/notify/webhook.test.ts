import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startHttpReceiver } from "../../support/receivers/http-receiver.ts";
import { type Desk, escalation, openDesk, SECRET, webhookTo } from "./desk.ts";

type Receiver = Awaited<ReturnType<typeof startHttpReceiver>>;
let desk: Desk;
let receiver: Receiver;
const more: Receiver[] = [];
const another = async (): Promise<Receiver> => {
  const started = await startHttpReceiver();
  more.push(started);
  return started;
};
beforeEach(async () => {
  desk = await openDesk();
  receiver = await startHttpReceiver();
});
afterEach(async () => {
  await desk.close();
  for (const one of [receiver, ...more.splice(0)]) await one.close();
});

const signed = (text: string): string => `sha256=${createHmac("sha256", SECRET).update(text).digest("hex")}`;
/** One message to the receiver. */
const raised = async (): Promise<string> => {
  await desk.set(webhookTo(receiver.url));
  return desk.raise()[0] ?? "";
};

describe("an alarm that goes to a webhook", () => {
  it("says room, priority, what and since when, signed with the secret, and is sent when the receiver took it", async () => {
    await desk.setAll({ address: "https://watch.example", recipients: [webhookTo(receiver.url)] });
    const [id = ""] = desk.raise();
    const { headers, body } = await receiver.called(1);
    expect(JSON.parse(body.toString())).toMatchObject({
      id,
      room: "Room 3",
      priority: "high",
      what: "SpO₂ low",
      since: "2026-11-23T09:00:00.000Z",
      to: "physician",
      simulated: false,
      title: "HIGH priority, Room 3: SpO₂ low",
      text: expect.stringContaining("Open Watchroom."),
      link: "https://watch.example/rooms/room-3",
    });
    expect(headers["x-watchroom-signature"]).toBe(signed(`${headers["x-watchroom-timestamp"]}.${body}`));
    expect(headers["x-watchroom-delivery"]).toBe(id);
    await desk.state(id, "sent");
    expect(desk.row(id)).toMatchObject({ attempts: 1, channel: "webhook", room: "Room 3", lastError: null });
  });

  it("says that it is simulated, in its first word", async () => {
    await desk.set(webhookTo(receiver.url));
    desk.raise(escalation({ simulated: true }));
    const { body } = await receiver.called(1);
    expect(JSON.parse(body.toString())).toMatchObject({ simulated: true, title: expect.stringMatching(/^SIMULATED/) });
  });

  it("goes only to active recipients of this step", async () => {
    const [nurse, off] = [await another(), await another()];
    await desk.set(
      webhookTo(nurse.url, { to: ["chargeNurse"] }),
      webhookTo(off.url, { active: false }),
      webhookTo(receiver.url),
    );
    expect(desk.raise()).toHaveLength(1);
    await receiver.called(1);
    expect([...nurse.calls, ...off.calls]).toEqual([]);
  });

  it("is tried again after 1 s and 2 s with the same id, and gets through when the receiver works again", async () => {
    receiver.answerWith({ status: 500 }, { status: 503 }, { status: 200 });
    const id = await raised();
    await desk.failed(id, 1);
    desk.clock.advance(750);
    expect(receiver.calls).toHaveLength(1);
    desk.clock.advance(250);
    await desk.failed(id, 2);
    desk.clock.advance(1_750);
    expect(receiver.calls).toHaveLength(2);
    desk.clock.advance(250);
    await desk.state(id, "sent");
    expect(desk.row(id)?.attempts).toBe(3);
    expect(new Set(receiver.calls.map(({ headers }) => headers["x-watchroom-delivery"]))).toEqual(new Set([id]));
  });

  it("waits as long as the receiver asks", async () => {
    receiver.answerWith({ status: 429, headers: { "retry-after": "5" } }, { status: 200 });
    const id = await raised();
    await desk.failed(id, 1);
    desk.clock.advance(4_750);
    expect(receiver.calls).toHaveLength(1);
    desk.clock.advance(250);
    await desk.state(id, "sent");
  });

  it("is delayed by no receiver that hangs, not even in the same room", async () => {
    const other = await another();
    receiver.answerWith("hang");
    await desk.set(webhookTo(receiver.url), webhookTo(other.url));
    const [slow = "", quick = ""] = desk.raise();
    await desk.state(quick, "sent");
    await receiver.called(1);
    const [next = "", nextQuick = ""] = desk.raise();
    await desk.state(nextQuick, "sent");
    await receiver.called(2);
    expect([desk.row(slow)?.state, desk.row(next)?.state]).toEqual(["queued", "queued"]);
  });

  it("is given up after 10 s without an answer and tried again", async () => {
    receiver.answerWith("hang", { status: 200 });
    const id = await raised();
    await receiver.called(1);
    desk.clock.advance(9_750);
    expect(desk.row(id)?.lastError).toBeNull();
    desk.clock.advance(250);
    await desk.failed(id, 1);
    expect(desk.row(id)?.lastError?.code).toBe("no-answer");
    receiver.release(200); // too late: nobody hears it
    desk.clock.advance(1_000);
    await desk.state(id, "sent");
    expect(receiver.calls.map(({ headers }) => headers["x-watchroom-delivery"])).toEqual([id, id]);
  });

  it("is not sent to where a redirect points, and says which address to mend", async () => {
    const other = await another();
    receiver.answerWith({ status: 307, headers: { location: other.url } });
    const id = await raised();
    await desk.state(id, "failed");
    expect(other.calls).toEqual([]);
    expect(desk.row(id)).toMatchObject({ attempts: 1, lastError: { code: "redirected" } });
    expect(desk.troubles).toMatchObject([{ present: true, roomId: "room-3", code: "redirected" }]);
  });

  it("survives a receiver that closes the connection", async () => {
    receiver.answerWith("cut", { status: 200 });
    const id = await raised();
    await desk.failed(id, 1);
    expect(desk.row(id)?.lastError?.code).toBe("cut-off");
    desk.clock.advance(1_000);
    await desk.state(id, "sent");
  });

  it("is given up after five minutes", async () => {
    receiver.answerWith({ status: 500 });
    const id = await raised();
    for (let count = 1; desk.row(id)?.state === "queued"; count++) {
      await desk.failed(id, count);
      desk.clock.advance(30_000);
    }
    expect(desk.row(id)?.state).toBe("failed");
    expect(desk.row(id)?.attempts).toBe(11);
  });

  it("is not sent any more once somebody took it, and what other alarms wait for goes on", async () => {
    receiver.answerWith({ status: 500 }, { status: 500 }, { status: 200 });
    await desk.set(webhookTo(receiver.url));
    const taken = escalation();
    const [id = ""] = desk.raise(taken);
    await desk.failed(id, 1);
    const [other = ""] = desk.raise();
    await desk.failed(other, 1);
    desk.notifier().settled({ roomId: "room-3", episodeId: taken.alarm.episodeId, why: "accepted" });
    expect(desk.row(id)).toMatchObject({ state: "settled", lastError: { message: expect.stringContaining("took") } });
    desk.clock.advance(1_000);
    await desk.state(other, "sent");
    expect(receiver.calls).toHaveLength(3);
  });
});

describe("a channel that fails", () => {
  it("is trouble after three attempts in a row, for each room concerned, and ends when something gets through", async () => {
    receiver.answerWith({ status: 500 });
    const id = await raised();
    for (const count of [1, 2]) {
      await desk.failed(id, count);
      expect(desk.troubles).toEqual([]);
      desk.clock.advance(4_000);
    }
    await desk.failed(id, 3);
    expect(desk.troubles).toMatchObject([{ present: true, recipient: `Hook ${receiver.url}`, roomId: "room-3" }]);
    const [inFour = ""] = desk.raise(escalation({ roomId: "room-4" }));
    await desk.failed(inFour, 1);
    expect(
      desk
        .notifier()
        .troubles()
        .map(({ roomId }) => roomId),
    ).toEqual(["room-3", "room-4"]);
    receiver.answerWith({ status: 200 });
    desk.clock.advance(4_000);
    await desk.state(id, "sent");
    expect(desk.notifier().troubles()).toEqual([]);
    expect(desk.troubles.map(({ present }) => present)).toEqual([true, true, false, false]);
  });

  it("is no trouble any more when an administrator changes its way or takes it out", async () => {
    receiver.answerWith({ status: 404 });
    const id = await raised();
    await desk.state(id, "failed");
    expect(desk.notifier().troubles()).toHaveLength(1);
    await desk.set();
    expect(desk.notifier().troubles()).toEqual([]);
  });

  it("is still in trouble after a restart", async () => {
    receiver.answerWith({ status: 404 });
    const id = await raised();
    await desk.state(id, "failed");
    await desk.restart();
    expect(desk.notifier().troubles()).toMatchObject([{ code: "status-404", roomId: "room-3" }]);
  });
});

describe("a restart", () => {
  it("goes on with what was not sent, under the same id", async () => {
    receiver.answerWith({ status: 500 }, { status: 200 });
    const id = await raised();
    await desk.failed(id, 1);
    await desk.restart();
    await desk.state(id, "sent");
    expect(receiver.calls.map(({ headers }) => headers["x-watchroom-delivery"])).toEqual([id, id]);
  });

  it("does not send what is older than five minutes, and says so", async () => {
    receiver.answerWith({ status: 500 });
    const id = await raised();
    await desk.failed(id, 1);
    await desk.notifier().stop();
    desk.clock.advance(300_000);
    await desk.restart();
    expect(desk.row(id)).toMatchObject({ state: "failed", lastError: { code: "too-late" } });
    expect(receiver.calls).toHaveLength(1);
  });
});

describe("a receiver in the clinic's own network", () => {
  it("is called only when the administrator says that it is there", async () => {
    const outside = {
      kind: "webhook",
      url: receiver.url.replace("http:", "https:"),
      inside: false,
      secret: SECRET,
    } as const;
    await desk.set(webhookTo(receiver.url, { channel: outside }));
    const [id = ""] = desk.raise();
    await desk.state(id, "failed"); // "localhost" is seen for what it is when it is looked up
    expect(desk.row(id)?.lastError).toMatchObject({
      code: "address-refused",
      message: expect.stringContaining("Tick"),
    });
    expect(receiver.calls).toEqual([]);
  });
});
