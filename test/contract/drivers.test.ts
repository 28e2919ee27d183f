import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BODY_BYTES_MAX } from "../../server/src/drivers/driver.ts";
import { INTAKE_LIMITS } from "../../server/src/drivers/intake.ts";
import {
  type Answer,
  connected,
  type DeviceDoor,
  deviceSocket,
  disconnected,
  openDeviceDoor,
  oximetry,
  post,
} from "../support/device-door.ts";

type WayIn = {
  readonly name: string;
  call(door: DeviceDoor, token: string | null, body: unknown): Promise<Answer>;
  /** Bytes that are no call at all. */
  callNonsense(door: DeviceDoor, token: string): Promise<Answer>;
  /** True when the server let go of a body over its limit. */
  isCutOff(door: DeviceDoor, token: string, body: unknown): Promise<boolean>;
};

async function overHttp(door: DeviceDoor, token: string | null, text: string): Promise<Answer> {
  return (await (await post(door, token, text)).json()) as Answer;
}

async function overSocket(door: DeviceDoor, token: string | null, body: unknown): Promise<Answer> {
  const socket = deviceSocket(door, token ?? undefined);
  try {
    await connected(socket);
    return (await socket.emitWithAck("readings", body)) as Answer;
  } catch (error) {
    return (error as { data: Answer }).data;
  } finally {
    socket.close();
  }
}

const WAYS_IN: readonly WayIn[] = [
  {
    name: "HTTP",
    call: (door, token, body) => overHttp(door, token, JSON.stringify(body)),
    callNonsense: (door, token) => overHttp(door, token, '{"readings":['),
    isCutOff: async (door, token, body) => (await post(door, token, JSON.stringify(body))).status === 413,
  },
  {
    name: "Socket.IO",
    call: overSocket,
    callNonsense: (door, token) => overSocket(door, token, "nonsense"),
    async isCutOff(door, token, body) {
      const socket = deviceSocket(door, token);
      await connected(socket);
      const reason = disconnected(socket);
      socket.emit("readings", body);
      return (await reason).startsWith("transport");
    },
  },
];

const statuses = ({ results }: Answer) => results?.map(({ id, status, code }) => [id, status, ...(code ? [code] : [])]);

