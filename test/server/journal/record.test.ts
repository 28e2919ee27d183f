import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Clock, MonoMs } from "@watchroom/shared/time";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Journal, RecordTrouble } from "../../../server/src/journal/journal.ts";
import { type OpenedRecord, openRecord, type RecordSettings } from "../../../server/src/journal/record.ts";
import {
  afterwordEntry,
  alarmEntry,
  commandEntry,
  device,
  epoch,
  lateEntry,
  oximetryEntry,
  room,
} from "../../support/entries.ts";
import { createFakeClock } from "../../support/fake-clock.ts";

let folder: string;
let clock: ReturnType<typeof createFakeClock>;
let opened: OpenedRecord[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "watchroom-record-"));
  clock = createFakeClock();
});
afterEach(async () => {
  for (const { journal } of opened) await journal.stop();
  opened = [];
  rmSync(folder, { recursive: true });
});

async function open(more: Partial<RecordSettings> = {}): Promise<OpenedRecord> {
  const record = await openRecord({ file: path.join(folder, "record.db"), clock, ...more });
  opened.push(record);
  return record;
}
const reopened = async ({ journal }: OpenedRecord): Promise<OpenedRecord> => {
  await journal.stop();
  return open();
};
const seconds = (count: number, first = 0): number[] => Array.from({ length: count }, (_, index) => first + index);
/** The next change of the trouble: what people are told. */
const nextTrouble = (journal: Journal): Promise<RecordTrouble | null> =>
  new Promise((resolve) => journal.onTrouble(resolve));
const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "kept",
    (error: Error) => `${error.name} ${error.message}`,
  );
/** Lets the writer answer: it works in real time, however the clock stands. */
const throughWriter = ({ store }: OpenedRecord): Promise<unknown> => store.configVersion();
const PAGES_FULL = 1;
const PAGES_ENOUGH = 1_000_000;

describe("the record, seen from the ward", () => {
  it("keeps entries in the order of the calls, through a restart", async () => {
    const record = await open();
    await Promise.all(seconds(500).map((second) => record.journal.append([oximetryEntry("r1", second)])));
    const entries = await (await reopened(record)).store.entriesAfter(room("r1"), 0);
    expect(entries.map(({ seq, at: _at, ...entry }) => [seq, entry.mono])).toEqual(
      seconds(500).map((second) => [second + 1, second * 1_000 + 0.25]),
    );
  });

  it("answers a question with every entry that was handed in before it, on disk or not", async () => {
    const { journal, store } = await open();
    const kept = journal.append([oximetryEntry("r1", 0)]);
    const first = await store.entriesAfter(room("r1"), 0);
    void journal.append([oximetryEntry("r1", 1)]);
    void journal.append([oximetryEntry("r1", 2)]);
    const query = { roomId: room("r1"), from: epoch(0), to: epoch(9e12) };
    const [second, newest, has] = await Promise.all([
      store.entries(query),
      store.entries({ ...query, newest: 1 }),
      store.hasReading(room("r1"), device("oximeter-r1"), "r1:2", oximetryEntry("r1", 2).at),
    ]);
    expect([first.length, second.length, newest.map(({ seq }) => seq), has]).toEqual([1, 3, [3], true]);
    await kept;
  });

  it("knows a repeated reading that was handed in just before", async () => {
    const { journal, store } = await open();
    void journal.append([oximetryEntry("r1", 0), lateEntry("r1", 1, -5_000, "late-1")]);
    const has = (id: string) => store.hasReading(room("r1"), device("oximeter-r1"), id, epoch(0));
    expect(await Promise.all([has("r1:0"), has("late-1"), has("late-2")])).toEqual([true, true, false]);
  });

  it("numbers a checkpoint by what was handed in before it, not by what came after", async () => {
    const { journal, store } = await open();
    void journal.append([oximetryEntry("r1", 0), oximetryEntry("r2", 0)]);
    const put = journal.checkpoint(room("r1"), "state");
    void journal.append(seconds(50, 1).map((second) => oximetryEntry("r1", second)));
    await put;
    expect(await store.checkpoint(room("r1"))).toEqual({ roomId: "r1", seq: 2, state: "state" });
  });

  it("refuses readings when too many wait, and still takes alarms and acts", async () => {
    const record = await open();
    const { journal } = record;
    const flood = Array.from({ length: 50 }, () =>
      outcome(journal.append(seconds(1_000).map((second) => oximetryEntry("r1", second)))),
    );
    expect(journal.waiting()).toBe(50_000);
    const reading = outcome(journal.append([oximetryEntry("r2", 1), alarmEntry("r2", 1)]));
    const act = outcome(journal.append([commandEntry("r2", 2)]));
    expect(await reading).toBe("JournalRefused queue-full");
    expect(await act).toBe("kept");
    expect(new Set(await Promise.all(flood))).toEqual(new Set(["kept"]));
    expect(journal.waiting()).toBe(0);
    const kinds = (await record.store.entriesAfter(room("r2"), 0)).map(({ body }) => body.kind);
    expect(kinds).toEqual(["alarm", "command"]);
  });

  it("refuses even alarms when the queue cannot hold more", async () => {
    const { journal } = await open();
    const flood = Array.from({ length: 10 }, () =>
      outcome(journal.append(seconds(10_000).map((second) => commandEntry("r1", second)))),
    );
    expect(await outcome(journal.append([alarmEntry("r1", 1)]))).toBe("JournalRefused queue-full");
    expect(new Set(await Promise.all(flood))).toEqual(new Set(["kept"]));
  });

  it("takes what a stop finds waiting to the disk first, and nothing afterwards", async () => {
    const record = await open();
    const kept = outcome(record.journal.append([oximetryEntry("r1", 0)]));
    await record.journal.stop();
    expect(await kept).toBe("kept");
    expect(await outcome(record.journal.append([oximetryEntry("r1", 1)]))).toBe("JournalRefused not-saved");
    expect(await (await open()).store.entriesAfter(room("r1"), 0)).toHaveLength(1);
  });

  it("says why it cannot be opened", async () => {
    const file = path.join(folder, "none", "record.db");
    expect(await outcome(openRecord({ file, clock }))).toMatch(/^StoreRefused The record at .* cannot be written/);
  });

  it("is written by one server only", async () => {
    await open();
    expect(await outcome(open())).toMatch(/^StoreRefused Another Watchroom server already writes/);
  });

  it("passes on why the store refused a call", async () => {
    const { store } = await open();
    const person = { displayName: "", role: "nurse", passwordHash: "", withdrawnAt: null, name: "Ann" } as const;
    await store.putOperator({ ...person, operatorId: "o1" as never });
    expect(await outcome(store.putOperator({ ...person, operatorId: "o2" as never }))).toMatch(
      /^StoreRefused Somebody/,
    );
  });
});

