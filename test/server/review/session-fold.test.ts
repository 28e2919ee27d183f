import { setImmediate as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { foldSession } from "../../../server/src/review/session-fold.ts";
import { at, SET } from "../../support/core-script.ts";
import {
  afterDose,
  createJournal,
  DOSE_S,
  END_S,
  play,
  review,
  SESSION,
  SPRAVATO,
  spo2OfSpravato,
  spravato,
  wall,
} from "./spravato.ts";

const roomId = "r1";

test("a session's journal alone gives the session as it was just before its end", async () => {
  const whole = spravato();
  const untilBefore = spravato({}, { ...SPRAVATO, [END_S]: () => {} });
  untilBefore.bedside.tick(END_S);
  const { folded } = await review(whole);
  expect(folded.session).toEqual(untilBefore.bedside.state().session);
  expect(folded.ending?.body).toMatchObject({ kind: "command", command: { name: "release" } });
});

test("a session that still runs is folded to now", async () => {
  const journal = spravato({}, SPRAVATO, DOSE_S + 3_000);
  const { folded } = await review(journal, { endedS: null, nowS: DOSE_S + 3_000 });
  expect(folded.ending).toBeNull();
  expect(folded.session.phase).toBe("observation");
  expect(folded.session.events).toHaveLength(1);
});

test("an end that was taken back is not the end: the last one that stayed counts", async () => {
  const end = SPRAVATO[END_S] ?? (() => {});
  const script = {
    ...SPRAVATO,
    [END_S + 30]: (journal: ReturnType<typeof createJournal>, seconds: number) =>
      journal.act(seconds, { name: "undo", payload: { roomId } }),
    [END_S + 90]: end,
  };
  const { folded } = await review(spravato({}, script, END_S + 90), { endedS: END_S + 90 });
  expect(folded.ending?.at).toBe(wall(END_S + 90));
  expect([...folded.takenBack.values()].map(({ at: moment }) => moment)).toEqual([
    afterDose(44) + 20_000,
    wall(END_S + 30),
  ]);
  expect(folded.session.doses).toHaveLength(3);
});

test("a patient could have left when all but the least time held, and stayed so", async () => {
  const { folded } = await review(spravato());
  expect(folded.readySince).toBe(afterDose(100));
});

test("a gap in the signal, seen by nobody but the clock, begins the count anew", async () => {
  const journal = createJournal();
  const isGap = (seconds: number): boolean => seconds > DOSE_S + 6_500 && seconds < DOSE_S + 6_560;
  const quiet = {
    ...journal,
    oximetry: (s: number, v: number | null) => (isGap(s) ? undefined : journal.oximetry(s, v)),
  };
  play(quiet as typeof journal, SPRAVATO, END_S, spo2OfSpravato);
  const { folded } = await review(journal);
  // Silent after second 6496 of the dose; the next reading comes at 6561.
  expect(folded.readySince).toBe(wall(DOSE_S + 6_561));
});

test("the limits in force change with the plan, at the moment of the act that changed it", async () => {
  const { folded } = await review(spravato());
  const systolic = folded.limits.map(({ from, limits }) => [from, limits.systolic?.high]);
  // Before the first device the clinic's own limit; from it on the baseline of 118 counts too: 40 above it.
  expect(systolic.findLast(([from]) => (from ?? 0) < wall(DOSE_S))?.[1]).toBe(160);
  expect(systolic.find(([from]) => from === wall(DOSE_S))?.[1]).toBe(158);
});

test("a journal without the session's start is no session", async () => {
  const { entries } = spravato();
  const later = entries.filter(({ at: moment }) => moment > wall(DOSE_S));
  const subject = { sessionId: SESSION, now: at(END_S), pause: () => pause() };
  expect(await foldSession(later, subject, SET)).toBeNull();
});

test("what the oximeter sent before the start is the patient's when a person said so", async () => {
  const journal = createJournal();
  for (let seconds = 11; seconds < 60; seconds += 5) journal.oximetry(seconds, 95);
  const [first] = journal.entries;
  journal.act(60, {
    name: "startSession",
    payload: { roomId, initials: "B. C.", route: "intranasal", includeEarlier: true, cuffArm: null },
  });
  const subject = { sessionId: SESSION, now: at(70), pause: () => pause() };
  const folded = await foldSession(journal.entries, subject, SET);
  expect(folded?.session.recordFrom).toBe(first?.at);
  expect(folded?.oximetry).toHaveLength(10);
});
