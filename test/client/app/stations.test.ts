import type { StationView } from "@watchroom/shared/wire";
import { describe, expect, it } from "vitest";
import { createStationNews, createStationNotices, followStations } from "../../../client/src/app/stationNews.ts";
import {
  hearWords,
  inReadingOrder,
  stationName,
  stationState,
  stationsHear,
} from "../../../client/src/app/stationWords.ts";
import { createLiveStore, LIVE_AT_START } from "../../../client/src/live/store.ts";

const SINCE = new Date(2026, 10, 23, 14, 2).getTime();
const station = (stationId: string, change: Partial<StationView> = {}): StationView => ({
  ...{ stationId, label: "", by: stationId, visible: true, audible: true, reason: null, locked: false, since: SINCE },
  testFailedAt: null,
  ...change,
});
const hidden = (stationId: string): StationView => station(stationId, { visible: false, reason: "hidden" });

describe("a station in the list", () => {
  it("has its person's name, and its own", () => {
    expect(stationName(station("Nora Okafor"))).toBe("Nora Okafor");
    expect(stationName(station("Nora Okafor", { label: "Desk" }))).toBe("Nora Okafor, Desk");
  });

  it("says why it does not hear, since when", () => {
    const states = [
      station("a"),
      hidden("a"),
      station("a", { audible: false, reason: "audioBlocked" }),
      station("a", { audible: false, reason: "testFailed", testFailedAt: SINCE - 60_000 }),
      station("a", { audible: false, reason: "testFailed", testFailedAt: SINCE, locked: true }),
      station("a", { visible: false, audible: false, reason: "asleep" }),
      station("a", { visible: false, audible: false, reason: null }),
    ];
    expect(states.map(stationState)).toEqual([
      "hears",
      "hidden since 14:02",
      "audio blocked since 14:02",
      "sound test failed at 14:01",
      "sound test failed at 14:02, locked",
      "asleep or cut off since 14:02",
      "not ready since 14:02",
    ]);
  });

  it("that is locked still hears, and one that slept hears again", () => {
    expect(stationState(station("a", { locked: true }))).toBe("locked since 14:02, still hears");
    expect(stationState({ ...hidden("a"), locked: true })).toBe("hidden since 14:02, locked");
    expect(stationState(station("a", { reason: "asleep" }))).toBe("hears again, was asleep until 14:02");
  });

  it("is counted against all of them when one does not hear", () => {
    const words = (...list: StationView[]): string =>
      hearWords({ list, hearing: list.filter(({ visible }) => visible).length });
    expect([words(hidden("a")), words(station("a")), words(station("a"), station("b"))]).toEqual([
      "0 stations hear",
      "1 station hears",
      "2 stations hear",
    ]);
    expect(words(station("a"), hidden("b"), station("c"))).toBe("2 of 3 stations hear");
    expect([0, 1, 2].map(stationsHear), "and so on a tile").toEqual([
      "0 stations hear",
      "1 station hears",
      "2 stations hear",
    ]);
  });

  it("stands after this one, and before those that hear, when it does not", () => {
    const list = [station("Cora"), station("Abe"), hidden("Zoe"), station("me")];
    expect(inReadingOrder(list, "me").map(({ by }) => by)).toEqual(["me", "Zoe", "Abe", "Cora"]);
  });
});

