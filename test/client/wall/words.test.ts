import type { AlarmView } from "@watchroom/shared/alarm";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { SessionView } from "@watchroom/shared/session";
import type { EpochMs } from "@watchroom/shared/time";
import type { StandbyView } from "@watchroom/shared/wire";
import { describe, expect, it } from "vitest";
import { alarmDetails, alarmDuration, alarmHeadline, alsoCallingWords } from "../../../client/src/wall/alarmWords.ts";
import { ageText, hoursAndMinutes, howLong, minutesAndSeconds, timeOfDay } from "../../../client/src/wall/duration.ts";
import { limitSentence, limitText } from "../../../client/src/wall/limitText.ts";
import { nextStep } from "../../../client/src/wall/nextStep.ts";
import { namesShareRoom, shortName } from "../../../client/src/wall/roomName.ts";
import { sparkPath } from "../../../client/src/wall/sparkPath.ts";
import { standbyText } from "../../../client/src/wall/standbyWords.ts";
import { anAlarm } from "../../support/an-alarm.ts";
import { dueIn, MINUTE, NOW as SERVER_NOW, sessionOf } from "../support/session.ts";

const NOW = SERVER_NOW as EpochMs;
const ALARM = anAlarm({
  condition: "systolic.high",
  metric: "systolic",
  side: "high",
  priority: "medium",
  value: 168,
  limit: 160,
  worst: 171,
  since: NOW - 72_000,
  melody: "cardiovascular",
});
const TECHNICAL: AlarmView = {
  ...ALARM,
  condition: "linkLost:d1",
  kind: "technical",
  metric: null,
  side: null,
  technical: "linkLost",
  device: "Nonin 1",
  value: null,
  limit: null,
  worst: null,
};
const SESSION = sessionOf("intravenous", {
  phase: "dosing",
  startedAt: NOW - 30 * MINUTE,
  phaseSince: NOW - 18 * MINUTE,
  doseAt: NOW - 18 * MINUTE,
});

describe("times in words", () => {
  it("says an age in the unit that a nurse would use", () => {
    expect([42_000, 89_000, 6 * MINUTE, 59 * MINUTE, 72 * MINUTE].map(ageText)).toEqual([
      "42 s",
      "89 s",
      "6 min",
      "59 min",
      "1 h 12",
    ]);
  });
  it("counts a pause in minutes and seconds and never below zero", () => {
    expect(minutesAndSeconds(103_900)).toBe("1:43");
    expect(minutesAndSeconds(-5_000)).toBe("0:00");
  });
  it("counts a session in hours and minutes", () => {
    expect(hoursAndMinutes(37 * MINUTE)).toBe("0:37");
    expect(hoursAndMinutes(125 * MINUTE)).toBe("2:05");
  });
  it("counts an alarm by the second for its first hour", () => {
    expect(howLong(26_000)).toBe("0:26");
    expect(howLong(61 * MINUTE)).toBe("1 h 01");
  });
});

