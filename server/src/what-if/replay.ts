import type { AlarmChange, LimitSet } from "@watchroom/shared/alarm";
import type { Protocol } from "@watchroom/shared/protocol";
import { step } from "../core/monitor.ts";
import { Excursions, type Span } from "./excursions.ts";
import { inputOf, type Recorded, roomBefore } from "./recorded.ts";

/** The limits of one replay: the clinic's, and the session's own protocol. */
export type Limits = { readonly set: LimitSet; readonly protocol: Protocol };

export type Replay = {
  /** Every alarm change that came out, in order. */
  readonly changes: readonly AlarmChange[];
  /** By condition: when a valid value was beyond the first limit of this replay. */
  readonly excursions: ReadonlyMap<string, readonly Span[]>;
  readonly actsLeftOut: number;
};

/**
 * A session's inputs folded by the live engine under these limits. What was in the room before the session (stations that
 * heard, links) is not in its journal: alarms of the watch itself may differ at its start, in every replay alike.
 */
export function replay(recorded: Recorded, { set, protocol }: Limits, endedAt: number): Replay {
  const excursions = new Excursions();
  const changes: AlarmChange[] = [];
  let actsLeftOut = 0;
  let state = roomBefore(recorded, set);
  for (const { body, at, mono } of recorded.entries) {
    if (state === null) break;
    const { input, leftOut } = inputOf(body, recorded, protocol, state);
    if (leftOut) actsLeftOut += 1;
    if (input === null) continue;
    const stepped = step(state, input, { mono, wall: at }, set);
    ({ state } = stepped);
    for (const change of stepped.changes) changes.push(change);
    excursions.see(state, at);
  }
  return { changes, excursions: excursions.end(endedAt), actsLeftOut };
}
