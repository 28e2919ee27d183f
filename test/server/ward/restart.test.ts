import { describe, expect, it } from "vitest";
import { WELL } from "../../simulation/support/faulty-record.ts";
import { startServer } from "../../simulation/support/server.ts";
import { createTrueTime } from "../../simulation/support/true-time.ts";
import { createMemoryStore } from "../../support/memory-store.ts";

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A patient whose oximeter's clock is wrong by so much, and a server that may be started anew. */
async function openRoom(aheadMs: number) {
  const [time, onDisk] = [createTrueTime(), createMemoryStore()];
  let server = await startServer(onDisk, time, () => WELL);
  let readings = 0;
  return {
    async spo2(value: number): Promise<void> {
      readings += 1;
      const measuredAt = new Date(time.trueWall() + aheadMs).toISOString();
      const reading = { id: `${readings}`, kind: "oximetry", measuredAt, spo2: value, pulseRate: 72 + (readings % 5) };
      void server.ward.accept(server.device(1), [reading]);
      for (let beat = 0; beat < 5; beat += 1) {
        time.advance(200);
        await settled();
      }
    },
    shown: () => server.ward.rooms()[0]?.metrics.spo2?.value,
    async restart(): Promise<void> {
      server.end(true);
      server = await startServer(onDisk, time, () => WELL);
    },
  };
}

describe("after a restart", () => {
  it.each([0, -45_000, 45_000])(
    "the first reading of a device whose clock is wrong by %i ms is shown",
    async (aheadMs) => {
      const room = await openRoom(aheadMs);
      for (let second = 0; second < 15; second += 1) await room.spo2(97);
      expect(room.shown()).toBe(97);
      await room.restart();
      await room.spo2(84);
      expect(room.shown()).toBe(84);
    },
  );
});
