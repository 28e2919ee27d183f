import type { SessionRowAnswer } from "@watchroom/shared/http-sessions";
import { describe, expect, it } from "vitest";
import {
  birthDateText,
  dayText,
  endingText,
  filterOf,
  givenText,
  lengthText,
  searchOf,
  sessionPath,
  sessionsPath,
  sessionsShown,
  spanText,
} from "../../../client/src/sessions/sessionWords.ts";
import { at, sessionRow, signature } from "./session-row.ts";

describe("a session in the list", () => {
  it("says its day so that no country reads another one", () => {
    expect(dayText(at(3, 14, 7))).toBe("3 Feb 2026");
    expect(birthDateText("1980-02-29")).toBe("29 Feb 1980");
  });
  it("says from when to when it was, with the second day where there is one", () => {
    expect(spanText(sessionRow())).toBe("3 Feb 2026, 14:07 to 16:20");
    expect(spanText(sessionRow({ endedAt: at(4, 0, 5) }))).toBe("3 Feb 2026, 14:07 to 4 Feb 2026, 00:05");
    expect(spanText(sessionRow({ endedAt: null }))).toBe("3 Feb 2026, 14:07, running");
  });
  it("is as long as it lasted, and grows while it runs", () => {
    expect(lengthText(sessionRow(), at(9, 9, 9))).toBe("2:13");
    expect(lengthText(sessionRow({ endedAt: null }), at(3, 14, 50))).toBe("0:43");
  });
  it("says what was given, and does not call an unknown amount nothing", () => {
    const given = (facts: Parameters<typeof sessionRow>[1]): string => givenText(sessionRow({}, facts));
    expect(given({ givenMg: 84 })).toBe("84 mg");
    expect(given({ givenMg: 37.333 })).toBe("37.3 mg");
    expect(given({ givenMg: null })).toBe("mg not known");
    expect(given({ doseAt: null, givenMg: 0 })).toBe("no dose");
    const infusion = { route: "intravenous", endedAt: null } as const;
    expect(givenText(sessionRow(infusion, { dosingEndedAt: null, givenMg: 0 }))).toBe("being given");
  });
  it("says how it ended, and when a physician decided on the release", () => {
    const ended = (how: "released" | "stoppedEarly", physician: string | null): string | null =>
      endingText(sessionRow({}, { ending: { how, by: "M. Okafor", reason: "unwell", physician } }));
    expect(ended("released", null)).toBe("Released");
    expect(ended("released", "A. Haddad")).toBe("Released despite an open criterion");
    expect(ended("stoppedEarly", null)).toBe("Stopped early");
    expect(endingText(sessionRow({ endedAt: null }))).toBeNull();
  });
});

describe("the list of sessions", () => {
  const sessions: readonly SessionRowAnswer[] = [
    sessionRow({ sessionId: "new", initials: "M. K.", room: "Room 12", simulated: true, endedAt: null }),
    sessionRow({ sessionId: "old" }, { signatures: [signature("nurse")] }),
    sessionRow(
      { sessionId: "oldest", initials: "É. B.", route: "intravenous" },
      { patient: { recordNumber: "QX-99", birthDate: null, name: null } },
    ),
  ];
  const around = { role: "physician", remsDue: new Set(["old"]) } as const;
  const idsOf = (
    filter: Partial<Parameters<typeof sessionsShown>[1]>,
    who: Parameters<typeof sessionsShown>[2] = around,
  ): string[] =>
    sessionsShown(sessions, { route: "all", kind: "all", show: "all", text: "", ...filter }, who).map(
      ({ sessionId }) => sessionId,
    );

  it("shows all without a filter, in the order that they came in", () => {
    expect(idsOf({})).toEqual(["new", "old", "oldest"]);
  });
  it("can be of one route, and of real or simulated patients only", () => {
    expect(idsOf({ route: "intravenous" })).toEqual(["oldest"]);
    expect(idsOf({ kind: "simulated" })).toEqual(["new"]);
    expect(idsOf({ kind: "real" })).toEqual(["old", "oldest"]);
  });
  it("is searched by initials, room or record number, however they are typed", () => {
    expect(idsOf({ text: "al" })).toEqual(["old"]);
    expect(idsOf({ text: " a. l" })).toEqual(["old"]);
    expect(idsOf({ text: "é" })).toEqual(["oldest"]);
    expect(idsOf({ text: "room 12" })).toEqual(["new"]);
    expect(idsOf({ text: "qx99" })).toEqual(["oldest"]);
    expect(idsOf({ text: "z" })).toEqual([]);
  });
  it("shows a physician what waits for a physician's signature, and a nurse what waits for a nurse's", () => {
    expect(idsOf({ show: "toSign" })).toEqual(["old", "oldest"]);
    expect(idsOf({ show: "toSign" }, { ...around, role: "nurse" })).toEqual(["oldest"]);
  });
  it("shows the sessions whose form is still to be submitted", () => {
    expect(idsOf({ show: "remsDue" })).toEqual(["old"]);
  });
});

describe("the address of the list", () => {
  it("keeps what is chosen, through a session and back, and takes nothing it does not know", () => {
    const search = searchOf({ route: "oral", kind: "real", show: "toSign" });
    expect(filterOf(search)).toEqual({ route: "oral", kind: "real", show: "toSign" });
    expect(filterOf("route=rectal&kind=both&show=none")).toEqual({ route: "all", kind: "all", show: "all" });
    expect(sessionPath("a/b", "route=oral")).toBe("/sessions/a%2Fb?route=oral");
    expect(sessionsPath("route=oral")).toBe("/sessions?route=oral");
    expect(sessionsPath(searchOf({ route: "all", kind: "all", show: "all" }))).toBe("/sessions");
  });
  it("never holds what was searched for: a record number does not belong in a log", () => {
    const filter = { route: "oral", kind: "all", show: "all", text: "MR-4711" } as const;
    expect(searchOf(filter)).toBe("?route=oral");
  });
});
