import type { ErrorBody } from "@watchroom/shared/http";
import type { Response } from "express";

/** Every code that the REST API fails with, and its status. Programs rely on the codes. */
export const STATUS_OF = {
  "bad-request": 400,
  "bad-json": 400,
  "not-signed-in": 401,
  "wrong-password": 401,
  "token-unknown": 401,
  "token-withdrawn": 401,
  "not-allowed": 403,
  locked: 403,
  "cross-site": 403,
  "not-found": 404,
  "no-such-room": 404,
  "no-such-session": 404,
  "no-such-protocol": 404,
  "no-such-device": 404,
  "no-such-operator": 404,
  "name-taken": 409,
  "last-administrator": 409,
  "set-up-done": 409,
  "version-taken": 409,
  "session-running": 409,
  "already-signed": 409,
  "body-too-large": 413,
  "protocol-faulty": 422,
  "too-many-attempts": 429,
  "too-many-calls": 429,
  internal: 500,
  "not-ready": 503,
  "record-not-saved": 503,
} as const;
export type FailureCode = keyof typeof STATUS_OF;

export type Failure = {
  readonly ok: false;
  readonly code: FailureCode;
  readonly message: string;
  readonly retryAfterS?: number;
  /** Of "protocol-faulty": a sentence a fault. */
  readonly faults?: readonly string[];
};

export function sendFailure(response: Response, { code, message, retryAfterS, faults }: Failure): void {
  if (retryAfterS !== undefined) response.set("Retry-After", String(retryAfterS));
  if (STATUS_OF[code] === 401) response.set("WWW-Authenticate", "Bearer");
  response
    .status(STATUS_OF[code])
    .set("Cache-Control", "no-store")
    .json({ code, message, ...(faults && { faults }) } satisfies ErrorBody);
}
