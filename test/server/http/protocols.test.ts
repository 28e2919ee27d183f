import { PATHS } from "@watchroom/shared/http";
import { ProtocolFaults, ProtocolsAnswer, ProtocolVersion } from "@watchroom/shared/http-sessions";
import { PROTOCOLS, Protocol } from "@watchroom/shared/protocol";
import type { Role } from "@watchroom/shared/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Api, PASSWORD, startApi } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const as = async (role: Role, method: string, path: string, body?: unknown): Promise<Response> =>
  api.ask(method, path, { cookie: await api.cookieOf(role), ...(body !== undefined && { body }) });
const failure = async (answer: Response): Promise<unknown> => [answer.status, ((await answer.json()) as never)["code"]];
const save = (role: Role, body: object) => as(role, "POST", PATHS.protocols, body);
const activation = (id: string, version: number | string) => `${PATHS.protocols}/${id}/versions/${version}/activation`;
const change = { document: { ...PROTOCOLS.oral, name: "Oral, two" }, basedOn: 1, note: "A longer name" };

describe("the clinic's protocols", () => {
  it("are seen by every person, with who saved and activated each version", async () => {
    for (const role of ["nurse", "physician", "trainer", "administrator"] as const) {
      const answer = ProtocolsAnswer.parse(await (await as(role, "GET", PATHS.protocols)).json());
      expect(answer.versions.map(({ protocol, active }) => [protocol.route, active])).toEqual(
        Object.keys(PROTOCOLS).map((route) => [route, true]),
      );
    }
  });

  it("are changed by physicians and administrators alone", async () => {
    expect(await failure(await save("nurse", change))).toEqual([403, "not-allowed"]);
    expect(await failure(await save("trainer", change))).toEqual([403, "not-allowed"]);
    const saved = ProtocolVersion.parse(await (await save("physician", change)).json());
    expect(saved).toMatchObject({
      savedBy: "The physician",
      active: false,
      protocol: { version: 2, name: "Oral, two" },
    });
    expect((await save("administrator", { ...change, basedOn: 2 })).status).toBe(200);
    const late = await save("physician", change);
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({
      code: "version-taken",
      message: expect.stringContaining("saved by The administrator"),
    });
  });

  it("answer a faulty document with a sentence a fault, and keep nothing of it", async () => {
    const faulty = { ...PROTOCOLS.oral, repeat: { ...PROTOCOLS.oral.repeat, overdueMin: 1 }, checks: [] };
    const answer = await save("physician", { ...change, document: faulty });
    expect(answer.status).toBe(422);
    expect(ProtocolFaults.parse(await answer.json())).toEqual({
      code: "protocol-faulty",
      message: "The protocol has one fault and was not saved.",
      faults: ["Checks: choose or give at least 1."],
    });
    expect(api.store.protocolVersions()).toHaveLength(5);
    expect(await failure(await save("physician", { ...change, note: "" }))).toEqual([400, "bad-request"]);
  });

  it("can be taken to another clinic as a file, and come back", async () => {
    const answer = await as("nurse", "GET", `${PATHS.protocols}/preset-intranasal/versions/1/document.json`);
    expect(answer.headers.get("content-disposition")).toContain("watchroom-protocol-preset-intranasal-1.json");
    const file: unknown = await answer.json();
    expect(Protocol.parse(file)).toEqual(PROTOCOLS.intranasal);
    const { id: _id, ...document } = file as Protocol;
    const imported = await save("physician", { document, basedOn: null, note: "Imported" });
    expect(await imported.json()).toMatchObject({
      protocol: { id: "esketamine-spravato", version: 1 },
      note: "Imported",
    });
    expect(await failure(await as("nurse", "GET", `${PATHS.protocols}/x/versions/1/document.json`))).toEqual([
      404,
      "no-such-protocol",
    ]);
  });
});

describe("activating a version", () => {
  it("is signed with the password, and holds for the sessions that start from then on", async () => {
    await save("physician", change);
    const activate = (role: Role, body: object) => as(role, "POST", activation("preset-oral", 2), body);
    expect(await failure(await activate("nurse", { active: true, password: PASSWORD }))).toEqual([403, "not-allowed"]);
    expect(await failure(await activate("physician", { active: true, password: "guess" }))).toEqual([
      401,
      "wrong-password",
    ]);
    expect(api.protocols.forSession("oral", undefined)?.version).toBe(1);
    const done = await activate("physician", { active: true, password: PASSWORD });
    expect(await done.json()).toMatchObject({ active: true, activations: [{ by: "The physician", active: true }] });
    expect(api.protocols.forSession("oral", undefined)?.name).toBe("Oral, two");
    const wrong = await as("physician", "POST", activation("preset-oral", "two"), { active: true, password: PASSWORD });
    expect(await failure(wrong)).toEqual([404, "no-such-protocol"]);
  });

  it("makes who guesses the password wait", async () => {
    const cookie = await api.cookieOf("physician");
    const guess = (password: string) =>
      api.ask("POST", activation("preset-oral", 1), { cookie, body: { active: false, password } });
    for (let count = 0; count < 5; count += 1) await guess("guess");
    expect(await failure(await guess(PASSWORD))).toEqual([429, "too-many-attempts"]);
    expect(api.protocols.forSession("oral", undefined)?.version).toBe(1);
  });
});
