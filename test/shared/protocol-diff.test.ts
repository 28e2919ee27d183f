import { faultsOfProtocol, PROTOCOLS, type Protocol } from "@watchroom/shared/protocol";
import { differencesOf, linesOf } from "@watchroom/shared/protocol-diff";
import { Route } from "@watchroom/shared/session";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SET } from "../support/core-script.ts";

const spravato = PROTOCOLS.intranasal;

/** Without the key, which is for programs. */
const words = (before: Protocol, after: Protocol) =>
  differencesOf(before, after).map(({ part, label, before: was, after: is }) => [part, label, was, is]);

describe("the differences between two versions of a protocol", () => {
  it("are none when nothing was changed", () => {
    for (const route of Route.options) expect(differencesOf(PROTOCOLS[route], PROTOCOLS[route])).toEqual([]);
  });

  it("say a changed number in words, before and after", () => {
    const after = { ...spravato, observation: { ...spravato.observation, minutes: 150 } };
    expect(words(spravato, after)).toEqual([["Observation", "At least", "120 min", "150 min"]]);
  });

  it("say a limit once for each phase that it holds in", () => {
    const rows = spravato.limits.rows.map((row) =>
      row.metric === "systolic"
        ? {
            ...row,
            tiers: row.tiers.map((tier, index) => (index === 0 ? { ...tier, limit: 150, fromBaseline: null } : tier)),
          }
        : row,
    );
    expect(words(spravato, { ...spravato, limits: { ...spravato.limits, rows } })).toEqual(
      ["Dosing", "Peak", "Recovery"].map((phase) => [
        `Limits · ${phase}`,
        "Systolic high, first limit",
        "160 or baseline + 40",
        "150",
      ]),
    );
  });

  it("say a limit that no longer holds in one phase as not there in that phase", () => {
    const rows = spravato.limits.rows.map((row) =>
      row.metric === "diastolic" ? { ...row, phases: row.phases.filter((phase) => phase !== "peak") } : row,
    );
    const found = words(spravato, { ...spravato, limits: { ...spravato.limits, rows } });
    expect(found.map(([part, label, , is]) => [part, label, is])).toEqual([
      ["Limits · Peak", "Diastolic high, first limit", null],
      ["Limits · Peak", "Diastolic high, second limit", null],
    ]);
  });

  it("say the minutes of a check, and that a check is new with all that belongs to it", () => {
    const checks = spravato.checks.map((check) =>
      check.id === "pressure" ? { ...check, timing: { atMin: [45, 120], from: "firstDose" as const } } : check,
    );
    const added: Protocol["checks"][number] = {
      id: "gait",
      what: "gait",
      phases: ["observation"],
      timing: { once: true },
      source: "The clinic",
    };
    expect(words(spravato, { ...spravato, checks: [...checks, added] })).toEqual([
      ["Checks", 'Check "pressure": when', "at 40, 120 min from the first dose", "at 45, 120 min from the first dose"],
      [
        "Checks",
        'Check "gait"',
        null,
        "Walking; when: once, as soon as the phase begins; phases: Observation; source: The clinic",
      ],
    ]);
  });

  it("say that questions were only put in another order", () => {
    const [first, second, ...others] = spravato.preCheck;
    const preCheck = [second, first, ...others].flatMap((item) => item ?? []);
    expect(words(spravato, { ...spravato, preCheck })).toEqual([
      ["Pre-session check", "Order of the questions", expect.any(String), expect.any(String)],
    ]);
  });

  it("say a changed source: a number with another reason is another number", () => {
    const hold = { ...spravato.hold, source: "The clinic's own study" };
    expect(words(spravato, { ...spravato, hold })).toEqual([
      ["Hold before the first dose", "Source", spravato.hold.source, "The clinic's own study"],
    ]);
  });

  it("are the same places in either direction, with before and after changed over", () => {
    const route = fc.constantFrom(...Route.options);
    fc.assert(
      fc.property(route, route, (one, other) => {
        const places = (before: Protocol, after: Protocol) =>
          differencesOf(before, after)
            .map(({ key, before: was, after: is }) => [key, was, is] as const)
            .toSorted((a, b) => a.join().localeCompare(b.join()));
        const there = places(PROTOCOLS[one], PROTOCOLS[other]);
        const back = places(PROTOCOLS[other], PROTOCOLS[one]).map(([key, was, is]) => [key, is, was] as const);
        expect(back.toSorted((a, b) => a.join().localeCompare(b.join()))).toEqual(there);
      }),
      { seed: 1 },
    );
  });
});