describe.each(WAYS_IN)("a device that sends over $name", ({ call, callNonsense, isCutOff }) => {
  let door: DeviceDoor;
  beforeEach(async () => {
    door = await openDeviceDoor();
  });
  afterEach(() => door.close());

  it("hears for each reading that it was accepted", async () => {
    const answer = await call(door, "token-1", { readings: [oximetry("a"), oximetry("b")] });
    expect(answer).toEqual({
      results: [
        { id: "a", status: "accepted" },
        { id: "b", status: "accepted" },
      ],
    });
  });

  it("hears of a duplicate when it sends the same reading again", async () => {
    await call(door, "token-1", { readings: [oximetry("a")] });
    expect(statuses(await call(door, "token-1", { readings: [oximetry("a")] }))).toEqual([["a", "duplicate"]]);
  });

  it("loses only the bad reading of a batch", async () => {
    const answer = await call(door, "token-1", { readings: [oximetry("a"), { id: "b" }, 7, oximetry("c")] });
    expect(statuses(answer)?.map(([, status]) => status)).toEqual(["accepted", "rejected", "rejected", "accepted"]);
  });

  it.each([
    ["no token", null, "no-token"],
    ["a wrong token", "token-9", "unknown-token"],
    ["a withdrawn token", "token-withdrawn", "withdrawn-token"],
    ["a token too long to be one", "x".repeat(5_000), "unknown-token"],
  ])("is refused with %s, and told why", async (_what, token, code) => {
    const answer = await call(door, token, { readings: [oximetry("a")] });
    expect(answer).toEqual({ code, message: expect.stringMatching(/\.$/) });
    expect(door.keeper.kept.size).toBe(0);
  });

  it("is refused when every reading is for a room that is not its own", async () => {
    const answer = await call(door, "token-1", { readings: [oximetry("a", { room: "Room 2" })] });
    expect(answer).toMatchObject({ code: "wrong-room", message: expect.stringMatching(/\.$/) });
    expect(statuses(answer)).toEqual([["a", "rejected", "wrong-room"]]);
  });

  it("keeps its own readings when others of the batch are for another room", async () => {
    const answer = await call(door, "token-1", { readings: [oximetry("a"), oximetry("b", { room: "Room 2" })] });
    expect(statuses(answer)).toEqual([
      ["a", "accepted"],
      ["b", "rejected", "wrong-room"],
    ]);
    expect(answer.code).toBeUndefined();
  });

  it("is asked to send again when the record is not being saved", async () => {
    door.keeper.saving = false;
    const answer = await call(door, "token-1", { readings: [oximetry("a")] });
    expect(statuses(answer)).toEqual([["a", "rejected", "record-not-saved"]]);
    expect(answer.code).toBe("record-not-saved");
    door.keeper.saving = true;
    expect(statuses(await call(door, "token-1", { readings: [oximetry("a")] }))).toEqual([["a", "accepted"]]);
  });

  it.each([
    ["nothing", null],
    ["a list", [oximetry("a")]],
    ["a word", "readings"],
    ["a number", 5],
    ["no readings", { readings: [] }],
    ["readings that are no list", { readings: { 0: oximetry("a") } }],
  ])("is told what to send when it sends %s", async (_what, body) => {
    expect((await call(door, "token-1", body)).code).toBe("bad-body");
  });

  it("is told what to send when it sends nonsense", async () => {
    expect((await callNonsense(door, "token-1")).code).toMatch(/^bad-/);
    expect(statuses(await call(door, "token-1", { readings: [oximetry("a")] }))).toEqual([["a", "accepted"]]);
  });

  it("may send 1,000 readings in a call and no more", async () => {
    const readings = Array.from({ length: 1_000 }, (_, index) => oximetry(`r${index}`));
    expect((await call(door, "token-1", { readings })).results).toHaveLength(1_000);
    const answer = await call(door, "token-1", { readings: [...readings, oximetry("one more")] });
    expect(answer.code).toBe("too-many-readings");
  });

  it("is let go when its body is over the limit, and the others go on", async () => {
    const body = { readings: [oximetry("a", { failure: "x".repeat(BODY_BYTES_MAX) })] };
    expect(await isCutOff(door, "token-1", body)).toBe(true);
    expect(statuses(await call(door, "token-2", { readings: [oximetry("a")] }))).toEqual([["a", "accepted"]]);
  });

  it("is told to wait when it floods, while other devices are heard", async () => {
    const { burst } = INTAKE_LIMITS.readings;
    const readings = Array.from({ length: 1_000 }, (_, index) => oximetry(`r${index}`));
    for (let sent = 0; sent < burst; sent += readings.length) await call(door, "token-1", { readings });
    const flooded = await call(door, "token-1", { readings });
    expect(flooded).toMatchObject({ code: "too-many-calls", message: expect.stringMatching(/Wait 1 s/) });
    expect(statuses(await call(door, "token-2", { readings: [oximetry("a")] }))).toEqual([["a", "accepted"]]);
    door.clock.advance(1_000);
    expect((await call(door, "token-1", { readings })).results).toHaveLength(1_000);
  });

  it("counts calls that are no calls in the flood", async () => {
    for (let sent = 0; sent < INTAKE_LIMITS.calls.burst; sent += 1) await callNonsense(door, "token-1");
    expect((await callNonsense(door, "token-1")).code).toBe("too-many-calls");
  });

  it("finds guessing of tokens slow, while the right token still passes", async () => {
    const limits = { ...INTAKE_LIMITS, failedTokens: { burst: 3, perSecond: 0.1 } };
    const strict = await openDeviceDoor(limits);
    for (let tried = 0; tried < 3; tried += 1) await call(strict, `guess-${tried}`, {});
    expect((await call(strict, "guess", {})).code).toBe("too-many-attempts");
    expect(statuses(await call(strict, "token-1", { readings: [oximetry("a")] }))).toEqual([["a", "accepted"]]);
    strict.clock.advance(10_000);
    expect((await call(strict, "guess", {})).code).toBe("unknown-token");
    await strict.close();
  });

  it("is asked to send again when the server itself failed, and the server goes on", async () => {
    door.keeper.throws = true;
    expect((await call(door, "token-1", { readings: [oximetry("a")] })).code).toBe("internal");
    door.keeper.throws = false;
    expect(statuses(await call(door, "token-1", { readings: [oximetry("a")] }))).toEqual([["a", "accepted"]]);
  });
});
