import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { LimitChange } from "@watchroom/shared/what-if";
import { draftOf } from "@watchroom/shared/what-if-limits";
import { describe, expect, it } from "vitest";
import { sessionFold } from "../../../server/src/what-if/fold.ts";
import { recordedOf } from "../../../server/src/what-if/recorded.ts";
import { replay } from "../../../server/src/what-if/replay.ts";
import { SET } from "../../support/core-script.ts";
import {
  play,
  SESSION,
  SPRAVATO,
  END_S as SPRAVATO_END_S,
  spo2OfSpravato,
  createJournal as spravatoJournal,
} from "../review/spravato.ts";
import { END_S, ROOM, type Script, SPAN, SPO2_88, twoFalls, wall } from "./session.ts";

const recordedChanges = (entries: ReturnType<typeof twoFalls>["entries"]) =>
  entries.flatMap(({ body }) => (body.kind === "alarm" ? body.change : []));

function whatIf(changes: LimitChange[], more: Script = {}, flapMs: number | null = null) {
  const folded = sessionFold({ set: SET, asked: { changes, flapMs } })(twoFalls(more).entries, SPAN);
  if (folded === null) throw new Error("the journal holds the session's start");
  return folded;
}
const rowsOf = ({ comparison }: ReturnType<typeof whatIf>, condition: string) =>
  comparison.rows.filter((row) => row.condition === condition);

describe("a session replayed with the limits that were in force", () => {
  it("gives exactly the alarm changes that were recorded", () => {
    for (const entries of [twoFalls().entries, spravatoEntries()]) {
      const recorded = recordedOf(entries, SESSION);
      const protocol = recorded?.start.protocol;
      if (!recorded || !protocol) throw new Error("the journal holds the session's start");
      const { changes, actsLeftOut } = replay(recorded, { set: SET, protocol }, wall(END_S));
      expect(changes).toEqual(recordedChanges(entries));
      expect(changes.length).toBeGreaterThan(5);
      expect(actsLeftOut).toBe(0);
    }
  });

  it("saves, adds and misses nothing", () => {
    const { comparison, isAsRecorded } = whatIf([]);
    expect(isAsRecorded).toBe(true);
    expect(comparison.episodes).toEqual([]);
    expect(comparison.actsLeftOut).toBe(0);
    for (const row of comparison.rows) {
      expect(row.after).toEqual(row.before);
      expect(row).toMatchObject({ saved: 0, added: 0, missedS: 0, gainedS: 0 });
    }
  });

  it("is said not to be as recorded when the record was made under other limits", () => {
    const journal = twoFalls();
    const others = journal.entries.filter(({ body }) => body.kind !== "alarm" || body.change.change !== "began");
    const fold = sessionFold({ set: SET, asked: { changes: [], flapMs: null } });
    expect(fold(others, SPAN)?.isAsRecorded).toBe(false);
  });

  it("is left out when the journal does not hold its start", () => {
    const later = twoFalls().entries.filter(({ at }) => at > wall(300));
    expect(sessionFold({ set: SET, asked: { changes: [], flapMs: null } })(later, SPAN)).toBeNull();
  });
});

describe("SpO2 alarms at 88 instead of 92", () => {
  // By hand. At 92/88: 215 to 240 s, medium, and 405 to 460 s, high. At 88/85: 415 to 460 s, medium.
  const folded = whatIf([SPO2_88]);
  const recordedId = (second: number): string | undefined =>
    recordedChanges(twoFalls().entries).find(({ alarm }) => alarm.since === wall(second))?.alarm.episodeId;

  it("save the shallow fall's alarm and miss its 25 s, and signal the deep one 10 s later", () => {
    expect(rowsOf(folded, "spo2.low")).toEqual([
      {
        condition: "spo2.low",
        priority: "medium",
        before: { alarms: 1, seconds: 25 },
        after: { alarms: 1, seconds: 45 },
        saved: 1,
        added: 0,
        heldBack: { before: 0, after: 0 },
        missedS: 25,
        missedValues: 0,
        gainedS: 0,
        gainedValues: 0,
      },
      {
        condition: "spo2.low",
        priority: "high",
        before: { alarms: 1, seconds: 55 },
        after: { alarms: 0, seconds: 0 },
        saved: 0,
        added: 0,
        heldBack: { before: 0, after: 0 },
        missedS: 10,
        missedValues: 0,
        gainedS: 0,
        gainedValues: 0,
      },
    ]);
  });

  it("list both alarms, with who took them and what came of it", () => {
    const shared = { condition: "spo2.low", metric: "spo2", side: "low", acknowledgedBy: "N. Okafor" };
    expect(folded.comparison.episodes).toMatchObject([
      {
        ...shared,
        kind: "saved",
        episodeId: recordedId(200),
        since: wall(200),
        signalledAt: wall(215),
        worst: 90,
        after: null,
        missedS: 25,
      },
      {
        ...shared,
        kind: "changed",
        episodeId: recordedId(400),
        priority: "high",
        since: wall(400),
        signalledAt: wall(405),
        worst: 86,
        disposition: "treated",
        after: { priority: "medium", signalledAt: wall(415), seconds: 45 },
        missedS: 10,
      },
    ]);
  });

  it("tell how long a fall waits for its signal, before and after", () => {
    expect(folded.comparison.delaysS).toEqual({ before: [15, 5], after: [15] });
  });

  it("leave out the acknowledgement and the reset that have nothing to answer", () => {
    expect(folded.comparison.actsLeftOut).toBe(1);
    const reset: Script = {
      450: () => {},
      500: (journal, seconds) => journal.act(seconds, { name: "alarmReset", payload: { roomId: ROOM } }),
    };
    expect(whatIf([SPO2_88], reset).comparison.actsLeftOut).toBe(2);
  });
});

