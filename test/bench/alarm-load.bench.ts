import { type AlarmChange, comparePriority, LimitSet, PRIORITIES, type Priority } from "@watchroom/shared/alarm";
import limitSet from "@watchroom/shared/presets/limit-set.clinic-default.json" with { type: "json" };
import { PROTOCOLS } from "@watchroom/shared/protocol";
import { Route } from "@watchroom/shared/session";
import { numberFlag, printTable, round } from "./support/measure.ts";
import { type Plan, playSession, type Watch } from "./support/ordinary-session.ts";
import { type Caught, createCatch, EVENT_KINDS, isInTime } from "./support/true-event.ts";

/**
 * How often a nurse is called in an ordinary session, and what is caught of what happens: with limits alone, and as shipped.
 *
 * --sessions 100: so many ordinary ones, and as many with one true event each. --first 1: the first seed.
 */
const SESSIONS = numberFlag("sessions", 100);
const FIRST_SEED = numberFlag("first", 1);
/** Sessions with an event are of other patients. */
const EVENT_SEEDS_FROM = FIRST_SEED + 100_000;
const ROUTES = Route.options;
const EVENT_AFTER_S = { least: 300, spread: 1_500 } as const;
const TRIES_MAX = 20;
const S_AN_HOUR = 3_600;

const SHIPPED_SET = LimitSet.parse(limitSet);
/** The clinic's limits, each of them heard at once and each time. The second degree of a technical condition keeps its delay. */
const PLAIN_SET: LimitSet = {
  ...SHIPPED_SET,
  limits: SHIPPED_SET.limits.map((row) => ({
    ...row,
    tiers: row.tiers.map((tier) => ({ ...tier, conditionDelayMs: 0 })),
  })),
  technical: SHIPPED_SET.technical.map((row) => ({
    ...row,
    tiers: row.tiers.map((tier, index) => (index === 0 ? { ...tier, conditionDelayMs: 0 } : tier)),
  })),
  timing: { ...SHIPPED_SET.timing, flapMs: 0 },
};
const NO_PHASES = { peakUntilMin: 0, rows: [], source: "none" };
const WATCHES = {
  plain: {
    set: PLAIN_SET,
    protocolOf: (route) => ({ ...PROTOCOLS[route], limits: NO_PHASES }),
    tellsCuffArm: false,
  },
  shipped: { set: SHIPPED_SET, protocolOf: (route) => PROTOCOLS[route], tellsCuffArm: true },
} as const satisfies Record<string, Watch>;
type WatchName = keyof typeof WATCHES;
const NAMES: readonly WatchName[] = ["plain", "shipped"];

const planOf = (seed: number, index: number, event: Plan["event"] = null): Plan => ({
  ...{ seed, event },
  route: ROUTES[index % ROUTES.length] ?? "oral",
  cuffArm: Math.floor(index / ROUTES.length) % 2 === 0 ? "same" : "other",
});

// ---- Load -----------------------------------------------------------------------------------------------------------

type Load = {
  hours: number;
  unfinished: number;
  /** Times a sound began: an episode that is heard again counts again. */
  signals: number;
  heldBack: number;
  /** Episodes by condition and by the highest priority that they reached. */
  readonly episodes: Map<string, { readonly condition: string; readonly priority: Priority; readonly seed: number }>;
};
const SOUNDS: ReadonlySet<string> = new Set(["began", "resumed", "priorityRaised", "signalledAgain"]);
const nameOf = ({ condition, technical }: AlarmChange["alarm"]): string => technical ?? condition;

function count(load: Load, changes: readonly AlarmChange[], seed: number): void {
  for (const { change, alarm } of changes) {
    if (change === "heldBack") load.heldBack += 1;
    if (!SOUNDS.has(change)) continue;
    load.signals += 1;
    const key = `${seed} ${alarm.episodeId}`;
    const known = load.episodes.get(key);
    const isHigher = known === undefined || comparePriority(alarm.priority, known.priority) > 0;
    if (isHigher) load.episodes.set(key, { condition: nameOf(alarm), priority: alarm.priority, seed });
  }
}

function loadOf(watch: Watch): Load {
  const load: Load = { hours: 0, unfinished: 0, signals: 0, heldBack: 0, episodes: new Map() };
  for (let index = 0; index < SESSIONS; index += 1) {
    const plan = planOf(FIRST_SEED + index, index);
    const { watchedS, changes, isOver } = playSession(plan, watch);
    load.hours += watchedS / S_AN_HOUR;
    if (!isOver) load.unfinished += 1;
    count(load, changes, plan.seed);
  }
  return load;
}

type Episode = { readonly condition: string; readonly priority: Priority };
const perHour = (load: Load, isCounted: (episode: Episode) => boolean = () => true): string =>
  round([...load.episodes.values()].filter(isCounted).length / load.hours, 2);