describe("what is told of the other stations", () => {
  const both = [station("me"), station("Paul")];
  const seen = (list: readonly StationView[], run: string | null = "run") => ({ list, ownId: "me", run });
  const newsOf = () => {
    const news = createStationNews();
    return { update: (...args: Parameters<typeof news.update>) => news.update(...args).map(({ text }) => text) };
  };

  it("is that one which heard is hidden, a second later and once", () => {
    const news = newsOf();
    expect(news.update(seen(both), 0)).toEqual([]);
    const after = seen([station("me"), hidden("Paul")]);
    expect(news.update(after, 500)).toEqual([]);
    expect(news.update(after, 1_499)).toEqual([]);
    expect(news.update(after, 1_500)).toEqual(["Paul: hidden since 14:02"]);
    expect(news.update(after, 9_000)).toEqual([]);
  });

  it("is nothing when it was only for a moment, when it got better, or when it is this station", () => {
    const news = newsOf();
    news.update(seen(both), 0);
    news.update(seen([station("me"), hidden("Paul")]), 500);
    expect(news.update(seen(both), 1_400)).toEqual([]);
    expect(news.update(seen([...both, hidden("Zoe")]), 5_000)).toEqual([]);
    expect(news.update(seen([...both, station("Zoe")]), 9_000)).toEqual([]);
    const mine = seen([hidden("me"), station("Paul"), station("Zoe")]);
    expect([news.update(mine, 10_000), news.update(mine, 20_000)]).toEqual([[], []]);
  });

  it("is that one is gone, unless the same page is loaded again", () => {
    const news = newsOf();
    const alone = seen([station("me")]);
    news.update(seen(both), 0);
    expect(news.update(alone, 100)).toEqual([]);
    expect(news.update(alone, 4_100)).toEqual(["Paul: closed or signed out"]);
    news.update(seen(both), 5_000);
    const backHidden = seen([station("me"), { ...hidden("new page"), by: "Paul" }]);
    news.update(backHidden, 5_100);
    expect(news.update(backHidden, 9_100)).toEqual(["Paul: hidden since 14:02"]);
    news.update(seen(both), 10_000);
    news.update(alone, 11_000);
    expect(news.update(seen([station("me"), station("new page", { by: "Paul" })]), 12_000)).toEqual([]);
    expect(news.update(seen([station("me"), station("new page", { by: "Paul" })]), 30_000)).toEqual([]);
  });

  it("is nothing after the server began anew: nobody is back yet", () => {
    const news = newsOf();
    news.update(seen(both), 0);
    expect(news.update(seen([station("me")], "next run"), 1_000)).toEqual([]);
    expect(news.update(seen([station("me")], "next run"), 60_000)).toEqual([]);
  });

  it("waits while this station is cut off, and is then what became worse meanwhile", () => {
    const news = newsOf();
    news.update(seen(both), 0);
    const after = [station("me"), hidden("Paul")];
    news.update(seen(after), 500);
    expect(news.update(seen(after, null), 20_000)).toEqual([]);
    expect(news.update(seen(after), 30_000)).toEqual([]);
    expect(news.update(seen(after), 31_000)).toEqual(["Paul: hidden since 14:02"]);
  });
});

describe("a notice of another station", () => {
  const paul = { station: station("Paul"), text: "Paul: hidden since 14:02" };
  const list = [station("me"), hidden("Paul")];

  it("is shown for ten seconds, and is still there for who comes back to this page after an hour", () => {
    const notices = createStationNotices();
    notices.show([], list, 1_000, true);
    expect(notices.show([paul], list, 1_250, true)).toEqual([paul.text]);
    expect(notices.show([], list, 7_250, true)).toEqual([paul.text]);
    expect(notices.show([], list, 3_600_000, false)).toEqual([paul.text]);
    expect(notices.show([], list, 3_603_999, true)).toEqual([paul.text]);
    expect(notices.show([], list, 3_604_000, true)).toEqual([]);
  });

  it("goes as soon as that station hears again, by itself or as a page that was loaded again", () => {
    for (const back of [station("Paul"), station("new page", { by: "Paul" })]) {
      const notices = createStationNotices();
      expect(notices.show([paul], list, 0, true)).toHaveLength(1);
      expect(notices.show([], [station("me"), back], 250, true)).toEqual([]);
    }
  });
});

describe("the notices of a page", () => {
  it("miss nobody who heard and was hidden between two looks at the clock", () => {
    const store = createLiveStore();
    const ticks = new Set<() => void>();
    let now = 0;
    let shown: readonly string[] = [];
    const stop = followStations(
      {
        store,
        subscribeTick: (listener) => {
          ticks.add(listener);
          return () => void ticks.delete(listener);
        },
        now: () => now,
        isInFront: () => true,
      },
      (texts) => {
        shown = texts;
      },
    );
    const stations = (...list: StationView[]): void =>
      store.set({
        ...LIVE_AT_START,
        ...{ link: "up", epoch: "run", stationId: "me", stations: { connected: 2, hearing: 1, list } },
      });
    stations(station("me"), station("Paul"));
    stations(station("me"), hidden("Paul"));
    for (now = 250; now <= 1_000; now += 250) for (const tick of ticks) tick();
    expect(shown).toEqual(["Paul: hidden since 14:02"]);
    stop();
    expect(ticks.size).toBe(0);
  });
});
