import { describe, expect, it } from "vitest";
import { viewOf } from "../../../server/src/core/view.ts";
import { at, type Bedside, createBedside, NURSE, SET } from "../../support/core-script.ts";

const roomId = "r1";
/** One value a second, from and to included. */
function hold(bedside: Bedside, from: number, to: number, spo2: number): void {
  for (let second = from; second <= to; second++) bedside.oximetry(second, { spo2, perfusionIndex: (second % 9) / 10 });
}
const top = (bedside: Bedside) => viewOf({ roomId, name: "Room 1", order: 1 }, bedside.state()).alarms[0];
const kinds = (bedside: Bedside) => bedside.changes().map(({ change }) => change);
const act = (bedside: Bedside, second: number, name: "declineAlarm" | "acknowledge") =>
  bedside.command(second, { name, payload: { roomId, episodeId: bedside.episodeOf("spo2.low") } });

describe("an alarm that nobody takes", () => {
  it("goes along the clinic's chain: all stations after 30 s, the charge nurse after 60, the physician after 90", () => {
    const bedside = createBedside();
    hold(bedside, 0, 4, 97);
    hold(bedside, 5, 10, 84);
    const began = 10;
    let last = began;
    const to = (second: number) => {
      hold(bedside, last + 1, second, 84);
      last = second;
      return top(bedside)?.escalation?.to ?? null;
    };
    expect(to(began + 29)).toBeNull();
    expect(to(began + 30)).toBe("allStations");
    expect(to(began + 60)).toBe("chargeNurse");
    expect(to(began + 90)).toBe("physician");
    expect(to(began + 300)).toBe("physician");
    expect(kinds(bedside).filter((kind) => kind === "escalated")).toHaveLength(3);
  });

  it("stops where somebody takes it, and begins anew when it is signalled again", () => {
    const bedside = createBedside();
    hold(bedside, 0, 4, 97);
    hold(bedside, 5, 45, 84);
    act(bedside, 46, "acknowledge");
    hold(bedside, 47, 46 + SET.timing.resignalMs / 1_000 - 1, 84);
    expect(kinds(bedside).filter((kind) => kind === "escalated")).toHaveLength(1);
    const again = 46 + SET.timing.resignalMs / 1_000;
    hold(bedside, again, again + 31, 84);
    expect(top(bedside)?.escalation).toMatchObject({ to: "allStations", step: 1 });
  });

  it("is passed on at once by one who declines it", () => {
    const bedside = createBedside();
    hold(bedside, 0, 4, 97);
    hold(bedside, 5, 12, 84);
    act(bedside, 13, "declineAlarm");
    expect(top(bedside)?.escalation?.to).toBe("allStations");
    expect(bedside.changes().find(({ change }) => change === "declined")?.by).toBe("N. Okafor");
    expect(top(bedside)?.signal).toBe("on");
  });
});

describe("while no station hears", () => {
  const START = { roomId, initials: "A. L.", route: "intravenous", includeEarlier: true, cuffArm: null } as const;
  /** A session from second 5 on. */
  function inSession(): Bedside {
    const bedside = createBedside();
    hold(bedside, 0, 4, 97);
    bedside.command(5, { name: "startSession", payload: START });
    return bedside;
  }
  /** Who was called about what, and at which second. */
  const calls = (bedside: Bedside): string[] =>
    bedside.changes().flatMap(({ change, at: wall, alarm }) => {
      if (change !== "escalated" || alarm.escalation === null) return [];
      return `${(wall - at(0).wall) / 1_000} s, ${alarm.condition}: ${alarm.escalation.to}`;
    });

  it("a high alarm leaves the house as it begins, and goes on as fast as ever", () => {
    const bedside = inSession();
    bedside.take(6, { kind: "hearing", stations: 0 });
    hold(bedside, 7, 29, 97);
    hold(bedside, 30, 70, 84);
    expect(calls(bedside).filter((call) => call.includes("spo2"))).toEqual([
      "35 s, spo2.low: allStations",
      "35 s, spo2.low: chargeNurse",
      "65 s, spo2.low: physician",
    ]);
  });

  it("one that was there before leaves the house when nobody has heard for 15 s, never at an earlier moment", () => {
    const bedside = inSession();
    hold(bedside, 6, 15, 84);
    bedside.take(16, { kind: "hearing", stations: 0 });
    hold(bedside, 17, 60, 84);
    expect(calls(bedside).filter((call) => call.includes("spo2"))).toEqual([
      "31 s, spo2.low: allStations",
      "31 s, spo2.low: chargeNurse",
      "41 s, spo2.low: physician",
    ]);
  });

  it("a browser that is only loaded anew calls nobody sooner", () => {
    const bedside = inSession();
    hold(bedside, 6, 15, 84);
    bedside.take(16, { kind: "hearing", stations: 0 });
    hold(bedside, 17, 29, 84);
    bedside.take(30, { kind: "hearing", stations: 1 });
    hold(bedside, 31, 60, 84);
    expect(calls(bedside)).toEqual(["41 s, spo2.low: allStations"]);
  });

  it("that itself calls the charge nurse after 45 s in all and the physician after 75, and no station first", () => {
    const bedside = inSession();
    bedside.take(6, { kind: "hearing", stations: 0 });
    hold(bedside, 7, 120, 97);
    expect(calls(bedside)).toEqual(["51 s, notHeard: chargeNurse", "81 s, notHeard: physician"]);
  });

  it("the calls are the same however often time is told", () => {
    const [often, seldom] = [inSession(), inSession()];
    for (const bedside of [often, seldom]) hold(bedside, 6, 15, 84);
    for (const bedside of [often, seldom]) bedside.take(16, { kind: "hearing", stations: 0 });
    for (let second = 17; second <= 24; second++) often.tick(second);
    often.tick(31);
    for (const bedside of [often, seldom]) bedside.tick(90);
    expect(calls(seldom)).toEqual(calls(often));
  });
});

