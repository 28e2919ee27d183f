import { ClinicChangesAnswer, PATHS } from "@watchroom/shared/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fieldChanges } from "../../../server/src/http/field-changes.ts";
import { type Api, startApi } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const PASSWORD = "another long password";
const changes = async (query = ""): Promise<ClinicChangesAnswer> => {
  const answer = await api.ask("GET", `${PATHS.changes}${query}`, { cookie: await api.cookieOf("administrator") });
  return ClinicChangesAnswer.parse(await answer.json());
};
const lines = async (): Promise<unknown[]> =>
  (await changes()).changes.map(({ by, what, old, new: next }) => [by, what, old, next]);

describe("what is changed in the clinic", () => {
  it("stands with who, from what and to what, and never with a password", async () => {
    const cookie = await api.cookieOf("administrator");
    const body = { name: "lena", displayName: "Lena Vogt", role: "nurse", password: PASSWORD };
    const { operatorId } = (await (await api.ask("POST", PATHS.operators, { cookie, body })).json()) as never;
    const path = `${PATHS.operators}/${operatorId}`;
    await api.ask("PATCH", path, { cookie, body: { role: "physician" } });
    await api.ask("PATCH", path, { cookie, body: { password: `${PASSWORD} 2` } });
    expect(await lines()).toEqual([
      ["The administrator", "Person Lena Vogt: password or token", null, "a new one"],
      ["The administrator", "Person Lena Vogt: role", "nurse", "physician"],
      ["The administrator", "Person Lena Vogt: added", null, "Lena Vogt, lena, nurse, may sign in"],
    ]);
    expect(JSON.stringify(await changes())).not.toContain(PASSWORD);
  });

  it("is told of rooms, devices and the clinic's own lines too", async () => {
    const cookie = await api.cookieOf("administrator");
    await api.ask("POST", PATHS.devices, { cookie, body: { kind: "cuff", rooms: ["Room 1"] } });
    const site = await (await api.ask("GET", PATHS.site, { cookie })).json();
    await api.ask("POST", PATHS.site, { cookie, body: { ...(site as object), phone: "555 0199" } });
    expect(await lines()).toEqual([
      ["The administrator", "Clinic: phone", null, "555 0199"],
      ["The administrator", expect.stringMatching(/^Device .*: added$/), null, expect.stringContaining("Room 1")],
      ["The administrator", "Room 1: added", null, expect.stringContaining("Room 1")],
    ]);
  });

  it("names the command line where that did it", async () => {
    const [nurse] = api.store.operators().filter(({ role }) => role === "nurse");
    if (nurse === undefined) throw new Error("there is a nurse");
    api.store.putOperator({ ...nurse, withdrawnAt: api.clock.now().wall });
    await new Promise<void>((resolve) => {
      api.directory.onChange(() => resolve());
      api.clock.advance(1_000);
    });
    expect(await lines()).toEqual([["Command line", "Person The nurse: state", "may sign in", "withdrawn"]]);
  });

  it("is an administrator's to read, and comes in pages", async () => {
    const cookie = await api.cookieOf("administrator");
    for (const name of ["Bay 1", "Bay 2", "Bay 3"]) {
      await api.ask("POST", PATHS.devices, { cookie, body: { kind: "cuff", rooms: [name] } });
    }
    const first = await changes("?limit=4");
    expect(first.changes).toHaveLength(4);
    expect(await changes(`?limit=4&before=${first.next}`)).toMatchObject({ changes: [{}, {}], next: null });
    expect((await api.ask("GET", PATHS.changes, { cookie: await api.cookieOf("nurse") })).status).toBe(403);
  });
});

describe("the fields of a setting", () => {
  it("are told one by one, things in a list by their names", () => {
    const before = { address: null, recipients: [{ id: "1", name: "Dr. Lee", active: true, to: ["physician"] }] };
    const after = {
      address: "https://watch.example",
      recipients: [{ id: "1", name: "Dr. Lee", active: false, to: ["physician", "charge"] }],
    };
    expect(fieldChanges("Notifications", before, after)).toEqual([
      { what: "Notifications: recipients · Dr. Lee · active", old: "yes", new: "no" },
      { what: "Notifications: recipients · Dr. Lee · to", old: "physician", new: "physician, charge" },
      { what: "Notifications: address", old: null, new: "https://watch.example" },
    ]);
    expect(fieldChanges("Notifications", before, before)).toEqual([]);
  });
});
