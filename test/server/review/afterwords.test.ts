import { UNKNOWN_PATIENT } from "@watchroom/shared/session";
import type { OperatorId, SessionId } from "@watchroom/shared/time";
import { beforeEach, describe, expect, it } from "vitest";
import { JournalRefused } from "../../../server/src/journal/journal.ts";
import { addAfterword, afterwordsOf, factsWith } from "../../../server/src/review/afterwords.ts";
import type { SessionRow, Store, StoreClient } from "../../../server/src/store/store.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { at, clientOf, room } from "../http/api.ts";

const nurse = { operatorId: "o1" as OperatorId, displayName: "N. Okafor", role: "nurse" } as const;
const signed = { name: "sign", role: "nurse", meaning: "This record is complete and correct" } as const;
const submitted = (how: "online" | "fax", when: number | null) =>
  ({ name: "remsSubmitted", submitted: { how, at: when } }) as const;

let store: Store;
let clock: ReturnType<typeof createFakeClock>;
let row: SessionRow;
beforeEach(() => {
  store = createMemoryStore();
  clock = createFakeClock();
  const { wall } = clock.now();
  row = {
    sessionId: "s1" as SessionId,
    roomId: room("r1"),
    initials: "A. L.",
    route: "intranasal",
    recordFrom: wall,
    startedAt: wall,
    endedAt: wall,
    simulated: false,
    facts: {
      patient: UNKNOWN_PATIENT,
      protocol: { id: "preset-intranasal", name: "Esketamine (Spravato)", version: 1 },
      owner: null,
      doseAt: null,
      dosingEndedAt: null,
      givenMg: 56,
      ending: null,
      preCheck: [],
      signatures: [],
      corrections: 0,
      rems: null,
    },
  };
  store.putSession(row);
});

describe("what people add to a session after its end", () => {
  it("makes the facts of the session anew, and leaves the others as they are", async () => {
    const parts = { store: clientOf(store), clock };
    await addAfterword(parts, row, signed, nurse);
    await addAfterword(parts, row, submitted("fax", null), nurse);
    const added = await addAfterword(parts, row, submitted("online", 1_234), nurse);
    const { wall } = clock.now();
    expect(added).toMatchObject({
      ok: true,
      value: {
        facts: {
          givenMg: 56,
          signatures: [{ at: wall, by: "N. Okafor", operatorId: "o1", role: "nurse" }],
          rems: { submittedAt: 1_234, by: "N. Okafor", how: "online" },
        },
      },
    });
    const afterwords = await afterwordsOf(parts, row);
    expect(afterwords).toHaveLength(3);
    expect(store.session(row.sessionId)?.facts).toEqual(factsWith(row, afterwords));
  });

  it("is done one after the other, so that a role signs once and no act is lost from the list", async () => {
    const parts = { store: clientOf(store), clock };
    const acts = [signed, submitted("fax", null), signed].map((act) => addAfterword(parts, row, act, nurse));
    expect((await Promise.all(acts)).map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(store.session(row.sessionId)?.facts).toMatchObject({
      signatures: [{ role: "nurse" }],
      rems: { how: "fax" },
    });
  });

  it("is not mixed up with another session of the same room", async () => {
    const parts = { store: clientOf(store), clock };
    await addAfterword(parts, row, signed, nurse);
    expect(await afterwordsOf(parts, { ...row, sessionId: "s2" as SessionId })).toEqual([]);
  });

  it("says so when the record is not being saved, and the list does not claim it", async () => {
    const refused = () => Promise.reject(new JournalRefused("not-saved"));
    const parts = { store: refusing(clientOf(store), refused), clock };
    expect(await addAfterword(parts, row, signed, nurse)).toMatchObject({ ok: false, code: "record-not-saved" });
    expect(store.session(row.sessionId)?.facts.signatures).toEqual([]);
    expect((await addAfterword({ store: clientOf(store), clock }, row, signed, nurse)).ok).toBe(true);
  });

  it("waits for the end of the session", async () => {
    store.putSession({ ...row, endedAt: null });
    const added = await addAfterword({ store: clientOf(store), clock }, row, signed, nurse);
    expect(added).toMatchObject({ ok: false, code: "session-running" });
    expect(store.lastMoment()).toBeNull();
    expect(factsWith({ ...row, endedAt: at(clock.now().wall + 1) }, []).signatures).toEqual([]);
  });
});

const refusing = (client: StoreClient, append: StoreClient["append"]): StoreClient =>
  new Proxy(client, { get: (target, name) => (name === "append" ? append : Reflect.get(target, name)) });