describe("fewer and truer", () => {
  it("a condition that comes back within 30 s goes on as the same episode, and is signalled again", () => {
    const bedside = createBedside();
    hold(bedside, 0, 4, 97);
    hold(bedside, 5, 25, 90);
    const first = bedside.episodeOf("spo2.low");
    act(bedside, 26, "acknowledge");
    hold(bedside, 27, 40, 95);
    hold(bedside, 41, 60, 90);
    expect(bedside.episodeOf("spo2.low")).toBe(first);
    expect(top(bedside)).toMatchObject({ signal: "on", onsets: 2, acknowledgedBy: null });
    expect(kinds(bedside)).toContain("resumed");
  });

  it("one that comes back later is another episode", () => {
    const bedside = createBedside();
    hold(bedside, 0, 4, 97);
    hold(bedside, 5, 25, 90);
    const first = bedside.episodeOf("spo2.low");
    hold(bedside, 26, 70, 95);
    hold(bedside, 71, 90, 90);
    expect(bedside.episodeOf("spo2.low")).not.toBe(first);
    expect(top(bedside)?.onsets).toBe(1);
  });

  it("a dip that ends before its delay makes no sound, and is in the record with how deep and how long it was", () => {
    const bedside = createBedside();
    hold(bedside, 0, 4, 97);
    hold(bedside, 5, 12, 90);
    hold(bedside, 13, 14, 97);
    const [held] = bedside.changes();
    expect(bedside.changes()).toHaveLength(1);
    expect(held).toMatchObject({ change: "heldBack", alarm: { worst: 90, cause: "delay", condition: "spo2.low" } });
    expect((held?.alarm.endedAt ?? 0) - (held?.alarm.since ?? 0)).toBe(8_000);
    expect(top(bedside)).toBeUndefined();
  });

  it("points and seconds beyond the limit are summed where the clinic asks for it (worked example of clinical.md 3.3)", () => {
    const limits = SET.limits.map((row) =>
      row.metric === "spo2" && row.side === "low"
        ? {
            ...row,
            tiers: [
              {
                limit: 90,
                priority: "medium" as const,
                conditionDelayMs: 0,
                latching: false,
                pointSeconds: 50,
                source: "clinical.md 3.3: 88 % 2 s, 86 % 3 s, 84 % 6 s is 52, alarm at about 10.9 s",
              },
            ],
          }
        : row,
    );
    const bedside = createBedside({ set: { ...SET, limits } });
    hold(bedside, 0, 9, 97);
    for (const [second, spo2] of [
      [10, 88],
      [12, 86],
      [15, 84],
      [21, 84],
    ] as const) {
      bedside.oximetry(second, { spo2, perfusionIndex: second / 100 });
    }
    const began = bedside.changes().find(({ change }) => change === "began");
    const afterMs = (began?.at ?? 0) - (bedside.inputs()[0]?.now.wall ?? 0) - 10_000;
    expect(afterMs).toBeGreaterThan(10_600);
    expect(afterMs).toBeLessThanOrEqual(10_900);
  });

  it("three short excursions within a minute are an alarm whatever their sum", () => {
    const limits = SET.limits.map((row) => ({
      ...row,
      tiers: row.tiers.slice(0, 1).map((tier) => ({ ...tier, pointSeconds: 100 })),
    }));
    const bedside = createBedside({ set: { ...SET, limits } });
    hold(bedside, 0, 4, 97);
    for (const start of [5, 20, 35]) {
      hold(bedside, start, start + 1, 90);
      if (start < 35) hold(bedside, start + 2, start + 14, 97);
    }
    expect(bedside.alarm("spo2.low")).toBe("present on medium");
  });
});

