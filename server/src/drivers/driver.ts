import type { IncomingMessage, ServerResponse } from "node:http";
import type { ErrorBody, ReadingsAnswer } from "@watchroom/shared/http";
import type { Result } from "@watchroom/shared/result";
import type { Clock, DeviceId } from "@watchroom/shared/time";
import type { Server } from "socket.io";

/** A call with up to 1,000 readings of about 200 bytes fits ten times over. */
export const BODY_BYTES_MAX = 2 * 1024 * 1024;

/** What a driver may know of a device. The rest of it passes through untouched. */
export type DeviceIdentity = { readonly deviceId: DeviceId };

export type OpenRefusal = "no-token" | "unknown-token" | "withdrawn-token" | "too-many-attempts" | "internal";
export type Opened<Identity> = Result<Identity, OpenRefusal> & { readonly retryAfterS?: number };

/**
 * The answer to one call, whatever the way in. `status` is the HTTP status; a way in without one looks at `body` only.
 * `body` holds `results` (one a reading, in order), or `code` and `message`, or both when every reading was refused.
 */
export type CallAnswer = {
  readonly status: 200 | 400 | 403 | 429 | 500 | 503;
  readonly body: ReadingsAnswer | ErrorBody | (ReadingsAnswer & ErrorBody);
  readonly retryAfterS?: number;
};

/** All that a driver may touch: no core, no store, no stations. */
export type DriverContext<Identity extends DeviceIdentity> = {
  /** Who sends with this token. Attempts that fail are limited for each address. Never rejects. */
  open(token: string | undefined, address: string): Promise<Opened<Identity>>;
  /** One call of a device: `body` is parsed JSON, unchecked. Resolves when what was accepted is on disk. Never rejects. */
  receive(identity: Identity, body: unknown): Promise<CallAnswer>;
  /** For ways in that hold a connection. */
  link(deviceId: DeviceId, link: "up" | "down", canMeasure: boolean): void;
  /** Codes and counts, never tokens or values. */
  log(event: string, fields: Readonly<Record<string, string | number>>): void;
  readonly clock: Clock;
};

/** What the server lends to the ways in that share its port. */
export type DriverHost = {
  /** `handle` answers every method and reads the body itself, so it must stand before any body parser. */
  route(path: string, handle: (request: IncomingMessage, response: ServerResponse) => void): void;
  readonly io: Server;
};

export type RunningDriver = {
  /** Devices or tokens changed: let go of those that may no longer send. */
  recheck(): void;
  /** Asks a cuff that said it can to measure now. Does nothing where it is not connected this way. */
  measure(deviceId: DeviceId): void;
  stop(): void;
};

/** A way in. */
export type Driver = {
  readonly id: string;
  start<Identity extends DeviceIdentity>(host: DriverHost, context: DriverContext<Identity>): RunningDriver;
};