function printLoad(loads: Record<WatchName, Load>): void {
  const row = (title: string, cell: (load: Load) => string | number) => [
    title,
    ...NAMES.map((name) => cell(loads[name])),
  ];
  printTable(
    `Alarms in ${SESSIONS} ordinary sessions, episodes that were signalled a room-hour`,
    ["", "limits alone", "as shipped"],
    [
      ...PRIORITIES.map((priority) =>
        row(priority, (load) => perHour(load, (episode) => episode.priority === priority)),
      ),
      row("all", (load) => perHour(load)),
      row("times a sound began", ({ signals, hours }) => round(signals / hours, 2)),
      row("held back, for the record only", ({ heldBack, hours }) => round(heldBack / hours, 2)),
      row(
        "sessions without any",
        ({ episodes }) => SESSIONS - new Set([...episodes.values()].map(({ seed }) => seed)).size,
      ),
      row("room-hours", ({ hours }) => round(hours, 1)),
      row("sessions that did not end in 5 h", ({ unfinished }) => unfinished),
    ],
  );
  const kinds = new Set(
    NAMES.flatMap((name) => [...loads[name].episodes.values()].map((one) => `${one.condition} | ${one.priority}`)),
  );
  const isOf = (kind: string) => (one: Episode) => `${one.condition} | ${one.priority}` === kind;
  const sorted = [...kinds].sort(
    (a, b) => Number(perHour(loads.plain, isOf(b))) - Number(perHour(loads.plain, isOf(a))),
  );
  printTable(
    "The same by condition and the highest priority of the episode, a room-hour",
    ["condition", "priority", "limits alone", "as shipped", "sessions that have it as shipped"],
    sorted.map((kind) => {
      const seeds = [...loads.shipped.episodes.values()].filter(isOf(kind)).map(({ seed }) => seed);
      return [...kind.split(" | "), ...NAMES.map((name) => perHour(loads[name], isOf(kind))), new Set(seeds).size];
    }),
  );
}

// ---- Events ---------------------------------------------------------------------------------------------------------

type Outcome = { readonly kind: string; readonly seed: number; readonly caught: Caught[] };

/** One session with one event that really happened; a patient who was not treated, or had left, makes way for another. */
function eventOf(index: number, watch: Watch): Outcome {
  const kinds = Object.entries(EVENT_KINDS);
  const [kind, event] = kinds[index % kinds.length] ?? kinds[0] ?? [];
  if (kind === undefined || event === undefined) throw new Error("there is a kind of event");
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const seed = EVENT_SEEDS_FROM + index + tries * SESSIONS;
    const afterS = EVENT_AFTER_S.least + ((seed * 977) % EVENT_AFTER_S.spread);
    const found = createCatch(event, watch.set);
    playSession(planOf(seed, index, { scenario: event.scenario, afterS }), watch, (second) => found.see(second));
    const caught = found.caught();
    if (caught.length > 0) return { kind, seed, caught };
  }
  throw new Error(`no session had a ${kind}`);
}

const isCaught = ({ caught }: Outcome): boolean => caught.every(isInTime);

function delaysOf(outcomes: readonly Outcome[]): string {
  const all = outcomes.flatMap(({ caught }) => caught.map(({ afterS }) => afterS ?? Number.POSITIVE_INFINITY));
  const sorted = all.sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return `${median} / ${sorted.at(-1) ?? 0}`;
}

function printEvents(outcomes: Record<WatchName, Outcome[]>): void {
  const rows = [...Object.keys(EVENT_KINDS), "all"].map((kind) => {
    const of = (name: WatchName) => outcomes[name].filter((one) => kind === "all" || one.kind === kind);
    const caught = (name: WatchName) => `${of(name).filter(isCaught).length} of ${of(name).length}`;
    return [kind, ...NAMES.map(caught), ...NAMES.map((name) => delaysOf(of(name)))];
  });
  printTable(
    `${SESSIONS} sessions with a true event: caught within its delay and 2 s, and seconds to the signal (median / longest)`,
    ["event", "limits alone", "as shipped", "s, limits alone", "s, as shipped"],
    rows,
  );
  for (const name of NAMES) {
    for (const outcome of outcomes[name].filter((one) => !isCaught(one))) {
      const late = outcome.caught.filter((one) => !isInTime(one));
      const words = late.map(
        ({ duty, delayS, afterS, underCuff }) =>
          `${duty} after ${afterS ?? "never"} s (delay ${delayS})${underCuff ? ", a cuff was inflating" : ""}`,
      );
      console.log(`${name}: ${outcome.kind}, seed ${outcome.seed}: ${words.join("; ")}`);
    }
  }
}

const of = <Value>(make: (watch: Watch) => Value): Record<WatchName, Value> => ({
  plain: make(WATCHES.plain),
  shipped: make(WATCHES.shipped),
});
const startedAt = performance.now();
const loads = of(loadOf);
printLoad(loads);
const outcomes = of((watch) => Array.from({ length: SESSIONS }, (_, index) => eventOf(index, watch)));
printEvents(outcomes);
const caughtIn = (name: WatchName): string => `${outcomes[name].filter(isCaught).length} of ${SESSIONS}`;
const high = (episode: Episode): boolean => episode.priority === "high";
printTable(
  "Both sides of the trade",
  ["", "high a room-hour", "all a room-hour", "true events caught in time"],
  NAMES.map((name) => [
    name === "plain" ? "limits alone" : "as shipped",
    ...[perHour(loads[name], high), perHour(loads[name]), caughtIn(name)],
  ]),
);
console.log(`${4 * SESSIONS} sessions in ${round((performance.now() - startedAt) / 1_000)} s.`);
