import type { PreCheckAnswer, PreCheckItem, YesNo } from "@watchroom/shared/precheck";
import { describe, expect, it } from "vitest";
import {
  answersOf,
  earlierAnswers,
  preCheckGroups,
  preCheckHold,
  preCheckSummary,
} from "../../../../client/src/room/session/preCheckRows.ts";
import { timeOfDay } from "../../../../client/src/wall/duration.ts";
import { MINUTE, NOW } from "../../support/session.ts";
import { visitOf } from "../../support/visit.ts";

const item = (id: string, group: PreCheckItem["group"], expected: YesNo): PreCheckItem => ({
  id,
  group,
  question: id,
  expected,
  source: "test",
});
const ITEMS = [
  item("aneurysm", "contraindication", "no"),
  item("opioid", "medicine", "no"),
  item("maoi", "medicine", "no"),
  item("escort", "preparation", "yes"),
];
const answer = (id: string, said: YesNo, minutesAgo = 1): PreCheckAnswer => ({
  item: id,
  answer: said,
  at: NOW - minutesAgo * MINUTE,
  by: "M. Okafor",
  confirmedFrom: null,
});
const check = (...answers: PreCheckAnswer[]) => ({ items: ITEMS, answers, decision: null });
const ALL = [answer("aneurysm", "no"), answer("opioid", "no"), answer("maoi", "no"), answer("escort", "yes")];

describe("the pre-session check", () => {
  it("has its questions in groups, and one tap for all that is not answered where every answer should be no", () => {
    const groups = preCheckGroups(check(answer("maoi", "yes")), new Map());
    expect(groups.map(({ group }) => group)).toEqual(["contraindication", "medicine", "preparation"]);
    expect(groups.map(({ none }) => none.map(({ id }) => id))).toEqual([["aneurysm"], ["opioid"], []]);
    expect(groups[1]?.rows.map(({ isAgainst }) => isAgainst)).toEqual([false, true]);
  });
  it("offers the expected answer first", () => {
    expect(ITEMS.map((one) => answersOf(one)[0])).toEqual(["no", "no", "no", "yes"]);
  });
  it("says in one line what keeps the dose waiting, and nothing when it is complete", () => {
    expect(preCheckHold(check())).toBe("4 questions not answered");
    const open = check(answer("aneurysm", "no"), answer("opioid", "yes"), answer("maoi", "no"));
    expect(preCheckHold(open)).toBe("1 question not answered, 1 answer waits for a physician");
    expect(preCheckHold(check(...ALL))).toBeNull();
  });
  it("asks the physician again when an answer changed after the decision", () => {
    const decision = { physician: "Paul Lindqvist", reason: "Weaned off", by: "M. Okafor", at: NOW };
    const against = [...ALL.slice(0, 1), answer("opioid", "yes"), ...ALL.slice(2)];
    expect(preCheckHold({ ...check(...against), decision })).toBeNull();
    const changed = [...against.slice(0, 2), answer("maoi", "yes", -1), ...ALL.slice(3)];
    expect(preCheckHold({ ...check(...changed), decision })).toBe("1 answer waits for a physician");
  });
  it("folds to who answered, and to what was decided", () => {
    const at = timeOfDay(NOW - MINUTE);
    expect(preCheckSummary(check(...ALL))).toBe(`4 answers, all as expected · Okafor ${at}`);
    const decision = { physician: "Paul Lindqvist", reason: "Weaned off", by: "M. Okafor", at: NOW };
    const against = [...ALL.slice(0, 1), answer("opioid", "yes"), ...ALL.slice(2)];
    expect(preCheckSummary({ ...check(...against), decision })).toBe(
      `opioid · Paul Lindqvist decided: Weaned off · Okafor ${at}`,
    );
  });
});

describe("an earlier visit's answers", () => {
  const session = { sessionId: "now", startedAt: NOW, simulated: false };
  const visits = [
    visitOf("older", {
      startedAt: NOW - 900 * MINUTE,
      preCheck: [answer("opioid", "yes", 900), answer("maoi", "no", 900)],
    }),
    visitOf("newer", { startedAt: NOW - 500 * MINUTE, preCheck: [answer("opioid", "no", 500)] }),
    visitOf("simulated", { startedAt: NOW - 100 * MINUTE, simulated: true, preCheck: [answer("opioid", "yes", 100)] }),
    visitOf("now", { startedAt: NOW, preCheck: [answer("aneurysm", "yes")] }),
  ];
  it("are the newest to each question, from this patient's real sessions before this one", () => {
    const earlier = earlierAnswers(visits, session);
    expect([...earlier].map(([id, { sessionId, answer: said }]) => `${id} ${said} ${sessionId}`)).toEqual([
      "opioid no newer",
      "maoi no older",
    ]);
  });
  it("stand beside the question and never count as its answer", () => {
    const [, medicine] = preCheckGroups(check(), earlierAnswers(visits, session));
    expect(medicine?.rows.map(({ answer: given, earlier }) => [given, earlier?.answer])).toEqual([
      [null, "no"],
      [null, "no"],
    ]);
    expect(preCheckHold(check())).toBe("4 questions not answered");
  });
});