describe("the alarm line", () => {
  it("says what, value and limit, and on a small tile the same with a shorter name", () => {
    expect(alarmHeadline(ALARM, false)).toBe("Systolic 168 > 160");
    expect(alarmHeadline(ALARM, true)).toBe("Sys 168 > 160");
  });
  it("adds the worst value, and how long it lasts", () => {
    expect(alarmDetails(ALARM)).toEqual(["highest 171"]);
    expect(alarmDuration(ALARM, NOW)).toBe("1:12");
  });
  it("names who acknowledged it", () => {
    const taken: AlarmView = { ...ALARM, signal: "acknowledged", acknowledgedBy: "M. Okafor" };
    expect(alarmDetails(taken)[0]).toBe("Okafor");
  });

  it("says whose judgement it is when another one has the alarm", () => {
    const judged = {
      ...ALARM,
      acknowledgedBy: "Nora Okafor",
      signal: "acknowledged",
      disposition: "artefact",
    } as const;
    expect(alarmDetails({ ...judged, judgedBy: "Nora Okafor" }).slice(0, 2)).toEqual(["Okafor", "Artefact"]);
    expect(alarmDetails({ ...judged, judgedBy: "Sami Haddad" }).slice(0, 2)).toEqual(["Okafor", "Artefact (Haddad)"]);
  });

  it("names a person by the last name, not by the letters of the profession behind it", () => {
    const taken = { ...ALARM, signal: "acknowledged" as const, acknowledgedBy: "Nora Lindqvist, RN" };
    expect(alarmDetails(taken)).toContain("Lindqvist");
  });
  it("says that a kept alarm has ended, and how long it had lasted", () => {
    const ended: AlarmView = { ...ALARM, present: false, signal: "latched", endedAt: NOW - 12_000 };
    expect(alarmDetails(ended)[0]).toBe("ended");
    expect(alarmDuration(ended, NOW)).toBe("1:00");
  });
  it("says beside a taken alarm what else calls, and how many more there are", () => {
    const calling: AlarmView = { ...TECHNICAL, technical: "notReached", condition: "notReached" };
    expect([1, 3].map((more) => alsoCallingWords(calling, more, false))).toEqual([
      "!! Not reached",
      "!! Not reached +2",
    ]);
    expect(alsoCallingWords(calling, 3, true), "on a small tile").toBe("!! +3");
  });
  it("names the device and the cause of a technical alarm after what it is", () => {
    const fault: AlarmView = { ...TECHNICAL, technical: "sensorFault", cause: "36 after a gap" };
    expect(alarmHeadline(fault, true)).toBe("SpO₂ not plausible");
    expect(alarmDetails(fault)).toEqual(["36 after a gap", "Nonin 1"]);
  });
});

describe("the limits beside a value", () => {
  const limit = { low: 50, lowCritical: 40, high: 120, highCritical: null };
  it("are the first limits in force", () => {
    expect(limitText("pulseRate", limit)).toBe("50–120");
    expect(limitText("spo2", { ...limit, low: 92, high: null })).toBe("≥92");
    expect(limitText("systolic", { ...limit, low: null, high: 160 })).toBe("≤160");
    expect(limitText("mean", undefined)).toBe("");
  });
  it("are all named in the room", () => {
    expect(limitSentence("pulseRate", limit)).toBe("critical low 40, low 50, high 120");
    expect(limitSentence("mean", undefined)).toBe("no limit");
  });
});

