import { PROTOCOLS } from "@watchroom/shared/protocol";
import { describe, expect, it } from "vitest";
import { openInRoom } from "../../../client/src/room/handOver.ts";
import { activeProtocols, chosenProtocol } from "../../../client/src/room/protocolChoice.ts";
import { anAlarm } from "../../support/an-alarm.ts";
import { dueIn, MINUTE, NOW, sessionOf } from "../support/session.ts";

const ALARM = anAlarm({ value: 86, since: NOW });

describe("what is open at a hand-over", () => {
  const dues = [dueIn("120-min BP", 80), dueIn("MOAA/S", 9), dueIn("BP", -7), dueIn("Dissoc.", 40)];
  const session = sessionOf("intravenous", {
    dues,
    preCheck: { items: PROTOCOLS.intravenous.preCheck.slice(0, 3), answers: [], decision: null },
  });
  it("is said with the most pressing first: alarms, standby, overdue checks, the next two, the pre-session check", () => {
    const standby = { place: "Bathroom", since: NOW - 2 * MINUTE, until: NOW + 8 * MINUTE, by: "M. Okafor" };
    expect(openInRoom({ alarms: [ALARM], session, standby }, NOW)).toEqual([
      "Alarm: SpO₂ 86 < 92, lowest 84",
      "Standby: Bathroom 2:00 of 10 min",
      "BP overdue 7 min",
      "MOAA/S in 9:00",
      "Dissoc. in 40:00",
      "Pre-session check: 3 not answered",
    ]);
  });
  it("is nothing in a quiet room", () => {
    expect(openInRoom({ alarms: [], session: sessionOf("oral"), standby: null }, NOW)).toEqual([]);
  });
});

describe("the protocol of a new session", () => {
  const version = (id: string, number: number, active: boolean) => ({
    protocol: { ...PROTOCOLS.intravenous, id, name: id, version: number },
    savedAt: NOW,
    savedBy: "M. Okafor",
    note: "",
    active,
    activations: [],
  });
  const other = { ...version("oral", 1, true), protocol: PROTOCOLS.oral };
  it("is an active one of its route, each protocol with its newest active version", () => {
    const versions = [
      version("b", 1, true),
      version("a", 3, false),
      version("a", 1, true),
      version("a", 2, true),
      other,
    ];
    const offered = activeProtocols(versions, "intravenous");
    expect(offered.map(({ protocol }) => `${protocol.id} ${protocol.version}`)).toEqual(["a 2", "b 1"]);
    expect(chosenProtocol(offered, null), "somebody has to choose").toBeNull();
    expect(chosenProtocol(offered, "b")?.protocol.id).toBe("b");
  });
  it("is taken without asking where there is one only", () => {
    expect(chosenProtocol(activeProtocols([other], "oral"), null)?.protocol.route).toBe("oral");
    expect(chosenProtocol([], null)).toBeNull();
  });
});
