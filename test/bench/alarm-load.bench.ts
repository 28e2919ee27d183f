import { LimitSet, PRIORITIES } from "@watchroom/shared/alarm";
import limitSet from "@watchroom/shared/presets/limit-set.clinic-default.json" with { type: "json" };
import { PROTOCOLS } from "@watchroom/shared/protocol";
import { Route } from "@watchroom/shared/session";
import { createCounter, type Episode, emptyLoad, type Load, lineOf } from "./support/alarm-count.ts";
import { numberFlag, printTable, round } from "./support/measure.ts";
import { type Plan, playSession, type Watch } from "./support/ordinary-session.ts";
import { type Caught, createCatch, EVENT_KINDS, type EventKind, isInTime } from "./support/true-event.ts";
import { WEAK_EVENT_KINDS } from "./support/weak-fall.ts";

/**
 * How often a nurse is called in an ordinary session, and what is caught of what happens: with limits alone, as shipped but
 * for the wait on a weak signal, and as shipped. What that wait costs is asked of true falls of SpO2 with cold hands.
 *
 * --sessions 100: so many ordinary ones, as many with one true event each, and as many with a true fall on a weak signal. --first 1: the first seed. --list 60: prints so
 * many of the alarms as shipped, with what was in the body and what the oximeter sent. --calm: patients who lie still.
 */
const SESSIONS = numberFlag("sessions", 100);
const LISTED = process.argv.includes("--list") ? numberFlag("list", 60) : 0;
const FIRST_SEED = numberFlag("first", 1);
/** Sessions with an event are of other patients. */
const EVENT_SEEDS_FROM = FIRST_SEED + 100_000;
const MANNER = process.argv.includes("--calm") ? "calm" : "restless";
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
    tiers: row.tiers.map(({ weakSignalDelayMs: _, ...tier }) => ({ ...tier, conditionDelayMs: 0 })),
  })),
  technical: SHIPPED_SET.technical.map((row) => ({
    ...row,
    tiers: row.tiers.map((tier, index) => (index === 0 ? { ...tier, conditionDelayMs: 0 } : tier)),
  })),
  timing: { ...SHIPPED_SET.timing, flapMs: 0 },
};
const PROMPT_SET: LimitSet = {
  ...SHIPPED_SET,
  limits: SHIPPED_SET.limits.map((row) => ({
    ...row,
    tiers: row.tiers.map(({ weakSignalDelayMs: _, ...tier }) => tier),
  })),
};
const NO_PHASES = { peakUntilMin: 0, rows: [], source: "none" };
const WATCHES = {
  plain: {
    set: PLAIN_SET,
    protocolOf: (route) => ({ ...PROTOCOLS[route], limits: NO_PHASES }),
    tellsCuffArm: false,
  },
  prompt: { set: PROMPT_SET, protocolOf: (route) => PROTOCOLS[route], tellsCuffArm: true },
  shipped: { set: SHIPPED_SET, protocolOf: (route) => PROTOCOLS[route], tellsCuffArm: true },
} as const satisfies Record<string, Watch>;
type WatchName = keyof typeof WATCHES;
const TITLES: Readonly<Record<WatchName, string>> = {
  plain: "limits alone",
  prompt: "as shipped, without the wait on a weak signal",
  shipped: "as shipped",
};
const NAMES: readonly WatchName[] = ["plain", "prompt", "shipped"];
const titles = (names = NAMES): string[] => names.map((name) => TITLES[name]);

const planOf = (seed: number, index: number, event: Plan["event"] = null): Plan => ({
  ...{ seed, event, manner: MANNER },
  route: ROUTES[index % ROUTES.length] ?? "oral",
  cuffArm: Math.floor(index / ROUTES.length) % 2 === 0 ? "same" : "other",
});

// ---- Load -----------------------------------------------------------------------------------------------------------

function loadOf(watch: Watch): Load {
  const load = emptyLoad();
  for (let index = 0; index < SESSIONS; index += 1) {
    const plan = planOf(FIRST_SEED + index, index);
    const { watchedS, isOver } = playSession(plan, watch, createCounter(load, plan, watch !== WATCHES.plain));
    load.hours += watchedS / S_AN_HOUR;
    if (!isOver) load.unfinished += 1;
  }
  return load;
}

const called = ({ episodes }: Load): Episode[] => episodes.filter(({ isJoined }) => !isJoined);
const perHour = (load: Load, isCounted: (episode: Episode) => boolean = () => true): string =>
  round(called(load).filter(isCounted).length / load.hours, 2);
