import http, { type IncomingHttpHeaders, type ServerResponse } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { CERTIFICATE, CERTIFICATE_KEY } from "./certificate.ts";
import { createWaiting } from "./waiting.ts";

type Call = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer };
/** What the receiver does with one call. "hang" keeps it open, "cut" closes the connection. */
type Answer =
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  | "hang"
  | "cut";

/** A real HTTP server on this machine that does to each call what it was told, in order; the last goes on. */
export async function startHttpReceiver({ tls = false }: { readonly tls?: boolean } = {}) {
  const calls: Call[] = [];
  const hanging: ServerResponse[] = [];
  const waiting = createWaiting();
  let answers: readonly Answer[] = [{ status: 200 }];
  const handle: http.RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const [answer = "hang", ...rest] = answers;
    if (rest.length > 0) answers = rest;
    if (answer === "hang") hanging.push(response);
    else if (answer === "cut") request.socket.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body ?? "");
    calls.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks) });
    waiting.look();
  };
  const server = tls
    ? https.createServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, handle)
    : http.createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? "https" : "http"}://localhost:${port}/hook`,
    calls,
    answerWith(...next: Answer[]): void {
      answers = next;
    },
    /** Answers what hangs, as late as the test wants. */
    release(status: number): void {
      for (const response of hanging.splice(0)) response.writeHead(status).end();
    },
    /** Resolves with the call of this number, the first is 1. */
    async called(number: number): Promise<Call> {
      await waiting.until(() => calls.length >= number);
      const call = calls[number - 1];
      if (call === undefined) throw new Error("waited for it");
      return call;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
