import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Reading, type ReadingResult } from "@watchroom/shared/reading";

/** The reading end of the public contract, in small: keeps each id once, checks each reading by the shared schema. */
export async function startTinyServer(token: string) {
  const kept = new Map<string, Reading>();
  const state = { isDown: false, calls: 0 };
  const judge = (raw: unknown): ReadingResult => {
    const id = typeof raw === "object" && raw !== null && "id" in raw ? String(raw.id) : null;
    const reading = Reading.safeParse(raw);
    if (!reading.success) return { id, status: "rejected", code: "bad-reading", message: "This is not a reading." };
    if (kept.has(reading.data.id)) return { id, status: "duplicate" };
    kept.set(reading.data.id, reading.data);
    return { id, status: "accepted" };
  };
  const answer = async (request: IncomingMessage): Promise<[number, unknown]> => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    state.calls += 1;
    if (state.isDown) return [503, { code: "internal", message: "The server is being restarted." }];
    if (request.headers.authorization !== `Bearer ${token}`) {
      return [401, { code: "unknown-token", message: "This token is not known here." }];
    }
    const { readings } = JSON.parse(text) as { readings: unknown[] };
    return [200, { results: readings.map(judge) }];
  };
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    kept,
    state,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
