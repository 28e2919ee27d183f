import { ErrorBody, PATHS, ReadingsAnswer, ReadyAnswer } from "@watchroom/shared/http";
import { ProtocolFaults } from "@watchroom/shared/http-sessions";
import { READINGS_A_CALL_MAX, Reading } from "@watchroom/shared/reading";
import { z } from "zod";
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";
import { COOKIE_NAME } from "../auth/cookie.ts";
import { type FailureCode, STATUS_OF } from "./failure.ts";
import type { RouteDoc } from "./route.ts";

const JSON_TYPE = "application/json";

/** Taken by a driver of its own, outside the table of routes (server/src/drivers/http). */
const READINGS: ZodOpenApiPathsObject = {
  [PATHS.readings]: {
    post: {
      operationId: "postReadings",
      tags: ["Devices' readings"],
      summary: "Takes readings of a device, or of a gateway for many. Answers when the accepted ones are on disk.",
      security: [{ token: [] }],
      requestBody: {
        required: true,
        content: {
          [JSON_TYPE]: { schema: z.object({ readings: z.array(Reading).min(1).max(READINGS_A_CALL_MAX) }) },
        },
      },
      responses: {
        200: jsonAnswer("One result a reading, in order; good ones of a bad batch are kept.", ReadingsAnswer),
        400: jsonAnswer("The body is not a call.", ErrorBody),
        401: jsonAnswer("No token, one that is not known, or one that was withdrawn.", ErrorBody),
        403: jsonAnswer("The device may not send for these rooms.", ReadingsAnswer.extend(ErrorBody.shape)),
        413: jsonAnswer("The body is over its limit.", ErrorBody),
        429: jsonAnswer("Too much at once; Retry-After says how long to wait.", ErrorBody),
        503: jsonAnswer("The record is not being saved; send them again.", ReadingsAnswer.extend(ErrorBody.shape)),
      },
    },
  },
};

/** The OpenAPI document of these routes, made of the schemas that check the calls. */
export function openApiOf(routes: readonly RouteDoc[]): object {
  const paths: ZodOpenApiPathsObject = { ...READINGS };
  for (const doc of routes) {
    const path = doc.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [doc.method]: operationOf(doc, path) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Watchroom",
      version: "1",
      description:
        "Watches people during ketamine and esketamine treatment. Times in numbers are milliseconds since 1970 UTC.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A device's token, or a reader's." },
        cookie: { type: "apiKey", in: "cookie", name: COOKIE_NAME, description: "A person signed in." },
      },
    },
  });
}

function operationOf(doc: RouteDoc, path: string): ZodOpenApiOperationObject {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const params = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  return {
    operationId: `${doc.method}${path.replace(/[^a-z]+(\w)?/gi, (_, letter: string = "") => letter.toUpperCase())}`,
    tags: [doc.subject],
    summary: doc.summary,
    security: securityOf(doc.allow),
    requestParams: { ...(doc.query && { query: doc.query }), ...(names.length > 0 && { path: params }) },
    ...(doc.body && { requestBody: { required: true, content: { [JSON_TYPE]: { schema: doc.body } } } }),
    responses: responsesOf(doc),
  };
}

function securityOf(allow: RouteDoc["allow"]): Record<string, string[]>[] {
  if (allow === "anyone") return [];
  return allow === "reader" ? [{ token: [] }, { cookie: [] }] : [{ cookie: [] }];
}

function responsesOf(doc: RouteDoc): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {};
  if (doc.answer === null) responses["204"] = { description: "Done." };
  else responses["200"] = jsonAnswer("Done.", doc.answer);
  if (doc.answer === ReadyAnswer) responses["503"] = jsonAnswer("A part is not ready.", ReadyAnswer);
  const failures = failuresOf(doc);
  for (const status of new Set(failures.map((code) => STATUS_OF[code]))) {
    const codes = failures.filter((code) => STATUS_OF[code] === status);
    responses[`${status}` as `4${string}`] = jsonAnswer(
      `Code ${codes.join(" or ")}.`,
      codes.includes("protocol-faulty") ? ProtocolFaults : ErrorBody,
    );
  }
  return responses;
}

/** Its own, and those that come with who may call and what is sent. */
function failuresOf({ allow, method, whileLocked, body, query, fails }: RouteDoc): FailureCode[] {
  const codes = new Set<FailureCode>(fails);
  const add = (isSo: boolean, ...more: FailureCode[]): void => {
    for (const code of isSo ? more : []) codes.add(code);
  };
  add(body !== null || query !== null, "bad-request");
  add(body !== null, "bad-json", "body-too-large");
  add(allow !== "anyone", "not-signed-in");
  add(allow === "reader", "token-unknown", "token-withdrawn");
  add(allow !== "anyone" && allow !== "reader", "not-allowed");
  add(!whileLocked, "locked");
  add(method !== "get", "cross-site");
  return [...codes];
}

function jsonAnswer(description: string, schema: z.ZodType) {
  return { description, content: { [JSON_TYPE]: { schema } } };
}
