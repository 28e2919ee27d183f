import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { EpochMs, RoomId, SessionId } from "@watchroom/shared/time";
import type { WhatIfRun } from "@watchroom/shared/what-if";
import { build } from "vite";
import { createClock } from "../../server/src/clock.ts";
import type { JournalEntry, KeptEntry } from "../../server/src/journal/entry.ts";
import { openRecord } from "../../server/src/journal/record.ts";
import { quietLog } from "../server/http/api.ts";
import { createJournal, END_S, SPRAVATO, spo2OfSpravato } from "../server/review/spravato.ts";
import { sessionRow } from "../server/what-if/session.ts";
import { at, SET } from "../support/core-script.ts";
import { numberFlag, pause, printTable, round } from "./support/measure.ts";

/**
 * How many sessions of two hours with a reading a second a what-if replays, each with the old and the new limits: folded alone,
 * and through store, pages and thread as the server does it, with the longest time for which the ward would have waited.
 *
 * --sessions 200: so many. --distinct 20: so many different journals among them.
 */
const SESSIONS = numberFlag("sessions", 200);
const DISTINCT = numberFlag("distinct", 20);
const START_S = 60;
const ROOM = "r1" as RoomId;
const MINUTE_MS = 60_000;
const ASKED = {
  changes: [
    { protocolId: null, phases: null, metric: "spo2", side: "low", tiers: [{ limit: 90, conditionDelayMs: 20_000 }] },
  ],
  flapMs: null,
} as const;

