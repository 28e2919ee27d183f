import type { AlarmView } from "@watchroom/shared/alarm";
import type { Me } from "@watchroom/shared/http";
import type { SessionView } from "@watchroom/shared/session";
import type { RoomId } from "@watchroom/shared/time";
import { describe, expect, it } from "vitest";
import {
  callerWords,
  callsEverybody,
  callsOf,
  escalationWords,
  hasDisposition,
  isAsked,
  isHelp,
  onsetWords,
} from "../../../client/src/alarm/answerWords.ts";
import { alarmDetails, comingWords, tickingDetails } from "../../../client/src/wall/alarmWords.ts";
import { anAlarm } from "../../support/an-alarm.ts";
import { sessionOf } from "../support/session.ts";

const NOW = 10_000_000;
const FALL = anAlarm({ worst: 82, since: NOW - 90_000, signalledAt: NOW - 90_000 });
const HELP: AlarmView = {
  ...FALL,
  episodeId: "e2",
  condition: "helpCalled",
  kind: "technical",
  metric: null,
  side: null,
  technical: "helpCalled",
  cause: "Nora Okafor",
  value: null,
  limit: null,
  worst: null,
  since: NOW - 12_000,
};
/** "helpCalled in 2": what the bar would show, the first first. */
const calling = (rooms: readonly (readonly AlarmView[])[], shown: string | null): string[] =>
  callsOf(
    rooms.map((alarms, index) => ({ roomId: String(index + 1) as RoomId, alarms: [...alarms] })),
    shown,
  ).map(({ room, alarm }) => `${alarm.technical ?? alarm.episodeId} in ${room.roomId}`);
type Escalation = NonNullable<AlarmView["escalation"]>;
const reached = (to: Escalation["to"], agoMs = 30_000): AlarmView => ({
  ...FALL,
  escalation: { to, step: 1, at: NOW - agoMs },
});
const ESCALATED_MEDIUM: AlarmView = { ...reached("physician"), episodeId: "e4", priority: "medium", since: 0 };

const NORA: Me = {
  operatorId: "nora",
  name: "nora",
  displayName: "Nora Okafor",
  role: "nurse",
  locked: false,
  idleLockMs: 60_000,
};
const OTHER: Me = { ...NORA, operatorId: "other", displayName: "Ines Duarte" };
const PAUL: Me = { ...OTHER, operatorId: "paul", role: "physician", displayName: "Paul Lindqvist" };
const roomOf = (owner: Me | null): { session: SessionView } => ({
  session: sessionOf("intranasal", {
    owner: owner === null ? null : { operatorId: owner.operatorId, name: owner.displayName, since: 0 },
  }),
});

describe("how far an alarm has gone", () => {
  it("says who was called and for how long nobody came", () => {
    expect(escalationWords(reached("allStations"), NOW)).toBe("all stations since 0:30");
    expect(escalationWords(reached("physician", 90_000), NOW)).toBe("physician called 1:30 ago");
    expect(escalationWords(FALL, NOW)).toBeNull();
  });
  it("is over when somebody takes it", () => {
    expect(escalationWords({ ...reached("physician"), signal: "acknowledged" }, NOW)).toBeNull();
  });
  it("stands on the tile beside how long it lasts", () => {
    expect(tickingDetails(reached("chargeNurse"), NOW as never)).toEqual(["charge nurse called 0:30 ago", "1:30"]);
  });
});

describe("a condition that came several times in one alarm", () => {
  it("says how often in how long", () => {
    expect(onsetWords({ ...FALL, onsets: 3, since: NOW - 130_000 }, NOW)).toBe("3 times in 2 min");
    expect(onsetWords({ ...FALL, onsets: 2, endedAt: NOW - 50_000 }, NOW)).toBe("2 times in 40 s");
    expect(onsetWords(FALL, NOW)).toBeNull();
  });
});

