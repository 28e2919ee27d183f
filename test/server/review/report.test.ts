import { expect, test } from "vitest";
import { alarmEntry } from "../../support/entries.ts";
import { afterDose, DOSE_S, review, SIGNED, spravato, wall } from "./spravato.ts";

test("each pressure has its row with the oximeter's values, and each quarter of an hour without one", async () => {
  const { report } = await review(spravato());
  const rows = report.vitals.map(({ minute, systolic, diastolic, pulseRate, spo2, from }) =>
    [minute, `${systolic ?? ""}/${diastolic ?? ""}`, pulseRate, spo2, from].join(" "),
  );
  expect(rows).toEqual([
    "-7 118/76 72 97 Cuff",
    "0 / 72 97 oximeter",
    "15 / 72 97 oximeter",
    "22 139/86 72 97 typed by N. Okafor",
    "30 / 72 97 oximeter",
    "41 142/88 72 97 Cuff",
    "60 / 72 97 oximeter",
    "75 / 72 97 oximeter",
    "95 124/80 72 97 Cuff",
    "100 122/78 72 97 Cuff",
    "120 120/77 72 97 Cuff",
  ]);
});

test("without a signal a row says nothing instead of an old value", async () => {
  const journal = spravato({}, {}, DOSE_S);
  const { report } = await review(spravato({}, { 60: (one, s) => startOnly(one, s) }, DOSE_S), {
    endedS: null,
    nowS: DOSE_S + 900,
  });
  expect(journal.entries.length).toBeGreaterThan(0);
  expect(report.vitals.at(-1)).toMatchObject({ at: wall(60 + 900), spo2: null, pulseRate: null, minute: null });
});

const startOnly = (journal: ReturnType<typeof spravato>, seconds: number): void =>
  journal.act(seconds, {
    name: "startSession",
    payload: { roomId: "r1", initials: "A. L.", route: "intranasal", includeEarlier: false, cuffArm: null },
  });

test("a judgement that was taken back stays in the timeline as taken back and is in no table", async () => {
  const { report } = await review(spravato());
  expect(report.assessments.filter(({ label }) => label === "Nausea")).toEqual([]);
  const lines = report.timeline
    .filter(({ text }) => text.includes("Nausea"))
    .map(({ minute, text, by }) => `${minute} ${text}, ${by}`);
  expect(lines).toEqual([
    "44 Nausea 2 Moderate (taken back by N. Okafor), N. Okafor",
    "44 Taken back: Nausea 2 Moderate, N. Okafor",
  ]);
});

test("all judgements are there in order, with who made them", async () => {
  const { report } = await review(spravato());
  const sedation = report.assessments.filter(({ label }) => label === "Sedation (MOAA/S)");
  expect(sedation.map(({ minute, value }) => [minute, value])).toEqual([
    [-6, 5],
    [20, 4],
    [40, 3],
    [90, 5],
    [120, 5],
  ]);
  expect(report.assessments.every(({ by }) => by === "N. Okafor")).toBe(true);
});

test("an alarm says how bad it was, who took note and when, and when it ended", async () => {
  const { report } = await review(spravato());
  const low = report.alarms.filter(({ episode }) => episode.condition === "spo2.low");
  expect(low).toHaveLength(1);
  expect(low[0]).toMatchObject({
    minute: 30,
    text: "SpO₂ 84 < 92, lowest 84",
    acknowledgedBy: "N. Okafor",
    acknowledgedAt: afterDose(30) + 41_000,
    endedAt: afterDose(31) + 1_000,
  });
});

test("alarms are those of the journal, and never those of the patient before", async () => {
  const journal = spravato();
  const { body } = alarmEntry("r1", 0);
  if (body.kind !== "alarm") throw new Error("an alarm entry holds an alarm");
  const before = { ...body.change, alarm: { ...body.change.alarm, episodeId: "old", since: wall(10) } };
  journal.push(60, { kind: "alarm", change: before });
  const own = { ...body.change, alarm: { ...body.change.alarm, episodeId: "own", since: wall(DOSE_S) } };
  journal.push(DOSE_S, { kind: "alarm", change: own });
  const { report } = await review(journal);
  const ids = report.alarms.map(({ episode }) => episode.episodeId);
  expect(ids).toContain("own");
  expect(ids).not.toContain("old");
});

test("corrections and signatures stand beside the record and change nothing in it", async () => {
  const plain = await review(spravato());
  const { report } = await review(spravato(), { afterwords: SIGNED });
  expect(report.session).toEqual(plain.report.session);
  expect(report.corrections).toEqual([
    expect.objectContaining({ subject: "Lot of the second device", was: "A1208", is: "A1280", by: "N. Okafor" }),
  ]);
  expect(report.signatures.map(({ role, by }) => `${role} ${by}`)).toEqual([
    "nurse Nora Lindqvist, RN",
    "physician Dr. Ada Petrov",
  ]);
  expect(report.row.facts.corrections).toBe(1);
});

test("what others did in the room after the end is not this patient's", async () => {
  const journal = spravato();
  const late = journal.entries.at(-1)?.seq ?? 0;
  const { body } = journal.entries.find((entry) => entry.body.kind === "command") ?? {};
  if (body?.kind !== "command") throw new Error("a session has acts");
  const seconds = (afterDose(122) - wall(0)) / 1_000;
  journal.push(seconds, { ...body, command: { name: "addMarker", payload: { roomId: "r1", text: "Next patient" } } });
  const { report } = await review(journal);
  expect(journal.entries.at(-1)?.seq).toBe(late + 1);
  expect(report.timeline.some(({ text }) => text === "Next patient")).toBe(false);
  expect(report.timeline.at(-1)?.text).toBe("Released");
});

test("a pressure and a dose that were entered late, from before the room was watched, are this patient's", async () => {
  const entered = wall(60) - 30 * 60_000;
  const typed = { roomId: "r1", systolic: 124, diastolic: 75, at: entered };
  const script = {
    60: startOnly,
    70: (journal: ReturnType<typeof spravato>, seconds: number) =>
      journal.act(seconds, { name: "enterPressure", payload: typed }),
  };
  const { report } = await review(spravato({}, script, 100), { endedS: null, nowS: 100 });
  expect(report.vitals[0]).toMatchObject({ at: entered, systolic: 124, from: "typed by N. Okafor", spo2: null });
});
