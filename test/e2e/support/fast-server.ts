import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { test } from "@playwright/test";
import { type Started, start } from "../../../server/src/main.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import type { NewServer } from "./clinic.ts";
import { cuffReading, oximetry } from "./device.ts";
import { sendReadings } from "./send.ts";

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));
const START_MAX_MS = 60_000;
/** How often the clock goes on by itself: the server's heartbeats, and so what pages count, run by it. */
const STEP_MS = 50;
const MINUTE_MS = 60_000;
const MINUTE_S = 60;

export type FastServer = NewServer & {
  /** The server's time now. */
  now(): Date;
  /** Time passes at once: all that is due in it is done at its own moment. */
  pass(ms: number): void;
};

/**
 * A server in the test's own process, whose clock runs as every clock does and can be moved on: two hours pass in
 * seconds, for the server and for the pages, which take their time from it. For the test file that calls this. `demo`: the
 * demo clinic with its accounts, and without the simulators that `npm start` runs beside it.
 */
export function fastServerOfThisFile({ demo = false } = {}): FastServer {
  const clock = createFakeClock();
  let started: Started | null = null;
  let dataDir = "";
  let seenAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const running = (): Started => {
    if (started === null) throw new Error("the server is started before the first test");
    return started;
  };
  test.beforeAll(async () => {
    test.setTimeout(START_MAX_MS);
    dataDir = mkdtempSync(path.join(tmpdir(), "watchroom-e2e-"));
    const env = { PORT: "0", WATCHROOM_DEMO: demo ? "1" : "0", WATCHROOM_DATA: dataDir };
    started = await start(
      { ...env, WATCHROOM_IDLE_LOCK_MIN: "720" },
      { repositoryDir: REPOSITORY, clockFrom: () => clock },
    );
    seenAt = performance.now();
    timer = setInterval(() => {
      const at = performance.now();
      clock.advance(Math.round(at - seenAt));
      seenAt = at;
    }, STEP_MS);
  });
  test.afterAll(async () => {
    clearInterval(timer);
    await started?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    url: () => running().url,
    setUpUrl() {
      const { setUpUrl } = running();
      if (setUpUrl === null) throw new Error("this clinic is set up already");
      return setUpUrl;
    },
    now: () => new Date(clock.now().wall),
    pass: (ms) => clock.advance(ms),
  };
}

/** A patient's devices on a server whose time is moved on: an oximeter that reports each minute, and a cuff. */
export function bedsideOf(server: FastServer, token: string, room: string) {
  const report = async (isWorn = true): Promise<void> => {
    const spo2 = isWorn ? 97 : null;
    await sendReadings(server, token, [oximetry({ spo2, room, updatePeriodS: MINUTE_S }, server.now())]);
  };
  return {
    report,
    /** The cuff has measured, mmHg. */
    async measures(systolic: number, diastolic: number): Promise<void> {
      await sendReadings(server, token, [cuffReading(systolic, diastolic, room, server.now())]);
    },
    /** Time passes, with a reading each minute: of a sensor that is off where it is not `worn`. */
    async waits(minutes: number, { worn = true } = {}): Promise<void> {
      for (let left = minutes * MINUTE_MS; left > 0; left -= MINUTE_MS) {
        server.pass(Math.min(left, MINUTE_MS));
        await report(worn);
      }
    },
  };
}
export type Bedside = ReturnType<typeof bedsideOf>;
