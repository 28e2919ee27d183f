import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AddDeviceAnswer, AlarmsAnswer, PATHS, ReadingsAnswer, RoomsAnswer } from "@watchroom/shared/http";
import type { Clock } from "@watchroom/shared/time";
import type {
  CommandName,
  CommandReply,
  Frame,
  Payload,
  ServerToStation,
  Snapshot,
  StationToServer,
} from "@watchroom/shared/wire";
import { io, type Socket } from "socket.io-client";
import { type Started, start } from "../../server/src/main.ts";

export const PASSWORD = "journey-password";
const PEOPLE = [
  ["nurse", "N. Okafor", "nurse"],
  ["second", "M. Silva", "nurse"],
  ["physician", "Dr. Adeyemi", "physician"],
] as const;
type Person = (typeof PEOPLE)[number][0];
type Dialled = Socket<ServerToStation, StationToServer>;

/** A whole server on a folder of its own, with an administrator, two nurses and a physician, reached by its public ways only. */
export async function openClinic(clock: Clock) {
  const folder = mkdtempSync(path.join(tmpdir(), "watchroom-journey-"));
  let server = await begin(folder, clock);
  const call = async (method: string, at: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${at}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const signIn = async (name: string): Promise<string> => {
    const answer = await call("POST", PATHS.signIn, { name, password: PASSWORD });
    return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  };
  const token = server.setUpUrl?.split("#")[1] ?? "";
  await call("POST", PATHS.setUp, {
    token,
    clinicName: "Journey Clinic",
    name: "admin",
    displayName: "A. Dmin",
    password: PASSWORD,
  });
  const admin = await signIn("admin");
  for (const [name, displayName, role] of PEOPLE) {
    await call("POST", PATHS.operators, { name, displayName, role, password: PASSWORD }, { cookie: admin });
  }
  const stations: Dialled[] = [];
  return {
    call,
    url: () => server.url,
    admin,
    signIn: (name: Person) => signIn(name),
    async addDevice(kind: "oximeter" | "cuff" | "gateway", ...rooms: string[]): Promise<AddDeviceAnswer> {
      const answer = await call("POST", PATHS.devices, { kind, rooms }, { cookie: admin });
      return AddDeviceAnswer.parse(await answer.json());
    },
    /** One call of a device; the answers' "status code". */
    async send(device: AddDeviceAnswer, ...readings: object[]): Promise<string[]> {
      const answer = await call("POST", PATHS.readings, { readings }, { authorization: `Bearer ${device.token}` });
      return ReadingsAnswer.parse(await answer.json()).results.map(({ status, code }) =>
        code ? `${status} ${code}` : status,
      );
    },
    rooms: async () =>
      RoomsAnswer.parse(await (await call("GET", PATHS.rooms, undefined, { cookie: admin })).json()).rooms,
    alarms: async (since = 0) =>
      AlarmsAnswer.parse(
        await (await call("GET", `${PATHS.alarms}?since=${since}&limit=1000`, undefined, { cookie: admin })).json(),
      ).changes,
    async openStation(who: Person = "nurse") {
      const socket: Dialled = io(server.url, {
        extraHeaders: { cookie: await signIn(who) },
        transports: ["websocket"],
        forceNew: true,
      });
      stations.push(socket);
      const frames: Frame[] = [];
      socket.on("frame", (frame) => frames.push(frame));
      socket.on("ping", (answer) => answer());
      const snapshot = await new Promise<Snapshot>((resolve) => socket.once("snapshot", resolve));
      return {
        snapshot,
        frames,
        send: <Name extends CommandName>(name: Name, payload: Payload<Name>): Promise<CommandReply> =>
          new Promise((resolve) => socket.emit("command", { name, payload } as never, resolve)),
        nextFrame: () => new Promise<Frame>((resolve) => socket.once("frame", resolve)),
        /** Resolves when the server has heard it: what comes after it on the same line is answered after it. */
        async report(visible: boolean, audible: boolean): Promise<void> {
          socket.emit("station", { visible, audible });
          await new Promise((resolve) => socket.emit("command", {} as never, resolve));
        },
        close: () => socket.disconnect(),
      };
    },
    /** As an upgrade would: everything stops, and comes back on the same folder. */
    async restart(): Promise<void> {
      for (const socket of stations.splice(0)) socket.disconnect();
      await server.stop();
      server = await begin(folder, clock);
    },
    async close(): Promise<void> {
      for (const socket of stations.splice(0)) socket.disconnect();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Clinic = Awaited<ReturnType<typeof openClinic>>;

const begin = (folder: string, clock: Clock): Promise<Started> =>
  start(
    { PORT: "0", WATCHROOM_DEMO: "0", WATCHROOM_DATA: folder, WATCHROOM_LOG: "silent", WATCHROOM_IDLE_LOCK_MIN: "720" },
    { repositoryDir: folder, clockFrom: () => clock },
  );

let readingCount = 0;
const nextId = (): string => `j${++readingCount}`;

/** An oximeter reading as a device would write it, measured when the clock says. */
export const oximetry = (clock: Clock, spo2: number | null, more: object = {}) => ({
  id: nextId(),
  kind: "oximetry",
  measuredAt: new Date(clock.now().wall).toISOString(),
  spo2,
  pulseRate: spo2 === null ? null : 72,
  perfusionIndex: (readingCount % 50) / 10,
  sensor: "on",
  ...more,
});

export const pressure = (clock: Clock, systolic: number, diastolic: number, more: object = {}) => ({
  id: nextId(),
  kind: "bloodPressure",
  measuredAt: new Date(clock.now().wall).toISOString(),
  systolic,
  diastolic,
  mean: Math.round((systolic + 2 * diastolic) / 3),
  state: "done",
  ...more,
});