describe("other changes", () => {
  it("a longer delay holds back what ends before it, and the record says so", () => {
    const folded = whatIf([{ ...SPO2_88, tiers: [{ conditionDelayMs: 45_000 }] }]);
    const [medium] = rowsOf(folded, "spo2.low");
    expect(medium).toMatchObject({ saved: 1, missedS: 25, heldBack: { before: 0, after: 1 } });
  });

  it("a tighter limit adds an alarm, and misses nothing", () => {
    const folded = whatIf([{ ...SPO2_88, tiers: [{ limit: 98 }] }]);
    // 97 is below 98 from the first second: one alarm over both falls, that the first one goes on in.
    expect(rowsOf(folded, "spo2.low").reduce((sum, { missedS }) => sum + missedS, 0)).toBe(0);
    const first = folded.comparison.episodes.find(({ since }) => since === wall(200));
    // 200 to 215 s and 400 to 405 s were true excursion, and are signalled now.
    expect(first).toMatchObject({ kind: "changed", gainedS: 20 });
  });

  it("two falls within the flap time are one alarm: one is saved, and nothing is missed", () => {
    const folded = whatIf([], {}, 300_000);
    const rows = rowsOf(folded, "spo2.low");
    expect(rows.reduce((sum, row) => sum + row.saved, 0)).toBe(1);
    expect(rows.reduce((sum, row) => sum + row.missedS, 0)).toBe(0);
    const merged = folded.comparison.episodes.find(({ kind }) => kind === "saved");
    expect(merged?.after).toMatchObject({ priority: "high", signalledAt: wall(215) });
  });

  it("a cuff's values are counted one by one: nothing is known between two of them", () => {
    const more: Script = {
      300: (journal, seconds) => journal.cuff(seconds, 168, 80),
      600: (journal, seconds) => journal.cuff(seconds, 172, 80),
    };
    const systolic: LimitChange = { ...SPO2_88, metric: "systolic", side: "high", tiers: [{ limit: 170 }] };
    const [row] = rowsOf(whatIf([systolic], more), "systolic.high");
    expect(row).toMatchObject({ missedValues: 1, missedS: 0, saved: 0, before: { alarms: 1 }, after: { alarms: 1 } });
  });

  it("a change of a protocol's limits is for sessions that ran by it, in these phases", () => {
    const change = { ...SPO2_88, protocolId: PROTOCOLS.intranasal.id, phases: ["preDose" as const] };
    expect(whatIf([change]).comparison).toEqual(whatIf([SPO2_88]).comparison);
    expect(whatIf([{ ...change, protocolId: PROTOCOLS.oral.id }]).comparison.episodes).toEqual([]);
    expect(whatIf([{ ...change, phases: ["recovery"] }]).comparison.episodes).toEqual([]);
  });

  it("as a draft, a protocol has the clinic's changed limits as rows of its own where it had none", () => {
    const { limits } = draftOf(PROTOCOLS.intranasal, SET.limits, { changes: [SPO2_88], flapMs: null });
    const [row] = limits.rows.filter(({ metric }) => metric === "spo2");
    expect(row).toMatchObject({ side: "low", phases: ["preDose", "dosing", "peak", "recovery"] });
    expect(row?.tiers.map(({ limit, priority }) => [limit, priority])).toEqual([
      [88, "medium"],
      [85, "high"],
    ]);
  });
});

function spravatoEntries(): ReturnType<typeof twoFalls>["entries"] {
  const journal = spravatoJournal();
  play(journal, SPRAVATO, SPRAVATO_END_S, spo2OfSpravato);
  return journal.entries;
}
