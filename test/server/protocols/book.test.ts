import { PROTOCOLS, type Protocol } from "@watchroom/shared/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { createProtocolBook, type ProtocolBook } from "../../../server/src/protocols/book.ts";
import type { Store } from "../../../server/src/store/store.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { clientOf, quietLog } from "../http/api.ts";

const ito = { operatorId: "o1", displayName: "Dr. Ito" };
const admin = { operatorId: "o2", displayName: "Ada Petrov" };
const { oral, intranasal } = PROTOCOLS;

let store: Store;
let clock: ReturnType<typeof createFakeClock>;
let book: ProtocolBook;
const opened = (): Promise<ProtocolBook> => createProtocolBook({ store: clientOf(store), clock, log: quietLog });
beforeEach(async () => {
  store = createMemoryStore();
  clock = createFakeClock();
  book = await opened();
});

/** As the editor sends it. */
const edited = (protocol: Protocol, more: object = {}): object => ({ ...structuredClone(protocol), ...more });
const named = ({ protocol, active }: { protocol: Protocol; active: boolean }): string =>
  `${protocol.id} ${protocol.version}${active ? " active" : ""}`;

describe("the clinic's protocols at first", () => {
  it("are the presets, each kept as a version of its own and active", async () => {
    expect(book.versions().map(named)).toEqual(Object.values(PROTOCOLS).map(({ id }) => `${id} 1 active`));
    for (const version of book.versions()) {
      expect(version).toMatchObject({ savedBy: "Watchroom preset", protocol: { author: "Watchroom preset" } });
    }
    expect(book.forSession("oral", undefined)).toEqual(oral);
    const again = await opened();
    expect(again.versions()).toEqual(book.versions());
  });

  it("get the text of a later release as a further version, which waits for a person", async () => {
    store = createMemoryStore();
    const before = { ...oral, name: "Ketamine by mouth" };
    store.putProtocolVersion({ protocol: before, savedAt: clock.now().wall, savedBy: "Watchroom preset", note: "x" });
    store.putActivation({
      protocolId: oral.id,
      version: 1,
      active: true,
      at: clock.now().wall,
      by: "Watchroom preset",
    });
    book = await opened();
    expect(
      book
        .versions()
        .filter(({ protocol }) => protocol.route === "oral")
        .map(named),
    ).toEqual(["preset-oral 2", "preset-oral 1 active"]);
    expect(book.forSession("oral", undefined)?.name).toBe("Ketamine by mouth");
    expect((await opened()).versions()).toEqual(book.versions());
  });
});

describe("a session that starts", () => {
  it("runs by the active version of the protocol asked for, if it is for its route", async () => {
    await book.save(edited(oral, { id: "oral-slow", name: "Oral, slow" }), null, "For anxious people", ito);
    expect(book.forSession("oral", "oral-slow")).toBeNull();
    await book.activate("oral-slow", 1, true, ito);
    expect(book.forSession("oral", "oral-slow")?.name).toBe("Oral, slow");
    expect(book.forSession("intranasal", "oral-slow")).toBeNull();
    expect(book.forSession("oral", "nothing")).toBeNull();
  });

  it("runs by the preset when no protocol is named, and by the clinic's own once the preset was ended", async () => {
    await book.save(edited(oral, { id: "a-oral" }), null, "Our own", ito);
    await book.activate("a-oral", 1, true, ito);
    expect(book.forSession("oral", undefined)?.id).toBe("preset-oral");
    await book.activate("preset-oral", 1, false, ito);
    expect(book.forSession("oral", undefined)?.id).toBe("a-oral");
    await book.activate("a-oral", 1, false, ito);
    expect(book.forSession("oral", undefined)).toBeNull();
  });
});

