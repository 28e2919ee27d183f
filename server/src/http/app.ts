import { STATUS_CODES } from "node:http";
import type { Clock } from "@watchroom/shared/time";
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from "express";
import { rateLimit } from "express-rate-limit";
import helmet from "helmet";
import type { Directory } from "../auth/directory.ts";
import { createPasswordCheck } from "../auth/password-check.ts";
import type { SignIns } from "../auth/sign-ins.ts";
import type { Log } from "../log.ts";
import type { Notifier } from "../notify/notifier.ts";
import type { ProtocolBook } from "../protocols/book.ts";
import type { StoreClient } from "../store/store.ts";
import type { Ward } from "../ward/ward.ts";
import type { WhatIf } from "../what-if/what-if.ts";
import { openRoute } from "./access.ts";
import { alarmReviewRoutes } from "./alarm-review.ts";
import { changeRoutes } from "./changes.ts";
import { clientPages } from "./client.ts";
import { deviceRoutes } from "./devices.ts";
import { docsPage } from "./docs.ts";
import { type Failure, sendFailure } from "./failure.ts";
import { healthRoutes, type PartState } from "./health.ts";
import type { ServerMetrics } from "./metrics.ts";
import { notifyRoutes } from "./notify.ts";
import { openApiOf } from "./openapi.ts";
import { operatorRoutes } from "./operators.ts";
import { peopleRoutes } from "./people.ts";
import { protocolRoutes } from "./protocols.ts";
import { recordRoutes } from "./record.ts";
import { remsRoutes } from "./rems.ts";
import { reportRoutes } from "./report.ts";
import { roomRoutes } from "./rooms.ts";
import type { Route } from "./route.ts";
import { sessionRoutes } from "./sessions.ts";
import { signingRoutes } from "./signing.ts";
import { siteRoutes } from "./site.ts";
import { whatIfRoutes } from "./what-if.ts";

type AppParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: StoreClient;
  readonly ward: Ward;
  readonly directory: Directory;
  readonly signIns: SignIns;
  readonly protocols: ProtocolBook;
  readonly notifier: Notifier;
  readonly whatIf: WhatIf;
  readonly metrics: ServerMetrics;
  /** A part by its name: "record", "ward". */
  readonly ready: Readonly<Record<string, PartState>>;
  /** The folder of the built client. */
  readonly clientFolder: string;
};

const BODY_MAX = "1mb";
const MINUTE_MS = 60_000;
/** From one address: a clinic of 48 rooms on twenty stations behind one router stays far below it. */
const CALLS_A_MINUTE_MAX = 6_000;

/** The REST API and the client's files. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", "loopback"); // a proxy on this machine may say who calls, and whether by https
  app.use(secureHeaders());
  app.use("/api", callLimit());
  app.use(express.json({ limit: BODY_MAX }));
  const routes = routesOf(parts);
  for (const one of routes) app[one.method](one.path, (request, response) => serve(one, request, response, parts));
  app.use(docsPage(openApiOf(routes)));
  app.use("/api", (_, response) => sendFailure(response, NOT_FOUND));
  app.use(clientPages(parts.clientFolder));
  app.use((_, response) => sendFailure(response, NOT_FOUND));
  app.use(lastResort(parts.log));
  return app;
}

function routesOf(given: AppParts): Route[] {
  // One for all, so that guesses at a signature and at the lock of one sign-in count together.
  const parts = { ...given, checkPassword: createPasswordCheck(given) };
  return [
    ...healthRoutes(parts),
    ...peopleRoutes(parts),
    ...operatorRoutes(parts),
    ...changeRoutes(parts),
    ...deviceRoutes(parts),
    ...roomRoutes(parts),
    ...recordRoutes(parts),
    ...sessionRoutes(parts),
    ...notifyRoutes(parts),
    ...alarmReviewRoutes(parts),
    ...whatIfRoutes(parts),
    ...signingRoutes(parts),
    ...reportRoutes(parts),
    ...remsRoutes(parts),
    ...protocolRoutes(parts),
    ...siteRoutes(parts),
  ];
}

const NOT_FOUND: Failure = {
  ok: false,
  code: "not-found",
  message: "There is nothing at this address. /api/docs shows what there is.",
};

async function serve(one: Route, request: Request, response: Response, parts: AppParts): Promise<void> {
  const opened = await openRoute(one, request, parts);
  if (!opened.ok) return sendFailure(response, opened);
  const { identity } = opened;
  // Acting is a sign of life; reading is not, since a wall reads by itself.
  if (one.method !== "get" && identity !== null) parts.signIns.touch(identity.signIn.tokenHash);
  const params = request.params as Readonly<Record<string, string>>;
  const call = { body: request.body as unknown, query: request.query, params, identity, request, response };
  const answer = await one.handle(call);
  if (!answer.ok) return sendFailure(response, answer);
  response.set("Cache-Control", "no-store");
  if (one.answer === null) response.status(204).end();
  else if (typeof answer.value === "string" || Buffer.isBuffer(answer.value)) response.send(answer.value);
  else response.json(answer.value);
}

/** Plain http on a clinic's own network must work: no upgrade to https, and no memory of one. */
const secureHeaders = () =>
  helmet({
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        connectSrc: ["'self'", "ws:", "wss:"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        mediaSrc: ["'self'", "data:", "blob:"],
        workerSrc: ["'self'", "blob:"],
        upgradeInsecureRequests: null,
      },
    },
  });

const callLimit = () =>
  rateLimit({
    windowMs: MINUTE_MS,
    limit: CALLS_A_MINUTE_MAX,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    handler: (_, response) =>
      sendFailure(response, {
        ok: false,
        code: "too-many-calls",
        message: "Too many calls from this address. Wait a minute, then go on more slowly.",
      }),
  });

/** What a body parser throws for a bad call, and our own mistakes. The process stays up. */
const lastResort =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const failure = failureOf(error);
    if (failure.code === "internal") {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log.error("call-failed", { method: request.method, path: request.path, error: text });
    }
    sendFailure(response, failure);
  };

function failureOf(error: unknown): Failure {
  const status = error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : 500;
  const type = error instanceof Error && "type" in error ? error.type : null;
  if (status === 413)
    return { ok: false, code: "body-too-large", message: "The body is over 1 MB. Send less at once." };
  if (type === "entity.parse.failed") return { ok: false, code: "bad-json", message: "The body is not JSON." };
  if (status >= 400 && status < 500) {
    return {
      ok: false,
      code: "bad-request",
      message: `${STATUS_CODES[status] ?? "Not understood"}. /api/docs shows how to call.`,
    };
  }
  return { ok: false, code: "internal", message: "The server failed on this call. The monitoring goes on; try again." };
}
