// Run by kill.test.ts as a process of its own: appends readings as fast as it can, and says which were answered.
import { writeSync } from "node:fs";
import type { Clock, EpochMs, MonoMs } from "@watchroom/shared/time";
import { openRecord } from "../../../server/src/journal/record.ts";
import { alarmEntry, oximetryEntry } from "../../support/entries.ts";

const [file = "", firstSecond = "0"] = process.argv.slice(2);
const ROOMS = 7;
const TOGETHER = 20;

const clock: Clock = {
  now: () => ({ mono: performance.now() as MonoMs, wall: Date.now() as EpochMs }),
  every(periodMs, run) {
    const timer = setInterval(run, periodMs);
    return () => clearInterval(timer);
  },
};

const { journal } = await openRecord({ file, clock });
let second = Number(firstSecond);

/** One gateway: the next call goes out when the one before it was answered. */
async function send(): Promise<void> {
  for (;;) {
    const roomId = `r${second % ROOMS}`;
    const batch = Array.from({ length: 3 }, () => oximetryEntry(roomId, second++));
    await journal.append([...batch, alarmEntry(roomId, second)]);
    // Straight to the pipe: a line that the test reads was answered before the kill.
    writeSync(1, batch.map(({ body }) => `${body.kind === "reading" ? body.reading.id : ""}\n`).join(""));
  }
}
await Promise.all(Array.from({ length: TOGETHER }, send));
