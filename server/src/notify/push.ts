import { createHash } from "node:crypto";
import { NOTIFY_PATHS, type NotifySecrets } from "@watchroom/shared/notify";
import webPush from "web-push";
import type { Reach } from "./address.ts";
import { pathOf, wordsOf } from "./notice.ts";
import { post, unreachable } from "./post.ts";
import { receiptOf } from "./signature.ts";
import type { Subscription, Subscriptions } from "./subscriptions.ts";
import { again, final, type Message, type Outcome, SENT, type SendTrouble, type Transport } from "./transport.ts";

const WHO = "The push service";
/** An alarm that comes later than this is history: the screen shows it by then, or the next step was told. */
const TTL_S = 60;
/** A topic is 32 characters of the URL alphabet at most (RFC 8030 5.4). */
const TOPIC_LENGTH = 32;

export type VapidKeys = { readonly publicKey: string; readonly privateKey: string };

type PushParts = {
  readonly vapid: VapidKeys;
  readonly subscriptions: Subscriptions;
  /** Operators who are withdrawn get nothing. */
  readonly isPerson: (operatorId: string) => boolean;
  /** Push services are on the internet; a test has its own. */
  readonly reach?: Reach;
  readonly ca?: string | undefined;
};

/** Web Push to every browser in which the person has turned notifications on (RFC 8030, 8291, 8292). */
export function createPush(parts: PushParts): Transport<"push"> {
  return {
    async send({ operatorId }, message) {
      if (!parts.isPerson(operatorId)) {
        return final("person-withdrawn", "This person may no longer sign in. Choose another one for the push.");
      }
      const waiting = parts.subscriptions.of(operatorId).filter(({ id }) => !message.taken.has(id));
      const outcomes = await Promise.all(waiting.map((subscription) => sendTo(parts, subscription, message)));
      return summed(outcomes, message.taken.size > 0);
    },
    stop: () => undefined,
  };
}

/** Null: this browser has it, or is gone for good. */
async function sendTo(parts: PushParts, subscription: Subscription, message: Message): Promise<Outcome | null> {
  const { vapid, subscriptions, reach = "internet", ca } = parts;
  const { id, endpoint, keys } = subscription;
  let status: number;
  let waitMs: number | undefined;
  try {
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys }, payloadOf(message, vapid), {
      vapidDetails: { subject: subjectOf(message.settings), ...vapid },
      TTL: TTL_S,
      urgency: "high",
      topic: topicOf(message),
      contentEncoding: "aes128gcm",
    });
    const sent = { url: endpoint, reach, headers: wordHeaders(headers), body, signal: message.signal, ca };
    ({ status, waitMs } = await post(sent));
  } catch (error) {
    return unreachable(error, WHO);
  }
  if (status >= 200 && status < 300) {
    message.taken.add(id);
    return SENT;
  }
  if (status === 404 || status === 410) {
    await subscriptions.remove(id);
    return null;
  }
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return final(`status-${status}`, `${WHO} refused the message (${status}). Turn notifications off and on there.`);
  }
  return again(`status-${status}`, `${WHO} answered ${status}.`, waitMs);
}

const NOBODY: SendTrouble = {
  code: "no-subscription",
  message: "No browser of this person takes notifications any more. Sign in there and turn notifications on again.",
};

/** Sent when one browser has it; what is missing at others is tried again, and does not undo that. */
function summed(outcomes: readonly (Outcome | null)[], isTaken: boolean): Outcome {
  const failures = outcomes.filter((one) => one !== null).filter((one) => !one.ok);
  const passing = failures.find(({ isFinal }) => !isFinal);
  if (isTaken) return { ok: true, state: "sent", rest: passing ?? null };
  return passing ?? failures[0] ?? final(NOBODY.code, NOBODY.message);
}

/** As the service worker reads it (client/public/sw.js). `report`: where, and by which right, it may say what became of it. */
function payloadOf(message: Message, { privateKey }: VapidKeys): string {
  const { id, notice } = message;
  const { kind, roomId, simulated, priority, since } = notice;
  const { title, text: body } = wordsOf(notice);
  const report = { path: `${NOTIFY_PATHS.deliveries}/${id}`, receipt: receiptOf(privateKey, id) };
  const [tag, url] = [topicOf(message), pathOf(roomId)];
  return JSON.stringify({ id, kind, title, body, tag, url, priority, simulated, since, roomId, report });
}

/** One a room: an older message that was not delivered yet gives way to the newer one. */
const topicOf = ({ notice: { kind, roomId } }: Message): string =>
  createHash("sha256").update(`${kind}.${roomId}`).digest("base64url").slice(0, TOPIC_LENGTH);

/** Whom a push service may write to about us. Apple's refuses a name that cannot exist, so the clinic's own goes first. */
function subjectOf({ address, smtp }: NotifySecrets): string {
  if (address?.startsWith("https://") === true) return new URL(address).origin;
  return `mailto:${smtp?.from ?? "administrator@watchroom.invalid"}`;
}

const wordHeaders = (headers: object): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
