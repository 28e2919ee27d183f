import type { OperatorId } from "@watchroom/shared/time";
import type { CommandReply } from "@watchroom/shared/wire";
import { describe, expect, it } from "vitest";
import { type Disk, WELL } from "../../simulation/support/faulty-record.ts";
import { type Server, startServer } from "../../simulation/support/server.ts";
import { createTrueTime } from "../../simulation/support/true-time.ts";
import { createMemoryStore } from "../../support/memory-store.ts";

const NURSE = { operatorId: "n1" as OperatorId, name: "N. Okafor", role: "nurse" } as const;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A server with a patient in room 1, on a disk that the test decides about. */
async function openRoom() {
  const [time, onDisk] = [createTrueTime(), createMemoryStore()];
  let disk: Disk = WELL;
  let server: Server = await startServer(onDisk, time, () => disk);
  let readings = 0;
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 200) {
      time.advance(200);
      await settled();
    }
  };
  return {
    pass,
    set(next: Disk): void {
      disk = next;
    },
    async spo2(value: number): Promise<void> {
      readings += 1;
      const measuredAt = new Date(time.trueWall()).toISOString();
      const reading = { id: `${readings}`, kind: "oximetry", measuredAt, spo2: value, pulseRate: 72 + (readings % 5) };
      void server.ward.accept(server.device(1), [reading]);
      await pass(1_000);
    },
    alarm: () => server.ward.rooms()[0]?.alarms.find(({ condition }) => condition === "spo2.low"),
    acknowledge(episodeId: string): Promise<CommandReply> {
      return server.ward.command({ name: "acknowledge", payload: { roomId: "room-1", episodeId } }, NURSE);
    },
    async die(): Promise<void> {
      server.end(false);
      server = await startServer(onDisk, time, () => disk);
    },
  };
}

describe("a nurse who was told that an alarm is hers", () => {
  it("finds it so after a restart, also when the readings that began it were never saved", async () => {
    const room = await openRoom();
    await room.spo2(97);
    room.set({ kind: "full" });
    for (let second = 0; second < 3; second += 1) await room.spo2(75);
    let reply: CommandReply | null = null;
    void room.acknowledge(room.alarm()?.episodeId ?? "").then((answer) => {
      reply = answer;
    });
    await room.pass(8_000);
    expect(reply).toBeNull();
    room.set(WELL);
    for (let beat = 0; beat < 20 && reply === null; beat += 1) await room.pass(200);
    expect(reply).toEqual({ ok: true });
    await room.die();
    expect(room.alarm()).toMatchObject({ present: true, signal: "acknowledged", acknowledgedBy: NURSE.name });
  });

  it("is told at once while every reading is saved", async () => {
    const room = await openRoom();
    await room.spo2(97);
    await room.spo2(75);
    const reply = room.acknowledge(room.alarm()?.episodeId ?? "");
    await room.pass(400);
    expect(await reply).toEqual({ ok: true });
  });
});
