import { PROTOCOLS } from "@watchroom/shared/protocol";
import { UNKNOWN_PATIENT } from "@watchroom/shared/session";
import type { ClinicId, EpochMs, OperatorId, SessionId } from "@watchroom/shared/time";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { entriesOfBlocks } from "../../server/src/journal/block.ts";
import type { JournalEntry } from "../../server/src/journal/entry.ts";
import { StoreRefused } from "../../server/src/store/refused.ts";
import type {
  ActivationRow,
  Device,
  Operator,
  ProtocolRow,
  SessionRow,
  SignIn,
  Store,
} from "../../server/src/store/store.ts";
import {
  afterwordEntry,
  alarmEntry,
  commandEntry,
  device,
  ENTRIES_START,
  entryAt,
  epoch,
  lateEntry,
  oximetryEntry,
  pressureEntry,
  room,
  sessionEntries,
} from "../support/entries.ts";
import { memoryMember, type StoreMember, sqliteMember } from "./support/store-members.ts";

const FOREVER = { from: epoch(0), to: epoch(ENTRIES_START * 2) };
const withSeq = (entries: readonly JournalEntry[], first = 1) =>
  entries.map((entry, index) => ({ ...entry, seq: first + index }));
/** As a device's stream arrives: ten entries a commit. */
function appendInTens(store: Store, entries: readonly JournalEntry[]): void {
  for (let start = 0; start < entries.length; start += 10) store.append(entries.slice(start, start + 10));
}

const oximeter: Device = {
  deviceId: device("d1"),
  label: "Oximeter 1",
  kind: "oximeter",
  rooms: [room("r1")],
  simulated: true,
  tokenHash: "hash",
  withdrawnAt: null,
};
const nurse: Operator = {
  operatorId: "o1" as OperatorId,
  name: "Okafor",
  displayName: "R. Okafor",
  role: "nurse",
  passwordHash: "hash",
  withdrawnAt: null,
};
const session = (id: string, roomId: string, startedAt: number, endedAt: number | null): SessionRow => ({
  sessionId: id as SessionId,
  roomId: room(roomId),
  initials: "A. L.",
  route: "intranasal",
  recordFrom: epoch(startedAt - 60_000),
  startedAt: epoch(startedAt),
  endedAt: endedAt as EpochMs | null,
  simulated: false,
  facts: {
    patient: UNKNOWN_PATIENT,
    protocol: { id: "preset-intranasal", name: "Esketamine (Spravato)", version: 1 },
    owner: null,
    doseAt: null,
    dosingEndedAt: null,
    givenMg: null,
    ending: null,
    preCheck: [],
    signatures: [],
    corrections: 0,
    rems: null,
  },
});
const ofPatient = (row: SessionRow, recordNumber: string): SessionRow => ({
  ...row,
  facts: { ...row.facts, patient: { recordNumber, birthDate: "1980-02-29", name: "Ana Lind" } },
});

