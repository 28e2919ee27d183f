import type { AlarmView } from "@watchroom/shared/alarm";
import type { EpochMs, Instant, MonoMs } from "@watchroom/shared/time";
import type { Receipt, ReceiptReport } from "@watchroom/shared/wire";
import { beforeEach, describe, expect, it } from "vitest";
import { type Due, type Hop, Ledger } from "../../../server/src/gateway/ledger.ts";

const WALL = Date.UTC(2026, 10, 23, 9, 0, 0);
/** So many seconds after the test began. */
const at = (s: number): Instant => ({ mono: (s * 1_000) as MonoMs, wall: (WALL + s * 1_000) as EpochMs });
const alarm = (episodeId: string, signalledAtS: number, change: Partial<AlarmView> = {}): AlarmView =>
  ({ episodeId, signal: "on", signalledAt: at(signalledAtS).wall, ...change }) as AlarmView;

let ledger: Ledger;
let hops: (readonly [Hop, number])[];
beforeEach(() => {
  hops = [];
  ledger = new Ledger((hop, ms) => hops.push([hop, ms]));
});

const [DESK, TABLET] = ["desk", "tablet"] as const;
const came = (stationId: string, s = 0): void => {
  ledger.came(stationId, { label: stationId, by: "Nora" }, at(s));
  ledger.reported(stationId, { label: stationId, by: "Nora" }, true);
};
const told = (stationId: string, did: ReceiptReport["did"], s: number, agoMs = 0, begunS = 1, episodeId = "a"): void =>
  ledger.report(stationId, { episodeId, signalledAt: at(begunS).wall, did, agoMs }, at(s));
/** What is due each second from `from` to `to`, all stations being live. */
function dueOver(from: number, to: number, live: readonly string[] = [DESK, TABLET]): Due {
  const all = { again: [] as Due["again"][number][], heard: [] as Due["heard"][number][], receipts: [] as Receipts };
  for (let s = from; s <= to; s += 1) {
    const due = ledger.due(new Set(live), at(s));
    all.again.push(...due.again);
    all.heard.push(...due.heard);
    all.receipts.push(...due.receipts);
  }
  return all;
}
type Receipts = { roomId: string; receipt: Receipt }[];
/** Room 1 alarms at 1 s; both stations were there and were sent it. */
function begin(): void {
  came(DESK);
  came(TABLET);
  ledger.alarms("room-1", [alarm("a", 1)], at(1));
  ledger.sent([DESK, TABLET], ["room-1"], at(1));
}

describe("an alarm signal", () => {
  it("is sent again each two seconds to the station whose frame was lost, until that one confirms it", () => {
    begin();
    told(DESK, "received", 1);
    expect(dueOver(1, 2).again).toEqual([]);
    const whole = { roomId: "room-1", alarms: [alarm("a", 1)] };
    expect(dueOver(3, 6).again).toEqual([whole, whole]);
    told(TABLET, "received", 6);
    expect(dueOver(7, 60).again).toEqual([]);
    expect(ledger.counts().resent).toBe(2);
  });

  it("is sent again with the alarms that the room has now", () => {
    begin();
    ledger.alarms("room-1", [alarm("a", 1, { value: 79 }), alarm("b", 2)], at(2));
    ledger.sent([DESK, TABLET], ["room-1"], at(2));
    expect(dueOver(3, 3).again).toEqual([{ roomId: "room-1", alarms: [alarm("a", 1, { value: 79 }), alarm("b", 2)] }]);
  });

  it("is not sent again to a station that is gone, nor to one that frames do not reach", () => {
    begin();
    expect(dueOver(2, 60, []).again).toEqual([]);
    for (const station of [DESK, TABLET]) ledger.gone(station);
    expect(dueOver(61, 120).again).toEqual([]);
  });

  it("is not sent again once it has ended", () => {
    begin();
    ledger.alarms("room-1", [alarm("a", 1, { signal: "acknowledged" })], at(2));
    expect(dueOver(2, 60).again).toEqual([]);
  });

  it("that is given again is another one, and counts its stations anew", () => {
    begin();
    told(DESK, "sounded", 2);
    expect(ledger.heard("room-1")).toEqual([{ episodeId: "a", stations: 1, firstMs: 1_000 }]);
    ledger.alarms("room-1", [alarm("a", 181)], at(181));
    ledger.sent([DESK, TABLET], ["room-1"], at(181));
    expect(ledger.heard("room-1")).toEqual([{ episodeId: "a", stations: 0, firstMs: null }]);
    told(TABLET, "sounded", 182, 500, 181);
    expect(ledger.heard("room-1")).toEqual([{ episodeId: "a", stations: 1, firstMs: 500 }]);
  });

  it("is heard at as many stations as sounded it, the first of them counting its time; each change is told once", () => {
    begin();
    expect(dueOver(1, 1).heard).toEqual([
      { roomId: "room-1", heard: [{ episodeId: "a", stations: 0, firstMs: null }] },
    ]);
    told(TABLET, "sounded", 2, 200);
    told(DESK, "sounded", 2, 700);
    expect(dueOver(2, 9).heard).toEqual([{ roomId: "room-1", heard: [{ episodeId: "a", stations: 2, firstMs: 300 }] }]);
    ledger.alarms("room-1", [], at(10));
    expect(dueOver(10, 12).heard).toEqual([{ roomId: "room-1", heard: [] }]);
  });

  it("of a room that is gone is told of no more", () => {
    begin();
    ledger.roomGone("room-1", at(2));
    told(DESK, "sounded", 3);
    expect(dueOver(2, 120)).toMatchObject({ heard: [], again: [] });
  });

  it("counts a station once, though its line broke and it came back under its name", () => {
    begin();
    told(DESK, "sounded", 2);
    ledger.gone(DESK);
    came(DESK, 4);
    ledger.sent([DESK], ["room-1"], at(4));
    told(DESK, "sounded", 4, 2_000);
    expect(ledger.heard("room-1")).toEqual([{ episodeId: "a", stations: 1, firstMs: 1_000 }]);
  });
});