describe("a protocol in words", () => {
  it("has each statement once, so that two versions can be laid side by side", () => {
    for (const route of Route.options) {
      const keys = linesOf(PROTOCOLS[route]).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it("leaves nothing of the document out: whatever is changed is a difference", () => {
    const untold = new Set(["id", "version", "author"]);
    for (const route of Route.options) {
      const document = PROTOCOLS[route];
      for (const path of leavesOf(document)) {
        if (untold.has(String(path[0])) || path.at(-1) === "id") continue;
        expect(differencesOf(document, changedAt(document, path)), path.join(".")).not.toEqual([]);
      }
    }
  });
});

type Path = readonly (string | number)[];

/** The places of all numbers, ticks and free words of a document. Words of a set stay: another one is no document. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value === "object" && value !== null) {
    const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return entries.flatMap(([step, inner]) => leavesOf(inner, [...path, step]));
  }
  const isFree = ["name", "question", "source", "place"].includes(String(path.at(-1)));
  return typeof value === "number" || (typeof value === "boolean" && path.at(-1) !== "once") || isFree ? [path] : [];
}

function changedAt(document: Protocol, path: Path): Protocol {
  const copy: Protocol = structuredClone(document);
  let place: unknown = copy;
  for (const step of path.slice(0, -1)) place = Reflect.get(Object(place), step);
  const step = String(path.at(-1));
  const value: unknown = Reflect.get(Object(place), step);
  const other = typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${String(value)} x`;
  Reflect.set(Object(place), step, other);
  return copy;
}

describe("who is called, and points times seconds", () => {
  const chain: Protocol["escalation"][number] = {
    priority: "high",
    phases: ["dosing", "peak"],
    steps: [
      { to: "allStations", afterS: 0 },
      { to: "physician", afterS: 45 },
    ],
    source: "ours",
  };
  it("is said for each phase in which a chain of the protocol's own holds", () => {
    const text = "all stations at once, physician after 45 s; source: ours";
    expect(words(spravato, { ...spravato, escalation: [chain] })).toEqual([
      ["Escalation", "Dosing, high priority", null, text],
      ["Escalation", "Peak, high priority", null, text],
    ]);
  });
  it("says in the document that the clinic's own chain holds otherwise", () => {
    const said = linesOf(spravato).filter(({ part }) => part === "Escalation");
    expect(said.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      "Where nothing is said here: the clinic's own chain",
    ]);
  });
  it("is refused when two chains hold for one priority in one phase", () => {
    const other = { ...chain, phases: ["peak" as const] };
    expect(faultsOfProtocol({ ...spravato, escalation: [chain, other] })).toEqual([
      "Escalation of high alarms, Peak: two chains.",
    ]);
    expect(faultsOfProtocol({ ...spravato, escalation: [chain, { ...other, priority: "medium" }] })).toEqual([]);
  });
  it("says how long a limit waits while the signal is weak", () => {
    const spo2 = SET.limits.filter(({ metric }) => metric === "spo2");
    const row = { phases: ["peak" as const], metric: "spo2" as const, side: "low" as const };
    const rowsOf = (weakSignalDelayMs: number) =>
      spo2.map(({ tiers }) => ({
        ...row,
        tiers: tiers.map((tier) => ({ ...tier, fromBaseline: null, weakSignalDelayMs })),
      }));
    const withRows = (ms: number) => ({ ...spravato, limits: { ...spravato.limits, rows: rowsOf(ms) } });
    expect(words(withRows(20_000), withRows(30_000)).map((line) => line.slice(1))).toEqual([
      ["SpO₂ low, first limit: delay while the signal is weak", "20 s", "30 s"],
      ["SpO₂ low, second limit: delay while the signal is weak", "20 s", "30 s"],
    ]);
  });
  it("says the sum at which a limit alarms with what it means", () => {
    const rows = spravato.limits.rows.map((row) => ({
      ...row,
      tiers: row.tiers.map((tier, index) => (index === 0 ? { ...tier, pointSeconds: 50 } : tier)),
    }));
    const found = words(spravato, { ...spravato, limits: { ...spravato.limits, rows } });
    expect(found[0]?.slice(1)).toEqual([
      "Systolic high, first limit: points times seconds, instead of the delay",
      null,
      "50 (3 points beyond the limit for 17 s, or 10 points for 5 s)",
    ]);
  });
});
