import { AddDeviceAnswer, DeviceRow, OperatorRow, PATHS, RoomRow } from "@watchroom/shared/http";
import type { DeviceId } from "@watchroom/shared/time";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Api, PASSWORD, room, startApi } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const addDevice = async (cookie: string, body: object): Promise<Response> =>
  api.ask("POST", PATHS.devices, { cookie, body });
const failure = async (answer: Response): Promise<unknown> => [answer.status, ((await answer.json()) as never)["code"]];

describe("devices", () => {
  it("adds a device and the room that is missing, and shows its token once", async () => {
    const cookie = await api.cookieOf("administrator");
    const told: (string | null)[] = [];
    api.directory.onChange(({ by }) => told.push(by));
    const added = AddDeviceAnswer.parse(
      await (await addDevice(cookie, { kind: "oximeter", rooms: ["Room 7"] })).json(),
    );
    expect(told).toEqual(["The administrator"]);
    expect(api.directory.deviceByToken(added.token)).toMatchObject({ deviceId: added.deviceId });
    const listed = await (await api.ask("GET", PATHS.devices, { cookie: await api.cookieOf("nurse") })).text();
    expect(listed).not.toContain(added.token);
    expect(DeviceRow.array().parse(JSON.parse(listed))).toMatchObject([
      { deviceId: added.deviceId, label: "Oximeter Room 7", rooms: [{ name: "Room 7" }], withdrawn: false },
    ]);
  });

  it("moves and withdraws a device, and then refuses its token", async () => {
    const cookie = await api.cookieOf("administrator");
    const { deviceId, token } = (await (
      await addDevice(cookie, { kind: "cuff", rooms: ["Room 1"] })
    ).json()) as AddDeviceAnswer;
    const change = (body: object) => api.ask("PATCH", `${PATHS.devices}/${deviceId}`, { cookie, body });
    expect(await (await change({ rooms: ["Room 2"] })).json()).toMatchObject({ rooms: [{ name: "Room 2" }] });
    expect(await failure(await change({ rooms: ["Room 2", "Room 3"] }))).toEqual([400, "bad-request"]);
    expect((await change({ withdrawn: true })).status).toBe(200);
    expect(api.directory.deviceByToken(token)).toBe("withdrawn");
    expect(api.directory.deviceByToken("wrd_other")).toBe("unknown");
  });

  it("lets a trainer keep simulated devices only, and never in a room with a real one", async () => {
    const trainer = await api.cookieOf("trainer");
    await addDevice(await api.cookieOf("administrator"), { kind: "oximeter", rooms: ["Room 1"] });
    expect(await failure(await addDevice(trainer, { kind: "cuff", rooms: ["Class"] }))).toEqual([403, "not-allowed"]);
    const simulated = { kind: "oximeter", simulated: true };
    expect(await failure(await addDevice(trainer, { ...simulated, rooms: ["Room 1"] }))).toEqual([403, "not-allowed"]);
    expect((await addDevice(trainer, { ...simulated, rooms: ["Class"] })).status).toBe(200);
    expect(await failure(await addDevice(await api.cookieOf("nurse"), simulated))).toEqual([403, "not-allowed"]);
  });

  it("learns at once of a token that the command line has just made", async () => {
    const { hashToken } = await import("../../../server/src/auth/token.ts");
    api.clock.advance(200);
    api.store.putDevice({
      deviceId: "d9" as DeviceId,
      label: "Oximeter",
      kind: "oximeter",
      rooms: [room("r1")],
      simulated: false,
      tokenHash: hashToken("wrd_new"),
      withdrawnAt: null,
    });
    expect(api.directory.deviceByToken("wrd_new")).toBe("unknown");
    await api.directory.lookFor("wrd_new");
    expect(api.directory.deviceByToken("wrd_new")).toMatchObject({ deviceId: "d9" });
  });
});

describe("rooms of the clinic", () => {
  it("adds rooms at the end of the wall, and no second one of the same name", async () => {
    const cookie = await api.cookieOf("administrator");
    const add = (name: string) => api.ask("POST", PATHS.settingsRooms, { cookie, body: { name } });
    const first = RoomRow.parse(await (await add("Room 1")).json());
    await add("Room 2");
    expect(await failure(await add("room 1"))).toEqual([409, "name-taken"]);
    const renamed = await api.ask("PATCH", `${PATHS.settingsRooms}/${first.roomId}`, {
      cookie,
      body: { name: "Bay A" },
    });
    expect(await renamed.json()).toMatchObject({ name: "Bay A", order: 1 });
    const list = await (await api.ask("GET", PATHS.settingsRooms, { cookie: await api.cookieOf("nurse") })).json();
    expect(list).toMatchObject([{ name: "Bay A" }, { name: "Room 2" }]);
  });
});

describe("people of the clinic", () => {
  it("are kept by an administrator alone", async () => {
    for (const role of ["nurse", "physician", "trainer"] as const) {
      const cookie = await api.cookieOf(role);
      expect(await failure(await api.ask("GET", PATHS.operators, { cookie }))).toEqual([403, "not-allowed"]);
    }
    expect(await failure(await api.ask("GET", PATHS.operators))).toEqual([401, "not-signed-in"]);
  });

  it("can be added, and their password hash leaves the server never", async () => {
    const cookie = await api.cookieOf("administrator");
    const body = { name: "maria", displayName: "Maria Diaz", role: "nurse", password: "maria's password" };
    const added = await api.ask("POST", PATHS.operators, { cookie, body });
    expect(OperatorRow.parse(await added.json())).toMatchObject({ name: "maria", withdrawn: false });
    const again = await api.ask("POST", PATHS.operators, { cookie, body: { ...body, name: "MARIA" } });
    expect(await failure(again)).toEqual([409, "name-taken"]);
    const list = await (await api.ask("GET", PATHS.operators, { cookie })).text();
    expect(list).toContain("Maria Diaz");
    expect(list).not.toContain("scrypt");
    const signedIn = await api.ask("POST", PATHS.signIn, { body: { name: "maria", password: body.password } });
    expect(signedIn.status).toBe(200);
  });

  it("cannot lose their last administrator", async () => {
    const cookie = await api.cookieOf("administrator");
    const change = (id: string, body: object) => api.ask("PATCH", `${PATHS.operators}/${id}`, { cookie, body });
    expect(await failure(await change("id-administrator", { withdrawn: true }))).toEqual([409, "last-administrator"]);
    expect(await failure(await change("id-administrator", { role: "nurse" }))).toEqual([409, "last-administrator"]);
    expect(await failure(await change("nobody", { withdrawn: true }))).toEqual([404, "no-such-operator"]);
  });

  it("lose their sign-ins when an administrator gives them a new password", async () => {
    const nurse = await api.cookieOf("nurse");
    const cookie = await api.cookieOf("administrator");
    await api.ask("PATCH", `${PATHS.operators}/id-nurse`, { cookie, body: { password: "another password" } });
    expect((await api.ask("GET", PATHS.me, { cookie: nurse })).status).toBe(401);
    const old = await api.ask("POST", PATHS.signIn, { body: { name: "nurse", password: PASSWORD } });
    expect(old.status).toBe(401);
  });
});
