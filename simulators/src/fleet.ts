import { DeviceKind } from "@watchroom/shared/reading";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { Feed } from "./bedside.ts";
import type { WallClock } from "./clock.ts";
import { createOutbox, type Outbox, type Tally } from "./devices/outbox.ts";
import { type Faults, withFaults } from "./faults.ts";
import { createHttpLink } from "./link.ts";
import { createRandom } from "./random.ts";
import { createSender, type Sender } from "./sender.ts";
import { createSocketLink } from "./socket-link.ts";

export type Transport = "http" | "socket";
/** One device's right to send. Several rows of one token are a gateway's rooms. */
export type DeviceToken = { readonly room: string; readonly kind: DeviceKind; readonly token: string };

export type Fleet = {
  /** One a room, in the order in which the rooms came. */
  readonly feeds: ReadonlyMap<string, Feed>;
  flush(): Promise<void>;
  /** Runs with the room's name when somebody asks its cuff to measure: a cuff with a connection of its own only. */
  onMeasure(run: (room: string) => void): void;
  tally(): Tally & { waiting: number; trouble: string | null };
  close(): void;
};
type FleetParts = {
  readonly server: string;
  readonly transport: Transport;
  readonly faults: Faults;
  readonly seed: number;
  readonly clock: WallClock;
  readonly say: (sentence: string) => void;
};

/** An array, or a line each, of `{"room","kind","token"}`; `deviceId` and other fields are left alone. */
export function parseTokens(text: string): Result<DeviceToken[], "bad-tokens"> {
  const bad = refuse(
    "bad-tokens",
    'The token file needs rows of {"room","kind","token"}, kind oximeter, cuff or gateway.',
  );
  try {
    const trimmed = text.trim();
    const lines = trimmed.split("\n").filter((line) => line.trim() !== "");
    const rows: unknown = trimmed.startsWith("[")
      ? JSON.parse(trimmed)
      : lines.map((line): unknown => JSON.parse(line));
    if (!Array.isArray(rows) || rows.length === 0) return bad;
    const tokens = rows.map(({ room, kind, token }: Record<string, unknown>) => ({
      room: String(room ?? ""),
      kind: DeviceKind.parse(kind),
      token: String(token ?? ""),
    }));
    return tokens.every(({ room, token }) => room !== "" && token !== "") ? ok(tokens) : bad;
  } catch {
    return bad;
  }
}

function feedsOf(tokens: readonly DeviceToken[]) {
  const feeds = new Map<string, Feed>();
  const outboxes = new Map<string, Outbox[]>();
  for (const { room, kind, token } of tokens) {
    const before = feeds.get(room) ?? { room: null, oximeter: null, cuff: null };
    const oximeter = kind === "cuff" ? before.oximeter : createOutbox();
    const cuff = kind === "oximeter" ? before.cuff : createOutbox();
    feeds.set(room, { room: kind === "gateway" ? room : before.room, oximeter, cuff });
    const mine = [kind === "cuff" ? null : oximeter, kind === "oximeter" ? null : cuff].filter((box) => box !== null);
    outboxes.set(token, [...(outboxes.get(token) ?? []), ...mine]);
  }
  return { feeds, outboxes };
}

const NOTHING: Tally = { sent: 0, accepted: 0, duplicate: 0, rejected: 0, lost: 0 };
const sum = (a: Tally, b: Tally): Tally => ({
  sent: a.sent + b.sent,
  accepted: a.accepted + b.accepted,
  duplicate: a.duplicate + b.duplicate,
  rejected: a.rejected + b.rejected,
  lost: a.lost + b.lost,
});

/** All simulated devices: an outbox each, a sender for each token. */
export function createFleet(tokens: readonly DeviceToken[], parts: FleetParts): Fleet {
  const { server, transport, faults, seed, clock, say } = parts;
  const { feeds, outboxes } = feedsOf(tokens);
  const boxes = [...outboxes.values()].flat();
  const listeners: ((room: string) => void)[] = [];
  const senders = [...outboxes].map(([token, mine], index): Sender => {
    const cuff = tokens.find((row) => row.token === token && row.kind === "cuff");
    const can = cuff === undefined ? [] : (["measure"] as const);
    const bare = transport === "http" ? createHttpLink(server, token) : createSocketLink(server, token, can);
    if (cuff !== undefined) bare.onMeasure(() => listeners.forEach((run) => void run(cuff.room)));
    const link = withFaults(bare, faults, createRandom(seed, `faults ${index}`), clock);
    // Of many devices on a dead line one speaks for all.
    const voice = index === 0 ? say : () => undefined;
    return createSender({ link, outboxes: mine, clock, random: createRandom(seed, `rest ${index}`), say: voice });
  });
  return {
    feeds,
    async flush() {
      await Promise.all(senders.map((sender) => sender.flush()));
    },
    onMeasure: (run) => void listeners.push(run),
    tally: () => ({
      ...boxes.map((box) => box.tally()).reduce(sum, NOTHING),
      waiting: boxes.reduce((count, box) => count + box.waiting(), 0),
      trouble: senders.map((sender) => sender.trouble()).find((trouble) => trouble !== null) ?? null,
    }),
    close() {
      for (const sender of senders) sender.close();
    },
  };
}