describe("a full disk", () => {
  async function fullDisk(): Promise<OpenedRecord> {
    const record = await open();
    await record.journal.append([oximetryEntry("r1", 0)]);
    await record.limitPages(PAGES_FULL);
    return record;
  }
  const readings = (count: number) => seconds(count, 1).map((second) => oximetryEntry("r1", second));

  it("is told at once, and ends when there is room again, with nothing lost", async () => {
    const record = await fullDisk();
    const told = nextTrouble(record.journal);
    const kept = outcome(record.journal.append(readings(2_000)));
    expect((await told)?.code).toBe("disk-full");
    expect(record.journal.trouble()?.message).toContain("Free space");
    await record.limitPages(PAGES_ENOUGH);
    const ended = nextTrouble(record.journal);
    clock.advance(250);
    expect(await ended).toBeNull();
    expect(await kept).toBe("kept");
    expect(await record.store.entriesAfter(room("r1"), 0)).toHaveLength(2_001);
  });

  it("lets a device hear within seconds that its readings are not kept; alarms and acts stay and are kept later", async () => {
    const record = await fullDisk();
    const told = nextTrouble(record.journal);
    const lost = outcome(record.journal.append([...readings(2_000), alarmEntry("r1", 2_001)]));
    const act = outcome(record.journal.append([commandEntry("r1", 2_002)]));
    await told;
    for (let tick = 0; tick < 21; tick++) {
      clock.advance(250);
      await throughWriter(record);
    }
    expect(await lost).toBe("JournalRefused not-saved");
    await record.limitPages(PAGES_ENOUGH);
    clock.advance(2_000);
    expect(await act).toBe("kept");
    expect(record.journal.trouble()).toBeNull();
    expect(record.journal.waiting()).toBe(0);
    const kinds = (await record.store.entriesAfter(room("r1"), 0)).map(({ body }) => body.kind);
    expect(kinds).toEqual(["reading", "alarm", "command"]);
  });

  it("does not keep people from signing in: questions are still answered", async () => {
    const record = await fullDisk();
    const told = nextTrouble(record.journal);
    const lost = outcome(record.journal.append(readings(2_000)));
    await told;
    expect(await record.store.entriesAfter(room("r1"), 0)).toHaveLength(1);
    await record.limitPages(PAGES_ENOUGH);
    clock.advance(2_000);
    expect(await lost).toBe("kept");
  });

  it("does not hold up a stop for ever", async () => {
    const record = await fullDisk();
    const told = nextTrouble(record.journal);
    const lost = outcome(record.journal.append([...readings(2_000), alarmEntry("r1", 1)]));
    const act = outcome(record.journal.append(seconds(2_000).map((second) => commandEntry("r1", second))));
    await told;
    const stopped = record.journal.stop();
    for (let tick = 0; tick < 41; tick++) clock.advance(250);
    await stopped;
    expect(await lost).toBe("JournalRefused not-saved");
    expect(await act).toBe("JournalRefused not-saved");
  });
});

