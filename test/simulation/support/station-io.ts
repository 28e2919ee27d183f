import { EventEmitter } from "node:events";
import type { CommandReply, CommandRequest, ServerToStation, StationToServer } from "@watchroom/shared/wire";
import type { Server } from "socket.io";

type Down = keyof ServerToStation;
/** What a page does with what comes down its line. */
export type Page = {
  readonly cookie: string;
  readonly stationId: string;
  hear(name: Down, message: unknown): void;
  /** The line is closed; `byServer`: it was the server that did it. */
  closed(byServer: boolean): void;
};
export type StationIo = ReturnType<typeof createStationIo>;
type Socket = { readonly id: string; emit(name: Down, message: unknown): boolean; disconnect(): void };

/** Lines of pages to the gateway without a network between them: as much of Socket.IO as the gateway asks of it. */
export function createStationIo() {
  const sockets = new Map<string, Socket>();
  const rooms = new Map<string, Set<string>>();
  const doors = new EventEmitter();
  let letIn = (_socket: Socket, next: (error?: Error) => void): void => next();
  let dialled = 0;
  const namespace = {
    sockets,
    adapter: { rooms },
    use(check: typeof letIn): void {
      letIn = check;
    },
    on: (name: string, welcome: (socket: Socket) => void) => doors.on(name, welcome),
    to: (room: string) => ({
      emit(name: Down, message: unknown): boolean {
        for (const id of [...(rooms.get(room) ?? [])]) sockets.get(id)?.emit(name, message);
        return true;
      },
    }),
  };
  function createSocket(page: Page) {
    const up = new EventEmitter();
    const conn = Object.assign(new EventEmitter(), { transport: { writable: true } });
    const stalled: { name: Down; message: unknown }[] = [];
    dialled += 1;
    const id = `line-${dialled}`;
    const socket = {
      id,
      conn,
      data: {} as unknown,
      nsp: namespace,
      rooms: new Set<string>(),
      handshake: { headers: { cookie: page.cookie }, auth: { stationId: page.stationId } },
      on(name: string, take: (...args: never[]) => void) {
        up.on(name, take as (...args: unknown[]) => void);
        return socket;
      },
      emit(name: Down, message: unknown): boolean {
        if (conn.transport.writable) page.hear(name, message);
        else {
          stalled.push({ name, message });
          conn.emit("packetCreate", { data: JSON.stringify(message) });
        }
        return true;
      },
      /** A line that stands still answers too late. */
      timeout: () => ({
        emit: (_name: Down, answered: (error: Error | null) => void) =>
          answered(conn.transport.writable ? null : new Error("No answer in time.")),
      }),
      join(room: string): void {
        socket.rooms.add(room);
        rooms.set(room, (rooms.get(room) ?? new Set()).add(id));
      },
      leave(room: string): void {
        socket.rooms.delete(room);
        const left = rooms.get(room);
        left?.delete(id);
        if (left?.size === 0) rooms.delete(room);
      },
      disconnect(): void {
        close("server namespace disconnect");
        page.closed(true);
      },
    };
    const close = (reason: string): void => {
      if (!sockets.delete(id)) return;
      for (const room of [...socket.rooms]) socket.leave(room);
      up.emit("disconnect", reason);
    };
    return { socket, conn, stalled, up, close };
  }

  return {
    io: { of: () => namespace } as unknown as Server,
    /** Null: the server does not let this page in. */
    dial(page: Page) {
      const { socket, close, conn, stalled, up } = createSocket(page);
      let refused: Error | undefined;
      letIn(socket, (error) => {
        refused = error;
      });
      if (refused !== undefined) return null;
      sockets.set(socket.id, socket);
      doors.emit("connection", socket);
      const isOpen = (): boolean => sockets.has(socket.id);
      return {
        isOpen,
        send<Name extends Exclude<keyof StationToServer, "command">>(
          name: Name,
          ...args: Parameters<StationToServer[Name]>
        ): void {
          if (isOpen()) up.emit(name, ...args);
        },
        /** The answer comes only while the line is open. */
        command(request: CommandRequest, answered: (reply: CommandReply) => void): void {
          if (isOpen()) up.emit("command", request, (reply: CommandReply) => isOpen() && answered(reply));
        },
        close,
        /** Nothing comes through; the server notices that it fills up. */
        stall(): void {
          conn.transport.writable = false;
        },
        flow(): void {
          conn.transport.writable = true;
          for (const { name, message } of stalled.splice(0)) if (isOpen()) page.hear(name, message);
          conn.emit("drain");
        },
      };
    },
    /** The server died: every line with it. */
    closeAll(): void {
      for (const socket of [...sockets.values()]) socket.disconnect();
    },
  };
}
