import http from "node:http";
import https from "node:https";
import { AddressRefused, faultOfUrl, lookupWithin, type Reach } from "./address.ts";
import { again, final, type Outcome } from "./transport.ts";

const ANSWER_BYTES_MAX = 64 * 1024;
const WAIT_MS_MAX = 30_000;

type Call = {
  readonly url: string;
  readonly reach: Reach;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string | Buffer;
  readonly signal: AbortSignal;
  /** Certificates to trust instead of the machine's own. */
  readonly ca: string | undefined;
};
export type Answered = {
  readonly status: number;
  /** What the receiver asks us to wait; at most 30 s. */
  readonly waitMs: number | undefined;
  /** Its first 64 kB. */
  readonly body: string;
};

/** One POST, redirects not followed. Fails by throwing; `unreachable` makes an outcome of that. */
export function post({ url: address, reach, headers, body, signal, ca }: Call): Promise<Answered> {
  const url = new URL(address);
  const fault = faultOfUrl(url, reach);
  if (fault !== null) return Promise.reject(new AddressRefused(fault));
  return new Promise((resolve, reject) => {
    const options = {
      method: "POST",
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      signal,
      lookup: lookupWithin(url.protocol, reach),
      agent: false,
    } as const;
    const request = url.protocol === "https:" ? https.request(url, { ...options, ca }) : http.request(url, options);
    request.on("error", reject);
    request.on("response", (response) => readAnswer(response).then(resolve, reject));
    request.end(body);
  });
}

async function readAnswer(response: http.IncomingMessage): Promise<Answered> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) break; // leaving the loop closes the connection
  }
  const seconds = Number(response.headers["retry-after"]);
  return {
    status: response.statusCode ?? 0,
    waitMs: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1_000, WAIT_MS_MAX) : undefined,
    body: Buffer.concat(chunks).toString("utf8").slice(0, ANSWER_BYTES_MAX),
  };
}

/** What a call that threw means. `who`: "The receiver", "The push service". */
export function unreachable(error: unknown, who: string): Outcome & { ok: false } {
  if (error instanceof AddressRefused) return final("address-refused", error.message);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code)) {
    const message = `${who}'s certificate is not trusted (${code}). Renew it, or start Watchroom with NODE_EXTRA_CA_CERTS.`;
    return again("certificate", message);
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return again("name-unknown", `${who}'s name could not be resolved. Check the address and the server's network.`);
  }
  if (code === "ECONNREFUSED") return again("refused", `${who} takes no connection. Check that it runs, and the port.`);
  if (code === "ETIMEDOUT" || code === "EHOSTUNREACH" || code === "ENETUNREACH") {
    return again("out-of-reach", `${who} cannot be reached. Check the address and the server's network.`);
  }
  return again("cut-off", `${who} closed the connection without an answer. Look at its own log.`);
}
