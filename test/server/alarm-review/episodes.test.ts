import { awaitsReview } from "@watchroom/shared/alarm-review";
import { describe, expect, test } from "vitest";
import { type Episodes, episodesOf, phaseAt } from "../../../server/src/alarm-review/episodes.ts";
import type { JudgementEntry } from "../../../server/src/alarm-review/judgements.ts";
import { alarm, at, kept, receipt, SENSOR_OFF, session, type Told } from "./alarms.ts";

const SESSION = session("s1", "r1");
const judged = (told: readonly Told[], more: Partial<Parameters<typeof episodesOf>[0]> = {}): Episodes =>
  episodesOf({
    changes: kept("r1", "s1", alarm("r1", 1, told)),
    ...{ receipts: [], judgements: [], sessions: [SESSION], isSimulatedClinic: false, now: at(200) },
    ...more,
  });
const only = (episodes: Episodes) => {
  expect(episodes.episodes).toHaveLength(1);
  const [episode] = episodes.episodes;
  if (episode === undefined) throw new Error("there is one");
  return episode;
};

const WHOLE: readonly Told[] = [
  ["began", at(60), { value: 90, worst: 90 }],
  ["escalated", at(60, 30), { escalation: { to: "allStations", step: 1, at: at(60, 30) } }],
  ["escalated", at(61), { escalation: { to: "chargeNurse", step: 2, at: at(61) } }],
  ["priorityRaised", at(61, 10), { priority: "high", worst: 84, value: 84, escalation: null }],
  ["acknowledged", at(61, 40), { disposition: "treated" }, "N. Okafor"],
  ["priorityLowered", at(62), { priority: "medium", value: 89 }],
  ["ended", at(62, 30), { value: 93 }],
  ["resumed", at(63), { present: true, endedAt: null, onsets: 2, worst: 89, signal: "on" }],
  ["ended", at(63, 20)],
];

describe("an alarm in the review", () => {
  test("is one row from its first begin to its last end, whatever it went through", () => {
    const episode = only(judged(WHOLE));
    expect(episode).toMatchObject({
      ...{ room: "Room 1", initials: "A. L.", route: "intranasal", phase: "observation", minute: 30 },
      ...{ label: "SpO₂ low", priority: "high", worst: 84, limit: 92, onsets: 2, text: "SpO₂ 84 < 92, lowest 84" },
      ...{ since: at(60), endedAt: at(63, 20), lengthMs: 200_000 },
      ...{ acknowledgedBy: "N. Okafor", acknowledgedAfterMs: 100_000, escalatedTo: "chargeNurse" },
      ...{ disposition: "treated", judgedBy: "N. Okafor", reviewedBy: null, simulated: false },
    });
  });

  test("was heard from the moment at which the first station sounded", () => {
    const receipts = [
      receipt("r1:1", "a", at(60, 2)),
      receipt("r1:1", "b", at(60, 1)),
      // The page was loaded again.
      receipt("r1:1", "b", at(60, 9)),
      receipt("r1:1", "c", null),
      receipt("r1:2", "d", at(60)),
    ];
    expect(only(judged(WHOLE, { receipts }))).toMatchObject({ heardAt: 2, heardAfterMs: 1_000, unheardMs: 1_000 });
  });

  test("was heard at two stations where one person has two pages open", () => {
    const desk = receipt("r1:1", "a", at(60, 2));
    const receipts = [desk, { ...desk, stationId: "b", soundedAt: at(60, 3) }];
    expect(only(judged(WHOLE, { receipts })).heardAt).toBe(2);
  });

  test("that sounded nowhere was unheard until somebody took it, until its end, or until now", () => {
    expect(only(judged(WHOLE)).unheardMs).toBe(100_000);
    expect(
      only(
        judged([
          ["began", at(60)],
          ["ended", at(60, 20)],
        ]),
      ).unheardMs,
    ).toBe(20_000);
    const open = only(judged([["began", at(60)]]));
    expect(open).toMatchObject({ unheardMs: 140 * 60_000, endedAt: null, lengthMs: null });
  });

  test("of before the time that is asked for is not counted there by its end alone", () => {
    expect(judged(WHOLE.slice(1)).episodes).toEqual([]);
  });

  test("belongs to the patient whose record it is in, even before the session was started", () => {
    const early = { ...SESSION, startedAt: at(61) as typeof SESSION.startedAt };
    const changes = kept("r1", null, alarm("r1", 1, WHOLE));
    expect(only(judged([], { changes, sessions: [early] })).sessionId).toBe("s1");
    const none = only(judged([], { changes, sessions: [] }));
    expect(none).toMatchObject({ sessionId: null, initials: null, phase: "outside", minute: null });
    expect(only(judged([], { changes, sessions: [], isSimulatedClinic: true })).simulated).toBe(true);
  });

  test("of a device is named by what it is, the same for every device", () => {
    const off = alarm("r1", 3, [["began", at(10), SENSOR_OFF]]);
    const episode = only(judged([], { changes: kept("r1", "s1", off) }));
    expect(episode).toMatchObject({ label: "SpO₂ sensor off", device: "Oximeter 1", phase: "beforeDose", minute: -20 });
  });

  test("that was held back stands apart, with how far it went", () => {
    const held = alarm("r1", 0, [
      ["heldBack", at(40, 8), { episodeId: "", since: at(40), endedAt: at(40, 8), worst: 91 }],
    ]);
    const { episodes, heldBack } = judged([], { changes: kept("r1", "s1", held) });
    expect(episodes).toEqual([]);
    expect(heldBack).toMatchObject([
      { label: "SpO₂ low", worst: 91, phase: "dosing", since: at(40), endedAt: at(40, 8) },
    ]);
  });
});