describe("every station shows", () => {
  it("a call for help until somebody comes, and an alarm that its room did not answer", () => {
    expect([HELP, reached("allStations"), reached("physician")].map(callsEverybody)).toEqual([true, true, true]);
    expect([FALL, reached("roomNurse")].map(callsEverybody)).toEqual([false, false]);
    expect(callsEverybody({ ...HELP, signal: "acknowledged" })).toBe(false);
    expect(callsEverybody({ ...reached("physician"), signal: "acknowledged" })).toBe(false);
  });
  it("calls for help before everything else", () => {
    expect(calling([[reached("physician")], [FALL, HELP]], null)).toEqual(["helpCalled in 2", "e1 in 1", "e1 in 2"]);
  });
  it("a high alarm before one of medium priority that has gone further along the chain", () => {
    expect(calling([[ESCALATED_MEDIUM], [FALL]], null)).toEqual(["e1 in 2", "e4 in 1"]);
    expect(calling([[ESCALATED_MEDIUM], [{ ...FALL, signal: "acknowledged" }]], null)).toEqual(["e4 in 1"]);
  });
  it("on a room's own page its own high alarm first, whichever began first", () => {
    const earlier = { ...reached("physician"), since: 0 };
    expect(calling([[earlier], [FALL]], "2")).toEqual(["e1 in 2", "e1 in 1"]);
    expect(calling([[earlier], [FALL]], "1")).toEqual(["e1 in 1", "e1 in 2"]);
  });
  it("nothing while every room still has its own alarm to itself", () => {
    expect(calling([[FALL], [reached("roomNurse")]], "1")).toEqual([]);
  });
  it("who called, and to the caller that it was them", () => {
    expect(callerWords(HELP, OTHER)).toBe("Nora Okafor");
    expect(callerWords(HELP, NORA)).toBe("you");
  });
  it("no help that has ended", () => {
    expect(isHelp({ ...HELP, present: false })).toBe(false);
  });
  it("who is coming", () => {
    const taken: AlarmView = { ...HELP, signal: "acknowledged", acknowledgedBy: "Paul Lindqvist" };
    expect(alarmDetails(taken)).toContain("Lindqvist is coming");
    expect([taken, HELP, { ...FALL, signal: "acknowledged" as const }].map(comingWords)).toEqual([
      "Lindqvist is coming",
      null,
      null,
    ]);
  });
});

describe("“not me” can be said by", () => {
  const asked = (alarm: AlarmView, owner: Me | null): string[] =>
    [NORA, OTHER, PAUL].filter((me) => isAsked(alarm, roomOf(owner), me)).map(({ operatorId }) => operatorId);
  it("the room's own nurse, or anybody where nobody has the room", () => {
    expect(asked(FALL, NORA)).toEqual(["nora"]);
    expect(asked(FALL, null)).toEqual(["nora", "other", "paul"]);
  });
  it("everybody once all stations are called, and the physician alone at the end", () => {
    expect(asked(reached("allStations"), NORA)).toEqual(["nora", "other", "paul"]);
    expect(asked(reached("physician"), NORA)).toEqual(["paul"]);
  });
  it("nobody to a call for help, an alarm that was taken, or one that is over", () => {
    for (const alarm of [HELP, { ...FALL, signal: "acknowledged" as const }, { ...FALL, present: false }]) {
      expect(asked(alarm, null)).toEqual([]);
    }
  });
});

describe("what it was", () => {
  it("is asked of a patient or a device, not of a call or a check", () => {
    const technical = (id: AlarmView["technical"]): AlarmView => ({ ...HELP, technical: id });
    expect([FALL, technical("sensorOff"), technical("linkLost")].map(hasDisposition)).toEqual([true, true, true]);
    expect([HELP, technical("checkOverdue"), technical("notHeard")].map(hasDisposition)).toEqual([false, false, false]);
  });
  it("stands on the tile behind the name of who took it", () => {
    const taken: AlarmView = {
      ...FALL,
      signal: "acknowledged",
      acknowledgedBy: "N. Okafor",
      disposition: "expectedEffect",
    };
    expect(alarmDetails(taken)).toEqual(["Okafor", "Expected effect", "lowest 82"]);
  });
});
