import { AddDeviceAnswer, Me, PATHS } from "@watchroom/shared/http";
import type { CommandReply, CommandRequest, Role, ServerToStation, StationToServer } from "@watchroom/shared/wire";
import { io, type Socket } from "socket.io-client";
import type { TestServer } from "./server.ts";

export type Person = {
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  readonly password: string;
};

export const PEOPLE = {
  nurse: { name: "nora", displayName: "Nora Okafor", role: "nurse", password: "quiet-harbour-12" },
  physician: { name: "paul", displayName: "Paul Lindqvist", role: "physician", password: "green-window-34" },
  trainer: { name: "tessa", displayName: "Tessa Mbeki", role: "trainer", password: "paper-lantern-56" },
  administrator: { name: "ada", displayName: "Ada Berg", role: "administrator", password: "winter-bicycle-78" },
} as const satisfies Record<Role, Person>;

/** The administrator's sign-in, as programs send it. */
export type Office = { readonly cookie: string };

async function call(server: TestServer, path: string, body: object, cookie?: string): Promise<Response> {
  const answer = await fetch(server.url() + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...(cookie === undefined ? {} : { cookie }) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");

/** A clinic with its administrator and one person of each other role, for tests whose subject is something else. */
export async function openOffice(server: TestServer): Promise<Office> {
  const { name, displayName, password } = PEOPLE.administrator;
  const token = new URL(server.setUpUrl()).hash.slice(1);
  const cookie = cookieOf(
    await call(server, PATHS.setUp, { token, clinicName: "Harbour Clinic", name, displayName, password }),
  );
  for (const person of [PEOPLE.nurse, PEOPLE.physician, PEOPLE.trainer]) {
    await call(server, PATHS.operators, person, cookie);
  }
  return { cookie };
}

/** One device that speaks for many rooms; rooms that are missing are made. */
export async function addGateway(
  server: TestServer,
  { cookie }: Office,
  rooms: readonly string[],
): Promise<AddDeviceAnswer> {
  return AddDeviceAnswer.parse(await (await call(server, PATHS.devices, { kind: "gateway", rooms }, cookie)).json());
}

/** A station without a screen: acts in rooms as this person, until it is closed. */
export async function openStation(server: TestServer, { name, password }: Person) {
  const cookie = cookieOf(await call(server, PATHS.signIn, { name, password }));
  const me = Me.parse(await (await fetch(server.url() + PATHS.me, { headers: { cookie } })).json());
  const socket: Socket<ServerToStation, StationToServer> = io(server.url(), {
    transports: ["websocket"],
    extraHeaders: { cookie },
    forceNew: true,
  });
  const snapshot = await new Promise<Parameters<ServerToStation["snapshot"]>[0]>((resolve) => {
    socket.once("snapshot", resolve);
  });
  return {
    me,
    rooms: new Map(snapshot.rooms.map((room) => [room.name, room])),
    send: (request: CommandRequest): Promise<CommandReply> =>
      new Promise((resolve) => {
        socket.emit("command", request, resolve);
      }),
    close: () => void socket.disconnect(),
  };
}
