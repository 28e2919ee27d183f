import type { Reading } from "@watchroom/shared/reading";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createOutbox } from "../../simulators/src/devices/outbox.ts";
import { createHttpLink, parseAnswer } from "../../simulators/src/link.ts";
import { createRandom } from "../../simulators/src/random.ts";
import { backOffMs, createSender } from "../../simulators/src/sender.ts";
import { createSteppedClock } from "./stepped-clock.ts";
import { startTinyServer } from "./tiny-server.ts";

const reading = (id: string): Reading => ({ id, kind: "oximetry", measuredAt: "2026-01-01T08:30:00.000Z", spo2: 97 });
let server: Awaited<ReturnType<typeof startTinyServer>>;
beforeEach(async () => {
  server = await startTinyServer("good");
});
afterEach(() => server.stop());

function createDevice(token = "good") {
  const clock = createSteppedClock();
  const outbox = createOutbox();
  const said: string[] = [];
  const say = (sentence: string) => void said.push(sentence);
  const link = createHttpLink(server.url, token);
  const sender = createSender({ link, outboxes: [outbox], clock, random: createRandom(1, "rest"), say });
  return { clock, outbox, sender, said };
}

describe("a device on a line that fails", () => {
  test("keeps its readings, and sends each once more, with its own id and time, when the line is back", async () => {
    const { clock, outbox, sender } = createDevice();
    server.state.isDown = true;
    for (const id of ["a", "b", "c"]) {
      outbox.add(reading(id));
      await sender.flush();
      clock.advance(60_000);
    }
    expect(server.kept.size).toBe(0);
    server.state.isDown = false;
    await sender.flush();
    expect([...server.kept.values()]).toEqual([reading("a"), reading("b"), reading("c")]);
    expect(outbox.waiting()).toBe(0);
  });

  test("rests ever longer, ten seconds at most, and does not knock meanwhile", async () => {
    const random = createRandom(1, "rest");
    const rests = Array.from({ length: 9 }, (_, index) => backOffMs(index + 1, random));
    expect(rests[0]).toBeLessThanOrEqual(1_000);
    expect(rests[3]).toBeGreaterThan(4_000);
    expect(Math.max(...rests)).toBeLessThanOrEqual(10_000);
    const { clock, outbox, sender } = createDevice();
    server.state.isDown = true;
    outbox.add(reading("a"));
    await sender.flush();
    await sender.flush();
    expect(server.state.calls).toBe(1);
    clock.advance(1_000);
    await sender.flush();
    expect(server.state.calls).toBe(2);
  });

  test("says in a sentence what is wrong, once, and that it is over", async () => {
    const { clock, outbox, sender, said } = createDevice();
    outbox.add(reading("a"));
    server.state.isDown = true;
    for (let call = 0; call < 4; call += 1) {
      await sender.flush();
      clock.advance(60_000);
    }
    server.state.isDown = false;
    await sender.flush();
    expect(said).toEqual([
      "The server is being restarted. Readings are kept and sent again.",
      "Connected again; 1 kept reading sent.",
    ]);
  });

  test("with a wrong token is told so, and nothing is kept by the server", async () => {
    const { outbox, sender } = createDevice("wrong");
    outbox.add(reading("a"));
    await sender.flush();
    expect(sender.trouble()).toBe("This token is not known here.");
    expect(server.kept.size).toBe(0);
    expect(outbox.waiting()).toBe(1);
  });

  test("that is cut off sends nothing, and all of it afterwards", async () => {
    const { outbox, sender } = createDevice();
    outbox.isConnected = false;
    outbox.add(reading("a"));
    await sender.flush();
    expect(server.state.calls).toBe(0);
    outbox.isConnected = true;
    await sender.flush();
    expect(server.kept.size).toBe(1);
  });
});

test("a server that is not there is told in plain words", async () => {
  const answer = await createHttpLink("http://127.0.0.1:9", "good").send([reading("a")]);
  expect(answer).toMatchObject({ ok: false, code: "unreachable", message: "http://127.0.0.1:9 cannot be reached." });
});

test("a refusal is told from a flood and from a broken server, with and without a status", () => {
  const body = (code: string) => ({ code, message: "…" });
  expect(parseAnswer(body("withdrawn-token"), null)).toMatchObject({ code: "refused" });
  expect(parseAnswer(body("too-many-calls"), null)).toMatchObject({ code: "too-fast" });
  expect(parseAnswer(body("internal"), 500)).toMatchObject({ code: "server-error" });
  expect(parseAnswer("<html>", 502)).toMatchObject({ ok: false, code: "server-error" });
});
