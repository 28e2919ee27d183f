import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startHttpReceiver } from "../../support/receivers/http-receiver.ts";
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

const signed = (text: string): string => `sha256=${createHmac("sha256", SECRET).update(text).digest("hex")}`;
const raised = async (): Promise<string> => {
  await desk.set(webhookTo(receiver.url));
  return desk.raise()[0] ?? "";
};

describe("the receiver's own word", () => {
  const report = (id: string, state: "delivered" | "read", timestamp: number, text = `${timestamp}.${id}.${state}`) =>
    desk.notifier().report(id, { state }, { signature: signed(text), timestamp: String(timestamp) });

  it('counts as delivered when it answers {"delivered":true}', async () => {
    receiver.answerWith({ status: 200, body: '{"delivered":true}' });
    await desk.state(await raised(), "delivered");
  });

  it("moves the message on when it is signed, and never back", async () => {
    const id = await raised();
    await desk.state(id, "sent");
    const { wall } = desk.clock.now();
    expect(report(id, "read", wall)).toMatchObject({ ok: true, value: { state: "read" } });
    expect(report(id, "delivered", wall)).toMatchObject({ ok: true, value: { state: "read" } });
  });

  it("is refused with another message's signature, an old one, or none", async () => {
    const id = await raised();
    await desk.state(id, "sent");
    const { wall } = desk.clock.now();
    const refused = { ok: false, code: "not-proven" };
    expect(report(id, "read", wall, `${wall}.other.read`)).toMatchObject(refused);
    expect(report(id, "read", wall, `${wall}.${id}.delivered`)).toMatchObject(refused);
    expect(report(id, "read", wall - 300_001)).toMatchObject(refused);
    expect(report(id, "read", Number.NaN)).toMatchObject(refused);
    const none = { signature: null, timestamp: null };
    expect(desk.notifier().report(id, { state: "read" }, none)).toMatchObject(refused);
    expect(desk.notifier().report(id, { state: "read", receipt: "guess" }, none)).toMatchObject(refused);
    expect(report("nothing", "read", wall)).toMatchObject({ ok: false, code: "no-such-delivery" });
    expect(desk.row(id)?.state).toBe("sent");
  });

  it("ends the attempts of a receiver that took the message but answered too late", async () => {
    receiver.answerWith("hang");
    const id = await raised();
    await receiver.called(1);
    desk.clock.advance(10_000);
    await desk.failed(id, 1);
    report(id, "delivered", desk.clock.now().wall);
    desk.clock.advance(60_000);
    expect(desk.row(id)?.state).toBe("delivered");
    expect(receiver.calls).toHaveLength(1);
  });
});
