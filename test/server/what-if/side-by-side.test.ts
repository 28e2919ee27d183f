import type { AlarmChange } from "@watchroom/shared/alarm";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { LimitChange } from "@watchroom/shared/what-if";
import { changedProtocol, changedSet } from "@watchroom/shared/what-if-limits";
import { describe, expect, it } from "vitest";
import { recordedOf } from "../../../server/src/what-if/recorded.ts";
import { replay } from "../../../server/src/what-if/replay.ts";
import { replayBoth } from "../../../server/src/what-if/side-by-side.ts";
import { SET } from "../../support/core-script.ts";
import { createJournal, SESSION } from "../review/spravato.ts";
import { ROOM, SPO2_88, START_S, wall } from "./session.ts";

const END_S = 1_100;
const roomId = ROOM;

function randomFrom(seed: number): () => number {
  let state = seed * 7_919 + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Journal = ReturnType<typeof createJournal>;

/** People: they take alarms, pause the audio, reset, change a limit, give a dose, let somebody go to the bathroom. */
function act(journal: Journal, seconds: number, random: () => number, seed: number): void {
  const { alarms, standby, session } = journal.bedside.state();
  const known = Object.values(alarms);
  const heard = known.find(({ alarm }) => alarm.signal === "on");
  if (heard !== undefined && random() < 0.04) {
    const episodeId = heard.alarm.episodeId ?? "";
    journal.act(seconds, { name: "acknowledge", payload: { roomId, episodeId, disposition: "treated" } });
  }
  if (random() < 0.004) journal.act(seconds, { name: "pauseAudio", payload: { roomId, durationMs: 60_000 } });
  if (known.some(({ alarm }) => alarm.signal === "latched") && random() < 0.05) {
    journal.act(seconds, { name: "alarmReset", payload: { roomId } });
  }
  if (seconds === 600 && session?.doseAt === null) {
    const payload = { roomId, action: "give", amountMg: 28, lot: "A1", at: null } as const;
    journal.act(seconds, { name: "recordDose", payload });
  }
  const isUrgent = known.some(({ alarm }) => alarm.priority === "high");
  if (standby === null && !isUrgent && random() < 0.001) {
    journal.act(seconds, { name: "standby", payload: { roomId, place: "Bathroom" } });
  }
  if (seed % 4 === 3 && seconds === 900) {
    const limit = { low: 91, lowCritical: 87, high: null, highCritical: null };
    journal.act(seconds, { name: "setAlarmLimit", payload: { roomId, metric: "spo2", limit } });
  }
}

/** A quarter of an hour in which everything happens that a room can have, more often than in any. */
function stormy(seed: number): Journal {
  const journal = createJournal({ preCheck: false });
  const random = randomFrom(seed);
  journal.act(START_S, {
    name: "startSession",
    payload: { roomId, initials: "A. L.", route: "intranasal", includeEarlier: false, cuffArm: "same" },
  });
  let fall = { from: -100, depth: 0, length: 1 };
  for (let seconds = START_S + 1; seconds < END_S; seconds++) {
    if (seconds > fall.from + fall.length && random() < 1 / 90) {
      fall = { from: seconds, depth: 3 + random() * 14, length: 5 + random() * 70 };
    }
    const isFalling = seconds < fall.from + fall.length;
    const isSilent = seconds % 500 > 480 && seed % 3 === 0;
    const spo2 = random() < 0.01 ? null : Math.round(97 - (isFalling ? fall.depth : 0) + random());
    const sensor = seconds % 90 < 40 ? "weak" : "on";
    if (!isSilent) journal.oximetry(seconds, spo2, random() < 0.3 ? 62 : 70 + (seconds % 7), sensor);
    if (seconds % 150 === 0) journal.cuff(seconds, 118 + Math.round(random() * (seconds > 600 ? 60 : 15)), 78);
    act(journal, seconds, random, seed);
  }
  journal.act(END_S, { name: "endSession", payload: { roomId, how: "stoppedEarly", reason: "The storm is over" } });
  return journal;
}

const CHANGES: readonly (readonly [string, LimitChange[], number | null])[] = [
  ["a lower limit", [SPO2_88], null],
  ["a nearer limit", [{ ...SPO2_88, tiers: [{ limit: 95 }] }], null],
  ["a longer delay", [{ ...SPO2_88, tiers: [{ conditionDelayMs: 40_000 }, { conditionDelayMs: 20_000 }] }], null],
  [
    "no wait on a weak signal",
    [{ ...SPO2_88, tiers: [{ weakSignalDelayMs: null }, { weakSignalDelayMs: null }] }],
    null,
  ],
  ["points and seconds", [{ ...SPO2_88, tiers: [{ pointSeconds: 60 }] }], null],
  ["a pressure of a protocol", [pressure()], null],
  ["a longer time to come back", [], 240_000],
  ["a pulse and no time to come back", [{ ...SPO2_88, metric: "pulseRate", tiers: [{ limit: 66 }] }], 0],
];

function pressure(): LimitChange {
  const protocolId = PROTOCOLS.intranasal.id;
  return { protocolId, phases: ["dosing", "peak"], metric: "systolic", side: "high", tiers: [{ limit: 150 }] };
}

/** Alarms by their order: a room apart names its alarms by itself. */
function told(changes: readonly AlarmChange[]): AlarmChange[] {
  const names = new Map<string, string>();
  return changes.map((change) => {
    const { episodeId } = change.alarm;
    if (!names.has(episodeId)) names.set(episodeId, `alarm ${names.size + 1}`);
    return { ...change, alarm: { ...change.alarm, episodeId: names.get(episodeId) ?? "" } };
  });
}

describe("both replays of a session in one go", () => {
  const storms = Array.from({ length: 4 }, (_, seed) => stormy(seed));
  it.each(CHANGES)("are what each is alone, with %s", (_name, changes, flapMs) => {
    let others = 0;
    for (const { entries } of storms) {
      const recorded = recordedOf(entries, SESSION);
      if (recorded === null) throw new Error("the journal holds the session's start");
      const { protocol } = recorded.start;
      const asked = { changes, flapMs };
      const before = { set: SET, protocol };
      const after = { set: changedSet(SET, asked), protocol: { ...changedProtocol(protocol, SET.limits, asked) } };
      const both = replayBoth(recorded, { before, after, changed: changes }, wall(END_S));
      const alone = { before: replay(recorded, before, wall(END_S)), after: replay(recorded, after, wall(END_S)) };
      expect(both.before).toEqual(alone.before);
      expect(told(both.after.changes)).toEqual(told(alone.after.changes));
      expect(both.after.actsLeftOut).toBe(alone.after.actsLeftOut);
      if (told(alone.after.changes).some((one, index) => one.change !== alone.before.changes[index]?.change))
        others += 1;
    }
    expect(others).toBeGreaterThan(0);
  });
});
