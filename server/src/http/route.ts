import { assert, ok } from "@watchroom/shared/result";
import type { Role } from "@watchroom/shared/wire";
import type { Request, Response } from "express";
import { z } from "zod";
import type { Identity } from "../auth/sign-ins.ts";
import type { Failure, FailureCode } from "./failure.ts";

/** Who may call: anyone; a program with a reader's token or any person signed in; people of some roles. */
type Allow = "anyone" | "reader" | readonly Role[];

/** What a person or a program reads about a route. OpenAPI is made of it, so no route goes without. */
export type RouteDoc = {
  readonly method: "get" | "post" | "patch";
  /** With Express parameters: "/api/v1/rooms/:roomId/trend". */
  readonly path: string;
  readonly subject: string;
  readonly summary: string;
  readonly allow: Allow;
  /** True: also while the sign-in is locked. Reading is (the wall stays visible); acting is not. */
  readonly whileLocked: boolean;
  readonly body: z.ZodType | null;
  readonly query: z.ZodObject | null;
  /** Null: 204, nothing in the answer. */
  readonly answer: z.ZodType | null;
  readonly fails: readonly FailureCode[];
};

export type Answer<T> = { readonly ok: true; readonly value: T } | Failure;

type Call<Body, Query> = {
  readonly body: Body;
  readonly query: Query;
  readonly params: Readonly<Record<string, string>>;
  /** The person signed in; null for a program, or for anyone. */
  readonly identity: Identity | null;
  readonly request: Request;
  readonly response: Response;
};

export type Route = RouteDoc & {
  handle(call: Call<unknown, unknown>): Promise<Answer<unknown>>;
};

type Definition<Body extends z.ZodType, Query extends z.ZodObject, Out extends z.ZodType> = {
  readonly method: RouteDoc["method"];
  readonly path: string;
  readonly subject: string;
  readonly summary: string;
  readonly allow: Allow;
  readonly whileLocked?: boolean;
  readonly body?: Body;
  readonly query?: Query;
  readonly answer: Out | null;
  readonly fails?: readonly FailureCode[];
  run(call: Call<z.output<Body>, z.output<Query>>): Answer<z.output<Out>> | Promise<Answer<z.output<Out>>>;
};

/** One route: its words, its schemas and what it does. `run` sees only a body and a query that were checked. */
export function route<Body extends z.ZodType, Query extends z.ZodObject, Out extends z.ZodType>(
  definition: Definition<Body, Query, Out>,
): Route {
  const { body = null, query = null, run, fails = [], whileLocked = definition.method === "get" } = definition;
  return {
    ...definition,
    body,
    query,
    fails,
    whileLocked,
    async handle(call) {
      const parsedBody = (body ?? z.unknown()).safeParse(call.body);
      if (!parsedBody.success) return badRequest(parsedBody.error);
      const parsedQuery = (query ?? z.unknown()).safeParse(call.query);
      if (!parsedQuery.success) return badRequest(parsedQuery.error);
      return run({ ...call, body: parsedBody.data as z.output<Body>, query: parsedQuery.data as z.output<Query> });
    },
  };
}

/** The person behind a call of a route that only people may call. */
export function personOf({ identity }: Call<unknown, unknown>): Identity {
  assert(identity !== null, "a route for people was called without one");
  return identity;
}

export const DONE: Answer<never> = ok(undefined as never);

const badRequest = (error: z.ZodError): Failure => {
  const [issue] = error.issues;
  const at = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  return { ok: false, code: "bad-request", message: `${at}${issue?.message ?? "not what is expected here"}.` };
};
