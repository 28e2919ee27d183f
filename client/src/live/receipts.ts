import type { ReceiptReport, RoomView } from "@watchroom/shared/wire";

/** What is known is told at most so often; of a high-priority alarm at once. */
const TELL_EVERY_MS = 250;
/** The server takes no more in one call. */
const REPORTS_MAX = 200;
const AGO_MAX_MS = 600_000;

type Did = ReceiptReport["did"];
/** One signal as this station holds it: when what was done with it, by the page's steady clock, and what is told. */
type Held = {
  readonly episodeId: string;
  readonly signalledAt: number;
  readonly isHigh: boolean;
  readonly did: Map<Did, number>;
  readonly told: Set<Did>;
};

type Parts = {
  /** False: there was no line; it is told again on the next. */
  send(reports: ReceiptReport[]): boolean;
  /** Milliseconds of the page's steady clock. */
  now(): number;
};
export type Receipts = ReturnType<typeof createReceipts>;

/** What becomes of alarm signals at this station, on its way back to the server. Holds only signals that are given now. */
export function createReceipts({ send, now }: Parts) {
  let held = new Map<string, Held>();
  let toldAt = Number.NEGATIVE_INFINITY;
  let isAskedAtOnce = false;

  const of = (episodeIds: readonly string[]): Held[] =>
    [...held.values()].filter(({ episodeId }) => episodeIds.includes(episodeId));

  function note(signal: Held, did: Did, atMs: number): void {
    if (signal.did.has(did)) return;
    signal.did.set(did, atMs);
    if (signal.isHigh) tellAtOnce();
  }

  /** After what runs now, so that what belongs together goes in one call. */
  function tellAtOnce(): void {
    if (isAskedAtOnce) return;
    isAskedAtOnce = true;
    queueMicrotask(() => {
      isAskedAtOnce = false;
      tell();
    });
  }

  function tell(): void {
    const untold = [...held.values()].flatMap((signal) =>
      [...signal.did].filter(([did]) => !signal.told.has(did)).map(([did, atMs]) => ({ signal, did, atMs })),
    );
    const batch = untold.slice(0, REPORTS_MAX);
    if (batch.length === 0) return;
    toldAt = now();
    const reports = batch.map(({ signal: { episodeId, signalledAt }, did, atMs }) => {
      return { episodeId, signalledAt, did, agoMs: Math.min(AGO_MAX_MS, Math.max(0, toldAt - atMs)) };
    });
    if (send(reports)) for (const { signal, did } of batch) signal.told.add(did);
  }

  return {
    /** The rooms as the newest frame left them. A signal that is new here has been received. */
    hold(rooms: Iterable<Pick<RoomView, "alarms">>): void {
      const next = new Map<string, Held>();
      for (const { alarms } of rooms) {
        for (const { signal, signalledAt, episodeId, priority } of alarms) {
          if (signal !== "on" || signalledAt === null) continue;
          const key = `${signalledAt} ${episodeId}`;
          const isHigh = priority === "high";
          next.set(key, { ...(held.get(key) ?? { episodeId, signalledAt, did: new Map(), told: new Set() }), isHigh });
        }
      }
      held = next;
      for (const signal of held.values()) note(signal, "received", now());
    },
    /** Episodes that this station was not seen to paint yet. */
    unpainted: (): readonly string[] =>
      [...held.values()].flatMap(({ did, episodeId }) => (did.has("painted") ? [] : [episodeId])),
    /** `atMs`: when it was done. What was done before a signal came, such as a burst for the one before it, is not of that signal. */
    note(did: Exclude<Did, "received">, episodeIds: readonly string[], atMs = now()): void {
      for (const signal of of(episodeIds)) if ((signal.did.get("received") ?? 0) <= atMs) note(signal, did, atMs);
    },
    /** Called at each tick of the page's clock. */
    tick(): void {
      if (now() - toldAt >= TELL_EVERY_MS) tell();
    },
    /** The server may have lost what it knew: a new line, or a new server. */
    tellAgain(): void {
      for (const { told } of held.values()) told.clear();
      if (held.size > 0) tellAtOnce();
    },
  };
}

const EPISODE = "[data-episode]";
const episodeOf = (element: Element): string => element.getAttribute("data-episode") ?? "";

/** Follows what this page paints, and what a person touches on it. Returns the way to stop, and what to do at each tick. */
export function followScreen(receipts: Receipts): { look(): void; stop(): void } {
  let frame: number | null = null;
  const touch = ({ target }: Event): void => {
    const element = target instanceof Element ? target.closest(EPISODE) : null;
    if (element !== null) receipts.note("seen", [episodeOf(element)]);
  };
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, touch, { capture: true });

  /** What is there before a frame is painted is on the screen when the next one begins. */
  function look(): void {
    if (frame !== null || document.visibilityState !== "visible" || receipts.unpainted().length === 0) return;
    frame = requestAnimationFrame(() => {
      const shown = shownEpisodes(new Set(receipts.unpainted()));
      frame = requestAnimationFrame(() => {
        frame = null;
        if (document.visibilityState === "visible") receipts.note("painted", shown);
      });
    });
  }

  return {
    look,
    stop(): void {
      for (const kind of ["pointerdown", "keydown"]) document.removeEventListener(kind, touch, { capture: true });
      if (frame !== null) cancelAnimationFrame(frame);
    },
  };
}

/** Those of them that have a line on the screen: not scrolled away, not hidden. */
function shownEpisodes(wanted: ReadonlySet<string>): string[] {
  return [...document.querySelectorAll(EPISODE)].flatMap((element) =>
    wanted.has(episodeOf(element)) && isInView(element) ? [episodeOf(element)] : [],
  );
}

function isInView(element: Element): boolean {
  const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
  const isOnScreen = bottom > 0 && right > 0 && top < window.innerHeight && left < window.innerWidth;
  return width > 0 && height > 0 && isOnScreen;
}
