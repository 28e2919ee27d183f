import type { StationReport } from "@watchroom/shared/wire";
import type { LiveState, LiveStore } from "./store.ts";

const LABEL_KEY = "watchroom.station";
const TEST_FAILED_KEY = "watchroom.soundTestFailed";
export const LABEL_MAX = 40;
/** The page's clock looks four times a second: after a gap like this the machine slept, or the page was frozen. */
const ASLEEP_AFTER_MS = 5_000;
/** Told for so long, so that a line that must first be dialled again brings it too. */
const ASLEEP_TOLD_MS = 10_000;
/** A wake lock that was refused or taken away is asked for again. */
const LOCK_AGAIN_MS = 30_000;

/** What the page sees of itself; the rest of a station's report is here. */
export type Seen = Pick<StationReport, "visible" | "audible">;
type WakeLock = "held" | "refused" | "none";
export type StationState = {
  /** What people call this station; "" when nobody named it. */
  readonly label: string;
  readonly wakeLock: WakeLock;
  /** When a test with the microphone did not hear this station, on the server's clock; null when one did, or a person, since. */
  readonly testFailedAt: number | null;
  /** Until when, on the wall clock, others are told that it stood still. */
  readonly asleepUntil: number;
};

/** Pure. One reason, the one that a person should see to first. */
export function reportOf(seen: Seen, state: StationState, now: number): StationReport {
  const { label, wakeLock, testFailedAt } = state;
  const audible = seen.audible && testFailedAt === null;
  const reason = reasonOf(seen, state, now);
  return {
    visible: seen.visible,
    audible,
    wakeLock,
    ...(label === "" ? {} : { label }),
    ...(reason === null ? {} : { reason }),
    ...(testFailedAt === null ? {} : { testFailedAt }),
  };
}

function reasonOf(seen: Seen, state: StationState, now: number): NonNullable<StationReport["reason"]> | null {
  if (!seen.visible) return "hidden";
  if (!seen.audible) return "audioBlocked";
  if (state.testFailedAt !== null) return "testFailed";
  // Last: it is awake again, and why it does not hear now is what somebody can see to.
  return now < state.asleepUntil ? "asleep" : null;
}

export const isSameReport = (a: StationReport, b: StationReport): boolean =>
  a.visible === b.visible &&
  a.audible === b.audible &&
  a.label === b.label &&
  a.reason === b.reason &&
  a.testFailedAt === b.testFailedAt &&
  a.wakeLock === b.wakeLock;

/** Pure. Whether nobody would hear the running sessions once this page is gone. */
export function isLastToHear({ link, stations, rooms }: LiveState, { visible, audible }: Seen): boolean {
  const isWatching = [...rooms.values()].some((room) => room.session !== null);
  return link === "up" && visible && audible && stations.hearing === 1 && isWatching;
}

/** The browser asks, in its own words, before the last station that hears is closed. Returns the way to stop. */
export function askBeforeLeaving(store: LiveStore, seen: () => Seen): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (isLastToHear(store.get(), seen())) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}

/** What this station is called and able to do, for its report to the others. One for the page. */
export function createStation() {
  let state: StationState | null = null;
  let tickedAt: number | null = null;
  let lockAskedAt = 0;
  let lock: WakeLockSentinel | null = null;
  let isWatching = false;
  const listeners = new Set<() => void>();

  // Read late: the store of a browser is not there where tests and tools load this file.
  const get = (): StationState => {
    state ??= { label: storedLabel(), wakeLock: "none", testFailedAt: storedTestFailure(), asleepUntil: 0 };
    return state;
  };
  const set = (change: Partial<StationState>): void => {
    state = { ...get(), ...change };
    for (const listener of listeners) listener();
  };

  async function holdAwake(): Promise<void> {
    lockAskedAt = Date.now();
    if (!isWatching || lock !== null || document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    try {
      const taken = await navigator.wakeLock.request("screen");
      lock = taken;
      taken.onrelease = () => {
        lock = null;
        set({ wakeLock: "none" });
      };
      if (!isWatching) await taken.release();
      else set({ wakeLock: "held" });
    } catch {
      set({ wakeLock: "refused" }); // Battery saving, most often: Settings says what to do.
    }
  }
  const onVisible = (): void => void holdAwake();
  /** Another page of this browser was tested: it sounds through the same loudspeaker. */
  const onStored = ({ key }: StorageEvent): void => {
    if (key === TEST_FAILED_KEY) set({ testFailedAt: storedTestFailure() });
  };

  return {
    get,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    setLabel(label: string): void {
      const kept = label.slice(0, LABEL_MAX);
      localStorage.setItem(LABEL_KEY, kept.trim());
      set({ label: kept.trim() });
    },
    /** A test with the microphone heard it, or a person beside the station did. */
    noteHeard(): void {
      localStorage.removeItem(TEST_FAILED_KEY);
      set({ testFailedAt: null });
    },
    /** Kept by the browser: it is this machine's loudspeaker that failed, whoever signs in next. `at`: the server's clock. */
    noteUnheard(at: number): void {
      localStorage.setItem(TEST_FAILED_KEY, String(at));
      set({ testFailedAt: at });
    },
    reportOf: (seen: Seen): StationReport => reportOf(seen, get(), Date.now()),
    /** `now`: wall clock, ms; the page's steady clock stands still while some machines sleep. */
    tick(now: number): void {
      const isAwakeAgain = tickedAt !== null && now - tickedAt >= ASLEEP_AFTER_MS;
      tickedAt = now;
      if (isAwakeAgain) set({ asleepUntil: now + ASLEEP_TOLD_MS });
      if (lock === null && now - lockAskedAt >= LOCK_AGAIN_MS) void holdAwake();
    },
    /** Keeps the screen on while the page is in front. Returns the way to stop. */
    watch(): () => void {
      isWatching = true;
      tickedAt = null;
      document.addEventListener("visibilitychange", onVisible);
      window.addEventListener("storage", onStored);
      void holdAwake();
      return () => {
        isWatching = false;
        document.removeEventListener("visibilitychange", onVisible);
        window.removeEventListener("storage", onStored);
        void lock?.release();
      };
    },
  };
}
export const station = createStation();

const storedLabel = (): string => (localStorage.getItem(LABEL_KEY) ?? "").trim().slice(0, LABEL_MAX);

function storedTestFailure(): number | null {
  const at = Number(localStorage.getItem(TEST_FAILED_KEY) ?? Number.NaN);
  return Number.isFinite(at) ? at : null;
}
