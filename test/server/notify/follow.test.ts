import type { OperatorId } from "@watchroom/shared/time";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { followAlarms } from "../../../server/src/notify/follow.ts";
import { wordsOf } from "../../../server/src/notify/notice.ts";
import { createNotifier, type Notifier } from "../../../server/src/notify/notifier.ts";
import { again, final, type Outcome, SENT, type Transport } from "../../../server/src/notify/transport.ts";
import { WELL } from "../../simulation/support/faulty-record.ts";
import { type Server, startServer } from "../../simulation/support/server.ts";
import { createTrueTime } from "../../simulation/support/true-time.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { clientOf, quietLog } from "../http/api.ts";
import { webhookTo } from "./desk.ts";

const NURSE = { operatorId: "n1" as OperatorId, name: "N. Okafor", role: "nurse" } as const;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let clinic: Awaited<ReturnType<typeof openClinic>>;
beforeEach(async () => {
  clinic = await openClinic();
});
afterEach(async () => {
  await clinic.close();
});

const TAKEN: Outcome = SENT;
const BUSY: Outcome = again("status-500", "The receiver answered 500.");
const REFUSED: Outcome = final("status-404", "The receiver refused the message (404).");

/** A receiver that is told in no time, since the clock of these tests stands still meanwhile. */
function createReceiver() {
  let answer = TAKEN;
  const told: { to: string | null; room: string | null; title: string }[] = [];
  const webhook: Transport<"webhook"> = {
    async send(_channel, { notice }) {
      told.push({ to: notice.to, room: notice.room, title: wordsOf(notice).title });
      return answer;
    },
    stop: () => undefined,
  };
  return {
    webhook,
    told,
    answerWith(next: Outcome): void {
      answer = next;
    },
  };
}

/** A server that no station hears, with a charge nurse and a physician behind one webhook each. */
async function openClinic() {
  const time = createTrueTime();
  const server: Server = await startServer(createMemoryStore(), time, () => WELL);
  const receiver = createReceiver();
  const notifier: Notifier = await createNotifier({
    store: clientOf(createMemoryStore()),
    clock: server.clock,
    log: quietLog,
    isPerson: () => true,
    isSignedIn: () => true,
    random: () => 0,
    transports: () => ({ webhook: receiver.webhook }),
  });
  const saved = await notifier.save(
    {
      ...{ version: notifier.settings().version, address: null, smtp: null },
      recipients: [
        webhookTo("http://localhost/charge", { name: "Ms Holm", to: ["chargeNurse"] }),
        webhookTo("http://localhost/physician", { name: "Dr Berg", to: ["physician"] }),
      ],
    },
    "Ada",
  );
  if (!saved.ok) throw new Error(saved.message);
  followAlarms(server.ward, notifier);
  let readings = 0;
  const alarmsOf = (room: number) => server.ward.rooms()[room - 1]?.alarms ?? [];
  return {
    receiver,
    ward: server.ward,
    alarm: (room: number, condition: string) => alarmsOf(room).find((one) => one.condition === condition),
    states: () => notifier.deliveries().map(({ to, state }) => `${to} ${state}`),
    async pass(seconds: number): Promise<void> {
      for (let passed = 0; passed < seconds * 1_000; passed += 200) {
        time.advance(200);
        await settled();
      }
    },
    async spo2(room: number, value: number): Promise<void> {
      readings += 1;
      const measuredAt = new Date(time.trueWall()).toISOString();
      const reading = { id: `${readings}`, kind: "oximetry", measuredAt, spo2: value, pulseRate: 72 + (readings % 5) };
      void server.ward.accept(server.device(room), [reading]);
      await this.pass(1);
    },
    async begin(...rooms: number[]): Promise<void> {
      for (const room of rooms) {
        const payload = { roomId: `room-${room}`, initials: "A. L.", route: "oral", includeEarlier: true } as const;
        void server.ward.command({ name: "startSession", payload: { ...payload, cuffArm: null } }, NURSE);
      }
      await settled();
    },
    acknowledge(room: number, condition: string): void {
      const { episodeId = "" } = alarmsOf(room).find((one) => one.condition === condition) ?? {};
      void server.ward.command({ name: "acknowledge", payload: { roomId: `room-${room}`, episodeId } }, NURSE);
    },
    async close(): Promise<void> {
      await notifier.stop();
      server.end(true);
    },
  };
}