describe("a station's word", () => {
  it("is dated back by what it says, never to before the signal began", () => {
    begin();
    told(DESK, "received", 2, 900);
    told(DESK, "painted", 2, 500_000);
    const { receipts } = dueOver(11, 11);
    expect(receipts[0]?.receipt).toMatchObject({ receivedAt: at(1.1).wall, paintedAt: at(1).wall });
  });

  it("of a signal that it was not sent, or that nobody knows, counts for nothing", () => {
    begin();
    told("stranger", "sounded", 2);
    told(DESK, "sounded", 2, 0, 7);
    told(DESK, "sounded", 2, 0, 1, "other");
    expect(ledger.heard("room-1")).toEqual([{ episodeId: "a", stations: 0, firstMs: null }]);
  });

  it("that it sounded says too that it was received", () => {
    begin();
    told(DESK, "sounded", 2);
    told(TABLET, "seen", 2);
    expect(dueOver(3, 60).again).toEqual([]);
  });
});

describe("the journal", () => {
  it("gets one entry for a signal and a station when it has sounded, with what was painted then", () => {
    begin();
    told(DESK, "received", 1, 0);
    told(DESK, "sounded", 1.1);
    told(DESK, "painted", 1.2);
    expect(dueOver(2, 2).receipts).toEqual([]);
    expect(dueOver(3, 9).receipts).toEqual([
      {
        roomId: "room-1",
        receipt: {
          ...{ episodeId: "a", signalledAt: at(1).wall, stationId: DESK, station: DESK, by: "Nora" },
          ...{ sentAt: at(1).wall, receivedAt: at(1).wall, paintedAt: at(1.2).wall, soundedAt: at(1.1).wall },
          ...{ seenAt: null, actedAt: null },
        },
      },
    ]);
  });

  it("gets one after ten seconds from a station that never sounded, and says so", () => {
    begin();
    told(DESK, "sounded", 1);
    expect(dueOver(2, 10).receipts).toHaveLength(1);
    const late = dueOver(11, 300).receipts;
    expect(late).toMatchObject([{ receipt: { stationId: TABLET, receivedAt: null, soundedAt: null } }]);
  });

  it("gets one more when a person took the alarm, whatever else happened there, and never a third", () => {
    begin();
    told(DESK, "sounded", 1);
    expect(dueOver(2, 4).receipts).toHaveLength(1);
    told(DESK, "seen", 5);
    expect(dueOver(5, 5).receipts).toEqual([]);
    ledger.alarms("room-1", [alarm("a", 1, { signal: "acknowledged" })], at(6));
    ledger.acted(DESK, "a", at(6));
    ledger.acted(TABLET, "other", at(6));
    const second = dueOver(6, 9).receipts;
    expect(second.map(({ receipt }) => [receipt.stationId, receipt.seenAt, receipt.actedAt])).toEqual([
      [DESK, at(5).wall, at(6).wall],
    ]);
    told(DESK, "seen", 12);
    expect(dueOver(10, 300).receipts.map(({ receipt }) => receipt.stationId)).toEqual([TABLET]);
  });

  it("gets what was seen and not taken when the signal is over", () => {
    begin();
    told(DESK, "sounded", 1);
    dueOver(2, 4);
    told(DESK, "seen", 5);
    expect(dueOver(5, 11).receipts.map(({ receipt }) => receipt.stationId)).toEqual([TABLET]);
    ledger.alarms("room-1", [], at(30));
    expect(dueOver(30, 120).receipts).toMatchObject([{ receipt: { stationId: DESK, seenAt: at(5).wall } }]);
  });

  it("gets the rest when the server stops, once", () => {
    begin();
    told(DESK, "received", 2);
    expect(ledger.rest()).toHaveLength(2);
    expect(ledger.rest()).toEqual([]);
  });

  it("is not flooded: 24 rooms at once on 20 stations, seen and taken everywhere, are two entries each", () => {
    const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}`);
    const [rooms, stations] = [names(24), names(20)];
    for (const station of stations) came(station);
    for (const roomId of rooms) ledger.alarms(roomId, [alarm(roomId, 1)], at(1));
    ledger.sent(stations, rooms, at(1));
    let entries = 0;
    for (let s = 1; s < 300; s += 1) {
      for (const station of stations) {
        for (const roomId of rooms) {
          for (const did of ["received", "painted", "sounded", "seen"] as const) told(station, did, s, 0, 1, roomId);
          if (s === 100) ledger.acted(station, roomId, at(s));
        }
      }
      entries += ledger.due(new Set(stations), at(s)).receipts.length;
    }
    expect(entries).toBe(24 * 20 * 2);
  });
});

describe("the ledger's memory", () => {
  it("holds an ended signal for a minute", () => {
    begin();
    ledger.alarms("room-1", [], at(5));
    dueOver(6, 64);
    expect(ledger.counts()).toMatchObject({ signals: 1, lines: 2 });
    dueOver(65, 65);
    expect(ledger.counts()).toMatchObject({ signals: 0, lines: 0 });
  });

  it("does not grow by a station that comes and goes under ever new names, nor does the journal", () => {
    begin();
    let entries = 0;
    for (let round = 0; round < 1_000; round += 1) {
      came(`page-${round}`, 2);
      ledger.sent([`page-${round}`], ["room-1"], at(2));
      told(`page-${round}`, "sounded", 2);
      entries += dueOver(4, 4).receipts.length;
      ledger.gone(`page-${round}`);
    }
    expect(ledger.counts().lines).toBeLessThan(40);
    expect(entries).toBeLessThanOrEqual(200);
  });

  it("does not grow by signals that come and go faster than they are forgotten", () => {
    came(DESK);
    for (let round = 0; round < 2_500; round += 1) {
      ledger.alarms("room-1", [alarm(`episode-${round}`, 1)], at(1));
      ledger.sent([DESK], ["room-1"], at(1));
    }
    expect(ledger.counts().signals).toBeLessThanOrEqual(2_000);
    expect(ledger.heard("room-1").map(({ episodeId }) => episodeId)).toEqual(["episode-2499"]);
  });
});

describe("the time of each hop", () => {
  it("is measured at the stations that were there when the signal began", () => {
    begin();
    told(DESK, "received", 1.1);
    told(DESK, "painted", 1.2);
    told(DESK, "sounded", 1.5);
    told(DESK, "seen", 4);
    ledger.acted(DESK, "a", at(6));
    expect(hops.map(([hop, ms]) => [hop, Math.round(ms)])).toEqual([
      ["begin_sent", 0],
      ["begin_sent", 0],
      ["sent_received", 100],
      ["received_painted", 100],
      ["begin_sounded", 500],
      ["painted_sounded", 300],
      ["begin_seen", 3_000],
      ["begin_acted", 5_000],
    ]);
  });

  it("is not that of a station which came when the alarm was old, nor of an alarm from before a restart", () => {
    begin();
    hops = [];
    came("late", 100);
    ledger.sent(["late"], ["room-1"], at(100));
    told("late", "sounded", 101);
    ledger.alarms("room-2", [alarm("old", 1)], at(200));
    came("later", 201);
    ledger.sent(["later"], ["room-2"], at(201));
    expect(hops).toEqual([]);
  });

  it("holds the time that a station was cut off", () => {
    begin();
    ledger.gone(DESK);
    came(DESK, 9);
    told(DESK, "received", 9);
    expect(hops).toContainEqual(["sent_received", 8_000]);
  });
});