describe("saving a protocol", () => {
  it("makes the next version, in the name of who saved it, whatever the document says, and not active", async () => {
    const saved = await book.save(edited(oral, { version: 77, author: "Somebody" }), 1, "Names changed", ito);
    expect(saved).toMatchObject({
      ok: true,
      value: {
        active: false,
        savedBy: "Dr. Ito",
        savedAt: clock.now().wall,
        note: "Names changed",
        protocol: { id: "preset-oral", version: 2, author: "Dr. Ito" },
      },
    });
    expect(book.forSession("oral", undefined)?.version).toBe(1);
    expect((await opened()).versions()).toEqual(book.versions());
  });

  it("tells who saved what when somebody else was faster", async () => {
    const [first, second] = await Promise.all([
      book.save(edited(oral, { name: "Oral, mine" }), 1, "Mine first", ito),
      book.save(edited(oral), 1, "Mine too", admin),
    ]);
    expect(first.ok).toBe(true);
    const when = new Date(clock.now().wall).toISOString().slice(0, 16).replace("T", " ");
    expect(second).toMatchObject({
      code: "version-taken",
      message: `There is a newer one: version 2 of "Oral, mine", saved by Dr. Ito on ${when} UTC (Mine first). Look at it, then change that one.`,
    });
  });

  it("refuses a new protocol under an id that is taken, and a change of one that is not there", async () => {
    expect(await book.save(edited(oral), null, "Imported", ito)).toMatchObject({
      code: "version-taken",
      message: expect.stringContaining('The id "preset-oral" is taken by version 1 of "Ketamine, oral"'),
    });
    expect(await book.save(edited(oral, { id: "gone" }), 3, "Change", ito)).toMatchObject({ code: "no-such-protocol" });
  });

  it("makes the id of a new protocol from its name when it has none", async () => {
    const ids: unknown[] = [];
    for (const name of ["Oral, für Ältere 0.5 mg", "Oral, für Ältere 0.5 mg", "40 mg", "安静"]) {
      const { id: _id, ...document } = oral;
      const saved = await book.save({ ...document, name: name === "安静" ? "安静な" : name }, null, "New", ito);
      ids.push(saved.ok ? saved.value.protocol.id : saved);
    }
    expect(ids).toEqual(["oral-fur-altere-0-5-mg", "oral-fur-altere-0-5-mg-2", "protocol-40-mg", "protocol-1"]);
  });

  it("keeps a protocol to its route, since its sessions are of that route", async () => {
    expect(await book.save(edited(oral, { route: "sublingual" }), 1, "Other way", ito)).toMatchObject({
      code: "protocol-faulty",
      faults: ["Route: the versions before are for oral. Save it as a new protocol."],
    });
  });
});