describe("what to do next", () => {
  const room = {
    alarms: [] as AlarmView[],
    session: SESSION as SessionView | null,
    watchingSince: NOW as number | null,
    standby: null as StandbyView | null,
  };
  it("is the alarm's own action first", () => {
    expect(nextStep({ ...room, alarms: [TECHNICAL] }, NOW)).toBe("Check the device and its network");
    expect(nextStep({ ...room, alarms: [ALARM] }, NOW)).toBe("Look at the patient");
    expect(nextStep({ ...room, alarms: [{ ...ALARM, present: false, signal: "latched" }] }, NOW)).toBe(
      "Reset the ended alarm",
    );
  });
  const given = (changes: Partial<SessionView>) => ({ ...room, session: { ...SESSION, ...changes } });
  it("is what is due in the session when the patient's alarm is acknowledged or there is none", () => {
    const dues = [dueIn("BP", 3), dueIn("MOAA/S", 9)];
    expect(nextStep({ ...given({ dues }), alarms: [{ ...ALARM, signal: "acknowledged" }] }, NOW)).toBe("BP in 3:00");
    expect(nextStep(given({ dues }), NOW + 4 * MINUTE)).toBe("BP now");
  });
  it("says what is overdue first, how long ago it was due, and how many more wait", () => {
    const dues = [dueIn("MOAA/S", -1), dueIn("BP", -7)].sort((a, b) => b.dueAt - a.dueAt);
    const overdue: AlarmView = { ...TECHNICAL, technical: "checkOverdue", cause: "BP", device: null };
    expect(nextStep({ ...given({ dues }), alarms: [overdue] }, NOW)).toBe("BP overdue 7 min · +1");
    expect(alarmHeadline(overdue, true)).toBe("Overdue: BP");
    expect(alarmDetails(overdue)).toEqual([]);
  });
  it("is the session's own step where nothing is due, and the minimum time is only met, never done", () => {
    expect(nextStep(room, NOW)).toBe("Dosing: 0:22 h left");
    expect(nextStep(room, NOW + 23 * MINUTE)).toBe("Planned dosing time over");
    const observed = given({ phase: "observation", dosingEndedAt: NOW - 5 * MINUTE });
    expect(nextStep(observed, NOW)).toBe("Observe: 0:55 h left");
    expect(nextStep(observed, NOW + 55 * MINUTE)).toBe("Minimum time met");
    const criterion = { id: "time", label: "Minimum time", state: "met", detail: "" } as const;
    expect(nextStep(given({ phase: "readyForRelease", release: [criterion] }), NOW)).toBe("Release: all 1 met");
  });
  it("is the pre-session check while it keeps the first dose waiting, after what is due", () => {
    const items = PROTOCOLS.intravenous.preCheck.slice(0, 2);
    const check = { items, answers: [], decision: null };
    const waiting = given({ phase: "baseline", doseAt: null, preCheck: check });
    expect(nextStep(waiting, NOW)).toBe("Pre-check: 2 open");
    const answers = items.map(({ id }) => {
      return { item: id, answer: "yes" as const, at: NOW, by: "M. Okafor", confirmedFrom: null };
    });
    const against = given({ phase: "baseline", doseAt: null, preCheck: { ...check, answers } });
    expect(nextStep(against, NOW)).toBe("Pre-check: physician decides");
    expect(nextStep(given({ preCheck: check }), NOW), "the dose was given").toBe("Dosing: 0:22 h left");
    const due = given({ phase: "baseline", doseAt: null, preCheck: check, dues: [dueIn("BP", -1)] });
    expect(nextStep(due, NOW)).toBe("BP now");
  });
  it("is when a patient on standby is expected back", () => {
    const standby = { place: "Bathroom", since: NOW - 372_000, until: NOW + 228_000, by: "M. Okafor" };
    const away = { ...given({ dues: [dueIn("BP", -1)] }), standby };
    expect(nextStep(away, NOW)).toBe(`Back by ${timeOfDay(standby.until)}`);
    expect(nextStep(away, standby.until)).toBe(`Should be back since ${timeOfDay(standby.until)}`);
    expect(standbyText(standby, NOW)).toBe("Bathroom 6:12 of 10 min");
  });
  it("is to start the session where a sensor is on and nobody was admitted", () => {
    expect(nextStep({ ...room, session: null }, NOW)).toBe("Start the session");
    expect(nextStep({ ...room, session: null, watchingSince: null }, NOW)).toBe("");
  });
});

it("leaves the word Room out only when every room is called so", () => {
  expect(namesShareRoom(["Room 1", "Room 12"])).toBe(true);
  expect(namesShareRoom(["Room 1", "Lounge"])).toBe(false);
  expect(namesShareRoom([])).toBe(false);
  expect(shortName("Room 12", true)).toBe("12");
  expect(shortName("Room 12", false)).toBe("Room 12");
});

it("draws a gap in the sparkline where nothing was measured, never a bridge", () => {
  expect(sparkPath([100, 90, null, 80], [80, 100], 40)).toBe("M0 0.0h0L1 20.0M3 40.0h0");
  expect(sparkPath([60, 110], [80, 100], 40)).toBe("M0 40.0h0L1 0.0");
  expect(sparkPath([], [80, 100], 40)).toBe("");
});
