import type { IncomingMessage, ServerResponse } from "node:http";
import { type ErrorBody, PATHS } from "@watchroom/shared/http";
import type { Clock } from "@watchroom/shared/time";
import { BODY_BYTES_MAX, type DeviceIdentity, type Driver, type DriverContext, type OpenRefusal } from "../driver.ts";
import { type Body, createBodyReader } from "./body.ts";

/** After an answer given early, what the device still sends is thrown away up to here; then the connection is cut. */
const LINGER_BYTES_MAX = BODY_BYTES_MAX;
const LINGER_MAX_MS = 2_000;

type Answer = { readonly status: number; readonly body: object; readonly retryAfterS?: number };

/**
 * `POST /api/v1/readings` with `Authorization: Bearer TOKEN`. Works on bare node:http requests, since a body parser and a
 * router cost seven times the call itself (speed.md 2).
 */
export const httpDriver: Driver = {
  id: "http",
  start(host, context) {
    const bodies = createBodyReader(context.clock);
    const lingering = new Map<() => void, number>();
    const stopSweep = context.clock.every(LINGER_MAX_MS, () => {
      const { mono } = context.clock.now();
      for (const [cut, since] of lingering) if (mono - since >= LINGER_MAX_MS) cut();
    });

    const early = (request: IncomingMessage, response: ServerResponse, answer: Answer): void =>
      answerEarly(request, response, answer, context.clock, lingering);

    host.route(PATHS.readings, (request, response) => {
      const refusal = refusalOfHead(request);
      if (refusal !== null) return early(request, response, refusal);
      void context.open(bearer(request), request.socket.remoteAddress ?? "unknown").then((opened) => {
        if (!opened.ok)
          return early(request, response, refusalOfToken(opened.code, opened.message, opened.retryAfterS));
        bodies.read(request, (body) => {
          if (!body.ok && body.code === "cut-off") return;
          if (body.ok || body.code === "bad-json") return void receive(opened.value, body, response, context);
          early(request, response, failure(body.code === "too-large" ? 413 : 408, body.code, body.message));
        });
      });
    });
    return {
      recheck() {
        // Every call brings its token: nothing is held between two of them.
      },
      // A device that calls cannot be called.
      measure: () => undefined,
      stop() {
        bodies.stop();
        stopSweep();
      },
    };
  },
};

async function receive<Identity extends DeviceIdentity>(
  identity: Identity,
  body: Body,
  response: ServerResponse,
  context: DriverContext<Identity>,
): Promise<void> {
  const answer = await context.receive(identity, body.ok ? body.value : undefined);
  // What is not JSON went through the intake too, so that it counts as a call; only the sentence differs.
  send(response, body.ok || answer.status !== 400 ? answer : failure(400, body.code, body.message));
}

function bearer({ headers }: IncomingMessage): string | undefined {
  return /^bearer +(\S+) *$/i.exec(headers.authorization ?? "")?.[1];
}

function refusalOfHead({ method, headers }: IncomingMessage): Answer | null {
  if (method !== "POST") return failure(405, "method-not-allowed", "Readings are sent with POST.");
  const encoding = headers["content-encoding"];
  if (encoding === undefined || encoding === "identity") return null;
  return failure(415, "encoding-not-supported", "Send the body as it is: compressed bodies are not read here.");
}

const failure = (status: number, code: string, message: string): Answer & { body: ErrorBody } => ({
  status,
  body: { code, message },
});

const TOKEN_STATUS: Readonly<Record<OpenRefusal, number>> = {
  "no-token": 401,
  "unknown-token": 401,
  "withdrawn-token": 401,
  "too-many-attempts": 429,
  internal: 500,
};

const refusalOfToken = (code: OpenRefusal, message: string, retryAfterS: number | undefined): Answer => ({
  ...failure(TOKEN_STATUS[code], code, message),
  ...(retryAfterS === undefined ? {} : { retryAfterS }),
});

function writeAnswer(response: ServerResponse, { status, body, retryAfterS }: Answer, more: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    ...(status === 405 ? { allow: "POST" } : {}),
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    ...(retryAfterS === undefined ? {} : { "retry-after": String(retryAfterS) }),
    ...more,
  });
  response.write(text);
}

function send(response: ServerResponse, answer: Answer): void {
  writeAnswer(response, answer, {});
  response.end();
}

/**
 * Answers before the body was read. Closing at once would reset the connection, and the device would never see why; so
 * the answer goes out whole, and the rest of the body is thrown away for a moment.
 */
function answerEarly(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  clock: Clock,
  lingering: Map<() => void, number>,
): void {
  writeAnswer(response, answer, { connection: "close" });
  if (request.complete) return void response.end();
  let bytes = 0;
  const cut = (): void => {
    lingering.delete(cut);
    request.destroy();
  };
  lingering.set(cut, clock.now().mono);
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LINGER_BYTES_MAX) cut();
  });
  request.once("end", () => response.end());
  request.once("close", () => lingering.delete(cut));
  request.resume();
}