/** Deterministic, so that two runs of the bench do the same work. */
function randomFrom(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** So often a fall of SpO2 begins: one in a quarter of an hour, more than an ordinary session has. */
const FALLS_A_S = 1 / 900;
const FALL_S = 60;
/** Nobody is released in the middle of a fall. */
const QUIET_S = 600;

/** Each so many seconds a nurse takes what is signalled, and resets what is latched. */
const ANSWERED_EVERY_S = 20;

function answer(journal: ReturnType<typeof createJournal>, seconds: number): void {
  // The session's own nurse takes the fall of the script.
  const isScripted = spo2OfSpravato(seconds) < 90 || spo2OfSpravato(seconds - FALL_S) < 90;
  if (seconds % ANSWERED_EVERY_S !== 0 || isScripted) return;
  for (const { alarm } of Object.values(journal.bedside.state().alarms)) {
    if (alarm.signal !== "on" || alarm.episodeId === null) continue;
    journal.act(seconds, { name: "acknowledge", payload: { roomId: ROOM, episodeId: alarm.episodeId } });
  }
  const isLatched = Object.values(journal.bedside.state().alarms).some(({ alarm }) => alarm.signal === "latched");
  if (isLatched) journal.act(seconds, { name: "alarmReset", payload: { roomId: ROOM } });
}

/** A whole session with an esketamine spray, its checks done in time; SpO2 around 97 with a fall of a minute now and then. */
function sessionOf(seed: number): KeptEntry[] {
  const journal = createJournal();
  const random = randomFrom(seed);
  let fall = { from: -FALL_S, depth: 0 };
  for (let seconds = START_S; seconds <= END_S; seconds++) {
    SPRAVATO[seconds]?.(journal, seconds);
    if (seconds === START_S || seconds === END_S) continue;
    const mayFall = seconds > fall.from + FALL_S && seconds < END_S - QUIET_S;
    if (mayFall && random() < FALLS_A_S) fall = { from: seconds, depth: 4 + random() * 10 };
    const share = Math.max(0, 1 - Math.abs(seconds - fall.from - FALL_S / 2) / (FALL_S / 2));
    const spo2 = Math.min(Math.round(97 + random() - fall.depth * share), spo2OfSpravato(seconds) + 1);
    journal.oximetry(seconds, spo2, 64 + Math.round(random() * 12));
    answer(journal, seconds);
  }
  return journal.entries;
}

/** Of a session of its own in a room of its own. */
function copyOf(entries: readonly KeptEntry[], place: number): JournalEntry[] {
  const roomId = `room-${place}` as RoomId;
  const sessionId = `session-${place}` as SessionId;
  return entries.map(({ seq: _, body, ...entry }) => ({
    ...entry,
    roomId,
    sessionId,
    body: body.kind === "command" ? { ...body, sessionId } : body,
  }));
}

type Built = {
  readonly fold: typeof import("../../server/src/what-if/fold.ts");
  readonly desk: typeof import("../../server/src/what-if/what-if.ts");
};

/** As the server's own bundle has it: from source, each closure costs the loader's bookkeeping too. */
async function builtInto(folder: string): Promise<Built> {
  const source = (name: string): string =>
    fileURLToPath(new URL(`../../server/src/what-if/${name}.ts`, import.meta.url));
  const names = ["fold", "what-if", "replayer"];
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      ssr: true,
      target: "node20",
      outDir: folder,
      rollupOptions: {
        input: Object.fromEntries(names.map((name) => [name, source(name)])),
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
    ssr: { noExternal: true },
  });
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const load = (name: string): Promise<unknown> => import(pathToFileURL(path.join(folder, `${name}.js`)).href);
  return { fold: (await load("fold")) as Built["fold"], desk: (await load("what-if")) as Built["desk"] };
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

function foldAlone({ fold: { sessionFold } }: Built, journals: readonly (readonly KeptEntry[])[]): (string | number)[] {
  const fold = sessionFold({ set: SET, asked: { ...ASKED, changes: [...ASKED.changes].map(asChange) } });
  const span = { sessionId: `s${START_S}` as SessionId, recordFrom: at(START_S).wall, endedAt: at(END_S).wall };
  const before = cpuMs();
  let alarms = 0;
  for (let place = 0; place < SESSIONS; place++) {
    const folded = fold(journals[place % journals.length] ?? [], span);
    for (const { before: load } of folded?.comparison.rows ?? []) alarms += load.alarms;
  }
  const took = cpuMs() - before;
  return ["folded alone", SESSIONS, alarms, round(took / 1_000, 1), "-", round((SESSIONS / took) * MINUTE_MS), "-"];
}

const asChange = ({ tiers, ...change }: (typeof ASKED.changes)[number]) => ({ ...change, tiers: [...tiers] });

async function wholeWay(
  { desk: { createWhatIf } }: Built,
  journals: readonly (readonly KeptEntry[])[],
  folder: string,
): Promise<(string | number)[]> {
  const clock = createClock(null);
  const file = path.join(folder, "watchroom.db");
  const { journal, store } = await openRecord({ file, clock, log: () => undefined, onCommit: () => undefined });
  try {
    for (let place = 0; place < SESSIONS; place++) {
      const entries = copyOf(journals[place % journals.length] ?? [], place);
      for (let from = 0; from < entries.length; from += 1_000) await store.append(entries.slice(from, from + 1_000));
      const [sessionId, roomId] = [`session-${place}` as SessionId, `room-${place}` as RoomId];
      await store.putSession(
        sessionRow({
          sessionId,
          roomId,
          recordFrom: at(START_S).wall,
          startedAt: at(START_S).wall,
          endedAt: at(END_S).wall as EpochMs,
        }),
      );
    }
    const whatIf = createWhatIf({
      store,
      clock,
      log: quietLog,
      set: SET,
      newId: () => "run",
      rooms: () => [],
      protocols: () => [],
    });
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const [cpuBefore, startedAt] = [cpuMs(), performance.now()];
    const asked = { ...ASKED, changes: [...ASKED.changes].map(asChange), from: 0, to: Number.MAX_SAFE_INTEGER };
    whatIf.start({ ...asked, route: null, patients: "real" }, { operatorId: "bench", displayName: "The bench" });
    let run: WhatIfRun | null = null;
    do {
      await pause(20);
      run = await whatIf.find("run");
    } while (run?.state === "running" || run?.state === "waiting");
    const [cpu, took] = [cpuMs() - cpuBefore, performance.now() - startedAt];
    loop.disable();
    if (run?.state !== "done") throw new Error(run?.message ?? "the run is gone");
    const { sessions, before } = run.result?.totals ?? { sessions: 0, before: { alarms: 0 } };
    const perMinute = (ms: number): string => round((sessions / ms) * MINUTE_MS);
    const waits = `${round(loop.percentile(99) / 1e6)} / ${round(loop.max / 1e6)}`;
    return [
      "as the server does it",
      sessions,
      before.alarms,
      round(cpu / 1_000, 1),
      perMinute(took),
      perMinute(cpu),
      waits,
    ];
  } finally {
    await journal.stop();
  }
}

const journals = Array.from({ length: Math.min(DISTINCT, SESSIONS) }, (_, seed) => sessionOf(seed));
console.log(`${journals.length} journals made, ${journals[0]?.length ?? 0} entries the first`);
const folder = mkdtempSync(path.join(os.tmpdir(), "watchroom-what-if-"));
const rows: (string | number)[][] = [];
try {
  const built = await builtInto(folder);
  rows.push(foldAlone(built, journals));
  console.log(rows.at(-1)?.join(" "));
  rows.push(await wholeWay(built, journals, folder));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
printTable(
  `What-if over ${SESSIONS} sessions of ${round((END_S - START_S) / 60)} min, a reading a second, old and new limits`,
  [
    "way",
    "sessions",
    "alarms before",
    "processor s",
    "sessions a minute",
    "sessions a minute and core",
    "main thread waits p99 / most ms",
  ],
  rows,
);
