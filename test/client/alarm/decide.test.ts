import type { AlarmView } from "@watchroom/shared/alarm";
import { describe, expect, it } from "vitest";
import { decideSound, interrupts, type SoundDecision } from "../../../client/src/alarm/decide.ts";
import { anAlarm } from "../../support/an-alarm.ts";

const alarm = (episodeId: string, priority: AlarmView["priority"], change: Partial<AlarmView> = {}): AlarmView =>
  anAlarm({ episodeId, priority, since: 1_000, ...change });
const room = (alarms: AlarmView[], pausedUntil: number | null = null) => ({
  alarms,
  audioPaused: pausedUntil === null ? null : { until: pausedUntil, by: "M. Okafor" },
});
const NOW = 10_000;
const decided = (rooms: ReturnType<typeof room>[]): SoundDecision | null => decideSound(rooms, "up", NOW);

describe("what a station sounds", () => {
  it("is nothing while there is no alarm", () => expect(decided([room([])])).toBeNull());
  it("is the most urgent alarm of all rooms", () => {
    const decision = decided([room([alarm("a", "low")]), room([alarm("b", "high")]), room([alarm("c", "medium")])]);
    expect(decision).toEqual({ kind: "high", melody: "oxygen", conditions: ["b"] });
  });
  it("is silent for what is acknowledged, latched or off, and for nothing else", () => {
    for (const signal of ["acknowledged", "latched", "off"] as const) {
      expect(decided([room([alarm("a", "high", { signal })])])).toBeNull();
    }
    expect(decided([room([alarm("a", "high", { signal: "acknowledged" }), alarm("b", "low")])])?.kind).toBe("low");
    expect(decided([room([alarm("a", "high", { present: false })])])?.kind).toBe("high");
  });
  it("leaves out a room whose audio is paused, until the pause runs out", () => {
    expect(decided([room([alarm("a", "high")], NOW + 1)])).toBeNull();
    expect(decided([room([alarm("a", "high")], NOW)])?.kind).toBe("high");
    expect(decided([room([alarm("a", "high")], NOW + 1), room([alarm("b", "low")])])?.kind).toBe("low");
  });
  it("says by itself that there is no connection, whatever was known before", () => {
    expect(decideSound([], "lost", NOW)?.kind).toBe("noConnection");
    expect(decideSound([room([alarm("a", "high")], NOW + 1)], "lost", NOW)?.kind).toBe("noConnection");
    expect(decideSound([], "connecting", NOW)).toBeNull();
  });
  it("takes the melody of the newest of equally urgent alarms", () => {
    const older = alarm("a", "medium", { since: 1, melody: "equipment" });
    const newer = alarm("b", "medium", { since: 2, melody: "cardiovascular" });
    expect(decided([room([older]), room([newer])])).toEqual({
      kind: "medium",
      melody: "cardiovascular",
      conditions: ["b", "a"],
    });
  });
});

describe("a running burst", () => {
  const heard = (kind: SoundDecision["kind"], ...conditions: string[]): SoundDecision => ({
    kind,
    melody: "general",
    conditions,
  });
  it("gives way at once to a more urgent alarm, and to a new one of the same urgency", () => {
    expect(interrupts(heard("medium", "a"), heard("high", "b"))).toBe(true);
    expect(interrupts(heard("medium", "a"), heard("medium", "b", "a"))).toBe(true);
    expect(interrupts(heard("high", "a"), heard("noConnection", "noConnection"))).toBe(true);
  });
  it("ends at once when only something less urgent is left", () =>
    expect(interrupts(heard("high", "a"), heard("low", "b"))).toBe(true));
  it("is not set off again by an acknowledgement among equals", () => {
    expect(interrupts(heard("high", "b", "a"), heard("high", "a"))).toBe(false);
    expect(interrupts(heard("high", "a"), heard("high", "a"))).toBe(false);
  });
});
