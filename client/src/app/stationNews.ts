import type { StationView } from "@watchroom/shared/wire";
import type { LiveStore } from "../live/store.ts";
import { doesHear, stationName, stationState } from "./stationWords.ts";

/** Who looks at another page for a moment is no news. */
const HOLD_MS = 1_000;
/** A page that is loaded again is gone for a while. */
const GONE_HOLD_MS = 4_000;

/** How long a notice is shown; while the page is not in front nobody can read it, and no time passes for it. */
const SHOWN_MS = 10_000;
const SHOWN_MAX = 9;

/** One station that got worse: as it was when it still heard, and the sentence for people. */
type StationNotice = { readonly station: StationView; readonly text: string };
type Known = { readonly station: StationView; readonly downAt: number | null };
type Seen = {
  readonly list: readonly StationView[];
  readonly ownId: string | null;
  /** The server's run, after which nobody is back yet: nothing is compared over its begin. Null without a connection. */
  readonly run: string | null;
};

/** Watches the others for a change to the worse: a station that heard, and does not any more. */
export function createStationNews() {
  let heardBefore = new Map<string, Known>();
  let runBefore: string | null = null;

  return {
    /** Called at each change and at each tick; `now` in milliseconds of a clock that never jumps. One for each that got worse. */
    update({ list, ownId, run }: Seen, now: number): readonly StationNotice[] {
      if (run === null) {
        // What is held is old now; how long somebody has been down is counted from when this station sees again.
        heardBefore = new Map([...heardBefore].map(([id, { station }]) => [id, { station, downAt: null }]));
        return [];
      }
      const others = list.filter(({ stationId }) => stationId !== ownId);
      const known = run !== runBefore ? new Map<string, Known>() : heardBefore;
      runBefore = run;
      const next = new Map<string, Known>();
      for (const station of others) if (doesHear(station)) next.set(station.stationId, { station, downAt: null });
      const news: StationNotice[] = [];
      for (const [stationId, { station, downAt }] of known) {
        if (next.has(stationId)) continue;
        const there = others.find((other) => other.stationId === stationId);
        if (there === undefined && isBack(station, others)) continue;
        const since = downAt ?? now;
        const isNews = now - since >= (there === undefined ? GONE_HOLD_MS : HOLD_MS);
        const present = there ?? others.find((other) => isSameName(other, station));
        if (isNews) news.push({ station, text: sentenceOf(station, present) });
        else next.set(stationId, { station, downAt: since });
      }
      heardBefore = next;
      return news;
    },
  };
}

type ShownNotice = StationNotice & { readonly leftMs: number };

/** What stands over the header: each notice for its time, and no longer than it is true. */
export function createStationNotices() {
  let shown: readonly ShownNotice[] = [];
  let lookedAt = 0;

  return {
    /** Called like `update`, with what that found. Returns the sentences to show, oldest first. */
    show(fresh: readonly StationNotice[], list: readonly StationView[], now: number, isInFront: boolean) {
      const passedMs = isInFront ? now - lookedAt : 0;
      lookedAt = now;
      const before = shown.map((notice) => ({ ...notice, leftMs: notice.leftMs - passedMs }));
      shown = [...before, ...fresh.map((notice) => ({ ...notice, leftMs: SHOWN_MS }))]
        .filter(({ station, leftMs }) => leftMs > 0 && !hearsAgain(station, list))
        .slice(-SHOWN_MAX);
      return shown.map(({ text }): string => text);
    },
  };
}

type Followed = {
  readonly store: Pick<LiveStore, "get" | "subscribe">;
  /** Calls back again and again, also in a page that is not in front. */
  readonly subscribeTick: (listener: () => void) => () => void;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
  readonly isInFront: () => boolean;
};

/**
 * Tells what to show, at each change and each tick. Every state of the line is looked at, not only what is there at a tick: a station
 * may hear and be hidden between two of them. Returns the way to stop.
 */
export function followStations(
  { store, subscribeTick, now, isInFront }: Followed,
  tell: (shown: readonly string[]) => void,
): () => void {
  const news = createStationNews();
  const notices = createStationNotices();
  const look = (): void => {
    const { link, epoch, stationId, stations } = store.get();
    const { list } = stations;
    const at = now();
    const fresh = news.update({ list, ownId: stationId, run: link === "up" ? epoch : null }, at);
    tell(notices.show(fresh, list, at, isInFront()));
  };
  const stops = [store.subscribe(look), subscribeTick(look)];
  look();
  return () => {
    for (const stop of stops) stop();
  };
}

const hearsAgain = (station: StationView, list: readonly StationView[]): boolean =>
  list.some((other) => other.stationId === station.stationId && doesHear(other)) || isBack(station, list);

/** The same person, at a station of the same name, loaded the page again. */
const isBack = (gone: StationView, others: readonly StationView[]): boolean =>
  others.some((other) => doesHear(other) && isSameName(other, gone));

const isSameName = (a: StationView, b: StationView): boolean => stationName(a) === stationName(b);

function sentenceOf(before: StationView, there: StationView | undefined): string {
  const state = there === undefined ? "closed or signed out" : stationState(there);
  return `${stationName(there ?? before)}: ${state}`;
}
