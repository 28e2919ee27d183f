import type { AlarmChange, Side } from "@watchroom/shared/alarm";
import type { MetricId } from "@watchroom/shared/metric";
import { limitsOf } from "../core/limits.ts";
import { type MonitorInput, step } from "../core/monitor.ts";
import { limitSetOf } from "../core/phase-limits.ts";
import { physiologicalId, type RoomState } from "../core/room.ts";
import { Excursions } from "./excursions.ts";
import { inputOf, type Recorded, roomBefore } from "./recorded.ts";
import type { Limits, Replay } from "./replay.ts";

/** One limit that the change is about. `bound`: the nearest that it has in any phase, before or after. */
type Watched = { readonly metric: MetricId; readonly side: Side; readonly bound: number };
type Sides = { readonly metric: MetricId; readonly side: Side };

/** So many entries after two rooms were found different they are not compared again. */
const COMPARED_EVERY = 20;

/**
 * Both replays of a session, equal to `replay` for each, in little more than the time of one: most of a session is far
 * from every limit, and there one step serves both. From where a changed limit could matter each room takes its own
 * steps, until nothing tells them apart but their limits. `after.protocol` is another object than `before.protocol`.
 */
export function replayBoth(
  recorded: Recorded,
  limits: { readonly before: Limits; readonly after: Limits; readonly changed: readonly Sides[] },
  endedAt: number,
): { readonly before: Replay; readonly after: Replay } {
  const pair = new Pair(limits);
  const excursions = new Excursions();
  const [before, after]: [Made, Made] = [made(), made()];
  let old = roomBefore(recorded, limits.before.set);
  let next: RoomState | null = null;
  for (const { body, at, mono } of recorded.entries) {
    if (old === null) break;
    const now = { mono, wall: at };
    const own = inputOf(body, recorded, limits.before.protocol, old);
    if (own.leftOut || (own.input !== null && pair.mayMatter(old, own.input))) next ??= pair.parted(old);
    if (next !== null) {
      const its = inputOf(body, recorded, limits.after.protocol, next);
      if (its.leftOut) after.actsLeftOut += 1;
      if (its.input !== null) {
        const stepped = step(next, its.input, now, limits.after.set);
        next = stepped.state;
        for (const change of stepped.changes) after.changes.push(change);
      }
    }
    if (own.leftOut) before.actsLeftOut += 1;
    if (own.input !== null) {
      const stepped = step(old, own.input, now, limits.before.set);
      old = stepped.state;
      for (const change of stepped.changes) {
        before.changes.push(change);
        if (next === null) after.changes.push(change);
      }
      excursions.see(old, at);
    }
    if (next !== null && pair.areTogether(old, next)) next = null;
  }
  const found = excursions.end(endedAt);
  return { before: { ...before, excursions: found }, after: { ...after, excursions: new Map() } };
}

type Made = { readonly changes: AlarmChange[]; actsLeftOut: number };
const made = (): Made => ({ changes: [], actsLeftOut: 0 });

class Pair {
  readonly #before: Limits;
  readonly #after: Limits;
  /** Null: a limit counts from the patient's own baseline, so that any value may matter. */
  readonly #watched: readonly Watched[] | null;
  readonly #conditions: ReadonlySet<string>;
  readonly #isFlapOther: boolean;
  /** Alarms of a room apart have names of their own, over the whole session. */
  #episodes = 0;
  #wait = 0;

  constructor({ before, after, changed }: Parameters<typeof replayBoth>[1]) {
    this.#before = before;
    this.#after = after;
    this.#watched = watchedOf(changed, [before, after]);
    this.#conditions = new Set(changed.map(({ metric, side }) => physiologicalId(metric, side)));
    this.#isFlapOther = before.set.timing.flapMs !== after.set.timing.flapMs;
  }

  /** Acts are few, and may be answered otherwise; a reading matters when it comes near a changed limit. */
  mayMatter(state: RoomState, input: MonitorInput): boolean {
    if (this.#watched === null || input.kind === "command" || input.kind === "devices") return true;
    if (this.#isFlapOther && Object.keys(state.alarms).length > 0) return true;
    if (input.kind !== "reading") return false;
    const { reading } = input;
    return this.#watched.some((one) => {
      const name = one.metric === "cuffPulseRate" ? "pulseRate" : one.metric;
      const value = (reading as Readonly<Record<string, unknown>>)[name];
      return typeof value === "number" && isBeyond(one, value);
    });
  }

  /** The same room under the other limits. */
  parted(state: RoomState): RoomState {
    const protocol = state.protocol === null ? null : this.#after.protocol;
    const set = limitSetOf(this.#after.set, { protocol, session: state.session });
    this.#wait = 0;
    return {
      ...state,
      roomId: `${state.roomId} after` as RoomState["roomId"],
      protocol,
      limits: limitsOf(set),
      episodes: this.#episodes,
    };
  }

  /** True when the next step would be the same for both. */
  areTogether(old: RoomState, next: RoomState): boolean {
    this.#episodes = Math.max(this.#episodes, next.episodes);
    this.#wait -= 1;
    if (this.#wait > 0 || !this.#isAtRest(old) || !this.#isAtRest(next)) return false;
    const areLimitsStandard = isStandard(old, this.#before) && isStandard(next, this.#after);
    if (areLimitsStandard && plain(old) === plain(next)) return true;
    this.#wait = COMPARED_EVERY;
    return false;
  }

  #isAtRest({ alarms, metrics, limitsChanged, undo }: RoomState): boolean {
    if (this.#watched === null || limitsChanged.length > 0 || (undo !== null && undo.ended !== null)) return false;
    for (const id in alarms) if (this.#isFlapOther || this.#conditions.has(id)) return false;
    return !this.#watched.some((one) => {
      const value = metrics[one.metric]?.value ?? null;
      return value !== null && isBeyond(one, value);
    });
  }
}

const isBeyond = ({ side, bound }: Watched, value: number): boolean => (side === "low" ? value < bound : value > bound);

const isStandard = (state: RoomState, { set }: Limits): boolean => state.limits === limitsOf(limitSetOf(set, state));

/** All that a step looks at but limits; who paused the audio changes no alarm. */
const plain = (state: RoomState): string =>
  JSON.stringify({ ...state, roomId: null, protocol: null, limits: null, episodes: 0, changes: 0, audioPaused: null });

function watchedOf(changed: readonly Sides[], all: readonly Limits[]): Watched[] | null {
  const watched: Watched[] = [];
  for (const { metric, side } of changed) {
    const isIt = (row: Sides): boolean => row.metric === metric && row.side === side;
    const own = all.flatMap(({ protocol }) => protocol.limits.rows.filter(isIt).flatMap(({ tiers }) => tiers));
    if (own.some(({ fromBaseline }) => fromBaseline !== null)) return null;
    const ofClinic = all.flatMap(({ set }) => set.limits.filter(isIt).flatMap(({ tiers }) => tiers));
    const bounds = [...own, ...ofClinic].flatMap(({ limit }) => limit ?? []);
    if (bounds.length > 0)
      watched.push({ metric, side, bound: side === "low" ? Math.max(...bounds) : Math.min(...bounds) });
  }
  return watched;
}
