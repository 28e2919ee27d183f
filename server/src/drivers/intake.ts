import { READINGS_A_CALL_MAX, type ReadingResult, type RejectionCode } from "@watchroom/shared/reading";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { Clock, DeviceId } from "@watchroom/shared/time";
import type { CallAnswer, DeviceIdentity, DriverContext, Opened, OpenRefusal } from "./driver.ts";
import { Flood, type Rate } from "./flood.ts";

export type IntakeLimits = {
  readonly calls: Rate;
  readonly readings: Rate;
  /** Tokens that were wrong, from one address. */
  readonly failedTokens: Rate;
};

/**
 * A gateway of 1,000 rooms at 1 Hz sends one call and 1,000 readings a second; a device that was offline empties a day's
 * buffer in some 20 s. Wrong tokens: a device set up badly is answered, a guesser gets one try in six seconds.
 */
export const INTAKE_LIMITS: IntakeLimits = {
  calls: { burst: 100, perSecond: 50 },
  readings: { burst: 10_000, perSecond: 5_000 },
  failedTokens: { burst: 20, perSecond: 1 / 6 },
};

/** Longer than any token that is given out. */
const TOKEN_LENGTH_MAX = 512;
/** A full disk does not recover sooner, and a device that asks more often only adds to the trouble. */
const NOT_SAVED_RETRY_S = 5;

const REFUSALS: Readonly<Record<OpenRefusal, string>> = {
  "no-token": "Send the device's token: Authorization: Bearer TOKEN.",
  "unknown-token": "This token is not known here. Give the device the token that was printed when it was added.",
  "withdrawn-token": "This token was withdrawn. Add the device again and give it the new token.",
  "too-many-attempts": "Too many wrong tokens from this address. Wait, then try with the right one.",
  internal: "The server could not look up this token. Send it again.",
};

export type IntakeParts<Identity extends DeviceIdentity> = {
  readonly clock: Clock;
  /** Constant-time or by hash: the caller's care. */
  identify(token: string): Promise<Identity | "unknown" | "withdrawn">;
  accept(identity: Identity, readings: readonly unknown[]): Promise<ReadingResult[]>;
  link(deviceId: DeviceId, link: "up" | "down", canMeasure: boolean): void;
  log(event: string, fields: Readonly<Record<string, string | number>>): void;
  readonly limits?: IntakeLimits;
};

/** What every way in does alike: who is it, is it a flood, is it a call, and what is the answer. */
export function createIntake<Identity extends DeviceIdentity>(parts: IntakeParts<Identity>): DriverContext<Identity> {
  return new Intake(parts);
}

class Intake<Identity extends DeviceIdentity> implements DriverContext<Identity> {
  readonly clock: Clock;
  readonly #parts: IntakeParts<Identity>;
  readonly #calls: Flood;
  readonly #readings: Flood;
  readonly #failedTokens: Flood;

  constructor(parts: IntakeParts<Identity>) {
    const limits = parts.limits ?? INTAKE_LIMITS;
    this.clock = parts.clock;
    this.#parts = parts;
    this.#calls = new Flood(limits.calls);
    this.#readings = new Flood(limits.readings);
    this.#failedTokens = new Flood(limits.failedTokens);
  }

  link(deviceId: DeviceId, link: "up" | "down", canMeasure: boolean): void {
    this.#parts.link(deviceId, link, canMeasure);
  }

  log(event: string, fields: Readonly<Record<string, string | number>>): void {
    this.#parts.log(event, fields);
  }

  // The right token always passes: one badly set-up device must not silence the others behind the same address.
  async open(token: string | undefined, address: string): Promise<Opened<Identity>> {
    if (token === undefined || token === "") return this.#refused("no-token", address);
    if (token.length > TOKEN_LENGTH_MAX) return this.#refused("unknown-token", address);
    try {
      const identity = await this.#parts.identify(token);
      if (identity === "unknown") return this.#refused("unknown-token", address);
      if (identity === "withdrawn") return this.#refused("withdrawn-token", address);
      return ok(identity);
    } catch (error) {
      this.log("identify-failed", { error: messageOf(error) });
      return refuse("internal", REFUSALS.internal);
    }
  }

  async receive(identity: Identity, body: unknown): Promise<CallAnswer> {
    const call = readingsIn(body);
    // A call that is none costs as much as one reading, else nonsense would be free.
    const waitMs = this.#takeIn(identity, call.ok ? call.value.length : 1);
    if (waitMs > 0) {
      const message = `Too many readings at once. Wait ${inSeconds(waitMs)} s, and put more readings in one call.`;
      return { status: 429, body: { code: "too-many-calls", message }, retryAfterS: inSeconds(waitMs) };
    }
    if (!call.ok) return { status: 400, body: { code: call.code, message: call.message } };
    try {
      return answerTo(await this.#parts.accept(identity, call.value));
    } catch (error) {
      this.log("accept-failed", { deviceId: identity.deviceId, error: messageOf(error) });
      const message = "The server failed on these readings. Send them again.";
      return { status: 500, body: { code: "internal", message }, retryAfterS: NOT_SAVED_RETRY_S };
    }
  }

  #refused(code: "no-token" | "unknown-token" | "withdrawn-token", address: string): Opened<Identity> {
    const { mono } = this.clock.now();
    const waitMs = this.#failedTokens.waitMs(address, 1, mono);
    if (waitMs > 0) {
      return { ...refuse("too-many-attempts", REFUSALS["too-many-attempts"]), retryAfterS: inSeconds(waitMs) };
    }
    this.#failedTokens.take(address, 1, mono);
    this.log("token-refused", { code, address });
    return refuse(code, REFUSALS[code]);
  }

  /** Milliseconds to wait when it is too much, else 0, and they are counted. */
  #takeIn({ deviceId }: Identity, count: number): number {
    const { mono } = this.clock.now();
    const waitMs = Math.max(this.#calls.waitMs(deviceId, 1, mono), this.#readings.waitMs(deviceId, count, mono));
    if (waitMs > 0) return waitMs;
    this.#calls.take(deviceId, 1, mono);
    this.#readings.take(deviceId, count, mono);
    return 0;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");
const inSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

/** The readings of a call. Each of them is checked later, by itself. */
function readingsIn(body: unknown): Result<readonly unknown[], "bad-body" | "too-many-readings"> {
  const readings: unknown = typeof body === "object" && body !== null && "readings" in body ? body.readings : undefined;
  if (!Array.isArray(readings) || readings.length === 0) {
    return refuse("bad-body", 'Send {"readings":[...]} with at least one reading.');
  }
  if (readings.length <= READINGS_A_CALL_MAX) return ok(readings);
  return refuse("too-many-readings", `${readings.length} readings in one call: send at most ${READINGS_A_CALL_MAX}.`);
}

function answerTo(results: ReadingResult[]): CallAnswer {
  if (allRejectedAs("wrong-room", results)) {
    const message = "This device may not send for that room. Move the device to the room, or correct the room's name.";
    return { status: 403, body: { results, code: "wrong-room", message } };
  }
  if (allRejectedAs("record-not-saved", results)) {
    const message = "The record is not being saved. Keep these readings and send them again.";
    return { status: 503, body: { results, code: "record-not-saved", message }, retryAfterS: NOT_SAVED_RETRY_S };
  }
  return { status: 200, body: { results } };
}

const allRejectedAs = (code: RejectionCode, results: readonly ReadingResult[]): boolean =>
  results.every((result) => result.status === "rejected" && result.code === code);