const said = (
  minutes: number,
  disposition: "artefact" | "sensor" | null,
  note: string | null = null,
): JudgementEntry => ({
  at: at(minutes),
  by: "Dr. Adeyemi",
  act: { name: "annotate", episodeId: "r1:1", disposition, note },
});
const signed = (minutes: number): JudgementEntry => ({
  at: at(minutes),
  by: "Dr. Adeyemi",
  act: { name: "reviewAlarm", episodeId: "r1:1" },
});

describe("what an alarm was", () => {
  test("is what was said of it last, and a note does not take the disposition away", () => {
    const episode = only(judged(WHOLE, { judgements: [said(130, "artefact"), said(131, null, "cold hands")] }));
    expect(episode).toMatchObject({ disposition: "artefact", note: "cold hands", judgedBy: "Dr. Adeyemi" });
  });

  test("is signed as it stands; a later word waits for another signature", () => {
    const once = only(judged(WHOLE, { judgements: [signed(130)] }));
    expect(once).toMatchObject({ reviewedBy: "Dr. Adeyemi", reviewedAt: at(130), disposition: "treated" });
    const again = only(judged(WHOLE, { judgements: [signed(130), said(131, "sensor")] }));
    expect(again).toMatchObject({ reviewedBy: null, reviewedAt: null, disposition: "sensor" });
    expect(only(judged(WHOLE, { judgements: [signed(130), said(131, "sensor"), signed(132)] })).reviewedAt).toBe(
      at(132),
    );
  });
});

test("a physician is asked to look at high alarms, at those that went beyond the room, and at those with a note", () => {
  const quiet = { condition: "spo2.low", priority: "medium", note: null, escalatedTo: null, reviewedAt: null } as const;
  expect(awaitsReview(quiet)).toBe(false);
  expect(awaitsReview({ ...quiet, escalatedTo: "roomNurse" })).toBe(false);
  expect(awaitsReview({ ...quiet, escalatedTo: "physician" })).toBe(true);
  expect(awaitsReview({ ...quiet, note: "shivering" })).toBe(true);
  expect(awaitsReview({ ...quiet, priority: "high" })).toBe(true);
  expect(awaitsReview({ ...quiet, priority: "high", reviewedAt: 1 })).toBe(false);
  const ofTheClinic = { ...quiet, condition: "notHeard", escalatedTo: "physician" } as const;
  expect(awaitsReview(ofTheClinic), "no patient's").toBe(false);
  expect(awaitsReview({ ...ofTheClinic, note: "the tablets were empty" })).toBe(true);
});

test("the phase follows the doses", () => {
  const phases = [29, 30, 49, 50].map((minutes) => phaseAt(SESSION, at(minutes)));
  expect(phases).toEqual(["beforeDose", "dosing", "dosing", "observation"]);
  const undosed = { facts: { ...SESSION.facts, doseAt: null } };
  expect(phaseAt(undosed, at(100))).toBe("beforeDose");
});
