import type { AlarmView } from "@watchroom/shared/alarm";
import { AddDeviceAnswer, PATHS } from "@watchroom/shared/http";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { Route } from "@watchroom/shared/session";
import type {
  CommandReply,
  CommandRequest,
  Role,
  ServerToStation,
  Snapshot,
  StationToServer,
} from "@watchroom/shared/wire";
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

/** Who takes a room over. */
export const SECOND_NURSE = {
  name: "sami",
  displayName: "Sami Haddad",
  role: "nurse",
  password: "copper-orchard-90",
} as const satisfies Person;

/** A sign-in, the administrator's for most, as programs send it. */
export type Office = { readonly cookie: string };
/** What a clinic needs of its server: where it is, and the link of its first start. */
export type Address = Pick<TestServer, "url">;
export type NewServer = Pick<TestServer, "url" | "setUpUrl">;

async function call(server: Address, path: string, body: object, cookie?: string): Promise<Response> {
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
export async function openOffice(server: NewServer): Promise<Office> {
  const { name, displayName, password } = PEOPLE.administrator;
  const token = new URL(server.setUpUrl()).hash.slice(1);
  const cookie = cookieOf(
    await call(server, PATHS.setUp, { token, clinicName: "Harbour Clinic", name, displayName, password }),
  );
  for (const person of [PEOPLE.nurse, SECOND_NURSE, PEOPLE.physician, PEOPLE.trainer]) {
    await call(server, PATHS.operators, person, cookie);
  }
  return { cookie };
}

/** Somebody's sign-in, as programs send it. */
export async function signInAtOffice(server: Address, { name, password }: Pick<Person, "name" | "password">) {
  return { cookie: cookieOf(await call(server, PATHS.signIn, { name, password })) } satisfies Office;
}

/** One device that speaks for many rooms; rooms that are missing are made. */
export async function addGateway(
  server: Address,
  { cookie }: Office,
  rooms: readonly string[],
  { simulated = false } = {},
): Promise<AddDeviceAnswer> {
  const answer = await call(server, PATHS.devices, { kind: "gateway", rooms, simulated }, cookie);
  return AddDeviceAnswer.parse(await answer.json());
}

/** A station without a screen: acts in rooms as this person. What it knows of them is what was when it was opened. */
export async function openStation(server: Address, person: Pick<Person, "name" | "password">) {
  const { cookie } = await signInAtOffice(server, person);
  const socket: Socket<ServerToStation, StationToServer> = io(server.url(), {
    transports: ["websocket"],
    extraHeaders: { cookie },
    forceNew: true,
  });
  socket.on("ping", (answer) => answer());
  const { rooms } = await new Promise<Snapshot>((resolve) => {
    socket.once("snapshot", resolve);
  });
  const roomOf = (room: string): Snapshot["rooms"][number] => {
    const found = rooms.find((one) => one.name === room);
    if (found === undefined) throw new Error(`no ${room}`);
    return found;
  };
  return {
    roomId: (room: string): string => roomOf(room).roomId,
    alarms: (room: string): readonly AlarmView[] => roomOf(room).alarms,
    async act(request: CommandRequest): Promise<void> {
      const reply = await new Promise<CommandReply>((resolve) => {
        socket.emit("command", request, resolve);
      });
      if (!reply.ok) throw new Error(`${request.name}: ${reply.message}`);
    },
    close: () => void socket.disconnect(),
  };
}

/** The pre-session check with every answer as the clinic's preset expects it, for tests whose subject is something else. */
export function answersAsExpected(roomId: string, route: Route): CommandRequest {
  const answers = PROTOCOLS[route].preCheck.map(({ id, expected }) => ({ item: id, answer: expected }));
  return { name: "answerPreCheck", payload: { roomId, answers, confirmedFrom: null } };
}