const shareWorth = (episodes: readonly Episode[]): string =>
  episodes.length === 0 ? "-" : `${round((100 * episodes.filter((one) => one.isWorth).length) / episodes.length)} %`;

function printLoad(loads: Record<WatchName, Load>): void {
  const row = (title: string, cell: (load: Load) => string | number) => [
    title,
    ...NAMES.map((name) => cell(loads[name])),
  ];
  printTable(
    `Alarms in ${SESSIONS} ordinary sessions of ${MANNER} patients, calls of a nurse a room-hour`,
    ["", ...titles()],
    [
      ...PRIORITIES.map((priority) =>
        row(priority, (load) => perHour(load, (episode) => episode.priority === priority)),
      ),
      row("all", (load) => perHour(load)),
      row("of them worth it", (load) => shareWorth(called(load))),
      row("shown beneath another that began with it", ({ episodes, hours }) =>
        round(episodes.filter(({ isJoined }) => isJoined).length / hours, 2),
      ),
      row("times a sound began", ({ signals, hours }) => round(signals / hours, 2)),
      row("held back, for the record only", ({ heldBack, hours }) => round(heldBack / hours, 2)),
      row("sessions without any", ({ episodes }) => SESSIONS - new Set(episodes.map(({ seed }) => seed)).size),
      row("room-hours", ({ hours }) => round(hours, 1)),
      row("sessions that did not end in 5 h", ({ unfinished }) => unfinished),
    ],
  );
  printKinds(loads);
  const { shipped } = loads;
  printTable(
    "As shipped by the limits in force, a room-hour of that phase",
    ["phase", "room-hours", ...PRIORITIES, "all", "worth it"],
    [...shipped.hoursIn].map(([phase, hours]) => {
      const mine = called(shipped).filter((one) => one.phase === phase);
      const counts = PRIORITIES.map((priority) => mine.filter((one) => one.priority === priority).length / hours);
      const cells = [...counts, mine.length / hours].map((count) => round(count, 2));
      return [phase, round(hours, 1), ...cells, shareWorth(mine)];
    }),
  );
}

function printKinds(loads: Record<WatchName, Load>): void {
  const kindOf = ({ condition, priority }: Episode): string => `${condition} | ${priority}`;
  const kinds = new Set(NAMES.flatMap((name) => called(loads[name]).map(kindOf)));
  const isOf = (kind: string) => (one: Episode) => kindOf(one) === kind;
  const sorted = [...kinds].sort(
    (a, b) => Number(perHour(loads.plain, isOf(b))) - Number(perHour(loads.plain, isOf(a))),
  );
  printTable(
    "The same by condition and the highest priority of the episode",
    ["condition", "priority", ...titles(), "episodes as shipped", "in sessions", "worth it"],
    sorted.map((kind) => {
      const mine = called(loads.shipped).filter(isOf(kind));
      const rates = NAMES.map((name) => perHour(loads[name], isOf(kind)));
      const sessions = new Set(mine.map(({ seed }) => seed)).size;
      return [...kind.split(" | "), ...rates, mine.length, sessions, shareWorth(mine)];
    }),
  );
}

/** Evenly over all of them, to be read one by one. */
function printSome(load: Load, count: number): void {
  const every = Math.max(1, load.episodes.length / count);
  const some = Array.from({ length: Math.min(count, load.episodes.length) }, (_, index) => {
    const episode = load.episodes[Math.floor(index * every)];
    return episode === undefined ? "" : `${index + 1}. ${lineOf(episode)}`;
  });
  console.log(`\n## ${some.length} of ${load.episodes.length} alarms as shipped\n\n${some.join("\n")}`);
}

// ---- Events ---------------------------------------------------------------------------------------------------------

type Outcome = { readonly kind: string; readonly seed: number; readonly caught: Caught[] };