describe.each([
  { name: "the SQLite store", create: sqliteMember },
  { name: "the memory store of tests", create: memoryMember },
])("$name", ({ create }) => {
  let member: StoreMember;
  let store: Store;
  beforeEach(() => {
    member = create();
    store = member.store;
  });
  afterEach(() => member.end());

  it("gives back every kind of entry exactly as it was appended, in the order of arrival", () => {
    const entries: JournalEntry[] = [
      oximetryEntry("r1", 0),
      oximetryEntry("r1", 1, { spo2: null, pulseRate: undefined }),
      pressureEntry("r1", 2),
      lateEntry("r1", 3, -4_000, "buffered-1"),
      alarmEntry("r1", 4),
      commandEntry("r1", 5),
      afterwordEntry("r1", 5),
      entryAt("r1", 6, { kind: "link", deviceId: device("d1"), link: "down" }),
      entryAt("r1", 7, { kind: "hearing", stations: 2 }),
      entryAt("r1", 8, { kind: "record", saving: false }),
      entryAt("r1", 9, { kind: "rebuilt", reason: "restart" }),
      entryAt("r1", 10, {
        kind: "devices",
        by: null,
        devices: [{ deviceId: device("d1"), label: "Oximeter", kind: "oximeter", simulated: true }],
      }),
    ];
    store.append(entries);
    expect(store.entriesAfter(room("r1"), 0)).toEqual(withSeq(entries));
    expect(member.reopened().entriesAfter(room("r1"), 0)).toEqual(withSeq(entries));
  });

  it("keeps the whole of a long session, packed or not, through a restart", () => {
    const entries = sessionEntries("r1", 1_000);
    appendInTens(store, entries);
    expect(store.entriesAfter(room("r1"), 0)).toEqual(withSeq(entries));
    const again = member.reopened();
    expect(again.entriesAfter(room("r1"), 0)).toEqual(withSeq(entries));
    again.append([oximetryEntry("r1", 1_000)]);
    expect(again.entriesAfter(room("r1"), entries.length)).toEqual(
      withSeq([oximetryEntry("r1", 1_000)], entries.length + 1),
    );
  });

  it("keeps rooms apart and numbers their entries in the order of arrival over the clinic", () => {
    for (let second = 0; second < 200; second++) {
      store.append([oximetryEntry("r1", second), oximetryEntry("r2", second)]);
    }
    expect(store.entriesAfter(room("r1"), 0).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 200 }, (_, index) => 2 * index + 1),
    );
    expect(store.entriesAfter(room("r2"), 399).map(({ seq }) => seq)).toEqual([400]);
    expect(store.entriesAfter(room("r3"), 0)).toEqual([]);
  });

  it("finds a room's entries of a stretch of time, both ends included", () => {
    appendInTens(store, sessionEntries("r1", 900));
    const from = epoch(ENTRIES_START + 250_000);
    const to = epoch(ENTRIES_START + 550_000);
    const found = store.entries({ roomId: room("r1"), from, to });
    const expected = sessionEntries("r1", 900).filter(({ at }) => at >= from && at <= to);
    expect(found.map(({ seq: _seq, ...entry }) => entry)).toEqual(expected);
    const seqs = found.map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  });

  it("gives what it finds packed too, for a thread that unpacks it", () => {
    appendInTens(store, sessionEntries("r1", 900));
    const query = { roomId: room("r1"), ...FOREVER, from: epoch(ENTRIES_START + 250_000) };
    expect(entriesOfBlocks(store.blocks(query), query)).toEqual(store.entries(query));
  });

  it("keeps what was changed in the clinic, newest first, page after page, also over a restart", () => {
    const change = (what: string) => ({ at: ENTRIES_START, by: "Ada Petrov", what, old: "nurse", new: null });
    store.putClinicChanges([change("a"), change("b")]);
    store.putClinicChanges([change("c")]);
    const again = member.reopened();
    const page = again.clinicChanges({ limit: 2 });
    expect(page).toEqual([
      { ...change("c"), id: 3 },
      { ...change("b"), id: 2 },
    ]);
    expect(again.clinicChanges({ before: 2, limit: 2 }).map(({ what }) => what)).toEqual(["a"]);
  });

  it("finds entries of the kinds asked for", () => {
    appendInTens(store, sessionEntries("r1", 900));
    const found = store.entries({ roomId: room("r1"), ...FOREVER, kinds: ["command", "alarm"] });
    expect(found.map(({ body }) => body.kind)).toEqual(["alarm", "command", "alarm", "command"]);
  });

  it("finds the few afterwords among days of readings, pending or packed, also after a restart", () => {
    appendInTens(store, sessionEntries("r1", 300));
    store.append([afterwordEntry("r1", 300), afterwordEntry("r2", 300)]);
    appendInTens(store, sessionEntries("r1", 400).slice(305));
    store.append([afterwordEntry("r1", 401)]);
    const found = (opened: Store) =>
      opened.entries({ roomId: room("r1"), ...FOREVER, kinds: ["afterword"] }).map(({ seq: _seq, ...entry }) => entry);
    const expected = [afterwordEntry("r1", 300), afterwordEntry("r1", 401)];
    expect(found(store)).toEqual(expected);
    const again = member.reopened();
    expect(found(again)).toEqual(expected);
    const from = epoch(ENTRIES_START + 301_000);
    expect(again.entries({ roomId: room("r2"), from, to: FOREVER.to, kinds: ["afterword"] })).toEqual([]);
  });

  it("gives the newest entries first, when asked for so many", () => {
    appendInTens(store, sessionEntries("r1", 300));
    const query = { roomId: room("r1"), ...FOREVER, kinds: ["reading"] as const };
    const newest = store.entries({ ...query, newest: 130 });
    expect(newest).toEqual(store.entries(query).reverse().slice(0, 130));
    const before = newest.at(-1)?.at ?? 0;
    const next = store.entries({ ...query, to: epoch(before - 1), newest: 500 });
    expect(newest.length + next.length).toBe(store.entries(query).length);
  });

  it("loses no entry when the wall clock is set back or on", () => {
    const seconds = [0, 10, 4_000, 4_001, 30, 31, 95, 20, 4_100];
    const entries = seconds.map((second, index) => oximetryEntry("r1", second, { id: `jump-${index}` }));
    for (const entry of entries) store.append([entry]);
    expect(store.entriesAfter(room("r1"), 0)).toEqual(withSeq(entries));
    const early = store.entries({ roomId: room("r1"), from: epoch(0), to: epoch(ENTRIES_START + 100_000) });
    expect(early.map(({ seq }) => seq)).toEqual([1, 2, 5, 6, 7, 8]);
  });

  it("knows a reading that it has, pending or packed, by room, device and id", () => {
    appendInTens(store, sessionEntries("r1", 200));
    store.append([lateEntry("r1", 201, -86_400, "buffered-1"), oximetryEntry("r1", 202)]);
    const has = (readingId: string, second: number): boolean =>
      store.hasReading(room("r1"), device("oximeter-r1"), readingId, epoch(ENTRIES_START + second * 1_000 - 40));
    expect(has("r1:0", 0)).toBe(true);
    expect(has("r1:150", 150)).toBe(true);
    expect(has("r1:202", 202)).toBe(true);
    expect(has("r1:203", 203)).toBe(false);
    const at = epoch(ENTRIES_START - 86_400_000);
    expect(store.hasReading(room("r1"), device("oximeter-r1"), "buffered-1", at)).toBe(true);
    appendInTens(store, sessionEntries("r1", 200));
    expect(store.hasReading(room("r1"), device("oximeter-r1"), "buffered-1", at)).toBe(true);
    expect(store.hasReading(room("r1"), device("another"), "buffered-1", at)).toBe(false);
    expect(store.hasReading(room("r2"), device("oximeter-r1"), "buffered-1", at)).toBe(false);
  });

  it("lists alarm changes in the order of arrival, with ids that go on after a restart and the room's name", () => {
    store.putRoom({ roomId: room("r1"), name: "Room 1", order: 1 });
    store.append([alarmEntry("r1", 0), oximetryEntry("r1", 0), alarmEntry("r2", 1)]);
    store.append([alarmEntry("r1", 5, "acknowledged")]);
    expect(store.alarmChanges(0, 10).map(({ id, room, change }) => [id, room, change])).toEqual([
      [1, "Room 1", "began"],
      [2, "r2", "began"],
      [3, "Room 1", "acknowledged"],
    ]);
    expect(store.alarmChanges(1, 1).map(({ id }) => id)).toEqual([2]);
    expect(store.alarmChanges(0, 1)[0]).toMatchObject({ roomId: "r1", sessionId: "session-r1", at: ENTRIES_START });
    const again = member.reopened();
    again.append([alarmEntry("r1", 9, "ended")]);
    expect(again.alarmChanges(3, 10).map(({ id, change }) => [id, change])).toEqual([[4, "ended"]]);
    const ofRoom = again.alarmChangesOfRoom(room("r1"), epoch(ENTRIES_START), epoch(ENTRIES_START + 5_000));
    expect(ofRoom.map(({ id }) => id)).toEqual([1, 3]);
  });

  it("keeps the newest checkpoint of a room, with the number of the last entry in it", () => {
    expect(store.checkpoint(room("r1"))).toBeNull();
    store.append([oximetryEntry("r1", 0), oximetryEntry("r2", 0)]);
    store.putCheckpoint(room("r1"), "first");
    store.append([oximetryEntry("r1", 1)]);
    store.putCheckpoint(room("r1"), "second");
    const expected = { roomId: "r1", seq: 3, state: "second" };
    expect(store.checkpoint(room("r1"))).toEqual(expected);
    expect(member.reopened().checkpoint(room("r1"))).toEqual(expected);
  });

  it("knows the moment of the newest entry of the clinic, also when all entries are packed", () => {
    expect(store.lastMoment()).toBeNull();
    appendInTens(store, sessionEntries("r1", 130));
    store.append([oximetryEntry("r2", 9_000)]);
    const expected = { at: ENTRIES_START + 9_000_000, mono: 9_000_000.25 };
    expect(store.lastMoment()).toEqual(expected);
    expect(member.reopened().lastMoment()).toEqual(expected);
  });

  it("keeps the clinic, its rooms in their order, devices, people and tokens, through a restart", () => {
    const clinic = { clinicId: "c1" as ClinicId, name: "Harbour clinic", simulated: true };
    expect(store.clinic()).toBeNull();
    store.putRoom({ roomId: room("r2"), name: "Room 2", order: 2 });
    store.putRoom({ roomId: room("r1"), name: "Room 1", order: 1 });
    store.putClinic(clinic);
    store.putDevice(oximeter);
    store.putDevice({ ...oximeter, rooms: [room("r1"), room("r2")], kind: "gateway", withdrawnAt: epoch(5) });
    store.putOperator(nurse);
    const access = { accessId: "a1", role: "reader", label: "EHR", tokenHash: "x", withdrawnAt: null } as const;
    store.putAccess(access);
    for (const open of [() => store, () => member.reopened()]) {
      const opened = open();
      expect(opened.clinic()).toEqual(clinic);
      expect(opened.rooms().map(({ name }) => name)).toEqual(["Room 1", "Room 2"]);
      expect(opened.devices()).toEqual([{ ...oximeter, rooms: ["r1", "r2"], kind: "gateway", withdrawnAt: 5 }]);
      expect(opened.operators()).toEqual([nurse]);
      expect(opened.accesses()).toEqual([access]);
    }
  });

  it("refuses a second person with the same name, however it is written", () => {
    store.putOperator(nurse);
    const other = { ...nurse, operatorId: "o2" as OperatorId, name: "OKAFOR" };
    expect(() => store.putOperator(other)).toThrow(StoreRefused);
    store.putOperator({ ...nurse, name: "okafor", role: "physician" });
    expect(store.operators().map(({ role }) => role)).toEqual(["physician"]);
  });

  it("counts every change of rooms, devices, people and tokens, and nothing else", () => {
    const versions = [store.configVersion()];
    const step = (act: () => void): void => {
      act();
      versions.push(store.configVersion());
    };
    step(() => store.putRoom({ roomId: room("r1"), name: "Room 1", order: 1 }));
    step(() => store.putDevice(oximeter));
    step(() => store.putOperator(nurse));
    step(() => store.putAccess({ accessId: "a", role: "reader", label: "", tokenHash: "", withdrawnAt: null }));
    step(() => store.putSetting("setUp", "x"));
    step(() => store.append([oximetryEntry("r1", 0)]));
    expect(versions).toEqual([0, 1, 2, 3, 4, 4, 4]);
  });

  it("lists sessions the newest first, of one room or all, open or ended", () => {
    store.putSession(session("s1", "r1", 1_000, 2_000));
    store.putSession(session("s2", "r2", 2_000, null));
    store.putSession(session("s3", "r1", 3_000, null));
    const ids = (query: Parameters<Store["sessions"]>[0]) => store.sessions(query).map(({ sessionId }) => sessionId);
    expect(ids({ limit: 10 })).toEqual(["s3", "s2", "s1"]);
    expect(ids({ limit: 1 })).toEqual(["s3"]);
    expect(ids({ roomId: room("r1"), limit: 10 })).toEqual(["s3", "s1"]);
    expect(ids({ open: true, limit: 10 })).toEqual(["s3", "s2"]);
    expect(ids({ roomId: room("r1"), open: false, limit: 10 })).toEqual(["s1"]);
    store.putSession(session("s3", "r1", 3_000, 4_000));
    expect(ids({ roomId: room("r1"), open: true, limit: 10 })).toEqual([]);
    expect(store.sessions({ limit: 1 })).toEqual([session("s3", "r1", 3_000, 4_000)]);
  });

  it("gives one session with all that lists know of it, and nothing for an id that it does not know", () => {
    const row = ofPatient(session("s1", "r1", 1_000, null), "R-17");
    store.putSession(row);
    expect(store.session("s1" as SessionId)).toEqual(row);
    const ended: SessionRow = {
      ...row,
      endedAt: epoch(9_000),
      facts: { ...row.facts, ending: { how: "released", by: "N. Okafor", reason: null, physician: null }, givenMg: 56 },
    };
    store.putSession(ended);
    expect(store.session("s2" as SessionId)).toBeNull();
    expect(member.reopened().session("s1" as SessionId)).toEqual(ended);
  });

  it("lists one patient's sessions by the record number as it was written, the newest first", () => {
    store.putSession(ofPatient(session("s1", "r1", 1_000, 2_000), "R-17"));
    store.putSession(ofPatient(session("s2", "r2", 2_000, 3_000), "r-17"));
    store.putSession(ofPatient(session("s3", "r2", 3_000, null), "R-17"));
    store.putSession(session("s4", "r1", 4_000, null));
    const ids = (query: Parameters<Store["sessions"]>[0]) => store.sessions(query).map(({ sessionId }) => sessionId);
    expect(ids({ recordNumber: "R-17", limit: 10 })).toEqual(["s3", "s1"]);
    expect(ids({ recordNumber: "R-17", limit: 1 })).toEqual(["s3"]);
    expect(ids({ recordNumber: "R-17", roomId: room("r1"), limit: 10 })).toEqual(["s1"]);
    expect(ids({ recordNumber: "R-17", open: true, limit: 10 })).toEqual(["s3"]);
    // Written wrongly at first: the row follows the correction.
    store.putSession(ofPatient(session("s1", "r1", 1_000, 2_000), "R-18"));
    expect(ids({ recordNumber: "R-17", limit: 10 })).toEqual(["s3"]);
  });

  it("keeps every version of a protocol as it was saved, and never a second one under its number", () => {
    const version = (number: number): ProtocolRow => ({
      protocol: { ...PROTOCOLS.oral, version: number, author: "Dr. Ito" },
      savedAt: epoch(number),
      savedBy: "Dr. Ito",
      note: `Change ${number}`,
    });
    const other: ProtocolRow = { ...version(1), protocol: { ...PROTOCOLS.oral, id: "oral-slow" } };
    for (const row of [version(2), other, version(1)]) store.putProtocolVersion(row);
    expect(() => store.putProtocolVersion({ ...version(2), note: "Another" })).toThrow(
      expect.objectContaining({ name: "StoreRefused", code: "version-taken" }),
    );
    expect(member.reopened().protocolVersions()).toEqual([version(2), other, version(1)]);
  });

  it("keeps who made which version active, and when it ended, in order", () => {
    const row = (version: number, active: boolean): ActivationRow => ({
      protocolId: "oral-slow",
      version,
      active,
      at: epoch(5),
      by: "Dr. Ito",
    });
    const rows = [row(1, true), row(2, true), row(1, false)];
    for (const one of rows) store.putActivation(one);
    expect(member.reopened().activations()).toEqual(rows);
  });

  it("keeps who is signed in, and forgets who signed out", () => {
    const signIn: SignIn = {
      tokenHash: "t1",
      operatorId: nurse.operatorId,
      createdAt: epoch(1),
      expiresAt: epoch(9),
      lockedAt: null,
      activeAt: epoch(1),
    };
    store.putSignIn(signIn);
    store.putSignIn({ ...signIn, lockedAt: epoch(3), activeAt: epoch(2) });
    store.putSignIn({ ...signIn, tokenHash: "t2" });
    store.removeSignIn("t2");
    expect(member.reopened().signIns()).toEqual([{ ...signIn, lockedAt: 3, activeAt: 2 }]);
  });

  it("keeps named settings until they are taken away", () => {
    store.putSetting("limitSet", "{}");
    store.putSetting("limitSet", "{1}");
    expect(member.reopened().setting("limitSet")).toBe("{1}");
    member.reopened().putSetting("limitSet", null);
    expect(member.reopened().setting("limitSet")).toBeNull();
  });
});
