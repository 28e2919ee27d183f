import type { Spark } from "@watchroom/shared/trend";
import type { ClinicView, RoomView, StationsView } from "@watchroom/shared/wire";

/** A room as this station holds it. The object stays the same until something of this room changes. */
export type LiveRoom = Readonly<RoomView> & { readonly spark: Spark };

/**
 * All that came down the line, and whether it still does. While `link` is not "up" nothing in here may look live.
 * `order` holds the room ids as they stand on the wall.
 */
export type LiveState = {
  readonly link: "connecting" | "up" | "lost";
  readonly clinic: ClinicView | null;
  readonly stations: StationsView;
  /** This page's own place in the list of stations; null before the first snapshot. */
  readonly stationId: string | null;
  readonly rooms: ReadonlyMap<string, LiveRoom>;
  readonly order: readonly string[];
  readonly epoch: string | null;
  readonly seq: number;
};

export const LIVE_AT_START: LiveState = {
  link: "connecting",
  clinic: null,
  stations: { connected: 0, hearing: 0, list: [] },
  stationId: null,
  rooms: new Map(),
  order: [],
  epoch: null,
  seq: -1,
};

/** Holds the state. `set` is called once a frame, so that a frame is one React commit. */
export function createLiveStore() {
  let state = LIVE_AT_START;
  const listeners = new Set<() => void>();
  return {
    get: (): LiveState => state,
    set(next: LiveState): void {
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
export type LiveStore = ReturnType<typeof createLiveStore>;
