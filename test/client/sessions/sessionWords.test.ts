import { describe, expect, it } from "vitest";
import {
  dayText,
  filterOf,
  lengthText,
  type SessionRow,
  searchOf,
  sessionPath,
  sessionsPath,
  sessionsShown,
  spanText,
} from "../../../client/src/sessions/sessionWords.ts";

const at = (day: number, hour: number, minute: number): number => new Date(2026, 1, day, hour, minute).getTime();

const session = (changes: Partial<SessionRow>): SessionRow => ({
  sessionId: "s1",
  roomId: "r1",
  room: "Room 1",
  initials: "A. L.",
  route: "intranasal",
  recordFrom: at(3, 14, 0),
  startedAt: at(3, 14, 7),
  endedAt: at(3, 16, 20),
  simulated: false,
  ...changes,
});

describe("a session in the list", () => {
  it("says its day so that no country reads another one", () => {
    expect(dayText(at(3, 14, 7))).toBe("3 Feb 2026");
  });
  it("says from when to when it was, with the second day where there is one", () => {
    expect(spanText(session({}))).toBe("3 Feb 2026, 14:07 to 16:20");
    expect(spanText(session({ endedAt: at(4, 0, 5) }))).toBe("3 Feb 2026, 14:07 to 4 Feb 2026, 00:05");
    expect(spanText(session({ endedAt: null }))).toBe("3 Feb 2026, 14:07, running");
  });
  it("is as long as it lasted, and grows while it runs", () => {
    expect(lengthText(session({}), at(9, 9, 9))).toBe("2:13");
    expect(lengthText(session({ endedAt: null }), at(3, 14, 50))).toBe("0:43");
  });
});

describe("the list of sessions", () => {
  const sessions = [
    session({ sessionId: "new", initials: "M. K.", room: "Room 12", simulated: true }),
    session({ sessionId: "old" }),
    session({ sessionId: "oldest", initials: "É. B.", route: "intravenous" }),
  ];
  const idsOf = (filter: Partial<Parameters<typeof sessionsShown>[1]>): string[] =>
    sessionsShown(sessions, { route: "all", kind: "all", text: "", ...filter }).map(({ sessionId }) => sessionId);

  it("shows all without a filter, in the order that they came in", () => {
    expect(idsOf({})).toEqual(["new", "old", "oldest"]);
  });
  it("can be of one route, and of real or simulated patients only", () => {
    expect(idsOf({ route: "intravenous" })).toEqual(["oldest"]);
    expect(idsOf({ kind: "simulated" })).toEqual(["new"]);
    expect(idsOf({ kind: "real" })).toEqual(["old", "oldest"]);
  });
  it("is searched by initials or room, however they are typed", () => {
    expect(idsOf({ text: "al" })).toEqual(["old"]);
    expect(idsOf({ text: " a. l" })).toEqual(["old"]);
    expect(idsOf({ text: "é" })).toEqual(["oldest"]);
    expect(idsOf({ text: "room 12" })).toEqual(["new"]);
    expect(idsOf({ text: "z" })).toEqual([]);
  });
});

describe("the address of the list", () => {
  it("keeps route and kind, through a session and back, and takes nothing it does not know", () => {
    const search = searchOf({ route: "oral", kind: "real" });
    expect(filterOf(search)).toEqual({ route: "oral", kind: "real" });
    expect(filterOf("route=rectal&kind=both")).toEqual({ route: "all", kind: "all" });
    expect(sessionPath("a/b", "route=oral")).toBe("/sessions/a%2Fb?route=oral");
    expect(sessionsPath("route=oral")).toBe("/sessions?route=oral");
    expect(sessionsPath(searchOf({ route: "all", kind: "all" }))).toBe("/sessions");
  });
});
