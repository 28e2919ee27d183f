import type { IncomingMessage } from "node:http";
import type { Result } from "@watchroom/shared/result";
import { ok, refuse } from "@watchroom/shared/result";
import { addMs, type Clock, type MonoMs } from "@watchroom/shared/time";
import { BODY_BYTES_MAX } from "../driver.ts";

/** A body that a device sends slower than this is given up. */
const BODY_MAX_MS = 10_000;
/** How often slow bodies are looked for. */
const SWEEP_MS = 1_000;

type BodyRefusal = "too-large" | "too-slow" | "bad-json" | "cut-off";
export type Body = Result<unknown, BodyRefusal>;

/**
 * Reads JSON bodies, none larger than `BODY_BYTES_MAX` and none longer than `BODY_MAX_MS`. One sweep for all of them: a timer
 * a call costs more than the call.
 */
export function createBodyReader(clock: Clock) {
  const slow = new Map<() => void, MonoMs>();
  const stopSweep = clock.every(SWEEP_MS, () => {
    const { mono } = clock.now();
    for (const [giveUp, deadline] of slow) if (mono >= deadline) giveUp();
  });

  /** Calls `done` once. What was not read is left in the request. */
  function read(request: IncomingMessage, done: (body: Body) => void): void {
    if (Number(request.headers["content-length"] ?? 0) > BODY_BYTES_MAX) {
      done(TOO_LARGE);
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (body: () => Body): void => {
      if (!slow.delete(giveUp)) return;
      request.off("data", onData).off("end", onEnd).off("close", onClose);
      done(body());
    };
    const giveUp = (): void => finish(() => TOO_SLOW);
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) finish(() => TOO_LARGE);
      else chunks.push(chunk);
    };
    const onEnd = (): void => finish(() => parse(chunks));
    const onClose = (): void => finish(() => CUT_OFF);
    slow.set(giveUp, addMs(clock.now().mono, BODY_MAX_MS));
    request.on("data", onData).on("end", onEnd).on("close", onClose);
  }

  return { read, stop: stopSweep };
}

const TOO_LARGE = refuse("too-large", `The body is over ${BODY_BYTES_MAX} bytes. Send fewer readings a call.`);
const TOO_SLOW = refuse("too-slow", `The body did not arrive within ${BODY_MAX_MS / 1_000} s. Send it again.`);
const CUT_OFF = refuse("cut-off", "The call was cut off before its end.");
const BAD_JSON = refuse("bad-json", 'The body is not JSON. Send {"readings":[...]} in UTF-8.');

function parse(chunks: readonly Buffer[]): Body {
  const [first, ...more] = chunks;
  const text = (first === undefined || more.length > 0 ? Buffer.concat(chunks) : first).toString("utf8");
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError) return BAD_JSON;
    throw error;
  }
}
