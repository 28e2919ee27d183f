import { ReadyAnswer } from "@watchroom/shared/http";
import { ok } from "@watchroom/shared/result";
import { z } from "zod";
import type { ServerMetrics } from "./metrics.ts";
import { type Route, route } from "./route.ts";

/** Says how a part of the server is; `state` is a word or a short sentence for people. */
export type PartState = () => ReadyAnswer["parts"][string];

type HealthParts = {
  readonly ready: Readonly<Record<string, PartState>>;
  readonly metrics: ServerMetrics;
};

const SUBJECT = "Server";

/** For whoever runs the server. No sign-in: nothing in it is about a patient. */
export const healthRoutes = (parts: HealthParts): Route[] => [alive(), readiness(parts), metrics(parts)];

const alive = (): Route =>
  route({
    method: "get",
    path: "/healthz",
    subject: SUBJECT,
    summary: "The process is alive, with its id.",
    allow: "anyone",
    answer: z.object({ alive: z.boolean(), pid: z.number().int() }),
    run: () => ok({ alive: true, pid: process.pid }),
  });

const readiness = ({ ready }: HealthParts): Route =>
  route({
    method: "get",
    path: "/readyz",
    subject: SUBJECT,
    summary: "A state a part; 503 with the same answer until all are ready.",
    allow: "anyone",
    answer: ReadyAnswer,
    run({ response }) {
      const parts = Object.fromEntries(Object.entries(ready).map(([name, state]) => [name, state()]));
      const isReady = Object.values(parts).every((part) => part.ready);
      response.status(isReady ? 200 : 503);
      return ok({ ready: isReady, parts });
    },
  });

const metrics = (parts: HealthParts): Route =>
  route({
    method: "get",
    path: "/metrics",
    subject: SUBJECT,
    summary: "The server's numbers for Prometheus, as text.",
    allow: "anyone",
    answer: z.string(),
    async run({ response }) {
      response.type(parts.metrics.contentType);
      return ok(await parts.metrics.text());
    },
  });
