import type { MonoMs } from "@watchroom/shared/time";
import type { StationReport, StationsView, StationView } from "@watchroom/shared/wire";

/** A station whose line died without a word (asleep, cable pulled) is named to the others for so long. */
const LOST_SHOWN_MS = 10 * 60_000;
const LOST_MAX = 50;

/** What the gateway knows of a connected station. */
export type Watching = {
  readonly stationId: string;
  readonly signInId: string;
  readonly by: string;
  /** Null until its first report. */
  readonly report: StationReport | null;
  /** Locked for commands only: it still shows and sounds. */
  readonly locked: boolean;
  /** Its line is open, and its page no longer answers. */
  readonly silent: boolean;
  /** Since when it is as it is, wall clock. */
  readonly since: number;
};

/** There, visible and able to sound. */
export const hears = ({ report, silent }: Pick<Watching, "report" | "silent">): boolean =>
  !silent && (report?.visible && report.audible) === true;

/** Pure. What the others see of it. */
const viewOfStation = ({ stationId, by, report, locked, silent, since }: Watching): StationView => ({
  stationId,
  label: report?.label ?? "",
  by,
  visible: !silent && (report?.visible ?? false),
  audible: !silent && (report?.audible ?? false),
  reason: silent ? "asleep" : reasonOf(report),
  testFailedAt: report?.testFailedAt ?? null,
  locked,
  since,
});

function reasonOf(report: StationReport | null): StationView["reason"] {
  if (report === null) return null;
  if (report.reason !== undefined) return report.reason;
  if (!report.visible) return "hidden";
  return report.audible ? null : "audioBlocked";
}

/** Pure. True when `since` goes on: the station hears, or does not, for the same reason as before. */
export const isSameState = (a: Watching, b: Watching): boolean =>
  a.silent === b.silent && hears(a) === hears(b) && reasonOf(a.report) === reasonOf(b.report) && a.locked === b.locked;

type Lost = { readonly view: StationView; readonly signInId: string; readonly atMono: MonoMs };

/** Stations whose line died, until they are back, their sign-in has ended, or nobody asks any more. */
export function createLost() {
  let lost: readonly Lost[] = [];
  return {
    add(station: Watching, now: { readonly mono: MonoMs; readonly wall: number }): void {
      const since = station.silent ? station.since : now.wall;
      const view: StationView = { ...viewOfStation({ ...station, silent: true }), since };
      lost = [...lost, { view, signInId: station.signInId, atMono: now.mono }].slice(-LOST_MAX);
    },
    /** This browser is back, or nobody is signed in there any more; or this page is, with another sign-in. */
    forget(signInId: string, stationId?: string): void {
      lost = lost.filter((one) => one.signInId !== signInId && one.view.stationId !== stationId);
    },
    /** True when one was shown for long enough. */
    expire(now: MonoMs): boolean {
      const before = lost.length;
      lost = lost.filter(({ atMono }) => now - atMono < LOST_SHOWN_MS);
      return lost.length !== before;
    },
    views: (): readonly StationView[] => lost.map(({ view }) => view),
  };
}

/** Pure. `connected` counts those that are there; the list names the lost ones too. */
export function stationsView(watching: readonly Watching[], lost: readonly StationView[]): StationsView {
  return {
    connected: watching.length,
    hearing: watching.filter(hears).length,
    list: [...watching.map(viewOfStation), ...lost],
  };
}
