import { Agent, request } from "node:http";
import { PATHS } from "@watchroom/shared/http";
import type { Sender } from "./clinic.ts";

/** A quiet patient's oximeter; `second` makes each reading another than the one before. */
export const quietReading = (room: string, second: number, spo2 = 96 + (second % 3)) => ({
  id: `${room}:${second}`,
  room,
  kind: "oximetry",
  measuredAt: new Date().toISOString(),
  spo2,
  pulseRate: 60 + (second % 40),
  perfusionIndex: 4 + (second % 7) / 10,
  sensor: "on",
  battery: 88,
  updatePeriodS: 1,
});

/** How often a room goes below its limit, and for how long: six alarms an hour, more than a nurse would bear. */
const EPISODE_EVERY_S = 600;
const EPISODE_S = 8;
const LOW_SPO2 = 84;

export type Sent = {
  readings: number;
  accepted: number;
  /** Answers that were not 200, or calls that failed. */
  failed: number;
  /** Pulse rate last sent for each room. */
  readonly last: Map<string, number>;
};

/** Posts one call of a sender; the answer's text and status. */
export function createPoster(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const { hostname, port } = new URL(url);
  const post = (token: string, readings: readonly object[]): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ readings });
      const headers = {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      };
      const call = request({ agent, hostname, port, path: PATHS.readings, method: "POST", headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => {
          text += chunk;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      call.on("error", reject);
      call.end(body);
    });
  return { post, close: () => agent.destroy() };
}

/** How many of an answer's readings were accepted. */
export const acceptedIn = (text: string): number => text.split('"accepted"').length - 1;

/**
 * Every sender posts one reading of each of its rooms each second, each at its own moment of the second. `stop` resolves
 * when all calls were answered. `withEpisodes`: now and then a room is below its limit.
 */
export function sendEachSecond(url: string, senders: readonly Sender[], withEpisodes = true) {
  const poster = createPoster(url);
  const sent: Sent = { readings: 0, accepted: 0, failed: 0, last: new Map() };
  const startedAt = performance.now();
  const open = new Set<Promise<void>>();
  let next = 0;
  const send = async ({ token, rooms }: Sender, turn: number, second: number): Promise<void> => {
    const readings = rooms.map((room, index) => {
      const inEpisode = withEpisodes && (second + (turn * rooms.length + index) * 7) % EPISODE_EVERY_S < EPISODE_S;
      return quietReading(room, second, inEpisode ? LOW_SPO2 : undefined);
    });
    sent.readings += rooms.length;
    for (const { room, pulseRate } of readings) sent.last.set(room, pulseRate);
    try {
      const { status, text } = await poster.post(token, readings);
      if (status === 200) sent.accepted += acceptedIn(text);
      else sent.failed += 1;
    } catch {
      // The connection was cut: nothing of this call is known to be kept.
      sent.failed += 1;
    }
  };
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * senders.length);
    for (; next < due; next++) {
      const turn = next % senders.length;
      const sender = senders[turn];
      if (sender === undefined) return;
      const call = send(sender, turn, Math.floor(next / senders.length)).finally(() => open.delete(call));
      open.add(call);
    }
  }, SEND_EVERY_MS);
  return {
    sent,
    async stop(): Promise<void> {
      clearInterval(timer);
      await Promise.all(open);
      poster.close();
    },
  };
}
const SEND_EVERY_MS = 5;
