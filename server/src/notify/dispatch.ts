import { randomUUID } from "node:crypto";
import type { DeliveryRow } from "@watchroom/shared/notify";
import type { Clock } from "@watchroom/shared/time";
import type { Log } from "../log.ts";
import type { Health } from "./health.ts";
import { createLanes, type Ending, GIVE_UP_MS, LANE_MAX, type Lanes } from "./lanes.ts";
import type { Ledger } from "./ledger.ts";
import type { Notice } from "./notice.ts";
import type { KeptSettings } from "./settings.ts";
import {
  again,
  final,
  type Message,
  type Outcome,
  type Recipient,
  type SendTrouble,
  type Transports,
} from "./transport.ts";

/** What a message goes through: who is told, how far each has come, which channels work, and the queues. */
export type Held = {
  readonly kept: KeptSettings;
  readonly ledger: Ledger;
  readonly health: Health;
  readonly lanes: Lanes;
};

const ENDED: Readonly<Record<Exclude<Ending, "delivered">, SendTrouble>> = {
  accepted: { code: "settled", message: "Not sent: somebody took the alarm before." },
  ended: { code: "settled", message: "Not sent: the alarm has ended." },
  "queue-full": {
    code: "queue-full",
    message: `More than ${LANE_MAX} messages wait for this recipient. The oldest was given up.`,
  },
  "recipient-gone": { code: "recipient-gone", message: "Not sent: the recipient was taken out or made inactive." },
};

type LanesParts = { readonly clock: Clock; readonly log: Log; readonly random: () => number };

/** The queues, with what each outcome means for the ledger and the channel. */
export function lanesOf(parts: LanesParts, held: Omit<Held, "lanes">, transports: Transports): Lanes {
  const { clock, log, random } = parts;
  const { kept, ledger, health } = held;
  const wall = (): number => clock.now().wall;
  const failed = (id: string, recipientId: string, { code, message }: SendTrouble, isLast: boolean): void => {
    const recipient = kept.get().recipients.find((one) => one.id === recipientId);
    if (recipient === undefined) return;
    log.warn("notify-not-sent", { recipientId, channel: recipient.channel.kind, code, isLast });
    const { roomId = null, episodeId = null, to = null } = ledger.get(id)?.row ?? {};
    const { name, channel } = recipient;
    health.failed(
      { recipientId, recipient: name, roomId, episodeId, to, channel: channel.kind, code, message },
      isLast,
    );
  };
  return createLanes({
    now: () => clock.now().mono,
    random,
    async send({ id, recipientId, taken, signal }) {
      const entry = ledger.get(id);
      const settings = kept.get();
      const recipient = settings.recipients.find((one) => one.id === recipientId);
      if (entry === undefined || recipient === undefined)
        return final("recipient-gone", ENDED["recipient-gone"].message);
      const message = { id, notice: entry.notice, now: wall(), settings, taken, signal };
      return sendBy(transports, recipient, message).catch((error: unknown) => {
        log.error("notify-failed", { channel: recipient.channel.kind, error: String(error) });
        return again("internal", "The server failed on this message. Look at its log.");
      });
    },
    onTried: (id) => ledger.tried(id),
    onOutcome({ id, recipientId }, outcome, isLast) {
      const trouble = outcome.ok ? outcome.rest : outcome;
      if (trouble !== null) ledger.missed(id, trouble);
      if (outcome.ok) {
        ledger.reached(id, outcome.state, wall());
        health.reached(recipientId);
      } else {
        if (isLast) ledger.reached(id, "failed", wall());
        failed(id, recipientId, outcome, isLast);
      }
    },
    onEnded(id, recipientId, why) {
      if (why === "delivered") return;
      const trouble = ENDED[why];
      ledger.missed(id, trouble);
      ledger.reached(id, trouble.code === "settled" ? "settled" : "failed", wall());
      if (why === "queue-full") failed(id, recipientId, trouble, true);
    },
  });
}

function sendBy(transports: Transports, { channel }: Recipient, message: Message): Promise<Outcome> {
  switch (channel.kind) {
    case "push":
      return transports.push.send(channel, message);
    case "email":
      return transports.email.send(channel, message);
    case "webhook":
      return transports.webhook.send(channel, message);
  }
}

/** A new message, at once on its way. */
export function queue(
  { ledger, lanes }: Held,
  clock: Clock,
  { id: recipientId, name, channel }: Recipient,
  notice: Notice,
) {
  const { wall, mono } = clock.now();
  const { roomId, room, episodeId, to } = notice;
  const row: DeliveryRow = {
    id: randomUUID(),
    at: wall,
    roomId,
    room,
    episodeId,
    to,
    recipientId,
    recipient: name,
    channel: channel.kind,
    state: "queued",
    attempts: 0,
    lastError: null,
    stateAt: wall,
  };
  ledger.add(row, notice);
  lanes.add({ id: row.id, recipientId, episodeId, queuedAt: mono });
  return row;
}

/** After a restart: what waited goes on, unless it is too late; a channel that failed last is still in trouble. */
export function goOn({ kept, ledger, health, lanes }: Held, clock: Clock): void {
  const { wall, mono } = clock.now();
  for (const recipient of kept.get().recipients) {
    const last = ledger
      .rows()
      .find((row) => row.recipientId === recipient.id && !["queued", "settled"].includes(row.state));
    if (last?.state === "failed" && last.lastError !== null && recipient.active) {
      const { roomId, episodeId, to, channel, lastError } = last;
      const of = { recipientId: recipient.id, recipient: recipient.name, roomId, episodeId, to, channel };
      health.failed({ ...of, ...lastError }, true);
    }
  }
  for (const { row } of ledger.waiting()) {
    const age = Math.max(0, wall - row.at);
    if (age < GIVE_UP_MS) {
      const queuedAt = (mono - age) as typeof mono;
      lanes.add({ id: row.id, recipientId: row.recipientId, episodeId: row.episodeId, queuedAt });
      continue;
    }
    ledger.missed(row.id, { code: "too-late", message: "Not sent: the server was down until it was too late." });
    ledger.reached(row.id, "failed", wall);
  }
}
