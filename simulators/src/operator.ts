import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { CommandReply, CommandRequest, RoomView, ServerToStation, StationToServer } from "@watchroom/shared/wire";
import { Snapshot } from "@watchroom/shared/wire";
import { io, type Socket } from "socket.io-client";
import type { Clinic } from "./clinic.ts";

export type Account = { readonly name: string; readonly password: string };
export type VisitFailure = "unreachable" | "not-signed-in";

/** A person at a station for as long as a few commands take. */
export type Visit = {
  /** As the snapshot had them when the visit began. */
  readonly rooms: readonly RoomView[];
  command(request: CommandRequest): Promise<CommandReply>;
};
export type Operator = {
  /** Signs in where needed, opens a station, hands over what it sees, and leaves again. */
  visit<T>(act: (visit: Visit) => Promise<T>): Promise<Result<T, VisitFailure>>;
  cookie(): Promise<Result<string, VisitFailure>>;
  signOut(): Promise<void>;
};

type Station = Socket<ServerToStation, StationToServer>;
const ANSWER_MAX_MS = 10_000;

/** Opens the stations' namespace; resolves with its first snapshot. */
function open(server: string, cookie: string): Promise<Result<{ station: Station; rooms: RoomView[] }, VisitFailure>> {
  const station: Station = io(server, {
    extraHeaders: { cookie },
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
  });
  return new Promise((resolve) => {
    const give = (answer: Result<{ station: Station; rooms: RoomView[] }, VisitFailure>) => {
      clearTimeout(timer);
      if (!answer.ok) station.disconnect();
      resolve(answer);
    };
    const unreachable = refuse("unreachable", `${server} does not answer.`);
    const timer = setTimeout(() => give(unreachable), ANSWER_MAX_MS);
    station.on("snapshot", (body) => {
      const snapshot = Snapshot.safeParse(body);
      give(snapshot.success ? ok({ station, rooms: snapshot.data.rooms }) : unreachable);
    });
    station.on("signedOut", () => give(refuse("not-signed-in", "The sign-in ended.")));
    // A line that fails has no answer of the server's; a refusal by the server has its own message.
    station.on("connect_error", (error) =>
      give("type" in error ? unreachable : refuse("not-signed-in", error.message)),
    );
  });
}

/** Watchroom as a person uses it: name and password, a station, commands. */
export function createOperator(clinic: Clinic, { name, password }: Account): Operator {
  let cookie: string | null = null;
  const signIn = async (): Promise<Result<string, VisitFailure>> => {
    if (cookie !== null) return ok(cookie);
    const signedIn = await clinic.signIn(name, password);
    if (!signedIn.ok)
      return refuse(signedIn.code === "unreachable" ? "unreachable" : "not-signed-in", signedIn.message);
    cookie = signedIn.value;
    return ok(cookie);
  };
  const enter = async () => {
    const signedIn = await signIn();
    return signedIn.ok ? open(clinic.server, signedIn.value) : signedIn;
  };
  const command = (station: Station): Visit["command"] => {
    const once = async (request: CommandRequest): Promise<CommandReply> => {
      try {
        return await station.timeout(ANSWER_MAX_MS).emitWithAck("command", request);
      } catch {
        return { ok: false, code: "internal", message: "The server did not answer the command." };
      }
    };
    return async (request) => {
      station.emit("activity");
      const reply = await once(request);
      if (reply.ok || reply.code !== "locked" || cookie === null) return reply;
      await clinic.unlock(cookie, password);
      return once(request);
    };
  };
  return {
    async visit(act) {
      let opened = await enter();
      if (!opened.ok && opened.code === "not-signed-in") {
        cookie = null; // an old sign-in ended: once more with the password
        opened = await enter();
      }
      if (!opened.ok) return opened;
      const { station, rooms } = opened.value;
      try {
        return ok(await act({ rooms, command: command(station) }));
      } finally {
        station.disconnect();
      }
    },
    cookie: signIn,
    async signOut() {
      if (cookie !== null) await clinic.signOut(cookie);
      cookie = null;
    },
  };
}
