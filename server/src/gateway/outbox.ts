import type { Clock } from "@watchroom/shared/time";
import { FRAME_MS, type Frame, type RoomPatch, type StationsView } from "@watchroom/shared/wire";
import type { WardChange } from "../ward/ward.ts";

type OutboxParts = {
  readonly clock: Clock;
  /** New at each start of the server. */
  readonly epoch: string;
  /** Sends one frame to every live station, at once. False: nobody was live, so that the frame was never sent. */
  send(frame: Frame): boolean;
  /** Just before what was gathered goes out on the beat of `FRAME_MS`. */
  onBeat(): void;
};

/**
 * Gathers what changed and sends it as one frame for all rooms each `FRAME_MS`, or at once when an alarm changed. What
 * nobody was live for is dropped: whoever comes gets a snapshot, which holds it.
 */
export function createOutbox({ clock, epoch, send, onBeat }: OutboxParts) {
  let seq = 0;
  let patches = new Map<string, RoomPatch>();
  let removed = new Set<string>();
  let stations: StationsView | null = null;

  function flush(): void {
    if (patches.size === 0 && removed.size === 0 && stations === null) return;
    const frame: Frame = {
      epoch,
      seq: seq + 1,
      at: clock.now().wall,
      rooms: [...patches.values()],
      ...(removed.size > 0 ? { removed: [...removed] } : {}),
      ...(stations === null ? {} : { stations }),
    };
    patches = new Map();
    removed = new Set();
    stations = null;
    if (send(frame)) seq = frame.seq;
  }

  const stop = clock.every(FRAME_MS, () => {
    onBeat();
    flush();
  });

  return {
    stop,
    flush,
    /** The number of the last frame sent. */
    seq: (): number => seq,
    add({ patches: changed, removed: gone, urgent }: WardChange): void {
      for (const patch of changed) {
        // A room that comes back under its old id starts with nothing of the old one.
        const fresh: RoomPatch = removed.delete(patch.roomId) ? { ...patch, cleared: true } : patch;
        const gathered = patches.get(patch.roomId);
        patches.set(patch.roomId, gathered === undefined ? fresh : mergePatch(gathered, fresh));
      }
      for (const roomId of gone) {
        patches.delete(roomId);
        removed.add(roomId);
      }
      if (urgent) flush();
    },
    addStations(view: StationsView): void {
      stations = view;
    },
  };
}
export type Outbox = ReturnType<typeof createOutbox>;

/**
 * Pure. One patch that does what `before` and then `after` would do: the newest of each metric and of each other field.
 * `cleared` forgets the values gathered before it, and stays: the station still holds the ones it was sent.
 */
export function mergePatch(before: RoomPatch, after: RoomPatch): RoomPatch {
  const given = Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined));
  const merged: RoomPatch = { ...before, ...given };
  const metrics = after.cleared ? after.metrics : { ...before.metrics, ...after.metrics };
  if (before.metrics === undefined && after.metrics === undefined) return merged;
  if (metrics !== undefined) return { ...merged, metrics };
  const { metrics: forgotten, ...rest } = merged;
  return rest;
}
