import type { Me } from "@watchroom/shared/http";
import type { EpochMs } from "@watchroom/shared/time";
import type { ClinicView, CommandReply, StationsView } from "@watchroom/shared/wire";
import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { serverNow, steppedNow, subscribeTick } from "./clock.ts";
import { type Send, useLiveParts } from "./context.ts";
import type { LiveRoom, LiveState } from "./store.ts";

function useLive<T>(select: (state: LiveState) => T): T {
  const { store } = useLiveParts();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

/** "lost": nothing on the screen may look live. */
export const useLink = (): LiveState["link"] => useLive((state) => state.link);

/** Wakes for changes of this room only. */
export const useRoom = (roomId: string): LiveRoom | undefined => useLive((state) => state.rooms.get(roomId));

/** Room ids as they stand on the wall; the same list until a room is added, removed or moved. */
export const useRoomOrder = (): readonly string[] => useLive((state) => state.order);

/** All rooms in wall order. Wakes for each change of any room: for lists and counts, not for tiles. */
export function useRooms(): readonly LiveRoom[] {
  const rooms = useLive((state) => state.rooms);
  const order = useRoomOrder();
  return useMemo(() => order.flatMap((roomId) => rooms.get(roomId) ?? []), [rooms, order]);
}

export const useStations = (): StationsView => useLive((state) => state.stations);
/** This page's own id among the stations; null until the first snapshot. */
export const useStationId = (): string | null => useLive((state) => state.stationId);
/** Null until the first snapshot. */
export const useClinic = (): ClinicView | null => useLive((state) => state.clinic);

/** The person signed in. `locked`: commands are refused until the password is given again. */
export const useMe = (): Me => useLiveParts().me;

/**
 * The server's time in whole steps of `everyMs`; all users of the same step wake together, from one shared timer. Goes
 * on while the link is lost. A value received within the running step has an age below zero: show it as 0.
 */
export const useNow = (everyMs = 1_000): EpochMs =>
  useSyncExternalStore(subscribeTick, () => steppedNow(everyMs)) as EpochMs;

/** The server's time now, for event handlers (not for rendering). */
export const currentServerTime = serverNow;

type Sending = {
  readonly send: Send;
  /** True until the server has answered: show "sending", refuse a second press. */
  readonly sending: boolean;
  /** Why the last command was refused, in a sentence for people; null when it was not. */
  readonly failure: string | null;
};

/** Commands for a button or a form, with what it needs to show. No optimistic updates: the frame brings the change. */
export function useSending(): Sending {
  const { send: raw } = useLiveParts();
  const [waiting, setWaiting] = useState(0);
  const [failure, setFailure] = useState<string | null>(null);
  const send = useCallback<Send>(
    async (name, payload): Promise<CommandReply> => {
      setWaiting((count) => count + 1);
      setFailure(null);
      const reply = await raw(name, payload);
      setWaiting((count) => count - 1);
      if (!reply.ok) setFailure(reply.message);
      return reply;
    },
    [raw],
  );
  return { send, sending: waiting > 0, failure };
}
