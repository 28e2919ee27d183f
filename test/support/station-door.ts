import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { EpochMs, OperatorId } from "@watchroom/shared/time";
import type { Frame, Heartbeat, Role, Snapshot } from "@watchroom/shared/wire";
import { Server } from "socket.io";
import { io as connect, type Socket } from "socket.io-client";
import type { Identity, SignInChange } from "../../server/src/auth/sign-ins.ts";
import { createGateway } from "../../server/src/gateway/gateway.ts";
import { SOCKET_SERVER_OPTIONS } from "../../server/src/gateway/stations.ts";
import { createLog } from "../../server/src/log.ts";
import { createFakeClock } from "./fake-clock.ts";
import { createFakeWard } from "./fake-ward.ts";

/** People by their cookie: "nurse", "physician", … are signed in; nobody else is. */
function createPeople(roles: readonly Role[]) {
  const identities = new Map<string, Identity>(
    roles.map((role) => [
      role,
      {
        operator: {
          operatorId: `operator-${role}` as OperatorId,
          name: role,
          displayName: `The ${role}`,
          role,
          passwordHash: "",
          withdrawnAt: null,
        },
        signIn: {
          tokenHash: `hash-${role}`,
          operatorId: `operator-${role}` as OperatorId,
          createdAt: 0 as EpochMs,
          expiresAt: 0 as EpochMs,
          lockedAt: null,
          activeAt: 0 as EpochMs,
        },
        locked: false,
      },
    ]),
  );
  const listeners: ((tokenHash: string, change: SignInChange) => void)[] = [];
  const touched: string[] = [];
  return {
    touched,
    identify: (cookie: string | undefined): Identity | null => identities.get(cookie ?? "") ?? null,
    touch: (tokenHash: string): void => void touched.push(tokenHash),
    onChange: (listener: (tokenHash: string, change: SignInChange) => void): void => void listeners.push(listener),
    become(role: Role, change: SignInChange): void {
      const identity = identities.get(role);
      if (change === "ended") identities.delete(role);
      else if (identity !== undefined) identities.set(role, { ...identity, locked: change === "locked" });
      for (const listener of listeners) listener(`hash-${role}`, change);
    },
  };
}

/** The gateway over a ward without a core, on a free port. */
export async function openStationDoor(roomIds: readonly string[] = ["room-1"]) {
  const clock = createFakeClock();
  const fake = createFakeWard(roomIds);
  const people = createPeople(["nurse", "physician", "trainer", "administrator"]);
  const server = createServer();
  const io = new Server(server, SOCKET_SERVER_OPTIONS);
  const gateway = createGateway({
    io,
    ward: fake.ward,
    clock,
    signIns: people,
    clinic: () => ({ name: "Test clinic", simulated: true }),
    log: createLog("silent"),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stations: Socket[] = [];
  return {
    ...fake,
    clock,
    people,
    gateway,
    io,
    /** A browser of this person, its page named or not; its events are kept in order from the first one on. */
    station(cookie: string, stationId?: string): StationProbe {
      const socket = connect(url, {
        ...(stationId === undefined ? {} : { auth: { stationId } }),
        transports: ["websocket"],
        reconnection: false,
        forceNew: true,
        extraHeaders: { cookie },
      });
      stations.push(socket);
      return probe(socket);
    },
    async close(): Promise<void> {
      gateway.stop();
      for (const socket of stations) socket.close();
      server.closeAllConnections();
      await io.close();
    },
  };
}
export type StationDoor = Awaited<ReturnType<typeof openStationDoor>>;

export type StationEvent =
  | { name: "snapshot"; value: Snapshot }
  | { name: "frame"; value: Frame }
  | { name: "heartbeat"; value: Heartbeat }
  | { name: "locked"; value: boolean }
  | { name: "signedOut"; value: undefined }
  | { name: "refused"; value: { code: string } }
  | { name: "disconnected"; value: string };
type Value<Name extends StationEvent["name"]> = Extract<StationEvent, { name: Name }>["value"];

function probe(socket: Socket) {
  const events: StationEvent[] = [];
  const waiting = new Set<() => void>();
  let taken = 0;
  const came = (event: StationEvent): void => {
    events.push(event);
    for (const look of [...waiting]) look();
  };
  let answers = true;
  socket.on("ping", (answer: () => void) => answers && answer());
  for (const name of ["snapshot", "frame", "heartbeat", "locked", "signedOut"] as const) {
    socket.on(name, (value: unknown) => came({ name, value } as StationEvent));
  }
  socket.on("disconnect", (value) => came({ name: "disconnected", value }));
  socket.on("connect_error", (error) =>
    came({ name: "refused", value: (error as Error & { data: { code: string } }).data }),
  );
  return {
    socket,
    events,
    /** Its line stays open, and nothing comes from it when it is asked whether it is there; or it answers again. */
    answer(does: boolean): void {
      answers = does;
    },
    /** The next event of this name, past those already taken. */
    next<Name extends StationEvent["name"]>(name: Name): Promise<Awaited<Value<Name>>> {
      return new Promise((resolve) => {
        const look = (): void => {
          const index = events.findIndex((event, at) => at >= taken && event.name === name);
          if (index === -1) return;
          waiting.delete(look);
          taken = index + 1;
          resolve(events[index]?.value as Awaited<Value<Name>>);
        };
        waiting.add(look);
        look();
      });
    },
  };
}
export type StationProbe = ReturnType<typeof probe>;