describe("no station hears three rooms in session", () => {
  it("is one message a step for the whole clinic, with how many rooms it concerns", async () => {
    await clinic.begin(1, 2, 3);
    await clinic.pass(80);
    expect(clinic.states()).toHaveLength(2);
    expect(clinic.receiver.told).toMatchObject([
      {
        to: "chargeNurse",
        room: "3 rooms in session",
        title: expect.stringContaining("3 rooms in session: No station"),
      },
      { to: "physician", room: "3 rooms in session" },
    ]);
  });

  it("names the room where only one is in session", async () => {
    await clinic.begin(2);
    await clinic.pass(50);
    expect(clinic.receiver.told).toMatchObject([
      { room: "Room 2", title: expect.stringContaining("No station hears this room") },
    ]);
  });

  it("is tried until the last room has a station again or was taken, and then told anew", async () => {
    clinic.receiver.answerWith(BUSY);
    await clinic.begin(1, 2);
    await clinic.pass(50);
    clinic.acknowledge(1, "notHeard");
    await clinic.pass(1);
    expect(clinic.states()).toEqual(["chargeNurse queued"]);
    clinic.ward.hearing(1);
    await clinic.pass(6);
    expect(clinic.states()).toEqual(["chargeNurse settled"]);
    clinic.receiver.answerWith(TAKEN);
    clinic.ward.hearing(0);
    await clinic.pass(50);
    expect(clinic.states()).toEqual(["chargeNurse sent", "chargeNurse settled"]);
  });
});

describe("an alarm that reached nobody", () => {
  /** Room 1 has a low SpO2 that the charge nurse cannot be told of. */
  async function unreached(): Promise<void> {
    clinic.receiver.answerWith(REFUSED);
    clinic.ward.hearing(1);
    await clinic.begin(1);
    await clinic.spo2(1, 97);
    for (let second = 0; second < 70; second++) await clinic.spo2(1, 84);
    expect(clinic.alarm(1, "notReached")).toMatchObject({ present: true, cause: "Ms Holm" });
  }

  it("is told outside by role and way, never by name", async () => {
    await unreached();
    for (let second = 0; second < 125; second++) await clinic.spo2(1, 84);
    const titles = clinic.receiver.told.map(({ title }) => title);
    expect(titles.find((title) => title.includes("Not reached"))).toBe(
      "SIMULATED: Medium priority, Room 1: Not reached: charge nurse by webhook, physician by webhook",
    );
    expect(titles.join()).not.toMatch(/Holm|Berg/);
  });

  it('is no longer "not reached" when somebody takes it, and nobody is called about that any more', async () => {
    await unreached();
    clinic.acknowledge(1, "spo2.low");
    await clinic.pass(1);
    expect(clinic.alarm(1, "notReached")?.present ?? false).toBe(false);
    const before = clinic.states().length;
    for (let second = 0; second < 150; second++) await clinic.spo2(1, 84);
    expect(clinic.states()).toHaveLength(before);
  });

  it('is no longer "not reached" when it has ended', async () => {
    await unreached();
    for (let second = 0; second < 10; second++) await clinic.spo2(1, 97);
    expect(clinic.alarm(1, "notReached")?.present ?? false).toBe(false);
  });

  it("keeps no alarm up by messages about that which fail too", async () => {
    await unreached();
    for (let second = 0; second < 125; second++) await clinic.spo2(1, 84);
    expect(clinic.states().filter((state) => state.endsWith("failed"))).toHaveLength(3);
    clinic.acknowledge(1, "spo2.low");
    await clinic.pass(1);
    expect(clinic.alarm(1, "notReached")?.present ?? false).toBe(false);
  });
});