describe("a writer that is slow or dies", () => {
  it("is told when the oldest entry has waited too long, until it is on disk", async () => {
    const { journal } = await open();
    const kept = journal.append([oximetryEntry("r1", 0)]);
    clock.advance(2_250);
    expect(journal.trouble()?.code).toBe("disk-slow");
    await kept;
    expect(journal.trouble()).toBeNull();
  });

  it("is not blamed when it was the whole machine that slept", async () => {
    const moment = { now: 0, tick: (): void => undefined };
    const sleeper: Clock = {
      now: () => ({ mono: moment.now as MonoMs, wall: epoch(moment.now) }),
      every(_periodMs, run) {
        moment.tick = run;
        return () => undefined;
      },
    };
    const { journal } = await open({ clock: sleeper });
    const told: unknown[] = [];
    journal.onTrouble((trouble) => told.push(trouble));
    const kept = journal.append([oximetryEntry("r1", 0)]);
    moment.now += 3_600_000;
    moment.tick();
    await kept;
    expect(told).toEqual([]);
  });

  it("is told and started again after its death, with nothing lost and nothing twice", async () => {
    const record = await open();
    await record.journal.append([oximetryEntry("r1", 0)]);
    const told = nextTrouble(record.journal);
    const kept = Promise.all(seconds(200, 1).map((second) => record.journal.append([oximetryEntry("r1", second)])));
    await record.killWriter();
    expect((await told)?.code).toBe("writer-failed");
    const ended = nextTrouble(record.journal);
    clock.advance(250);
    await kept;
    expect(await ended).toBeNull();
    const entries = await record.store.entriesAfter(room("r1"), 0);
    expect(entries.map(({ mono }) => mono)).toEqual(seconds(201).map((second) => second * 1_000 + 0.25));
  });

  it("keeps an entry once, whether the writer died before or after it was on disk", async () => {
    const record = await open();
    const rounds = seconds(4);
    for (const second of rounds) {
      const kept = record.journal.append([oximetryEntry("r1", second)]);
      await setImmediate();
      await record.killWriter();
      clock.advance(2_000);
      await kept;
    }
    const entries = await record.store.entriesAfter(room("r1"), 0);
    expect(entries.map(({ seq, mono }) => [seq, mono])).toEqual(
      rounds.map((second) => [second + 1, second * 1_000 + 0.25]),
    );
  });

  it("answers the questions asked meanwhile once it is back", async () => {
    const record = await open();
    await record.journal.append([oximetryEntry("r1", 0)]);
    await record.killWriter();
    const answer = record.store.entriesAfter(room("r1"), 0);
    clock.advance(250);
    expect(await answer).toHaveLength(1);
  });
});

describe("what people add to a session after its end", () => {
  const signedAt = 70;
  const query = { roomId: room("r1"), from: epoch(0), to: epoch(9e12), kinds: ["afterword"] as const };

  it("is kept among the readings of whoever is in the room then, and found when all of it is packed", async () => {
    const record = await open();
    for (const second of seconds(signedAt)) void record.journal.append([oximetryEntry("r1", second)]);
    await record.store.append([afterwordEntry("r1", signedAt)]);
    for (const second of seconds(130, signedAt + 1)) void record.journal.append([oximetryEntry("r1", second)]);
    const found = async ({ store }: OpenedRecord) => (await store.entries(query)).map(({ seq, body }) => [seq, body]);
    const expected = [[signedAt + 1, afterwordEntry("r1", signedAt).body]];
    expect(await found(record)).toEqual(expected);
    expect(await found(await reopened(record))).toEqual(expected);
  });
});