describe("what a person says of an alarm", () => {
  it("stands on it with the acknowledgement, and can be said later while it is shown", () => {
    const bedside = createBedside();
    hold(bedside, 0, 4, 97);
    hold(bedside, 5, 25, 90);
    const episodeId = bedside.episodeOf("spo2.low");
    bedside.command(26, { name: "acknowledge", payload: { roomId, episodeId, disposition: "treated" } });
    expect(top(bedside)).toMatchObject({ disposition: "treated", acknowledgedBy: "N. Okafor" });
    expect(top(bedside)).toMatchObject({ judgedBy: "N. Okafor" });
    const other = { ...NURSE, name: "S. Haddad" };
    const payload = { roomId, episodeId, disposition: "sensor", note: "finger was cold" } as const;
    bedside.command(27, { name: "annotate", payload }, other);
    expect(top(bedside)).toMatchObject({ disposition: "sensor", note: "finger was cold", signal: "acknowledged" });
    expect(top(bedside)).toMatchObject({ judgedBy: "S. Haddad", acknowledgedBy: "N. Okafor" });
  });
});

describe("help", () => {
  it("is a high-priority alarm until it is there, and goes along the chain like any other", () => {
    const bedside = createBedside();
    bedside.command(0, { name: "callForHelp", payload: { roomId } });
    expect(bedside.alarm("helpCalled")).toBe("present on high");
    expect(top(bedside)?.cause).toBe("N. Okafor");
    bedside.tick(31);
    expect(top(bedside)?.escalation?.to).toBe("allStations");
    bedside.command(40, { name: "endHelp", payload: { roomId } });
    expect(bedside.alarm("helpCalled")).toMatch(/^absent/);
  });
});

describe("an alarm that is kept for a person to see, and comes again", () => {
  /** SpO2 86 for 20 s, kept since; `said`: judged on the screen and not reset. */
  function kept(said: "artefact" | null) {
    const bedside = createBedside();
    hold(bedside, 0, 19, 86);
    const episodeId = bedside.episodeOf("spo2.low");
    hold(bedside, 20, 25, 97);
    if (said !== null) {
      bedside.command(25, { name: "annotate", payload: { roomId, episodeId, disposition: said, note: "moved" } });
    }
    expect(bedside.alarm("spo2.low")).toBe("absent latched high");
    return { bedside, episodeId };
  }
  const shown = (bedside: Bedside) => bedside.changes().at(-1);

  it("minutes later is another episode, which nobody has judged or taken yet", () => {
    const { bedside, episodeId } = kept("artefact");
    hold(bedside, 26, 299, 97);
    hold(bedside, 300, 305, 84);
    expect(bedside.alarm("spo2.low")).toBe("present on high");
    expect(bedside.episodeOf("spo2.low")).not.toBe(episodeId);
    expect(shown(bedside)).toMatchObject({
      change: "began",
      alarm: { since: at(300).wall, disposition: null, note: null, onsets: 1, worst: 84 },
    });
  });

  it("within half a minute is the same episode, and what was said of it then is not said of this", () => {
    const { bedside, episodeId } = kept("artefact");
    hold(bedside, 40, 45, 84);
    expect(bedside.episodeOf("spo2.low")).toBe(episodeId);
    expect(shown(bedside)).toMatchObject({
      change: "resumed",
      alarm: { since: at(0).wall, disposition: null, note: "moved", onsets: 2 },
    });
  });

  it("at a lower priority stays kept until a person resets it, since nobody has seen the worse one", () => {
    const { bedside } = kept(null);
    hold(bedside, 26, 299, 97);
    hold(bedside, 300, 315, 90);
    expect(bedside.alarm("spo2.low")).toBe("present on medium");
    hold(bedside, 316, 325, 97);
    expect(bedside.alarm("spo2.low")).toBe("absent latched high");
  });

  it("for less than its delay is in the record as held back, and what is kept stays kept", () => {
    const { bedside } = kept(null);
    hold(bedside, 26, 299, 97);
    hold(bedside, 300, 309, 90);
    hold(bedside, 310, 310, 97);
    expect(shown(bedside)).toMatchObject({
      change: "heldBack",
      alarm: { signal: "off", since: at(300).wall, worst: 90 },
    });
    expect(bedside.alarm("spo2.low")).toBe("absent latched high");
  });
});
