import { refuse } from "@watchroom/shared/result";
import { io } from "socket.io-client";
import { type Link, parseAnswer } from "./link.ts";

const ANSWER_MAX_MS = 10_000;
/** A device must be back before its silence is an alarm (10 s, clinical.md 7), once the server is. */
const BACK_OFF_MAX_MS = 5_000;

/** What the server may ask of a device: a cuff measures when it is told to. */
type Ability = "measure";

/** A device of its own on the `/devices` namespace; Socket.IO itself tries again, ever more slowly. */
export function createSocketLink(server: string, token: string, can: readonly Ability[]): Link {
  const socket = io(new URL("/devices", server).href, {
    auth: { token, can },
    transports: ["websocket"],
    reconnectionDelay: 1_000,
    reconnectionDelayMax: BACK_OFF_MAX_MS,
    forceNew: true,
  });
  let refusal: string | null = null;
  socket.on("connect", () => {
    refusal = null;
  });
  // A refused handshake is not tried again by Socket.IO, an unreachable server is.
  socket.on("connect_error", ({ message }) => {
    refusal = socket.active ? null : message;
  });
  return {
    async send(readings) {
      if (refusal !== null) {
        socket.connect();
        return refuse("refused", refusal);
      }
      if (!socket.connected) {
        if (!socket.active) socket.connect();
        return refuse("unreachable", `${server} cannot be reached.`);
      }
      try {
        const body: unknown = await socket.timeout(ANSWER_MAX_MS).emitWithAck("readings", { readings });
        return parseAnswer(body, null);
      } catch {
        return refuse("unreachable", `${server} does not answer.`);
      }
    },
    onReady: (run) => void socket.on("connect", run),
    onMeasure: (run) => void socket.on("measure", run),
    setUp(isUp) {
      if (isUp) socket.connect();
      else socket.disconnect();
    },
    close: () => socket.disconnect(),
  };
}
