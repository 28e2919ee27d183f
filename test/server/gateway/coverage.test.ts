import { FRAME_MS, HEARTBEAT_MS, SILENCE_MAX_MS, type StationReport, type StationView } from "@watchroom/shared/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStationDoor, type StationDoor, type StationProbe } from "../../support/station-door.ts";

let door: StationDoor;
beforeEach(async () => {
  door = await openStationDoor();
});
afterEach(() => door.close());

const PAGE = "0123456789abcdef";
const OTHER_PAGE = "fedcba9876543210";
const HEARS: StationReport = { visible: true, audible: true };

async function watching(cookie: string, stationId?: string): Promise<StationProbe> {
  const station = door.station(cookie, stationId);
  await station.next("snapshot");
  return station;
}

/** Says so, and waits until the server has heard it. */
async function report(station: StationProbe, what: StationReport): Promise<void> {
  station.socket.emit("station", what);
  await station.socket.emitWithAck("command", {});
}

const list = (): readonly StationView[] => door.gateway.stations().list;
const listed = () => list().map(({ by, reason, locked }) => [by, reason, locked]);

/** The line of this person's station dies as when its machine falls asleep: the server notices by its silence. */
const fallAsleep = (by: string): Promise<void> => loseLine(by, "ping timeout");

async function loseLine(by: string, how: string): Promise<void> {
  for (const { conn, data } of door.io.of("/").sockets.values()) {
    const { watching: it } = data as { watching: { by: string } };
    if (it.by === by) (conn as unknown as { onClose(reason: string): void }).onClose(how);
  }
  await until(() => door.gateway.stations().connected === 1);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

describe("the list of stations", () => {
  it("names each with its person, its own name and why it does not hear", async () => {
    const nurse = await watching("nurse", PAGE);
    const physician = await watching("physician");
    const trainer = await watching("trainer");
    const administrator = await watching("administrator");
    await report(nurse, { ...HEARS, label: "Nurses' desk" });
    await report(physician, { visible: false, audible: true });
    await report(trainer, { visible: true, audible: false });
    await report(administrator, { visible: true, audible: false, reason: "testFailed", testFailedAt: 7 });
    expect(list()).toMatchObject([
      { stationId: PAGE, by: "The nurse", label: "Nurses' desk", visible: true, audible: true, reason: null },
      { by: "The physician", label: "", reason: "hidden" },
      { by: "The trainer", reason: "audioBlocked" },
      { by: "The administrator", reason: "testFailed", testFailedAt: 7 },
    ]);
    expect(door.gateway.stations()).toMatchObject({ connected: 4, hearing: 1 });
  });

  it("says since when, and a report that changes nothing changes nothing of that", async () => {
    const station = await watching("nurse");
    await report(station, HEARS);
    door.clock.advance(60_000);
    const hiddenAt = door.clock.now().wall;
    await report(station, { visible: false, audible: true });
    door.clock.advance(60_000);
    await report(station, { visible: false, audible: true, label: "Desk" });
    expect(list()).toMatchObject([{ label: "Desk", since: hiddenAt }]);
  });

  it("comes to the others with the next frame", async () => {
    const other = await watching("physician");
    const station = await watching("nurse");
    await report(station, { visible: false, audible: true });
    door.clock.advance(FRAME_MS);
    let { stations } = await other.next("frame");
    while (stations?.list.every(({ reason }) => reason === null)) ({ stations } = await other.next("frame"));
    expect(stations?.list.map(({ by, reason }) => [by, reason])).toEqual([
      ["The physician", null],
      ["The nurse", "hidden"],
    ]);
  });

  it("says that a station is locked, and that it hears all the same", async () => {
    const station = await watching("nurse");
    await report(station, HEARS);
    door.people.become("nurse", "locked");
    expect(list()).toMatchObject([{ locked: true, visible: true, audible: true, reason: null }]);
    expect(door.gateway.stations().hearing).toBe(1);
    door.people.become("nurse", "unlocked");
    expect(list()).toMatchObject([{ locked: false }]);
  });

  it("has a page once, though it dialled again before the server knew that its old line is dead", async () => {
    const old = await watching("nurse", PAGE);
    await report(old, HEARS);
    await report(await watching("nurse", PAGE), HEARS);
    await old.next("disconnected");
    expect(door.gateway.stations()).toMatchObject({ connected: 1, hearing: 1 });
    expect(list(), "and its old line is not named as lost").toHaveLength(1);
  });

  it("does not let one person's page take the place of another's", async () => {
    await report(await watching("nurse", PAGE), HEARS);
    await report(await watching("physician", PAGE), HEARS);
    expect(door.gateway.stations()).toMatchObject({ connected: 2, hearing: 2 });
    expect(new Set(list().map(({ stationId }) => stationId)).size).toBe(2);
  });
});

describe("a station whose line is open and dead", () => {
  /** Until the server has asked, has waited for as long as it waits, and has told the others. */
  async function become(by: string, reason: string | null): Promise<void> {
    door.clock.advance(HEARTBEAT_MS);
    await until(() => list().some((one) => one.by === by && one.reason === reason));
  }

  it("no longer hears, and is called what it is, until it answers again", async () => {
    const other = await watching("physician");
    await report(other, HEARS);
    const station = await watching("nurse", PAGE);
    await report(station, HEARS);
    station.answer(false);
    const askedAt = performance.now();
    await become("The nurse", "asleep");
    expect(performance.now() - askedAt).toBeGreaterThanOrEqual(SILENCE_MAX_MS - 50);
    expect(door.gateway.stations()).toMatchObject({ connected: 2, hearing: 1 });
    expect(list()[1]).toMatchObject({ visible: false, audible: false });
    station.answer(true);
    await become("The nurse", null);
    expect(door.gateway.stations()).toMatchObject({ connected: 2, hearing: 2 });
    expect(other.socket.connected && station.socket.connected, "no line was torn down").toBe(true);
  });

  it("is named since it fell silent when its line is torn down at last", async () => {
    await report(await watching("physician"), HEARS);
    const station = await watching("nurse", PAGE);
    await report(station, HEARS);
    station.answer(false);
    await become("The nurse", "asleep");
    const silentAt = door.clock.now().wall;
    door.clock.advance(5 * 60_000);
    await fallAsleep("The nurse");
    expect(list()).toMatchObject([{ by: "The physician" }, { by: "The nurse", reason: "asleep", since: silentAt }]);
  });
});

describe("a station that fell asleep", () => {
  it("is not a page that went away without a word while its browser shows another", async () => {
    const first = await watching("nurse", PAGE);
    await report(first, HEARS);
    await report(await watching("nurse", OTHER_PAGE), HEARS);
    first.socket.io.engine.close();
    await until(() => door.gateway.stations().connected === 1);
    expect(listed()).toEqual([["The nurse", null, false]]);
  });

  it("stays in the list as one that does not hear, for ten minutes", async () => {
    await report(await watching("nurse", PAGE), HEARS);
    await report(await watching("physician"), HEARS);
    await fallAsleep("The nurse");
    expect(listed()).toEqual([
      ["The physician", null, false],
      ["The nurse", "asleep", false],
    ]);
    expect(door.gateway.stations()).toMatchObject({ connected: 1, hearing: 1 });
    door.clock.advance(10 * 60_000);
    expect(listed()).toEqual([["The physician", null, false]]);
  });

  it("leaves the list when its browser is back, or signed out", async () => {
    await report(await watching("physician"), HEARS);
    await watching("nurse", PAGE);
    await fallAsleep("The nurse");
    await report(await watching("nurse", OTHER_PAGE), HEARS);
    expect(list().map(({ stationId }) => stationId)).toContain(OTHER_PAGE);
    expect(list()).toHaveLength(2);
    await fallAsleep("The nurse");
    door.people.become("nurse", "ended");
    expect(listed()).toEqual([["The physician", null, false]]);
  });

  it("leaves the list when the same page is back with another sign-in", async () => {
    await report(await watching("nurse", PAGE), HEARS);
    await report(await watching("physician"), HEARS);
    await fallAsleep("The nurse");
    await report(await watching("trainer", PAGE), HEARS);
    expect(listed()).toEqual([
      ["The physician", null, false],
      ["The trainer", null, false],
    ]);
  });

  it("is called the same when its line was cut: nobody closed it", async () => {
    await report(await watching("physician"), HEARS);
    await report(await watching("nurse", PAGE), HEARS);
    await loseLine("The nurse", "transport close");
    expect(listed()).toEqual([
      ["The physician", null, false],
      ["The nurse", "asleep", false],
    ]);
    await report(await watching("nurse", PAGE), HEARS);
    expect(door.gateway.stations()).toMatchObject({ connected: 2, hearing: 2 });
    expect(list()).toHaveLength(2);
  });

  it("is not one whose page was closed", async () => {
    const station = await watching("nurse");
    await watching("physician");
    station.socket.close();
    await until(() => door.gateway.stations().connected === 1);
    expect(listed()).toEqual([["The physician", null, false]]);
  });
});