describe("a protocol with mistakes in it", () => {
  const faultsOf = async (document: unknown): Promise<readonly string[]> => {
    const before = book.versions();
    const saved = await book.save(document, 1, "Mistakes", ito);
    expect(book.versions()).toEqual(before);
    return saved.ok || saved.code !== "protocol-faulty" ? [`not faulty: ${JSON.stringify(saved)}`] : saved.faults;
  };
  /** The Spravato preset with one part replaced. */
  const withPart = (path: readonly (string | number)[], value: unknown): unknown => {
    const document = structuredClone(intranasal) as never;
    const last = path.at(-1) ?? "";
    const parent = path.slice(0, -1).reduce((part: Record<string, never>, key) => part[key] ?? ({} as never), document);
    (parent as Record<string, unknown>)[last] = value;
    return document;
  };
  const checkId = intranasal.checks[1]?.id ?? "";
  const question = intranasal.preCheck[0]?.question ?? "";

  it.each([
    ["a name that is missing", ["name"], undefined, "Name: it is missing."],
    ["no words", ["observation", "source"], "", "Observation, Source: this must not be empty."],
    [
      "a word for a number",
      ["hold", "systolicAbove"],
      "140",
      'Hold before the first dose, Held above systolic: give a number, not "140".',
    ],
    [
      "an amount below nothing",
      ["dosing", "amountsMg"],
      [28, -1],
      "Dosing, Amounts to choose from, number 2: must be more than 0.",
    ],
    [
      "a route that there is not",
      ["route"],
      "iv",
      'Route: "iv" is not one of intravenous, intramuscular, intranasal, sublingual, oral.',
    ],
    [
      "an answer that there is not",
      ["preCheck", 0, "expected"],
      "maybe",
      `Pre-session check, "${question}", Expected answer: "maybe" is not one of yes, no.`,
    ],
    [
      "a word for minutes",
      ["checks", 1, "timing"],
      { everyMin: "ten" },
      `Checks, "${checkId}", Every: give a number, not "ten".`,
    ],
    [
      "a time that is none",
      ["checks", 1, "timing"],
      {},
      `Checks, "${checkId}", When: one of these is needed: Every; At minutes and Counted from; Once.`,
    ],
    [
      "half a second",
      ["standby", "returnAfterS"],
      20.5,
      "Standby, Monitoring returns after a good signal of: give a whole number, not 20.5.",
    ],
    ["a phase too few", ["checks", 1, "phases"], [], `Checks, "${checkId}", Phases: choose or give at least 1.`],
    [
      "an id with a blank",
      ["checks", 1, "id"],
      "Bad id",
      'Checks, "Bad id", Name in the record: begin with a small letter; then letters without accents, digits and hyphens, no more than 40.',
    ],
  ] as const)("says where and what: %s", async (_what, path, value, sentence) => {
    expect(await faultsOf(withPart(path, value))).toEqual([sentence]);
  });

  it("is told of each scale that a check may ask for", async () => {
    const [fault] = await faultsOf(withPart(["checks", 1, "what"], "mood"));
    expect(fault).toMatch(
      /^Checks, ".*", What is checked: "mood" is not one of bloodPressure, sedation, dissociation, /,
    );
  });

  it("gets all sentences at once, of its form or of its sense", async () => {
    const document = withPart(["name"], "x") as { route: unknown };
    expect(await faultsOf({ ...document, route: 5 })).toHaveLength(2);
    expect(
      await faultsOf({
        ...intranasal,
        repeat: { ...intranasal.repeat, overdueMin: 1 },
        release: { ...intranasal.release, spo2AtLeast: 40 },
      }),
    ).toEqual([
      "Release: SpO₂ of at least 40 % is outside 50 to 100.",
      "Repeat after an abnormal pressure: it must be overdue later than it is due.",
    ]);
  });

  it("is refused when it is no document at all", async () => {
    for (const document of ["a protocol", null, [intranasal], 7]) {
      expect(await faultsOf(document)).toEqual([
        "The document: it is no protocol. Export one to see what it looks like.",
      ]);
    }
  });
});

describe("activating", () => {
  it("ends the version that was active, and the record says who did both", async () => {
    await book.save(edited(oral, { name: "Oral, two" }), 1, "Second", ito);
    clock.advance(60_000);
    const { wall } = clock.now();
    expect(await book.activate("preset-oral", 2, true, admin)).toMatchObject({ ok: true, value: { active: true } });
    const [second, first] = book.versions().filter(({ protocol }) => protocol.id === "preset-oral");
    expect([second?.active, first?.active]).toEqual([true, false]);
    expect(second?.activations).toEqual([{ at: wall, by: "Ada Petrov", active: true }]);
    expect(first?.activations.map(({ by, active }) => [by, active])).toEqual([
      ["Ada Petrov", false],
      ["Watchroom preset", true],
    ]);
    expect((await opened()).forSession("oral", undefined)?.name).toBe("Oral, two");
  });

  it("leaves one version active when the server stopped between the two records", async () => {
    await book.save(edited(oral, { name: "Oral, two" }), 1, "Second", ito);
    store.putActivation({ protocolId: "preset-oral", version: 2, active: true, at: clock.now().wall, by: "Dr. Ito" });
    book = await opened();
    const active = book.versions().filter((one) => one.active && one.protocol.route === "oral");
    expect(active.map(({ protocol }) => protocol.version)).toEqual([2]);
  });

  it("records nothing when it is so already, and knows no version that is not there", async () => {
    const before = store.activations().length;
    expect((await book.activate("preset-oral", 1, true, ito)).ok).toBe(true);
    expect(await book.activate("preset-oral", 9, true, ito)).toMatchObject({ code: "no-such-protocol" });
    expect(store.activations()).toHaveLength(before);
  });
});
