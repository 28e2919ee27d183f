import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { CommandReply, CommandRequest, RoomView, ServerToStation, StationToServer } from "@watchroom/shared/wire";
import { Snapshot } from "@watchroom/shared/wire";
import { io, type Socket } from "socket.io-client";
import type { Clinic, RoomNow } from "./clinic.ts";

export type Account = { readonly name: string; readonly password: string };
export type VisitFailure = "unreachable" | "not-signed-in";

/** A person at a station for as long as a few commands take. */
export type Visit = {
  /** As they are now: the snapshot at the begin, and a new one at each look. */
  look(): Promise<readonly RoomView[]>;
  command(request: CommandRequest): Promise<CommandReply>;
};
export type Operator = {
  /** Signs in where needed, opens a station, hands over what it sees, and leaves again. */
  visit<T>(act: (visit: Visit) => Promise<T>): Promise<Result<T, VisitFailure>>;
  /** Reads all rooms without opening a station, so that nobody counts one more watcher. */
  rooms(): Promise<Result<readonly RoomNow[], VisitFailure>>;
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
    station.on("ping", (answer) => answer());
    station.on("signedOut", () => give(refuse("not-signed-in", "The sign-in ended.")));
    // A line that fails has no answer of the server's; a refusal by the server has its own message.
    station.on("connect_error", (error) =>
      give("type" in error ? unreachable : refuse("not-signed-in", error.message)),
    );
  });
}

/** The first look is at the snapshot that came by itself; each later one asks for a new one. */
function looking(station: Station, first: readonly RoomView[]): Visit["look"] {
  let seen = first;
  let isFirst = true;
  return () => {
    const isKnown = isFirst;
    isFirst = false;
    if (isKnown) return Promise.resolve(seen);
    return new Promise((resolve) => {
      const give = (body?: unknown) => {
        clearTimeout(timer);
        station.off("snapshot", give);
        const snapshot = Snapshot.safeParse(body);
        if (snapshot.success) seen = snapshot.data.rooms;
        resolve(seen);
      };
      const timer = setTimeout(give, ANSWER_MAX_MS);
      station.on("snapshot", give);
      station.emit("resync");
    });
  };
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
        return ok(await act({ look: looking(station, rooms), command: command(station) }));
      } finally {
        station.disconnect();
      }
    },
    async rooms() {
      const signedIn = await signIn();
      if (!signedIn.ok) return signedIn;
      const rooms = await clinic.rooms(signedIn.value);
      if (rooms.ok) return rooms;
      if (rooms.code === "wrong-password") cookie = null; // the sign-in ended: the next call brings the password
      return refuse(rooms.code === "unreachable" ? "unreachable" : "not-signed-in", rooms.message);
    },
    cookie: signIn,
    async signOut() {
      if (cookie !== null) await clinic.signOut(cookie);
      cookie = null;
    },
  };
}
