import type { DeviceId } from "@watchroom/shared/time";
import type { Socket } from "socket.io";
import type { CallAnswer, DeviceIdentity, Driver, DriverContext, Opened } from "../driver.ts";

/** A device reconnects before the server has missed it; more than a few at a time is a device out of its mind. */
const SOCKETS_A_DEVICE_MAX = 8;

/** A way in without headers says in the body when to come again. */
type Acknowledgement = CallAnswer["body"] & { readonly retryAfterS?: number };
type ErrorWithData = Error & { data?: { code: string; message: string } };

/** Socket.IO namespace `/devices`: `auth: {token}`, event `readings`, answered in the acknowledgement. */
export const socketDriver: Driver = {
  id: "socket",
  start(host, context) {
    const links = new Links((deviceId, link, canMeasure) => context.link(deviceId, link, canMeasure));
    const devices = host.io.of("/devices");
    devices.use((socket, next) => {
      void openOf(socket, context).then((opened) => {
        if (!opened.ok) return next(refusal(opened.code, opened.message));
        if (links.of(opened.value.deviceId) >= SOCKETS_A_DEVICE_MAX) {
          const message = `A device may hold ${SOCKETS_A_DEVICE_MAX} connections. Close some.`;
          return next(refusal("too-many-connections", message));
        }
        socket.data = opened.value;
        next();
      });
    });
    devices.on("connection", (socket) => serve(socket, context, links));
    return {
      recheck() {
        for (const socket of devices.sockets.values()) void recheck(socket, context);
      },
      measure(deviceId) {
        for (const socket of devices.sockets.values()) {
          const isIt = (socket.data as DeviceIdentity).deviceId === deviceId;
          if (isIt && canMeasure(socket)) socket.emit(MEASURE);
        }
      },
      stop() {
        devices.disconnectSockets(true);
      },
    };
  },
};

/** What a device that takes requests is sent. */
const MEASURE = "measure";

/** A device says at the handshake what can be asked of it: `auth: {token, can: ["measure"]}`. */
function canMeasure({ handshake }: Socket): boolean {
  const { can } = handshake.auth as { can?: unknown };
  return Array.isArray(can) && can.includes(MEASURE);
}

/** Which devices are connected, and by how many sockets: a device is up while one of them is. */
type Changed = (deviceId: DeviceId, link: "up" | "down", canMeasure: boolean) => void;

class Links {
  readonly #sockets = new Map<DeviceId, number>();
  readonly #changed: Changed;

  constructor(changed: Changed) {
    this.#changed = changed;
  }

  of(deviceId: DeviceId): number {
    return this.#sockets.get(deviceId) ?? 0;
  }

  add(deviceId: DeviceId, isAble: boolean): void {
    const before = this.of(deviceId);
    this.#sockets.set(deviceId, before + 1);
    if (before === 0 || isAble) this.#changed(deviceId, "up", isAble);
  }

  remove(deviceId: DeviceId): void {
    const left = this.of(deviceId) - 1;
    if (left > 0) {
      this.#sockets.set(deviceId, left);
      return;
    }
    this.#sockets.delete(deviceId);
    this.#changed(deviceId, "down", false);
  }
}

function serve<Identity extends DeviceIdentity>(socket: Socket, context: DriverContext<Identity>, links: Links): void {
  const { deviceId } = socket.data as Identity;
  links.add(deviceId, canMeasure(socket));
  socket.on("disconnect", () => links.remove(deviceId));
  socket.on("error", ({ message }) => context.log("device-socket-error", { deviceId, message }));
  socket.on("readings", (body: unknown, acknowledge: unknown) => {
    void answerTo(socket, body, context).then((answer) => {
      if (typeof acknowledge === "function") acknowledge(answer);
      if (!("results" in answer) && isGone(answer.code)) socket.disconnect(true);
    });
  });
  // The token can have been withdrawn between the handshake and here.
  void recheck(socket, context);
}

async function answerTo<Identity extends DeviceIdentity>(
  socket: Socket,
  body: unknown,
  context: DriverContext<Identity>,
): Promise<Acknowledgement> {
  // Asked again for each message: a withdrawn token must not live as long as its connection.
  const opened = await openOf(socket, context);
  if (!opened.ok) return { code: opened.code, message: opened.message };
  return acknowledgementOf(await context.receive(opened.value, body));
}

async function recheck<Identity extends DeviceIdentity>(
  socket: Socket,
  context: DriverContext<Identity>,
): Promise<void> {
  const opened = await openOf(socket, context);
  if (!opened.ok && isGone(opened.code)) socket.disconnect(true);
}

/** Codes after which this connection can never send again. */
const isGone = (code: string): boolean =>
  code === "unknown-token" || code === "withdrawn-token" || code === "too-many-attempts";

async function openOf<Identity extends DeviceIdentity>(
  { handshake }: Socket,
  context: DriverContext<Identity>,
): Promise<Opened<Identity>> {
  const { token } = handshake.auth as { token?: unknown };
  return context.open(typeof token === "string" ? token : undefined, handshake.address);
}

function acknowledgementOf({ body, retryAfterS }: CallAnswer): Acknowledgement {
  return retryAfterS === undefined ? body : { ...body, retryAfterS };
}

function refusal(code: string, message: string): Error {
  const error: ErrorWithData = new Error(message);
  error.data = { code, message };
  return error;
}