/** One session with one event that really happened; a patient who was not treated, or had left, makes way for another. */
function eventOf(index: number, watch: Watch, events: Readonly<Record<string, EventKind>>): Outcome {
  const kinds = Object.entries(events);
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

/** Median, 95 % and the longest, of seconds. */
function delaysOf(outcomes: readonly Outcome[], of: "afterS" | "sinceTrueS"): string {
  const all = outcomes.flatMap(({ caught }) => caught.map((one) => one[of] ?? Number.POSITIVE_INFINITY));
  const sorted = all.sort((a, b) => a - b);
  const within = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return [0.5, 0.95, 1].map(within).join(" / ");
}

type Outcomes = Record<WatchName, Outcome[]>;
const ofKind = (outcomes: readonly Outcome[], kind: string): Outcome[] =>
  outcomes.filter((one) => kind === "all" || one.kind === kind);
const caughtOf = (outcomes: readonly Outcome[]): string => `${outcomes.filter(isCaught).length} of ${outcomes.length}`;

function printEvents(outcomes: Outcomes): void {
  const rows = [...Object.keys(EVENT_KINDS), "all"].map((kind) => {
    const of = (name: WatchName) => ofKind(outcomes[name], kind);
    const since = NAMES.map((name) => delaysOf(of(name), "sinceTrueS"));
    return [kind, ...NAMES.map((name) => caughtOf(of(name))), ...since, delaysOf(of("shipped"), "afterS")];
  });
  printTable(
    `${SESSIONS} sessions with a true event: caught within its delay and 2 s of the first value that says so; s to the signal: median / 95 % / longest`,
    ["event", ...titles(), ...titles().map((title) => `from the event, ${title}`), "from the first value, as shipped"],
    rows,
  );
  printLate(outcomes);
}

/** Both sides by the limit that was crossed: how soon somebody is called, and who is never called. */
function printWeak(outcomes: Outcomes): void {
  const names: readonly WatchName[] = ["prompt", "shipped"];
  const duties = new Set(outcomes.shipped.flatMap(({ caught }) => caught.map(({ duty }) => duty)));
  const rows = [...Object.keys(WEAK_EVENT_KINDS), "all"].flatMap((kind) =>
    [...duties].sort().map((duty) => {
      const of = (name: WatchName) =>
        ofKind(outcomes[name], kind).flatMap((one) => {
          const caught = one.caught.filter((caught) => caught.duty === duty);
          return caught.length === 0 ? [] : [{ ...one, caught }];
        });
      const cells = names.map((name) => [caughtOf(of(name)), delaysOf(of(name), "sinceTrueS")]);
      return of("shipped").length === 0 ? [] : [kind, duty, ...cells.flat()];
    }),
  );
  printTable(
    `${SESSIONS} sessions with a true fall of SpO2 on a weak signal: called within what it may wait and 2 s; s from the fall below the limit to the signal: median / 95 % / longest`,
    ["fall", "limit", ...titles(names).flatMap((title) => [`called, ${title}`, `s, ${title}`])],
    rows.filter((row) => row.length > 0),
  );
  printLate(outcomes);
}

function printLate(outcomes: Outcomes): void {
  for (const name of NAMES) {
    for (const outcome of outcomes[name].filter((one) => !isCaught(one))) {
      const late = outcome.caught.filter((one) => !isInTime(one));
      const words = late.map(
        ({ duty, delayS, afterS, sinceTrueS }) =>
          `${duty} after ${afterS ?? "never"} s (delay ${delayS}), ${sinceTrueS ?? "never"} s from the event`,
      );
      console.log(`${TITLES[name]}: ${outcome.kind}, seed ${outcome.seed}: ${words.join("; ")}`);
    }
  }
}

const of = <Value>(make: (watch: Watch) => Value): Record<WatchName, Value> => ({
  plain: make(WATCHES.plain),
  prompt: make(WATCHES.prompt),
  shipped: make(WATCHES.shipped),
});
const startedAt = performance.now();
const loads = of(loadOf);
printLoad(loads);
if (LISTED > 0) printSome(loads.shipped, LISTED);
const played = (events: Readonly<Record<string, EventKind>>): Outcomes =>
  of((watch) => Array.from({ length: SESSIONS }, (_, index) => eventOf(index, watch, events)));
const outcomes = played(EVENT_KINDS);
printEvents(outcomes);
const onWeakSignal = played(WEAK_EVENT_KINDS);
printWeak(onWeakSignal);
printTable(
  "Both sides of the trade",
  [
    "",
    ...PRIORITIES,
    "all a room-hour",
    "worth it",
    "true events caught in time",
    "s from the event (50 / 95 / 100 %)",
    "true falls on a weak signal called",
    "s from the fall (50 / 95 / 100 %)",
  ],
  NAMES.map((name) => [
    TITLES[name],
    ...PRIORITIES.map((priority) => perHour(loads[name], (one) => one.priority === priority)),
    ...[perHour(loads[name]), shareWorth(called(loads[name]))],
    ...[caughtOf(outcomes[name]), delaysOf(outcomes[name], "sinceTrueS")],
    ...[caughtOf(onWeakSignal[name]), delaysOf(onWeakSignal[name], "sinceTrueS")],
  ]),
);
console.log(`${3 * NAMES.length * SESSIONS} sessions in ${round((performance.now() - startedAt) / 1_000)} s.`);
